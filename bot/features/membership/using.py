"""How much of a payment was used when it goes back: worked out from the ledger, told to both sides."""

from __future__ import annotations

from bot.core.batch import Batch
from bot.text.durations import spell
from bot.text.messages import Html, say
from rules.engine.entitlements import PAID, Used, used
from storage import entitlements
from storage.purchases import Paid

_UNITS = (86_400, 3600, 60)  # seconds: what is told is whole days, hours or minutes


def use_of(batch: Batch, payment: Paid) -> Used | None:
    """How much of a payment's time is used by now; None when it never granted any."""
    if payment.person_id is None or not payment.plan:
        return None
    rows = entitlements.rows_of(batch.connection, payment.community_id, payment.person_id, [payment.plan])
    return used(map(entitlements.entry_of, rows), f"{PAID}:{payment.charge}", batch.now)


def use_told(language: str, one: Used | None) -> Html:
    """A line of its own behind what is said of a refund; empty when nothing was granted."""
    if one is None:
        return Html("")
    time = whole(one.seconds)
    if not time:
        line = say(language, "refund-unused")
    elif not one.whole:
        line = say(language, "refund-used-so-far", time=spell(language, time))
    else:
        of, share = spell(language, one.whole), one.percent
        line = say(language, "refund-used", time=spell(language, time), whole=of, share=share)
    return Html(f"\n{line}")


def whole(seconds: int) -> int:
    """A time in whole units of the largest that fits; 0: less than a minute."""
    unit = next((u for u in _UNITS if seconds >= u), 0)
    return seconds // unit * unit if unit else 0
