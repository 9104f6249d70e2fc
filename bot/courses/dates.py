"""Moments as people write them into tables."""

from __future__ import annotations

import math
from datetime import UTC, datetime


def seconds_of(text: str) -> float:
    """Unix seconds of an ISO 8601 date or date-time, UTC unless it says otherwise; NaN for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return math.nan
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
