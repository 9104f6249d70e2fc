"""Fit models: small ones where they are asked for, large ones in a process of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.features.courses import training_process
from bot.features.courses.blend import Settings
from bot.features.courses.markov import Chain
from bot.features.courses.model import Model
from bot.features.courses.packed_events import Past
from rules.config.courses import Course
from rules.sentences import say


class FittingFailed(Exception):
    """The process that was to fit a model ended without one."""


async def fit_apart(
    url: str, community: int, courses: Sequence[Course], now: float, settings: Settings | None = None
) -> Model:
    """A model of any size, by a process that reads the community's course events from the database by itself.

    Raises:
        FittingFailed: the process ended without a model.
    """
    try:
        made: Model = await training_process.made_of((url, community, tuple(courses), now, settings))
    except training_process.Failed as failed:
        raise FittingFailed(say("fit-ended", status=failed.status)) from None
    return made


def learned(past: Past, courses: Sequence[Course], now: float, settings: Settings | None = None) -> Model:
    """A model of course events, fitted where it is called."""
    return Model.fit(list(past.events()), courses, now, settings)


def settings_of(stored: dict[str, Any] | None) -> Settings | None:
    """Stored settings; what they do not name stays at its default, what is unknown is left out."""
    if not stored:
        return None
    known = {k: v for k, v in stored.items() if k in Settings.__dataclass_fields__}
    chain = {k: v for k, v in (stored.get("chain") or {}).items() if k in Chain.__dataclass_fields__}
    return Settings(**{**known, "chain": Chain(**chain)})
