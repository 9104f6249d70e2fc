"""Coins: what points of a day bring, how long they last, and who may give how many. Pure.

Points (XP) are never spent: coins follow from them day by day, and go back with what is taken back. The
oldest are spent first, and what is left of them when their time is over goes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from msgspec import Struct

from rules.engine.policy import CoinsPolicy, GiftsPolicy

EARNED, EXPIRED, SHOP, GIFT = "coins", "expired", "shop", "gift"  # sources of ledger rows in coins
_WHOLE = 100  # per cent
_DAY = 86_400


class Offer(Struct, frozen=True):
    """A good's price, and how many each member may have; 0: any number."""

    price: int
    per_member: int = 0


def order_refused(offer: Offer, *, coins: int, had: int, left: int | None) -> str:
    """Why somebody cannot order: `gone`, `had`, `few`; empty when they can.

    Args:
        offer: what it takes.
        coins: that they have.
        had: so many they ordered before.
        left: in stock; None: any number.
    """
    if left is not None and left <= 0:
        return "gone"
    if offer.per_member and had >= offer.per_member:
        return "had"
    return "few" if coins < offer.price else ""


class Earned(Struct, frozen=True):
    """Points of one local day, and by which policy they bring coins (None: by none)."""

    day: str
    source: str
    granted: int
    policy: CoinsPolicy | None


def share(policy: CoinsPolicy, source: str) -> int:
    """Coins for a hundred points of a source."""
    return dict(policy.sources).get(source, policy.share)


def due(points: Iterable[Earned]) -> dict[str, int]:
    """Coins that each day's points bring: whole ones, whichever order the points came in."""
    found = defaultdict[str, int](int)
    for one in points:
        found[one.day] += one.granted * share(one.policy, one.source) if one.policy is not None else 0
    return {day: max(0, hundredths // _WHOLE) for day, hundredths in found.items()}


class Movement(Struct, frozen=True):
    """A ledger row in coins: `day` says how old they are."""

    source: str
    amount: int
    day: str
    at: int


class Lot(Struct):
    """Coins that came together and go together."""

    day: str
    at: int
    left: int


class Purse(Struct):
    """What somebody has by the ledger, from the oldest on; `debt`: what they spent and have no more."""

    lots: list[Lot]
    expired: int = 0  # how many ought to have expired so far
    debt: int = 0

    @property
    def left(self) -> int:
        """Coins to spend; less than nothing after what had been spent was taken back."""
        return sum(lot.left for lot in self.lots) - self.debt


def ends(day: str, lasts: int) -> int:
    """When coins of a day are over, in unix seconds: everywhere on Earth the day itself is."""
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) + 2 * _DAY + lasts


def purse(movements: Sequence[Movement], lasts: int, now: int) -> Purse:
    """What is left of coins that last `lasts` seconds (0: for ever), the oldest spent first.

    Rows that tell what expired are passed over: how many ought to have follows from the others alone, so that
    looking more often changes nothing.
    """
    found = Purse([])
    for one in sorted(_netted(movements), key=lambda m: m.at):
        _expire(found, lasts, one.at)
        if one.amount >= 0:
            paid = min(found.debt, one.amount)
            found.debt -= paid
            found.lots.append(Lot(one.day, one.at, one.amount - paid))
            found.lots.sort(key=lambda lot: (lot.day, lot.at))
        else:
            found.debt += _take(found.lots, -one.amount)
    _expire(found, lasts, now)
    found.lots = [lot for lot in found.lots if lot.left]
    return found


def _netted(movements: Sequence[Movement]) -> list[Movement]:
    """The movements; what a day earned is one, since later rows about it correct the first."""
    days: dict[str, Movement] = {}
    others: list[Movement] = []
    for one in movements:
        if one.source == EARNED:
            first = days.get(one.day)
            sum_, at = (first.amount + one.amount, first.at) if first else (one.amount, one.at)
            days[one.day] = Movement(EARNED, sum_, one.day, at)
        elif one.source != EXPIRED:
            others.append(one)
    return [*days.values(), *others]


def _expire(found: Purse, lasts: int, now: int) -> None:
    if lasts:
        for lot in found.lots:
            if ends(lot.day, lasts) <= now:
                found.expired += lot.left
                lot.left = 0


def _take(lots: list[Lot], amount: int) -> int:
    """Spend from the oldest on; what could not be taken."""
    for lot in lots:
        taken = min(lot.left, amount)
        lot.left -= taken
        amount -= taken
    return amount


def oldest(found: Purse, today: str) -> str:
    """The day of the oldest coins there are: what is given away stays as old as that."""
    return next((lot.day for lot in found.lots if lot.left), today)


class Giving(Struct, frozen=True):
    """What is known about two members when one gives the other coins."""

    left: int  # the giver's coins
    here_for: int  # seconds: whoever of both came later
    given_today: int
    received_today: int
    pair_week: int  # coins between the two within a week, in either direction
    people_week: int  # others whom the giver gave coins within a week
    known: bool  # whether the receiver is one of those


def refused(policy: GiftsPolicy, giving: Giving, amount: int) -> str:
    """The limit that forbids a gift: empty, `few`, `new`, `today`, `received`, `pair` or `people`."""
    room: Mapping[str, bool] = {
        "few": 0 < amount <= giving.left,
        "new": giving.here_for >= policy.member_for,
        "today": giving.given_today + amount <= policy.per_day,
        "received": giving.received_today + amount <= policy.received_per_day,
        "pair": giving.pair_week + amount <= policy.per_pair,
        "people": giving.known or giving.people_week < policy.people,
    }
    return next((why for why, fits in room.items() if not fits), "")
