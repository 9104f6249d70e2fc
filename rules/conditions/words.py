"""Words and phrases, many at once (Aho-Corasick)."""

from __future__ import annotations

from typing import Any

import ahocorasick
from pydantic import model_validator

from rules.conditions.base import Condition, Look, Options, Strings
from rules.engine.decision import Finding
from rules.engine.facts import Facts
from rules.engine.normalize import is_cjk, normalize, squeeze


class Words(Options):
    """The text holds one of the words or phrases: `any`, and those of the `lists` (files in lists/).
    Latin words stand alone, Chinese ones anywhere. `squeeze` also finds 加 微-信 in disguise."""

    short = "any"
    any: Strings = ()
    lists: Strings = ()
    squeeze: bool = False

    @model_validator(mode="after")
    def _some_words(self) -> Words:
        if not self.any and not self.lists:
            raise ValueError("give any, lists, or both")
        return self


def _alone(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] has word borders where it begins and ends with a letter that knows them."""
    return _border(text, start - 1, start) and _border(text, end - 1, end)


def _border(text: str, left: int, right: int) -> bool:
    if left < 0 or right >= len(text):
        return True
    before, after = text[left], text[right]
    if not (before.isalnum() and after.isalnum()):
        return True
    return is_cjk(before) or is_cjk(after)


def automaton(words: Strings) -> Any:
    """An automaton over words in their normal form."""
    made = ahocorasick.Automaton()
    for word in words:
        if word:
            made.add_word(word, len(word))
    made.make_automaton()
    return made


def build(options: Words) -> Look:
    """One walk over the normal text, and with `squeeze` one over its letters."""
    plain = automaton(tuple(normalize(w) for w in options.any))
    # Two Latin letters in a row are found everywhere once spaces are gone; Chinese words are not.
    squeezed = tuple(s for w in options.any if (s := squeeze(w)) and (not s.isascii() or len(s) > 5))
    tight = automaton(squeezed) if options.squeeze and squeezed else None
    usable = bool(len(plain))

    def look(facts: Facts) -> Finding:
        text = facts.normal
        if usable and text:
            for last, length in plain.iter(text):
                if _alone(text, last - length + 1, last + 1):
                    found = text[last - length + 1 : last + 1]
                    return Finding(True, {"word": found}, matched=found)
        if tight is not None and facts.squeezed:
            for last, length in tight.iter(facts.squeezed):
                found = facts.squeezed[last - length + 1 : last + 1]
                return Finding(True, {"word": found}, matched=found)
        return Finding(False, {"word": ""})

    return look


CONDITION = Condition(
    "words", Words, build, "words: {any: [加微信, free money], lists: [ads], squeeze: true}"
)
