"""Points for one human act that a feature of its own has judged: a day of a camp, homework, a quiz."""

from __future__ import annotations

from rules.engine.caps import caps_of, room
from rules.engine.entries import Entry
from rules.engine.incentives import season_of
from rules.engine.policy import IncentivesPolicy
from rules.engine.state import Standing


def bonus(
    policy: IncentivesPolicy,
    standing: Standing,
    *,
    source: str,
    key: str,
    points: int,
    at: int,
    actor: int = 0,
    message: int = 0,
) -> Entry:
    """The entry of an act that pays once, as far as the day's limits allow.

    Args:
        policy: the caps and the season.
        standing: the receiver's, on the act's local day.
        source: what it is called in the ledger.
        key: of the act.
        points: before the caps.
        at: when it was.
        actor: own id of who caused it, when that is somebody else.
        message: its number.
    """
    left, limit = room(caps_of(policy), source, standing.today)
    granted = max(0, min(points, left))
    return Entry(
        key=key,
        person=standing.person,
        source=source,
        raw=points,
        granted=granted,
        day=standing.day,
        at=at,
        actor=actor,
        message_id=message,
        reason=limit if granted < points else "",
        season=season_of(standing.day, policy.season),
    )
