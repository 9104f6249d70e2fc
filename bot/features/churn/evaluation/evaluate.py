"""`zhiqun members evaluate`: every method on what came after all that it learned from."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from bot.features.churn.evaluation.metrics import Told, calibration, figures, interval, measured
from bot.features.churn.history import Flags, Floats, History
from bot.features.churn.member_features import CONTENT, INTERACTION, TIME
from bot.features.churn.models import LOGISTIC, MODELS, LastAct, Majority, Model
from bot.features.churn.survival import Staying, staying
from bot.features.churn.training import choose, examples
from bot.features.churn.training_rows import Describer, Rows, Split, split
from rules.sentences import say

Show = Callable[[int, int], None]
_PARTS: dict[str, tuple[str, ...]] = {
    "content": (CONTENT,),
    "interaction": (INTERACTION,),
    "time": (TIME,),
    "all-but-time": (CONTENT, INTERACTION),
}
_STAYED = (7, 30, 90, 180, 365)  # days
_CURVE = 120  # points
_STEPS = 2 * (2 * len(MODELS) + len(_PARTS) + 1) + 1


def evaluate(past: History, within: int, show: Show = lambda done, total: None) -> dict[str, Any]:
    """Figures for both questions: who is quiet in the next 14 days, and who acts in the next 7.

    `within`: asked is about members who acted in so many days before.

    Raises:
        ValueError: the past is too short, or has too few members, to be split by time.
    """
    if not past.count:
        raise ValueError(say("members-nobody"))
    steps, began = _Steps(show), time.perf_counter()
    given = examples(past, Describer(past), within)
    parts = split(given.rows.at)
    if parts is None:
        raise ValueError(say("members-short"))
    steps.step()
    quiet, engages = (_asked(given.rows, c, parts, steps.step) for c in (given.quiet, given.engaged))
    stayed = _stayed(staying(past))
    steps.done()
    return {
        "target": "quiet in the next 14 days",
        **quiet,
        "engages": {"target": "acts in the next 7 days", **engages},
        "staying": stayed,
        "within_days": within,
        "members": past.count,
        "acts": len(past.acts.at),
        "rows": len(given.rows),
        "seconds": round(time.perf_counter() - began, 1),
    }


def _asked(rows: Rows, came: Flags, parts: Split, step: Callable[[], None]) -> dict[str, Any]:
    """One question: methods are chosen by the validation part, learn anew, and are told by the last part."""
    for part in (parts.train, parts.validation, parts.learn, parts.test):
        if not 0 < came[part].sum() < part.sum():
            raise ValueError(say("members-one-sided"))
    validation, checked = rows.where(parts.validation), came[parts.validation]
    choice = choose(rows.where(parts.train), came[parts.train], validation, checked, step)
    learn, learned = rows.where(parts.learn), came[parts.learn]
    test = rows.where(parts.test)
    told = Told(came[parts.test], test.people, test.at)
    chances = {
        "last_act": LastAct.fit(learn, learned).chances(test),
        "majority": Majority.fit(learned).chances(test),
    }
    for name in MODELS:
        chances[name] = Model.fit(name, learn, learned).chances(test)
        step()
    by_part = {}
    for name, kinds in _PARTS.items():
        found = figures(Model.fit(LOGISTIC, learn, learned, kinds).chances(test), told)
        by_part[name] = {figure: found[figure] for figure in ("auc", "brier")}
        step()
    everything = _figures(chances, told)
    ahead = _ahead(chances[choice.best], chances["last_act"], told)
    step()
    tried = Told(checked, validation.people, validation.at)
    return {
        "model": {"name": choice.best, **everything[choice.best]},
        "baselines": {name: everything[name] for name in ("last_act", "majority")},
        "ahead_of_last_act": ahead,
        "models": {name: everything[name] for name in MODELS},
        "validation": {name: figures(values, tried) for name, values in choice.chances.items()},
        "parts": by_part,
        "calibration": [asdict(b) for b in calibration(chances[choice.best], told.came)],
        "split": _when(rows, came, parts),
    }


def _figures(chances: dict[str, Floats], told: Told) -> dict[str, dict[str, Any]]:
    draws = told.draws()
    found = {}
    for name, values in chances.items():
        drawn = measured(values, told, draws)
        between = {f"{figure}_interval": interval(some) for figure, some in drawn.items()}
        found[name] = {**figures(values, told), **between}
    return found


def _ahead(model: Floats, other: Floats, told: Told) -> dict[str, Any]:
    """How far one method is ahead of another: in AUC higher, in the Brier score lower."""
    draws = told.draws()
    mine, theirs = (measured(values, told, draws) for values in (model, other))
    a, b = figures(model, told), figures(other, told)
    return {
        "auc": a["auc"] - b["auc"],
        "auc_interval": interval(mine["auc"] - theirs["auc"]),
        "brier": b["brier"] - a["brier"],
        "brier_interval": interval(theirs["brier"] - mine["brier"]),
    }


def _when(rows: Rows, came: Flags, parts: Split) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, part in (("train", parts.train), ("validation", parts.validation), ("test", parts.test)):
        at = rows.at[part]
        found[name] = {
            "rows": int(part.sum()),
            "moments": len(np.unique(at)),
            "members": len(np.unique(rows.people[part])),
            "from": float(at.min()),
            "to": float(at.max()),
            "came_true": float(came[part].mean()),
        }
    return found


def _stayed(found: Staying) -> dict[str, Any]:
    points = zip(found.days, found.share, found.low, found.high, strict=True)
    curve = [[round(float(value), 4) for value in point] for point in points]
    return {
        "people": found.people,
        "gone": found.gone,
        "median_days": found.median,
        "after_days": {str(days): list(found.after(days)) for days in _STAYED},
        "curve": [curve[n] for n in _places(found)],
    }


def _places(found: Staying) -> Sequence[int]:
    """Some places of a curve, about evenly apart in shares and, while hardly anybody is left, in time."""
    if not len(found.days):
        return []
    shares = np.searchsorted(-found.share, -np.linspace(1.0, 0.0, _CURVE), side="right") - 1
    days = np.searchsorted(found.days, np.linspace(0.0, float(found.days[-1]), _CURVE), side="right") - 1
    return [int(n) for n in np.unique(np.maximum(np.concatenate([shares, days]), 0))]


class _Steps:
    def __init__(self, show: Show) -> None:
        self._show, self._at = show, 0

    def step(self) -> None:
        self._at = min(self._at + 1, _STEPS - 1)
        self._show(self._at, _STEPS)

    def done(self) -> None:
        self._show(_STEPS, _STEPS)
