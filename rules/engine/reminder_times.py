"""Choose which reminder of something that begins is due now. Values in, values out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rules.engine.quiet_hours import Hours, is_quiet, quiet_until

_LATE = 600  # seconds that any reminder may be late
_STILL = 3  # a reminder put off has to leave one part of so many of its time


class Due(NamedTuple):
    """A reminder: how long before the beginning it is meant for, since when it is due, whether silently."""

    lead: int
    since: int
    silent: bool


def due(starts_at: int, before: Sequence[int], now: int, hours: Hours) -> Due | None:
    """The reminder of a beginning that is due now; of several, the latest one.

    In quiet hours it waits until they are over; one that would come too late then comes silently in time. One
    that was missed by more than half of its time is left out.
    """
    if now >= starts_at:
        return None
    found = [one for lead in sorted(before) if (one := _due(starts_at, lead, now, hours)) is not None]
    return found[0] if found else None


def _due(starts_at: int, lead: int, now: int, hours: Hours) -> Due | None:
    since, silent = starts_at - lead, False
    if now < since:
        return None
    over = quiet_until(since, hours)
    if over and over <= starts_at - lead // _STILL:
        since = over
    elif over:
        silent = is_quiet(now, hours)
    return Due(lead, since, silent) if since <= now < since + max(lead // 2, _LATE) else None
