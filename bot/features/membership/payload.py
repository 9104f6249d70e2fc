"""What an invoice carries: its order, payer and plan, sealed. It comes back with every payment, for years."""

from __future__ import annotations

from typing import NamedTuple

from bot.core.buttons import Buttons
from storage.purchases import Order

_VERSION = "m1"
LONGEST = 128  # bytes (Bot API, createInvoiceLink)


class Sealed(NamedTuple):
    """What an invoice names, once it is sure that it is ours."""

    order: int
    person: int
    plan: str


def seal(buttons: Buttons, number: int, person: int, plan: str) -> str:
    """The payload of an order's invoice."""
    text = f"{_VERSION}.{number}.{person}.{plan}"
    return f"{text}.{buttons.seal('invoice', text)}"


def unseal(buttons: Buttons, payload: str) -> Sealed | None:
    """What a payload names; None when it is not one of ours."""
    text, _, code = payload.rpartition(".")
    parts = text.split(".")
    if len(parts) != 4 or parts[0] != _VERSION or code != buttons.seal("invoice", text):
        return None
    return Sealed(int(parts[1]), int(parts[2]), parts[3])


def fits(sealed: Sealed, order: Order | None) -> bool:
    """Whether the order is the one that the invoice was made for."""
    return order is not None and (order.person_id, order.plan) == (sealed.person, sealed.plan)
