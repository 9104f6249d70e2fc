"""Check who joins: words in names, hours of the night, joins in a row. Values in, values out."""

from __future__ import annotations

from collections.abc import Iterable

from rules.engine.normalize import normalize, squeeze
from rules.engine.state import PastEvent

_ENOUGH = 6  # Latin letters that hardly stand in a row by chance once spaces are gone


def found_in(text: str, words: Iterable[str]) -> str:
    """The first of these words that stands in a name or bio, also in disguise, or nothing."""
    plain, tight = normalize(text), squeeze(text)
    for word in words:
        bare = squeeze(word)
        hidden = bare and (len(bare) >= _ENOUGH or not bare.isascii()) and bare in tight
        if hidden or (normalize(word).strip() and normalize(word) in plain):
            return word
    return ""


def within_hours(minute: int, start: int | None, end: int | None) -> bool:
    """Whether a minute of the day lies from `start` to `end`, which may be past midnight."""
    if start is None or end is None:
        return False
    return start <= minute < end if start < end else minute >= start or minute < end


def arrivals(chat: Iterable[PastEvent], since: int) -> int:
    """How many people joined or asked to join after `since`."""
    return len({s.person for s in chat if s.at > since and s.kind in ("join", "join_request")})
