"""Suggest what is popular until a large community's first model is fitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from bot.features.courses.blend import Blend, Settings, Terms
from bot.features.courses.experiment import MEANWHILE
from bot.features.courses.histories import Histories
from bot.features.courses.markov import Markov
from bot.features.courses.model import Model
from bot.features.courses.text_features import TextModel
from rules.config.courses import Course

_SMOOTHING = 1.0  # people a course


@dataclass(frozen=True)
class Popular(Blend):
    """A blend of one term. It knows no transitions and no texts, and is made in milliseconds."""

    def terms(self, histories: Histories, talk: Any = None) -> Terms:
        """The same for everybody."""
        row = np.log(self.prior * max(1, len(self.prior))).astype(np.float32)
        return {"popular": np.tile(row, (len(histories), 1))}


def popular(courses: Sequence[Course], counts: Mapping[str, tuple[int, int]], now: float) -> Model:
    """A model of how many people took each course in the last months, and of those in the last one."""
    taken = np.array([counts.get(c.id, (0, 0))[0] for c in courses], dtype=np.float64) + _SMOOTHING
    nobody = Histories.of([], 0)
    settings = Settings()
    silent = Markov.fit(nobody, np.zeros(0), settings.chain)
    prior = taken / max(1.0, taken.sum())
    return Model(
        tuple(courses),
        Popular(prior, silent, None, None, None, taken.astype(np.int64), settings),
        TextModel({}, np.zeros(0), csr_matrix((len(courses), 0))),
        {course: lately for course, (_, lately) in counts.items() if lately},
        f"v2:{int(now)}:{MEANWHILE}",
    )
