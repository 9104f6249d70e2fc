"""Training the recommender anew."""

from __future__ import annotations

from bot.schedule.clockwork import Run


async def model(run: Run) -> int:
    """Learn from all course events so far."""
    await run.tools.advisor.refresh(run.connection, run.book, run.now)
    return 0
