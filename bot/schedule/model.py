"""Training the recommender anew."""

from __future__ import annotations

from bot.schedule.clockwork import Run


async def model(run: Run) -> int:
    """Learn from all course events so far, once the run is committed: nobody waits for the fit."""
    run.afterwards.append(lambda connection: run.tools.advisor.refresh(connection, run.book, run.now))
    return 0
