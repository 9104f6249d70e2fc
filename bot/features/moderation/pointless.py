"""Posts that a sanction made pointless: answers to somebody who can no longer write."""

from __future__ import annotations

from bot.core.batch import Batch
from storage import case_outcomes


def withdraw_answers(batch: Batch, chat: int, person: int) -> None:
    """Let no answer to a member leave that still waits in a chat."""
    waiting = [p for p in case_outcomes.waiting_posts(batch.connection, chat) if p.answers]
    if not waiting:
        return
    theirs = case_outcomes.written_by(batch.connection, chat, {p.answers for p in waiting}, person)
    pointless = [p.id for p in waiting if p.answers in theirs]
    case_outcomes.withdraw(batch.connection, pointless, "the member may not write any more", batch.now)
