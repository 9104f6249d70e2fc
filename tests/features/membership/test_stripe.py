"""Stripe behind the port: notices in the documented form, refunds that are done already, lists."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.features.membership.providers.port import Away, Declined, Order, Refused, Transaction
from bot.features.membership.providers.stripe import Stripe
from tests.providers import WHSEC, FakeStripe, stripe_server

pytest.importorskip("stripe", reason="pip install 'zhiqun[stripe]'")

NOW = 1_780_000_000
SESSION = {
    "id": "cs_test_a1",
    "object": "checkout.session",
    "amount_total": 1900,
    "client_reference_id": "z7-abcdefghij",
    "currency": "usd",
    "payment_intent": "pi_1",
    "payment_status": "paid",
    "status": "complete",
}
CHARGE = {"id": "ch_1", "object": "charge", "payment_intent": "pi_1", "currency": "usd", "amount": 1900}


@pytest_asyncio.fixture
async def stripe() -> AsyncIterator[tuple[Stripe, FakeStripe]]:
    """The provider, and a Stripe that it asks."""
    async with stripe_server() as fake:
        yield Stripe("sk_test_1", WHSEC, fake.url), fake


def read(thing: Any, kind: str = "checkout.session.completed", header: str | None = None) -> tuple[str, str]:
    """Kind and charge of a signed event."""
    event = {"id": "evt_1", "object": "event", "type": kind, "created": NOW, "data": {"object": thing}}
    body = json.dumps(event).encode()
    signed = FakeStripe.signed(body, at=NOW)["Stripe-Signature"] if header is None else header
    found = Stripe("sk_test_1", WHSEC).parse_notice({"stripe-signature": signed}, body, NOW)
    return found.kind, found.transaction.charge


@pytest.mark.parametrize(
    ("kind", "thing", "means"),
    [
        ("checkout.session.completed", SESSION, ("paid", "pi_1")),
        ("checkout.session.async_payment_succeeded", SESSION, ("paid", "pi_1")),
        ("checkout.session.completed", SESSION | {"payment_status": "unpaid"}, ("other", "")),
        ("checkout.session.expired", SESSION | {"payment_status": "unpaid"}, ("other", "")),
        ("charge.refunded", CHARGE | {"refunded": True, "amount_refunded": 1900}, ("refunded", "pi_1")),
        ("charge.refunded", CHARGE | {"refunded": False, "amount_refunded": 5}, ("other", "")),
        ("charge.dispute.created", CHARGE | {"object": "dispute"}, ("charged_back", "pi_1")),
        ("invoice.paid", {"object": "invoice"}, ("other", "")),
    ],
)
def test_an_event_means_what_stripe_says_of_it(kind: str, thing: Any, means: tuple[str, str]) -> None:
    assert read(thing, kind) == means


@pytest.mark.parametrize(
    "header", ["", "t=1,v1=", "v1=abc", "t=x,v1=é", f"t={NOW}", f"t={NOW},v0=abc", "t=,v1=", "," * 999]
)
def test_headers_that_sign_nothing_are_refused(header: str) -> None:
    with pytest.raises(Refused, match="signature"):
        read(SESSION, header=header)


def test_a_signature_of_another_moment_does_not_make_an_old_body_new() -> None:
    body = json.dumps({"id": "evt_1"}).encode()
    old = FakeStripe.signed(body, at=NOW - 999)["Stripe-Signature"]
    for header in (old, f"{old},t={NOW}", f"t={NOW},{old}"):
        with pytest.raises(Refused):
            Stripe("sk_test_1", WHSEC).parse_notice({"stripe-signature": header}, body, NOW)


async def test_what_is_asked_again_is_done_once(stripe: tuple[Stripe, FakeStripe]) -> None:
    provider, fake = stripe
    import time

    order = Order("z7-abcdefghij", 1900, "USD", "Monthly", int(time.time()) + 7200)
    first, second = await provider.create(order), await provider.create(order)
    assert (first, len(fake.sessions)) == (second, 1)
    asked = Order("z7-abcdefghij", 1900, "USD", "", 0, page=first.page)
    assert (await provider.query(asked)).state == "open"
    fake.pay()
    found = await provider.query(asked)
    assert (found.state, found.charge, found.amount) == ("paid", "pi_1", 1900)
    assert (await provider.refund(found, "n-1")).state == "done"
    assert (await provider.refund(found, "n-1")).state == "done"
    fake.refunds.clear()  # by hand, out of our sight
    assert (await provider.refund(found, "n-2")).state == "done"
    assert (await provider.query(asked)).state == "refunded"
    listed = await provider.list_since(0, NOW)
    assert [(c, line.amount) for c, _, line in listed.lines] == [("USD", 1900), ("USD", -1900)]


async def test_who_is_away_is_asked_again_and_who_refuses_is_not(stripe: tuple[Stripe, FakeStripe]) -> None:
    provider, fake = stripe
    wanted = Transaction("paid", "z7", "pi_1", 1900, "USD", NOW)
    with pytest.raises(Declined, match="AuthenticationError"):
        await Stripe("sk_wrong", WHSEC, fake.url).list_since(0, NOW)
    fake.away = True
    with pytest.raises(Away):
        await provider.refund(wanted, "n-1")
