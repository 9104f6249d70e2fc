"""Pay for what features of their own have judged: once each, within the day's limits."""

from __future__ import annotations

from bot.core.batch import Batch
from rules.engine.bonus import bonus


def grant(
    batch: Batch,
    community: int,
    chat: int,
    person: int,
    *,
    source: str,
    key: str,
    points: int,
    at: int,
    actor: int = 0,
    message: int = 0,
) -> int:
    """Put an act's points into the ledger; how many the caps left. A key that is there pays nothing."""
    if points <= 0:
        return 0
    standing = batch.standing(community, {person}, at)[person]
    policy = batch.book_in(chat).incentives
    entry = bonus(
        policy, standing, source=source, key=key, points=points, at=at, actor=actor, message=message
    )
    batch.credit(community, chat, [entry])
    return entry.granted
