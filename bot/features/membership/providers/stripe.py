"""Stripe: a Checkout page for each order, notices by webhook, in whatever currency a plan is priced in.

The library signs, retries and checks signatures; it is asked in threads, since it waits for the network.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from bot.features.membership.providers.port import (
    TOLERANCE,
    Away,
    CheckoutPage,
    Declined,
    Listed,
    Notice,
    Order,
    Refund,
    Refused,
    Transaction,
)
from rules.engine.reconciling import Line

if TYPE_CHECKING:
    from stripe import StripeClient

API = "https://api.stripe.com"
_PATIENCE = 20.0  # seconds for an answer
_TRIES = 1  # beside the first, by the library itself
_DAY = 86_400
_PAID = ("checkout.session.completed", "checkout.session.async_payment_succeeded")
_PAGE = 100

T = TypeVar("T")


class Stripe:
    """The provider `stripe`: the account's secret key, and the secret of its webhook."""

    name = "stripe"
    looks_back = 120 * _DAY  # as long as a charge can be disputed
    refused = 400
    ends_at = 0

    def __init__(self, key: str, secret: str, base: str = API) -> None:
        self._key, self._secret, self._base = key, secret, base
        self._made: StripeClient | None = None

    def _client(self) -> StripeClient:
        if self._made is None:
            import stripe

            self._made = stripe.StripeClient(
                self._key,
                base_addresses={"api": self._base},
                http_client=stripe.RequestsClient(timeout=_PATIENCE),
                max_network_retries=_TRIES,
            )
        return self._made

    async def _ask(self, ask: Callable[[StripeClient], T]) -> T:
        return await asyncio.to_thread(self._asked, ask)

    def _asked(self, ask: Callable[[StripeClient], T]) -> T:
        import stripe

        try:
            return ask(self._client())
        except (stripe.APIConnectionError, stripe.RateLimitError, stripe.IdempotencyError) as error:
            raise Away(type(error).__name__) from None
        except stripe.APIError as error:
            raise Away(f"HTTP {error.http_status}") from None
        except stripe.StripeError as error:
            # The library's texts name parts of keys; its codes do not.
            raise Declined(str(error.code or type(error).__name__)) from None

    async def create(self, order: Order) -> CheckoutPage:
        """Make a Checkout session."""
        marked = {"order": order.reference}
        price = {
            "currency": order.currency.lower(),
            "unit_amount": order.amount,
            "product_data": {"name": order.title},
        }
        params: Any = {
            "mode": "payment",
            "client_reference_id": order.reference,
            "line_items": [{"price_data": price, "quantity": 1}],
            "metadata": marked,
            "payment_intent_data": {"metadata": marked},
            "adaptive_pricing": {"enabled": False},  # what is charged is what the plan says
            "expires_at": order.expires_at,
            "success_url": order.back,
            "cancel_url": order.back,
        }
        once: Any = {"idempotency_key": f"create-{order.reference}"}
        session = await self._ask(lambda c: c.v1.checkout.sessions.create(params, once))
        return CheckoutPage(url=str(session.url), page=str(session.id))

    def parse_notice(self, headers: Mapping[str, str], body: bytes, now: int) -> Notice:
        """Read an event that Stripe signed by the webhook's secret."""
        import stripe

        signed = headers.get("stripe-signature", "")
        try:
            text = body.decode("utf-8")
            stripe.WebhookSignature.verify_header(text, signed, self._secret, None)
        except (stripe.SignatureVerificationError, ValueError, TypeError):
            raise Refused("signature") from None
        moments = [part[2:] for part in signed.split(",") if part.startswith("t=")]
        if len(moments) != 1 or not moments[0].isdecimal() or abs(now - int(moments[0])) > TOLERANCE:
            raise Refused("age")
        try:
            event = json.loads(text)
            return _notice(event)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Refused("form") from None

    async def query(self, order: Order) -> Transaction:
        """Ask for the session."""
        if not order.page:
            return Transaction("open", order.reference)
        more: Any = {"expand": ["payment_intent.latest_charge"]}
        session = await self._ask(lambda c: c.v1.checkout.sessions.retrieve(order.page, more))
        found: dict[str, Any] = session.to_dict()
        if found.get("payment_status") != "paid":
            over = found.get("status") == "expired"
            return Transaction("closed" if over else "open", order.reference)
        return _of_session(found, int((_charge_in(found) or found)["created"]))

    async def refund(self, transaction: Transaction, number: str) -> Refund:
        """Give back what is not given back yet."""
        before = await self._ask(
            lambda c: c.v1.refunds.list({"payment_intent": transaction.charge, "limit": _PAGE})
        )
        for known in before.data:
            if known.status in ("succeeded", "pending") and known.amount >= transaction.amount:
                return Refund("done" if known.status == "succeeded" else "pending")
        params: Any = {"payment_intent": transaction.charge, "metadata": {"number": number}}
        try:
            made = await self._ask(
                lambda c: c.v1.refunds.create(params, {"idempotency_key": f"refund-{number}"})
            )
        except Declined as error:
            done = str(error) == "charge_already_refunded"
            return Refund("done") if done else Refund("refused", str(error))
        if made.status == "succeeded":
            return Refund("done")
        if made.status in ("pending", "requires_action"):
            return Refund("pending")
        return Refund("refused", str(made.failure_reason or made.status))

    async def list_since(self, since: int, now: int) -> Listed:
        """All charges that name an order; what went back stands in them."""

        def read(client: StripeClient) -> list[tuple[str, str, Line]]:
            page: Any = client.v1.charges.list({"created": {"gte": since}, "limit": _PAGE})
            return [line for charge in page.auto_paging_iter() for line in _lines(charge.to_dict())]

        return Listed(await self._ask(read), now)

    async def close(self) -> None:
        """Nothing stays open."""


def _notice(event: dict[str, Any]) -> Notice:
    kind, number, thing = str(event["type"]), str(event["id"]), event["data"]["object"]
    if kind in _PAID and thing["payment_status"] == "paid":
        return Notice(number, "paid", _of_session(thing, int(event["created"])))
    charge = str(thing.get("payment_intent") or "")
    at, currency = int(event["created"]), str(thing.get("currency") or "").upper()
    if kind == "charge.refunded" and thing["refunded"]:
        reference = str(thing.get("metadata", {}).get("order", ""))
        gone = Transaction("refunded", reference, charge, int(thing["amount_refunded"]), currency, at)
        return Notice(number, "refunded", gone)
    if kind == "charge.dispute.created":
        gone = Transaction("refunded", "", charge, int(thing["amount"]), currency, at)
        return Notice(number, "charged_back", gone)
    return Notice(number, "other", Transaction("open", str(thing.get("client_reference_id") or "")))


def _of_session(session: dict[str, Any], at: int) -> Transaction:
    """A paid session."""
    intent = session["payment_intent"]
    charge = intent["id"] if isinstance(intent, dict) else intent
    reference = str(session["client_reference_id"] or "")
    amount, currency = int(session["amount_total"]), str(session["currency"]).upper()
    back = (_charge_in(session) or {}).get("refunded", False)
    return Transaction("refunded" if back else "paid", reference, str(charge), amount, currency, at)


def _charge_in(session: dict[str, Any]) -> dict[str, Any] | None:
    intent = session.get("payment_intent")
    charge = intent.get("latest_charge") if isinstance(intent, dict) else None
    return charge if isinstance(charge, dict) else None


def _lines(charge: dict[str, Any]) -> list[tuple[str, str, Line]]:
    """A charge as lines of a list. One that went back in part came in part: the difference is told."""
    reference = str((charge.get("metadata") or {}).get("order", ""))
    if not charge["paid"] or charge["status"] != "succeeded" or not reference:
        return []
    number, at = str(charge["payment_intent"] or charge["id"]), int(charge["created"])
    currency, amount = str(charge["currency"]).upper(), int(charge["amount"])
    back, whole = int(charge["amount_refunded"]), bool(charge["refunded"] or charge.get("disputed"))
    came = amount if whole else amount - back
    found = [(currency, "", Line(number, came, at, None, reference))]
    return [*found, (currency, "back", Line(number, -amount, at, None, reference))] if whole else found
