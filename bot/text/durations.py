"""Read durations as moderators write them (`2h`, `10 minutes`, `一天半`), and spell them for members."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.text.messages import Html, say
from rules.engine.durations import UNITS
from rules.engine.state import FOREVER

_MINUTE, _HOUR, _DAY = UNITS["m"], UNITS["h"], UNITS["d"]
_UNITS = {**UNITS, "mo": 30 * _DAY, "y": 365 * _DAY}
_SPELLINGS = {
    "s": "s|secs?|seconds?",
    "m": "m|mins?|minutes?",
    "h": "h|hrs?|hours?",
    "d": "d|days?",
    "w": "w|wks?|weeks?",
    "mo": "mo|mos|months?",
    "y": "y|yrs?|years?",
}
_WHOLE = ("secs?|seconds?", "mins?|minutes?", "hrs?|hours?", "days?", "weeks?", "months?", "years?")
_HAN = {
    "s": "秒[钟鐘]?",
    "m": "分[钟鐘]?",
    "h": "[个個]?小[时時]|[个個]?[钟鐘][头頭]|[时時]",
    "d": "[天日]",
    "w": "[个個]?星期|[个個]?[礼禮]拜|[周週]",
    "mo": "[个個]月",
    "y": "年",
}
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_DIGITS = {"一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}

_LATIN_UNIT = "|".join(f"(?P<{name}>{spelt})" for name, spelt in _SPELLINGS.items())
_HAN_UNIT = "|".join(f"(?P<{name}>{spelt})" for name, spelt in _HAN.items())
_FIGURE = r"(?P<figure>\d{1,6}(?:[.,]\d{1,3})?)"
_WORD = rf"(?P<word>an?|half(?:\s+an?)?|{'|'.join(_WORDS)})"
_NUMERAL = r"(?P<numeral>[零〇一二两兩三四五六七八九十百]{1,5})"
_LATIN = re.compile(rf"(?:{_FIGURE}\s*|{_WORD}[\s-]+)(?:{_LATIN_UNIT})(?![a-z])", re.I)
_CHINESE = re.compile(
    rf"(?:{_FIGURE}\s*|{_NUMERAL}|(?P<half>半))(?P<more>[个個]半(?=小|[钟鐘]|月|星|[礼禮]))?"
    rf"(?:{_HAN_UNIT}|(?P<bare>(?<=半)(?:月|小[时時]|[钟鐘][头頭]|星期|[礼禮]拜)))(?P<and_half>半)?"
)
_FOREVER = re.compile(
    r"(?:(?:for\s+)?(?:forever|permanent(?:ly)?|perma?|indefinitely)|for\s+good)(?![a-z])"
    r"|∞|永久|永[远遠]|无限期|無限期|[终終]身",
    re.I,
)
_FOR = re.compile(r"for\s+(?=[\d.,]|an?\b|half\b|forever|good\b|" + "|".join(_WORDS) + ")", re.I)
_JOIN = re.compile(r"(?:\s*(?:,|，|、|\+|&|and\b|又|零|加)\s*|\s*)", re.I)
# What says when, and not how long: what stands so is not read as the one or the other.
_OTHERWISE = re.compile(r"\s*(?:ago\b|前|后|後|内|內|以|之|级|級|[天日年周週分秒时時]|[-–:/.~]|至|到)", re.I)
_LIKE = re.compile(
    r"[-+−±~≈.]*\s*[\d¼½¾]|(?:until|'?til|till|half|several)\b|a\s+(?:few|couple|while)\b"
    rf"|(?:(?:some|few)\s+)?(?:{'|'.join(_WHOLE)})(?![a-z])|today(?!\s*\S)"
    r"|(?:tomorrow|tonight|(?:this|next|all)\s+(?:day|night|week|weekend|month|year|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day))\b"
    r"|直到|[到至](?=[今明后後下本周週星月年晚]|\d|[一二三四五六七八九十])"
    r"|明[天日晚早]|(?:[今整全][天日晚周週]|[天日周週])(?!\s*\S)|[廿卅]|[一二两兩三]刻|[秒分][钟鐘]|小[时時](?!工)"
    r"|大?[后後][天日]|下[个個]?(?:[周週]|星期|礼拜|禮拜|月)"
    r"|[几幾数數][个個]?(?:分[钟鐘]|小[时時]|天|日|周|星期|月|年)"
    rf"|(?:for\s+)?(?:an?|{'|'.join(_WORDS)})[\s-]+(?:{'|'.join(_SPELLINGS.values())})(?![a-z])"
    r"|[零〇一二两兩三四五六七八九十百半]+[个個]?半?(?:秒|分[钟鐘]|小[时時]|[钟鐘][头頭]|[天日月年周週]|星期|[礼禮]拜)",
    re.I,
)
_WITHIN = re.compile(r"(?<![a-z\d.,])\d|[一二两兩三四五六七八九十半永]|\bfor\s|\bforever", re.I)
_BETWEEN = " \t\n,，、;；:："  # stand between a duration and a reason
_TAIL = 60  # characters in which a duration is looked for
# One character for one, so that what is left of the text is as it was written.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


class Unreadable(ValueError):
    """A text begins like a duration and cannot be read as one."""


class Reading(NamedTuple):
    """A duration that a text begins with, in seconds or `FOREVER`, and what stands behind it."""

    seconds: int
    rest: str


def read(text: str) -> Reading | None:
    """Read the duration at the beginning of a text, in English or Chinese; None when it begins with none.

    A month has 30 days and a year 365. Parts are added up: `1h30m`, `1 day and 2 hours`, `一天十二小时`.

    Raises:
        Unreadable: it begins like a duration (`2x`, `-1h`, `until monday`, `3天前`), but is not clear.
    """
    plain = text.translate(_NARROW)
    begin = len(plain) - len(plain.lstrip())
    forever = _FOREVER.match(plain, begin)
    if forever is not None:
        return Reading(FOREVER, text[forever.end() :].strip(_BETWEEN))
    found = _FOR.match(plain, begin)
    at, end, seconds = found.end() if found else begin, -1, 0.0
    while (part := _LATIN.match(plain, at) or _CHINESE.match(plain, at)) is not None:
        seconds, end = seconds + _length(part), part.end()
        joint = _JOIN.match(plain, end)
        at = joint.end() if joint else end
    if end < 0:
        if _LIKE.match(plain, begin):
            raise Unreadable(text)
        return None
    if _OTHERWISE.match(plain, end) or re.match(r"\s*[-+]?\d", plain[end:]):
        raise Unreadable(text)
    return Reading(round(seconds), text[end:].strip(_BETWEEN))


def parse(text: str) -> int | None:
    """Seconds or `FOREVER`, or None when `text` is no duration and nothing but one."""
    try:
        found = read(text)
    except Unreadable:
        return None
    return found.seconds if found is not None and not found.rest else None


def ends_with_one(text: str) -> bool:
    """Whether the last words of a text are a duration: `spam 7d`, `发广告7天`, `spam for one day`."""
    plain = text.translate(_NARROW)
    begins = (found.start() for found in _WITHIN.finditer(plain, max(0, len(plain) - _TAIL)))
    return any(parse(plain[begin:]) is not None for begin in begins)


def _length(part: re.Match[str]) -> float:
    """One part of a duration, a number and a unit, in seconds."""
    groups = part.groupdict()
    number = _number(groups)
    if groups.get("bare"):
        unit = next(name for name, spelt in _HAN.items() if re.fullmatch(spelt, "个" + groups["bare"]))
    else:
        unit = next(name for name in _UNITS if groups.get(name))
    halves = 0.5 if groups.get("more") or groups.get("and_half") else 0.0
    return (number + halves) * _UNITS[unit]


def _number(groups: dict[str, str]) -> float:
    if groups.get("figure"):
        return float(groups["figure"].replace(",", "."))
    word = (groups.get("word") or "").lower()
    if word:
        return _WORDS.index(word) + 1 if word in _WORDS else 0.5 if word.startswith("half") else 1
    if groups.get("half"):
        return 0.5
    return _chinese(groups["numeral"])


def _chinese(numeral: str) -> int:
    """A Chinese numeral below a thousand."""
    total, digit = 0, 0
    for character in numeral:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = digit * 10 + _DIGITS.get(character, 0)
    return total + digit


def spell(language: str, seconds: int) -> Html:
    """A duration in words, in its largest whole unit."""
    if seconds == FOREVER:
        return say(language, "duration-forever")
    for unit, size in (("d", _DAY), ("h", _HOUR), ("m", _MINUTE)):
        if seconds >= size and seconds % size == 0:
            return say(language, f"duration-{unit}", count=seconds // size)
    if seconds > _HOUR:
        return say(language, "duration-h", count=round(seconds / _HOUR))
    return say(
        language,
        "duration-s" if seconds < _MINUTE else "duration-m",
        count=seconds if seconds < _MINUTE else seconds // _MINUTE,
    )


def spell_finely(language: str, seconds: int) -> Html:
    """A duration in words, in its two largest units: `5 hours 33 minutes`, `5 小时 33 分钟`."""
    parts = []
    for unit, size in (("d", _DAY), ("h", _HOUR), ("m", _MINUTE), ("s", 1)):
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(say(language, f"duration-{unit}", count=count))
        elif parts:
            break
    return Html(" ".join(parts[:2])) or say(language, "duration-s", count=0)
