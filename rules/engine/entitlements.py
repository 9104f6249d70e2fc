"""Who may be in: the union of what was granted, apart from how it was paid. Values in, values out.

A ledger holds grants and what ends them early, each once under a key of its own, and is only ever added to.
Whatever order its rows come in, and however often, the same may be had at the same moment.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from rules.engine.state import FOREVER

FAR = 1 << 40  # seconds: no end
PAID, TRIAL = "payment", "trial"
BY_CHANNEL = "channel"  # somebody paid the platform for a channel
_SETTLES = 3600  # seconds in which it is found out whether such a channel was paid for again


class Entry(Struct, frozen=True):
    """A row of the ledger: a grant of a plan from `begins` until `ends` (or FOREVER), or, with `cuts`, the
    end at `begins` of the grant of that key. What `stacks` begins when what was granted so before is over,
    and lasts as long: days that are paid for once more are added.
    """

    key: str
    plan: str
    source: str
    begins: int
    ends: int = FOREVER
    cuts: str = ""
    stacks: bool = False


class Span(Struct, frozen=True, order=True):
    """A time in which a grant holds, after all that ended it early: it may be none at all. From `cut_at` on
    it counts for nothing, and so does the grace that follows it.
    """

    begins: int
    ends: int
    source: str
    cut_at: int = FAR


class State(StrEnum):
    """Where somebody stands with a plan."""

    NEVER = "never"
    TRIAL = "trial"
    ACTIVE = "active"
    GRACE = "grace"  # what was paid for is over, and the door is still open
    OUT = "out"


class Life(Struct, frozen=True):
    """How somebody stands at a moment: `until` is the end of what they have, or had; `out_at` when the door
    closes. Both are FAR without an end.
    """

    state: State
    until: int = 0
    out_at: int = 0

    @property
    def inside(self) -> bool:
        """Whether they may be in."""
        return self.state in (State.TRIAL, State.ACTIVE, State.GRACE)


def spans(entries: Iterable[Entry]) -> list[Span]:
    """The times in which grants hold, the earliest first."""
    return sorted(by_key(entries).values())


def by_key(entries: Iterable[Entry]) -> dict[str, Span]:
    """The time in which each grant holds, by its key."""
    rows = {entry.key: entry for entry in entries}.values()
    cuts: dict[str, int] = {}
    for row in rows:
        if row.cuts:
            cuts[row.cuts] = min(row.begins, cuts.get(row.cuts, FAR))
    found, stacked = dict[str, Span](), 0
    for row in sorted((r for r in rows if not r.cuts), key=lambda r: (r.begins, r.key)):
        begins = max(row.begins, stacked) if row.stacks else row.begins
        end = FAR if row.ends == FOREVER else min(FAR, begins + row.ends - row.begins)
        cut = cuts.get(row.key, FAR)
        end, early = max(begins, min(end, cut)), cut < end
        if begins < end or early:
            found[row.key] = Span(begins, end, row.source, cut)
            stacked = max(stacked, end) if row.stacks else stacked
    return found


class Used(Struct, frozen=True):
    """How many seconds of a grant are over, and how long it was meant to last (0: without an end)."""

    seconds: int
    whole: int

    @property
    def percent(self) -> int:
        """The share that is over, rounded down; 0 of what has no end."""
        return self.seconds * 100 // self.whole if self.whole else 0


def used(entries: Iterable[Entry], key: str, at: int) -> Used | None:
    """How much of a grant was used until a moment: what begins behind another, or ended early, counts as far
    as it held. None: there is no such grant.
    """
    rows = {entry.key: entry for entry in entries}
    span, row = by_key(rows.values()).get(key), rows.get(key)
    if span is None or row is None:
        return None
    whole = 0 if row.ends == FOREVER else row.ends - row.begins
    return Used(max(0, min(at, span.ends) - span.begins), whole)


def covered(found: Iterable[Span], at: int) -> bool:
    """Whether something that was granted holds at a moment."""
    return any(s.begins <= at < s.ends for s in found)


def lasts_until(found: Iterable[Span], at: int) -> int:
    """The end of what holds without a gap from a moment on; the moment itself when nothing does."""
    end = at
    for span in sorted(found):
        if span.begins <= end:
            end = max(end, span.ends)
    return end


def life(found: Iterable[Span], grace: int, at: int) -> Life:
    """How somebody with these spans stands at a moment. Only what was paid for, and ended by itself, has a
    time of grace, which is over when the payment goes back.
    """
    known = [s for s in found if s.begins <= at]
    if not known:
        return Life(State.NEVER)
    until = lasts_until(found, at)
    if until > at:
        holding = [s for s in known if at < s.ends]
        trial = all(s.source == TRIAL for s in holding)
        last = [s for s in found if s.ends == until]
        return Life(State.TRIAL if trial else State.ACTIVE, until, _out_at(last, until, grace))
    until = max(s.ends for s in known)
    out_at = _out_at([s for s in known if s.ends == until], until, grace)
    return Life(State.GRACE if at < out_at else State.OUT, until, out_at)


def _out_at(last: Iterable[Span], until: int, grace: int) -> int:
    lasts = {PAID: grace, BY_CHANNEL: max(grace, _SETTLES)}
    ends = [min(until + lasts[s.source], s.cut_at) for s in last if s.source in lasts]
    return min(FAR, max([until, *ends]))


def next_look(one: Life, reminders: Iterable[int], now: int) -> int:
    """The next moment at which something is due: a reminder, the end, the door; 0 when none is."""
    moments = [one.until, one.out_at]
    if one.state in (State.TRIAL, State.ACTIVE) and one.until < FAR:
        moments += [one.until - before for before in reminders]
    return min((m for m in moments if now < m < FAR), default=0)


def reminder(one: Life, reminders: Iterable[int], since: int, now: int) -> int:
    """The reminder that is due now, by how long before the end it is meant for: of several the last. 0: none.

    What began later than a reminder's moment (`since`) needs none: it was known then.
    """
    if one.state not in (State.TRIAL, State.ACTIVE) or one.until >= FAR:
        return 0
    due = [before for before in reminders if since < one.until - before <= now < one.until]
    return min(due, default=0)


def paid(charge: str, plan: str, at: int, period: int, until: int = 0) -> Entry:
    """What a payment grants. `until` is the platform's word for what renews itself."""
    key = f"{PAID}:{charge}"
    if period == FOREVER:
        return Entry(key, plan, PAID, at)
    if until:
        return Entry(key, plan, PAID, min(at, until - period), until)
    return Entry(key, plan, PAID, at, at + period, stacks=True)


def cut(grant: str, plan: str, at: int, why: str) -> Entry:
    """The end of a grant at a moment, because of a refund, a charge-back or a moderator's word."""
    return Entry(f"{why}:{grant}", plan, why, at, at, cuts=grant)
