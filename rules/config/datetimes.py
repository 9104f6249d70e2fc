"""Read days and moments as people, spreadsheets and programs write them; refuse what could mean several."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from unicodedata import normalize

from rules.sentences import say

_NUMBER = re.compile(r"\d+(\.\d*)?")
_SHORTENED = re.compile(r"[+-]?\d([.,]\d+)?[eE]\+?\d+")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.年])(\d{1,2})(?:\2|月)(\d{1,2})日?(?:[ T]+(\S.*))?")
_EITHER = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2,4}\b.*")
_CLOCK = re.compile(r"\d{1,2}:\d\d.*")
_COMPACT = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
_SECONDS = (1_000_000_000, 10_000_000_000)  # 2001 to 2286
_SHEETS = datetime(1899, 12, 30, tzinfo=UTC)  # where spreadsheets begin to count days
_DAYS = (36_526, 73_051)  # 2000 to 2099 as spreadsheets count
LATEST = 1e11  # unix seconds


def seconds_of(given: str) -> float:
    """Unix seconds of a moment; UTC unless it says otherwise.

    Raises:
        ValueError: it is none, or could be several; in a sentence.
    """
    text = normalize("NFKC", given).strip()
    if _NUMBER.fullmatch(text):
        return _of_number(text)
    if _SHORTENED.fullmatch(text):
        raise ValueError(say("time-shortened", value=_shown(text)))
    if _EITHER.fullmatch(text):
        raise ValueError(say("several-days", value=_shown(text)))
    try:
        moment = datetime.fromisoformat(_iso(text))
        found = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        raise ValueError(say("no-time-here", value=_shown(text))) from None
    if not 0 <= found < LATEST:
        raise ValueError(say("no-time-here", value=_shown(text)))
    return found


def day_of(given: str) -> str:
    """A day as YYYY-MM-DD.

    Raises:
        ValueError: it is none, or could be several; in a sentence.
    """
    text = normalize("NFKC", given).strip()
    try:
        if _NUMBER.fullmatch(text) and len(text) > len("20260131"):
            raise ValueError
        whole = seconds_of(text)
        if whole % 86_400:
            raise ValueError
        return (date(1970, 1, 1) + timedelta(seconds=whole)).isoformat()
    except ValueError as reason:
        if "several" in str(reason):
            raise
        raise ValueError(say("no-day", value=_shown(given))) from None


def plausible(seconds: float) -> float:
    """A program's unix seconds; what counts milliseconds is understood.

    Raises:
        ValueError: it is no moment that anybody can have meant.
    """
    if 0 <= seconds < LATEST:
        return seconds
    if LATEST <= seconds < LATEST * 1000:
        return seconds / 1000
    raise ValueError(say("no-seconds", value=f"{seconds:g}"))


def _of_number(text: str) -> float:
    digits = text.partition(".")[0]
    if len(digits) in _COMPACT and digits == text and digits[:2] in ("19", "20"):
        try:
            return datetime.strptime(digits, _COMPACT[len(digits)]).replace(tzinfo=UTC).timestamp()
        except ValueError:
            pass
    value = float(text) if len(digits) < 20 else 0.0
    for unit in (1, 1_000, 1_000_000, 1_000_000_000):
        if _SECONDS[0] <= value / unit < _SECONDS[1]:
            return value / unit
    if _DAYS[0] <= value < _DAYS[1]:
        return (_SHEETS + timedelta(days=value)).timestamp()
    raise ValueError(say("no-time-here", value=_shown(text)))


def _iso(text: str) -> str:
    """A date whose year comes first as ISO 8601 has it."""
    match = _YEAR_FIRST.fullmatch(text)
    if match is None:
        return text
    clock = match[5] or ""
    if _CLOCK.fullmatch(clock):
        clock = clock if clock[1] != ":" else f"0{clock}"
    day = f"{match[1]}-{match[3]:0>2}-{match[4]:0>2}"
    return f"{day}T{clock}" if clock else day


def _shown(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
