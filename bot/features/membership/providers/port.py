"""The port to payment providers: values in, values out, the same for each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol, TypeAlias

from msgspec import Struct

from rules.engine.reconciling import Line

TransactionState: TypeAlias = Literal["paid", "open", "closed", "refunded"]
RefundState: TypeAlias = Literal["done", "pending", "refused"]
INSIDE = "*"  # behind our number of an order that is paid inside of WeChat; no seal has it
TOLERANCE = 300  # seconds that a notice's signature may be old, or ahead of our clock


class Order(Struct, frozen=True):
    """What is to be paid for: `reference` is how the provider tells of it, the same for every try.

    Attributes:
        amount: in minor units of the currency.
        expires_at: until when it can be paid, unix seconds.
        page: the provider's own number of the page where it is paid, once there is one; `INSIDE` when it
            may be paid inside of WeChat, too.
        back: the address to which whoever paid returns.
        openid: who pays, as WeChat knows them; then they pay inside of WeChat (JSAPI), else by a QR code.
    """

    reference: str
    amount: int
    currency: str
    title: str
    expires_at: int
    page: str = ""
    back: str = "https://t.me"
    openid: str = ""


class CheckoutPage(Struct, frozen=True):
    """Where an order is paid: an address to open, the text of a QR code, or what WeChat's own page needs."""

    url: str = ""
    code: str = ""
    parameters: dict[str, str] = {}
    page: str = ""


class Transaction(Struct, frozen=True):
    """How the provider says an order stands; `charge` is its number for the payment."""

    state: TransactionState
    reference: str
    charge: str = ""
    amount: int = 0
    currency: str = ""
    at: int = 0


class Notice(Struct, frozen=True):
    """What a provider told of by itself, and surely did. `number` is the same when it tells again."""

    number: str
    kind: Literal["paid", "refunded", "charged_back", "other"]
    transaction: Transaction


class Refund(Struct, frozen=True):
    """What became of the wish to give a payment back."""

    state: RefundState
    why: str = ""


class Listed(Struct, frozen=True):
    """The provider's own list: payments (and, negative, what went back) and up to when it is complete."""

    lines: list[tuple[str, str, Line]]  # currency, number of what went back, line with the order's reference
    until: int


class Refused(Exception):
    """A notice that is not believed: why, as one of `REASONS`, with what may be looked at afterwards."""

    def __init__(self, reason: str, number: str = "") -> None:
        super().__init__(reason)
        self.reason, self.number = reason, number


class Away(Exception):
    """The provider could not be asked, or not now: the same is asked again later."""


class Declined(Exception):
    """The provider was asked and will not: asking again makes no difference."""


# Why a notice is refused: who sent it, when, what is in it, and what it is for.
UNBELIEVED = ("signature", "age", "form")
UNFITTING = ("order", "amount", "currency")
REASONS = (*UNBELIEVED, *UNFITTING)


class Provider(Protocol):
    """One payment provider. The calls that ask it may be repeated: none of them does anything twice.

    Attributes:
        name: as membership.yaml, tables and addresses have it.
        looks_back: how many seconds before the end of the last list the next one begins.
        ends_at: when a certificate that it needs ends, unix seconds; 0: none is known to.
        refused: the HTTP status by which the provider hears that its notice is not believed.
    """

    name: str
    looks_back: int
    refused: int
    ends_at: int

    async def create(self, order: Order) -> CheckoutPage:
        """Make the page on which an order is paid.

        Raises:
            Away, Declined: there is none.
        """

    def parse_notice(self, headers: Mapping[str, str], body: bytes, now: int) -> Notice:
        """Read a notice; header names are in small letters.

        Raises:
            Refused: it is not the provider's, too old, or nothing that can be read.
        """

    async def query(self, order: Order) -> Transaction:
        """Ask how an order stands.

        Raises:
            Away, Declined: nobody knows.
        """

    async def refund(self, transaction: Transaction, number: str) -> Refund:
        """Give all of a payment back, once under this number.

        Raises:
            Away: nobody knows; ask again under the same number.
        """

    async def list_since(self, since: int, now: int) -> Listed:
        """Read the provider's own list.

        Raises:
            Away, Declined: there is none.
        """

    async def close(self) -> None:
        """Close connections."""
