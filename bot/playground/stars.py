"""Telegram Stars: who has how many, what is for sale, what was paid and refunded, who renews by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heapify

from bot.playground.state import JSON

CURRENCY = "XTR"
MONTH = 2_592_000  # the one period of subscriptions (Bot API, createInvoiceLink)
MOST_RENEWED = 10_000  # Stars of a subscription
AGAIN = 86_400  # seconds after which a renewal that could not be paid is tried once more
TRIES = 3


@dataclass(slots=True)
class Invoice:
    """What a bot offers, by its link. `shared`: forwarded copies can be paid too."""

    link: str
    bot: int
    payload: str
    amount: int
    title: str
    period: int = 0
    shared: bool = True


@dataclass(slots=True)
class Checkout:
    """Somebody who pressed "Pay": the bot has to agree within seconds."""

    id: str
    invoice: Invoice
    user: int
    at: float
    state: str = "asked"  # asked, paid, refused, late, poor
    error: str = ""
    charge: str = ""


@dataclass(slots=True)
class Charge:
    """Stars that were paid to a bot. `back`: refunded by the bot, or taken back without it."""

    id: str
    bot: int
    user: int
    payload: str
    amount: int
    at: int
    period: int = 0
    back: str = ""


@dataclass(slots=True)
class Subscription:
    """What renews by itself, known by its first charge. `banned`: the bot ended it."""

    charge: str
    invoice: Invoice
    user: int
    until: int
    canceled: bool = False
    banned: bool = False
    failures: int = 0

    @property
    def due_at(self) -> int:
        """When the next charge is tried; 0 for never."""
        if self.canceled or self.banned or self.failures >= TRIES:
            return 0
        return self.until + self.failures * AGAIN


@dataclass(slots=True)
class Place:
    """A paid stay in a channel, charged for again at its end. The Stars are the channel's, no bot's."""

    chat: int
    user: int
    price: int
    until: int
    canceled: bool = False


@dataclass(slots=True)
class Stars:
    """Everything about Stars in one world."""

    owned: dict[int, int] = field(default_factory=dict)  # by account, the bots' too
    invoices: dict[str, Invoice] = field(default_factory=dict)
    posted: dict[tuple[int, int], Invoice] = field(default_factory=dict)  # by (chat, message)
    checkouts: dict[str, Checkout] = field(default_factory=dict)
    charges: dict[str, Charge] = field(default_factory=dict)
    subscriptions: dict[str, Subscription] = field(default_factory=dict)
    places: dict[tuple[int, int], Place] = field(default_factory=dict)  # by (channel, person)
    rows: dict[int, list[JSON]] = field(default_factory=dict)  # transactions by bot, oldest first

    def move(self, account: int, amount: int) -> None:
        """Give an account Stars, or take them."""
        self.owned[account] = self.owned.get(account, 0) + amount

    def has(self, account: int) -> int:
        """How many Stars an account has."""
        return self.owned.get(account, 0)

    def is_due(self, now: float) -> bool:
        """Whether anything is to be charged by now."""
        return any(0 < s.due_at <= now for s in self.subscriptions.values()) or any(
            p.until <= now for p in self.places.values()
        )

    def due(self, now: float) -> list[tuple[int, int, Subscription]]:
        """What is to be charged by now, as a heap: by its time, then by its number."""
        numbered = enumerate(self.subscriptions.values())
        waiting = [(s.due_at, number, s) for number, s in numbered if 0 < s.due_at <= now]
        heapify(waiting)
        return waiting
