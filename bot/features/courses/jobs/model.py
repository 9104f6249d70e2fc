"""Training the recommender anew."""

from __future__ import annotations

from bot.core.scheduler import Run
from bot.features.courses.advisor import Advisor
from storage.store import Store


def model(run: Run) -> int:
    """Learn from all course events so far, once the run is committed: nobody waits for the fit."""

    async def fit(store: Store) -> None:
        await run.services.of(Advisor).refresh(store, run.book, run.now)

    run.afterwards.append(fit)
    return 0
