"""What one member's word is worth to another. Pure, and the same in whichever order a day's acts come.

Rings are made of few people who give to each other again and again. So the same pair pays less each time, a
gift that answers a gift pays less, and so does what comes from few people. What is asked of the
past is asked of the days before: no act of today changes what another one of today is worth.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from rules.engine.policy import WorthPolicy
from rules.engine.state import MemberState, Standing

_WHOLE = 100  # per cent
_GREAT, _SMALL = ("thanks", "accepted"), ("reaction", "reply")  # kinds of what is given


@lru_cache(maxsize=256)
def day_start(day: str, timezone: str) -> int:
    """When a local day begins, in unix seconds."""
    return int(datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(timezone)).timestamp())


def worth(
    points: int,
    source: str,
    policy: WorthPolicy,
    giver: MemberState,
    gave: Standing,
    receives: Standing,
    at: int,
    begin: int,
) -> int:
    """Whole points that an award is worth before caps.

    Args:
        points: what it pays at most.
        source: of which kind it is.
        policy: the shares.
        giver: who gives, as a member.
        gave: the giver's standing.
        receives: the receiver's.
        at: when, unix seconds.
        begin: when the local day began.
    """
    shares = [nth(policy.pair, len(receives.recent_givers.get((gave.person, source), ())))]
    shares.append(_answers(receives.person, gave, policy, begin))
    if policy.people:
        shares.append(variety(receives, policy.people, begin))
    if policy.newcomer < _WHOLE and not giver.role.moderates and _new(giver, gave, policy, at):
        shares.append(policy.newcomer)
    for share in shares:
        points *= share
    return int(points // _WHOLE ** len(shares))


def nth(shares: tuple[int, ...], before: int) -> int:
    """The share of the next one after so many; the last goes on."""
    return shares[min(before, len(shares) - 1)] if shares else _WHOLE


def _answers(receiver: int, giver: Standing, policy: WorthPolicy, begin: int) -> int:
    """The share of what may answer a gift: of what the receiver gave this giver in the week before today."""
    for kinds, share in ((_GREAT, policy.mutual), (_SMALL, policy.friendly)):
        if share < _WHOLE:
            for kind in kinds:
                times = giver.recent_givers.get((receiver, kind))
                if times and min(times) < begin:
                    return share
    return _WHOLE


def variety(receives: Standing, people: int, begin: int) -> int:
    """In per cent: of the awards of the week before, up to `people`, how many people they came from."""
    before = {who for (who, _), times in _gifts(receives) if any(t < begin for t in times)}
    awards = sum(t < begin for _, times in _gifts(receives) for t in times)
    return min(_WHOLE, _WHOLE * len(before) // min(people, awards)) if awards else _WHOLE


def _gifts(standing: Standing) -> list[tuple[tuple[int, str], tuple[int, ...]]]:
    return list(standing.recent_givers.items())


def _new(giver: MemberState, gave: Standing, policy: WorthPolicy, at: int) -> bool:
    """Whether the community hardly knows somebody; their XP of today is not asked for."""
    earlier = gave.xp - sum(gave.today.values())
    return giver.age(at) < policy.newcomer_for or earlier < policy.newcomer_until
