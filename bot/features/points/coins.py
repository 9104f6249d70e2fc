"""Coins of a member, in step with their points whenever somebody asks; the job `coins` does it nightly."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.batch import Batch
from bot.core.scheduler import Run
from rules.engine.coins import Purse
from storage import coins

_RECENT = 3 * 86_400  # seconds: whose points moved within them are looked at every night


def held(batch: Batch, community: int, chat: int, person: int) -> Purse | None:
    """What somebody has to spend now; None where there are no coins."""
    policy = batch.book.incentives.coins
    if policy is None:
        return None
    today = batch.day(batch.now)
    entries, purse = coins.missing(batch.connection, community, person, policy, today, batch.now)
    batch.credit(community, chat, entries)
    return purse


def keep_in_step(run: Run) -> int:
    """Bring everybody's coins in step with their points, and let old ones go."""
    policy = run.book.incentives.coins
    if policy is None:
        return 0
    today = datetime.fromtimestamp(run.now, ZoneInfo(run.book.community.timezone)).date().isoformat()
    people = coins.moved_since(run.connection, run.community, run.now - _RECENT)
    return coins.keep_in_step(run.connection, run.community, people, policy, today, run.now, run.book.hash)
