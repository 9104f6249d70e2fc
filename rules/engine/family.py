"""Places that a buyer gives to others: what they have ends when the buyer's does. Values in, values out."""

from __future__ import annotations

from collections.abc import Iterable

from rules.engine.entitlements import FAR, TRIAL, Entry, Life, Span, by_key, life
from rules.engine.state import FOREVER

FAMILY = "family"


def owned(spans: Iterable[Span], grace: int, at: int) -> Life:
    """How somebody stands with a plan that gives places: what they only try, or have as a place that
    somebody else gave them, gives none.
    """
    return life([s for s in spans if s.source not in (FAMILY, TRIAL)], grace, at)


def following(entries: Iterable[Entry], root: str, plan: str, end: int, at: int) -> list[Entry]:
    """What is to be added to the ledger of whoever has a place, so that it ends at a moment, or FAR; nothing
    when it does. The rows of a place have keys that hold its `root`.

    What was ended by others (a moderator's word) is not begun again.
    """
    mine = [e for e in entries if root in e.key]
    spans, number = {k: s for k, s in by_key(mine).items() if s.begins < s.ends}, len(mine)
    last = max((s.ends for s in spans.values()), default=at)
    if last < end:
        ended = max((e.begins for e in mine if e.cuts and not e.key.startswith(root)), default=0)
        back = max((e.begins for e in mine if not e.cuts and not e.key.startswith(root)), default=-1)
        if ended and back < ended and last <= at:
            return []
        begins = max(last, at)
        ends = FOREVER if end >= FAR else end
        return [Entry(f"{root}{number}", plan, FAMILY, begins, ends)] if begins < end else []
    end = max(end, at)
    longer = sorted(key for key, span in spans.items() if end < span.ends)
    return [
        Entry(f"{root}{number + place}", plan, FAMILY, end, end, cuts=key) for place, key in enumerate(longer)
    ]
