"""Scripts that a text is written in."""

from __future__ import annotations

import re
from itertools import islice
from typing import Annotated, Literal

from pydantic import Field

from rules.conditions.base import ONE_OR_SEVERAL, Condition, Options, Probe, listed
from rules.engine.decision import Finding
from rules.engine.facts import Facts

_LETTERS = {
    "arabic": "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff",
    "cyrillic": "\u0400-\u052f",
    "devanagari": "\u0900-\u097f",
    "greek": "\u0370-\u03ff",
    "han": "\u3400-\u4dbf\u4e00-\u9fff",
    "hangul": "\u1100-\u11ff\uac00-\ud7af",
    "hebrew": "\u0590-\u05ff",
    "kana": "\u3040-\u30ff",
    "latin": "A-Za-z\u00c0-\u024f",
    "thai": "\u0e00-\u0e7f",
}
Name = Literal[
    "arabic", "cyrillic", "devanagari", "greek", "han", "hangul", "hebrew", "kana", "latin", "thai"
]  # fmt: skip


class Script(Options):
    """At least `least` characters of the text are of one of these scripts: arabic, cyrillic, devanagari,
    greek, han, hangul, hebrew, kana, latin, thai."""

    short = "any"
    any: Annotated[tuple[Name, ...], ONE_OR_SEVERAL]
    least: int = Field(3, ge=1)


def build(options: Script) -> Probe:
    """Count the characters of these scripts."""
    letters = re.compile(f"[{''.join(_LETTERS[name] for name in options.any)}]")
    limit, ascii_too = listed(options.any), "latin" in options.any

    def holds(facts: Facts) -> bool:
        text = facts.text
        if text.isascii() and not ascii_too:
            return False
        if options.least == 1:
            return letters.search(text) is not None
        return next(islice(letters.finditer(text), options.least - 1, None), None) is not None

    def look(facts: Facts) -> Finding:
        text = facts.text
        count = 0 if text.isascii() and not ascii_too else len(letters.findall(text))
        return Finding(count >= options.least, {"count": count, "least": options.least, "limit": limit})

    return Probe(look, holds)


CONDITION = Condition("script", Script, build, "script: {any: [arabic, cyrillic], least: 5}")
