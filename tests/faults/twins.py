"""Two bots on one token, each with a database of its own: they take turns at the updates."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack

from storage.file_lock import Held, held
from tests.faults.judge import Verdict, number_of
from tests.faults.load import talking
from tests.faults.rows import Rows
from tests.faults.scenario import Found, Options
from tests.faults.stage import Stage, stage


async def twins(options: Options) -> Found:
    """Every update is in one of the databases at least, and in none of them twice."""
    found = Found()
    async with stage(options, "two-bots") as on:
        other = on.folder / "other.db"
        async with on.bot():
            for _ in range(1 if options.brief else 4):
                async with AsyncExitStack() as stack:
                    await stack.enter_async_context(talking(on))
                    await stack.enter_async_context(on.bot(database=f"sqlite:///{other}"))
                    await asyncio.sleep(4)
                    found.injected += 1
                found.recovery.append(await on.answered(time.monotonic()))
                found.survived += 1
            found.injected += 1
            found.survived += _refused(on)
            if not await on.settled():
                found.verdict.problems.append("the bot was not done in time")
        found.verdict += _both(on, Rows(on.database), Rows(other))
    return found


def _refused(on: Stage) -> bool:
    """Whether the database of a running bot is nobody else's."""
    try:
        with held(f"sqlite:///{on.database}"):
            return False
    except Held:
        return True


def _both(on: Stage, one: Rows, other: Rows) -> Verdict:
    wanted = {number_of(body) for body in on.witness.sent}
    verdict = Verdict(updates=len(wanted), calls=len(one.calls) + len(other.calls))
    counts = [rows.events + rows.letters for rows in (one, other)]
    verdict.lose("update", (i for i in wanted if not any(c[i] for c in counts)))
    for rows, count in zip((one, other), counts, strict=True):
        verdict.double("update", (i for i in wanted if count[i] > 1))
        verdict.double("points of a message", (m for m, n in rows.paid.items() if n > 1))
        verdict.in_doubt += [f"{c.method} {c.key}" for c in rows.calls if c.state == "unknown"]
    shared = sum(1 for i in wanted if all(c[i] for c in counts))
    verdict.notes.append(f"{shared} updates were handed to both, and each decided them")
    return verdict
