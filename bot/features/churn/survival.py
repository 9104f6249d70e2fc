"""Estimate how long members stay (Kaplan-Meier): who is still there at the end is not taken for gone."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np

from bot.features.churn.history import DAY, Flags, Floats, History

_GONE = 28  # days of silence until the end, after which somebody counts as gone


@dataclass(frozen=True)
class Staying:
    """The share that stays at least so long, after each of these durations (days), with 95 % intervals."""

    days: Floats
    share: Floats
    low: Floats
    high: Floats
    people: int
    gone: int

    def after(self, days: float) -> tuple[float, float, float]:
        """The share that is still there after so many days, and its interval."""
        place = int(np.searchsorted(self.days, days, side="right")) - 1
        if place < 0:
            return 1.0, 1.0, 1.0
        return float(self.share[place]), float(self.low[place]), float(self.high[place])

    @property
    def median(self) -> float | None:
        """Days after which half have gone; None while more than half stay."""
        below = np.flatnonzero(self.share <= 0.5)
        return float(self.days[below[0]]) if len(below) else None


def kaplan_meier(days: Floats, gone: Flags) -> Staying:
    """The estimate of Kaplan and Meier (1958) with Greenwood's intervals on the scale of log(-log).

    Args:
        days: how long each was there; at least one.
        gone: who has gone after that. The others were there so long at least (censored on the right).
    """
    from scipy.stats import CensoredData, ecdf

    found = ecdf(CensoredData(uncensored=days[gone], right=days[~gone])).sf
    share = np.asarray(found.probabilities, dtype=np.float64)
    low, high = share.copy(), share.copy()
    if gone.any():
        with np.errstate(divide="ignore", invalid="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # where all or nobody stays there is none
            between = found.confidence_interval(method="log-log")
        for ends, values in ((low, between.low.probabilities), (high, between.high.probabilities)):
            known = np.isfinite(values)
            ends[known] = values[known]
    return Staying(
        np.asarray(found.quantiles, dtype=np.float64), share, low, high, len(days), int(gone.sum())
    )


def staying(past: History) -> Staying:
    """From each member's first act to the last one; gone is who has been silent for four weeks since."""
    everybody = np.arange(past.count)
    beyond = past.end + 1.0
    first, last = past.acts.first(everybody, beyond), past.acts.last(everybody, beyond)
    return kaplan_meier((last - first) / DAY, past.end - last >= _GONE * DAY)
