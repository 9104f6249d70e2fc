"""Score members anew each night, in a process of its own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import to_builtins
from sqlalchemy import Connection

from bot.core.scheduler import Run
from bot.features.courses import training_process
from bot.runtime import logs, metrics
from rules.config.courses import Course
from storage import risks as stored
from storage.store import Store

if TYPE_CHECKING:
    from bot.features.churn.scoring import Scores

log = logs.get("risks")
_AT_ONCE = 500  # rows a transaction
_FITTER = "bot.features.churn.scoring_worker"


def risks(run: Run) -> int:
    """Work out who is likely to go quiet, once the run is committed: nobody waits for it."""
    community, courses, now = run.community, run.book.courses, run.now

    async def work(store: Store) -> None:
        await refresh(store, community, courses, now)

    run.afterwards.append(work)
    return 0


async def refresh(store: Store, community: int, courses: Sequence[Course], now: int) -> None:
    """Score the members of a community by its past; if that fails, the old scores stay until they expire."""
    try:
        found = await training_process.made_of((store.url, community, tuple(courses), now), _FITTER)
    except training_process.Failed as failed:
        log.error("no new scores", status=failed.status)
        metrics.ERRORS.labels("risks").inc()
        return
    for part in _parts(found):
        await store.change(partial(_save, community, part, now))
    await store.change(partial(_finish, community, found, now))


def _parts(found: Scores) -> list[list[dict[str, Any]]]:
    """The scores as rows, some for a transaction each."""
    rows = [
        {
            "person_id": one.person,
            "quiet": one.quiet,
            "engages": one.engages,
            "weekly": one.weekly,
            "days": one.days,
            "reasons": to_builtins(one.reasons),
        }
        for one in found.scores
    ]
    return [rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE)]


def _save(community: int, rows: list[dict[str, Any]], now: int, connection: Connection) -> None:
    stored.save(connection, community, rows, now)


def _finish(community: int, found: Scores, now: int, connection: Connection) -> None:
    stored.finish(connection, community, found.method, found.figures, now)
