"""Pay for what features of their own have judged: once each, within the day's limits."""

from __future__ import annotations

from bot.core.batch import Batch
from rules.engine import grants


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
    standing = batch.standing(community, {person}, at)[person]
    entry = grants.grant(
        key,
        source,
        points,
        standing,
        batch.book_in(chat).incentives,
        at=at,
        timezone=batch.timezone,
        actor=actor,
        message=message,
    )
    if entry is None:
        return 0
    batch.credit(community, chat, [entry])
    return entry.granted
