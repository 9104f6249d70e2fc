"""What a coupon leaves of a price, and which of several is used."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct


class Choice(Struct, frozen=True):
    """A coupon in somebody's hand, as it bears on one plan: its row, what it would cost, when it ends."""

    row: int
    price: int
    expires_at: int


def reduced(price: int, percent: int = 0, stars: int = 0) -> int:
    """What is left of a price: rounded up, and never nothing, since nothing cannot be paid."""
    return max(1, -(-price * (100 - percent) // 100) - stars)


def best(choices: Iterable[Choice], price: int) -> Choice | None:
    """The one that makes it cheapest; of equal ones that which ends first. None: none makes it cheaper."""
    cheaper = [c for c in choices if c.price < price]
    return min(cheaper, key=lambda c: (c.price, c.expires_at, c.row), default=None)
