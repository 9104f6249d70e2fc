"""Caps of a day: how much room is left, and who gets what room opens again.

Fake reactions could fill somebody's day, so that honest ones pay nothing, and be taken away afterwards. So
whenever something of a day is taken back or given again, the day is counted anew: what the caps held back
fills the gap, and what is too much goes. The result depends only on which acts stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from rules.engine.policy import IncentivesPolicy

TALK = frozenset(("message", "reaction", "reply", "thanks"))
_FREE = frozenset(("checkin", "rule", "membership"))  # outside of the caps
_MUCH = 2**40


class Caps(Struct, frozen=True):
    """The most of a day: by source, of all talk, and of everything."""

    sources: Mapping[str, int]
    talk: int
    day: int


@lru_cache(maxsize=64)
def caps_of(policy: IncentivesPolicy) -> Caps:
    """The caps of a policy."""
    parts = {
        "message": policy.message,
        "reaction": policy.reaction,
        "reply": policy.reply,
        "thanks": policy.thanks,
        "accepted": policy.accepted,
        "referral": policy.referral,
        "essence": policy.essence,
        "report": policy.report,
        "course": policy.course,
    }
    sources = {name: part.per_day for name, part in parts.items() if part is not None}
    return Caps(sources, policy.talk_per_day or _MUCH, policy.per_day)


def highest(found: Iterable[Caps]) -> Caps:
    """The most that one of these allows, each by each."""
    caps = list(found)
    names = {name for c in caps for name in c.sources}
    most = {name: max(c.sources.get(name, 0) for c in caps) for name in names}
    return Caps(most, max(c.talk for c in caps), max(c.day for c in caps))


def room(caps: Caps, source: str, today: Mapping[str, int]) -> tuple[int, str]:
    """How many points of a source still fit in a day, and which limit that is."""
    left = caps.sources.get(source, _MUCH) - today.get(source, 0)
    why = f"daily limit for {source}"
    if source in TALK:
        talk = caps.talk - sum(points for name, points in today.items() if name in TALK)
        if talk < left:
            left, why = talk, "daily limit of talk"
    overall = caps.day - sum(points for name, points in today.items() if name not in _FREE)
    return (overall, "daily limit") if overall < left else (left, why)


def capped(source: str) -> bool:
    """Whether a source has a place in a day's caps."""
    return source not in _FREE


class Act(Struct, frozen=True):
    """What one act of a day earned: `base` when it was granted; `stands` unless it was taken back."""

    key: str
    source: str
    raw: int
    base: int
    stands: bool


def counted_anew(acts: Sequence[Act], caps: Caps) -> dict[str, int]:
    """What each act that stands is to have, in the order in which they were granted.

    What was granted stays as far as it fits. Then what had been held back gets what others lost: not more,
    so that with nothing taken back everything is as it was, whatever the caps are now.
    """
    today: dict[str, int] = {}
    found: dict[str, int] = {}
    for act in acts:
        if act.stands:
            found[act.key] = _take(act.base, act.source, today, caps)
    lost = sum(act.base for act in acts if not act.stands)
    for act in acts:
        if act.stands and act.raw > act.base and found[act.key] == act.base and lost > 0:
            more = _take(min(act.raw - act.base, lost), act.source, today, caps)
            found[act.key] += more
            lost -= more
    return found


def _take(wanted: int, source: str, today: dict[str, int], caps: Caps) -> int:
    got = max(0, min(wanted, room(caps, source, today)[0]))
    today[source] = today.get(source, 0) + got
    return got
