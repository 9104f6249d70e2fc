"""Points and coins that a plan brings with each payment, and that go again with it: rows of the ledger of
points, each once under the payment's number, taken back by rows against them.
"""

from __future__ import annotations

from bot.core.batch import Batch
from rules.config.membership import Plan
from rules.engine.counter_entries import reverse
from rules.engine.entries import Entry
from rules.engine.events import Event
from rules.engine.incentives import season_of
from storage import ledger
from storage.coins import COIN

SOURCE, XP = "membership", "xp"


def pay(batch: Batch, event: Event, community: int, person: int, plan: Plan, charge: str, at: int) -> None:
    """Give what a plan brings, whatever a day's limits are: it was paid for; coins where there are any."""
    policy = batch.files.incentives
    amounts = {XP: plan.points, COIN: plan.coins if policy.coins is not None else 0}
    day = batch.day(at)
    entries = [
        Entry(
            key=_key(charge, currency),
            person=person,
            source=SOURCE,
            currency=currency,
            raw=amount,
            granted=amount,
            day=day,
            at=at,
            reason=plan.id,
            season=season_of(day, policy.season) if currency == XP else "",
        )
        for currency, amount in amounts.items()
        if amount
    ]
    _credit(batch, event, community, person, entries)


def take_back(batch: Batch, event: Event, community: int, person: int, charge: str, why: str) -> None:
    """The payment went back: so does what it brought."""
    known = ledger.by_keys(batch.connection, [_key(charge, XP), _key(charge, COIN)])
    _credit(batch, event, community, person, reverse(known.values(), batch.now, why))


def _key(charge: str, currency: str) -> str:
    return f"{SOURCE}:{charge}:{currency}"


def _credit(batch: Batch, event: Event, community: int, person: int, entries: list[Entry]) -> None:
    if entries:
        batch.foresee((), [(community, person)])
        batch.credit(community, batch.chat(event).id, entries)
