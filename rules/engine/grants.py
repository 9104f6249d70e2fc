"""Grant points for one thing at a time that others decide: picks, reports, courses, camps, quizzes."""

from __future__ import annotations

from rules.engine.caps import caps_of, room
from rules.engine.entries import Entry
from rules.engine.incentives import season_of
from rules.engine.policy import EssencePolicy, IncentivesPolicy
from rules.engine.state import Standing
from rules.engine.streaks import local_day


def grant(
    key: str,
    source: str,
    points: int,
    standing: Standing,
    policy: IncentivesPolicy,
    *,
    at: int,
    timezone: str,
    actor: int = 0,
    message: int = 0,
) -> Entry | None:
    """The entry of a grant, as far as the day's caps allow; None for nothing.

    Args:
        key: of the act, so that it pays once.
        source: what it is for.
        points: before caps.
        standing: the receiver's, on the local day of `at`.
        policy: its caps.
        at: when, unix seconds.
        timezone: the community's.
        actor: own id of who decided, if that is to be known.
        message: number of the message that it is for.
    """
    if points <= 0:
        return None
    day = local_day(at, timezone)
    left, limit = room(caps_of(policy), source, standing.today)
    granted = max(0, min(points, left))
    return Entry(
        key=key,
        person=standing.person,
        source=source,
        raw=points,
        granted=granted,
        day=day,
        at=at,
        actor=actor,
        message_id=message,
        reason=limit if granted < points else "",
        season=season_of(day, policy.season),
    )


def picks(policy: EssencePolicy, moderator: Standing, receiver: Standing) -> bool:
    """Whether a moderator's pick pays: not their own message, and within what one moderator may give."""
    if moderator.person == receiver.person:
        return False
    given = moderator.given_today.get("essence", 0)
    before = len(receiver.recent_givers.get((moderator.person, "essence"), ()))
    return given < policy.gives_per_day and before < policy.per_pair
