"""Training the recommender anew."""

from __future__ import annotations

from bot.schedule.clockwork import Run
from storage.store import Store


async def model(run: Run) -> int:
    """Learn from all course events so far, once the run is committed: nobody waits for the fit."""

    async def fit(store: Store) -> None:
        await run.tools.advisor.refresh(store, run.book, run.now)

    run.afterwards.append(fit)
    return 0
