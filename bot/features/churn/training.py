"""Learn from a past: rows with what became of them, and the method that does best on later ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bot.features.churn.history import Flags, Floats, History
from bot.features.churn.models import MODELS, Model
from bot.features.churn.training_rows import WITHIN, Describer, Rows, acted, joined, members, moments
from rules.sentences import say

QUIET_DAYS, ENGAGED_DAYS = 14, 7


@dataclass(frozen=True)
class Examples:
    """Members at moments, who of them was quiet for 14 days then, and who acted within 7."""

    rows: Rows
    quiet: Flags
    engaged: Flags


def examples(past: History, describer: Describer, within: float = WITHIN, phase: float = 0.0) -> Examples:
    """All that a past gives, `phase` seconds after midnight (UTC).

    Raises:
        ValueError: it gives nothing.
    """
    rows: list[Rows] = []
    quiet: list[Flags] = []
    engaged: list[Flags] = []
    for moment in moments(past, QUIET_DAYS, within, phase):
        people = members(past, moment, within)
        rows.append(describer.rows(people, moment))
        quiet.append(~acted(past, people, moment, QUIET_DAYS))
        engaged.append(acted(past, people, moment, ENGAGED_DAYS))
    if not rows:
        raise ValueError(say("members-short"))
    return Examples(joined(rows), np.concatenate(quiet), np.concatenate(engaged))


@dataclass(frozen=True)
class Choice:
    """The method that had the lowest Brier score on later rows, and the chances that each gave those."""

    best: str
    chances: dict[str, Floats]


def choose(
    train: Rows, came: Flags, later: Rows, came_later: Flags, step: Callable[[], object] = bool
) -> Choice:
    """Let every method learn from rows, and compare them on later ones."""
    chances = {}
    for name in MODELS:
        chances[name] = Model.fit(name, train, came).chances(later)
        step()
    best = min(MODELS, key=lambda name: float(((chances[name] - came_later) ** 2).mean()))
    return Choice(best, chances)
