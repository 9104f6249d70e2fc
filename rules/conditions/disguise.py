"""Find ways to hide words from whoever looks for them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Literal

from rules.conditions.base import ONE_OR_SEVERAL, Condition, Look, Options, listed
from rules.engine.decision import Finding
from rules.engine.facts import Facts

Way = Literal["invisible", "mixed", "spaced"]

_WORD = re.compile(r"\w+")
_LATIN = re.compile("[A-Za-z]")
_ALIKE = re.compile("[\u0370-\u03ff\u0400-\u052f]")
# Marks nobody sees, between two letters. A joiner between emoji, or in scripts that need it, is none.
_UNSEEN = re.compile(
    "(?<=[A-Za-z0-9\u3400-\u9fff])[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]+(?=[A-Za-z0-9\u3400-\u9fff])"
)
_SPACED = re.compile(r"(?<![A-Za-z])(?:[A-Za-z][ ._*\-]+){5,}[A-Za-z](?![A-Za-z])")


class Disguise(Options):
    """The text hides its words in one of these ways: invisible (marks between letters that nobody sees),
    mixed (Cyrillic or Greek letters inside of a Latin word) or spaced (s p a c e d letters)."""

    short = "any"
    any: Annotated[tuple[Way, ...], ONE_OR_SEVERAL] = ("invisible", "mixed")


def _invisible(text: str) -> str:
    found = None if text.isascii() else _UNSEEN.search(text)
    return text[max(0, found.start() - 5) : found.end() + 5] if found is not None else ""


def _mixed(text: str) -> str:
    if text.isascii() or not _ALIKE.search(text):
        return ""
    words = (m[0] for m in _WORD.finditer(text))
    return next((w for w in words if _LATIN.search(w) and _ALIKE.search(w)), "")


def _spaced(text: str) -> str:
    found = _SPACED.search(text)
    return found[0] if found is not None else ""


_WAYS: dict[str, Callable[[str], str]] = {"invisible": _invisible, "mixed": _mixed, "spaced": _spaced}


def build(options: Disguise) -> Look:
    """Try each way in turn."""
    limit = listed(options.any)

    def look(facts: Facts) -> Finding:
        for way in options.any:
            found = _WAYS[way](facts.text)
            if found:
                return Finding(True, {"way": way, "limit": limit}, matched=found[:100])
        return Finding(False, {"way": "–", "limit": limit})

    return look


CONDITION = Condition("disguise", Disguise, build, "disguise: [invisible, mixed]")
