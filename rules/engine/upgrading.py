"""What is left of a time that was paid for, counted as time of another plan. Values in, values out."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from rules.engine.entitlements import FAR, PAID, Entry, by_key, cut


class Bought(Struct, frozen=True):
    """What was paid: `amount` for `period` seconds, by the platform's number for the payment."""

    charge: str
    amount: int
    period: int


def left_of(span_begins: int, span_ends: int, now: int) -> int:
    """Seconds of a time that are still to come; 0 of what has no end, since nobody needs more of that."""
    return 0 if span_ends >= FAR else max(0, span_ends - max(span_begins, now))


def counted(left: int, old: Bought, new: Bought) -> int:
    """Seconds of what is new that are worth as much as `left` seconds of what is old, never more."""
    if min(left, old.amount, old.period, new.amount, new.period) <= 0:
        return 0
    return left * old.amount * new.period // (old.period * new.amount)


def upgrade(
    entries: Iterable[Entry], olds: Iterable[Bought], new: Bought, old_plan: str, plan: str, now: int
) -> list[Entry]:
    """The rows with which the rest of an old plan becomes time of a new one: each payment's grant ends, and
    as much as it is worth is granted behind what was just paid for.
    """
    held = by_key(entries)
    rows: list[Entry] = []
    for old in olds:
        grant = f"{PAID}:{old.charge}"
        span = held.get(grant)
        left = left_of(span.begins, span.ends, now) if span is not None else 0
        seconds = counted(left, old, new)
        if seconds:
            rows.append(cut(grant, old_plan, now, f"upgrade-{new.charge}"))
            key = f"upgrade:{new.charge}:{grant}"
            rows.append(Entry(key, plan, PAID, now, now + seconds, stacks=True))
    return rows


def given_back(entries: Iterable[Entry], charge: str, now: int) -> list[Entry]:
    """What of the old plans comes back when the payment of an upgrade goes back: as long as was left then."""
    rows = list(entries)
    without = by_key(row for row in rows if not row.key.startswith(f"upgrade-{charge}:"))
    back = []
    for row in rows:
        span = without.get(row.cuts) if row.key.startswith(f"upgrade-{charge}:") else None
        left = left_of(span.begins, span.ends, row.begins) if span is not None else 0
        if left:
            back.append(Entry(f"back-{charge}:{row.cuts}", row.plan, PAID, now, now + left))
    return back
