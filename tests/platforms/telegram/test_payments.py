"""What Telegram tells of money, literally, and the events it becomes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.platforms.telegram.decode import decode_batch
from rules.engine.events import Kind, Media, Payment, Sender
from tests.platforms.telegram.updates import ME, MING, event_of, said

PRIVATE = {"id": 2, "type": "private", "first_name": "小明"}
PAID: dict[str, Any] = {
    "currency": "XTR",
    "total_amount": 100,
    "invoice_payload": "m1:7",
    "telegram_payment_charge_id": "stx1",
    "provider_payment_charge_id": "2_1",
    "subscription_expiration_date": 1_702_592_000,
    "is_recurring": True,
    "is_first_recurring": True,
}
REFUNDED = {k: PAID[k] for k in ("currency", "total_amount", "invoice_payload", "telegram_payment_charge_id")}


def test_a_payment_is_an_event_of_whoever_paid() -> None:
    event = said(chat=PRIVATE, successful_payment=PAID)
    assert (event.kind, event.sender, event.person and event.person.id) == (Kind.PAYMENT, Sender.SERVICE, 2)
    assert event.payment == Payment(
        "paid", "m1:7", 100, "XTR", "stx1", until=1_702_592_000, recurring=True, first=True
    )


def test_a_refund_is_told_by_the_charge_it_gives_back() -> None:
    event = said(chat=PRIVATE, refunded_payment=REFUNDED)
    assert event.payment == Payment("refunded", "m1:7", 100, "XTR", "stx1")


def test_whoever_is_about_to_pay_waits_for_our_word() -> None:
    query = {"id": "5", "from": MING, "currency": "XTR", "total_amount": 100, "invoice_payload": "m1:7"}
    event = event_of(pre_checkout_query=query)
    assert event.payment == Payment("asked", "m1:7", 100, "XTR", query="5")
    assert (event.chat.id, event.chat.private, event.at) == (2, True, 0)


@pytest.mark.parametrize("state", ["canceled", "active", "failed", "something_of_next_year"])
def test_a_subscription_that_changes_is_known_by_its_payload_alone(state: str) -> None:
    event = event_of(subscription={"user": MING, "invoice_payload": "m1:7", "state": state})
    assert event.payment == Payment(state, "m1:7")


def test_a_forwarded_note_of_a_payment_is_no_payment() -> None:
    origin = {"type": "user", "sender_user": MING, "date": 1}
    event = said(chat=PRIVATE, successful_payment=PAID, forward_origin=origin)
    assert (event.kind, event.payment) == (Kind.MESSAGE, None)
    assert event.content is not None
    assert event.content.media is Media.UNKNOWN


@pytest.mark.parametrize(
    "wrong",
    [
        {"total_amount": -1},
        {"total_amount": "100"},
        {"telegram_payment_charge_id": None},
        {"invoice_payload": 7},
        {"currency": None},
    ],
)
def test_a_notice_that_cannot_be_read_is_kept_for_the_operator(wrong: Any) -> None:
    paid = {k: v for k, v in (PAID | wrong).items() if v is not None}
    message = {"message_id": 1, "date": 1, "chat": PRIVATE, "from": MING, "successful_payment": paid}
    events, dead = decode_batch([json.dumps({"update_id": 500, "message": message}).encode()], ME)
    assert not events
    assert "successful_payment" in dead[0].reason
