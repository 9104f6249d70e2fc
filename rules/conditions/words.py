"""Words and phrases, many at once (Aho-Corasick)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar

import ahocorasick
from pydantic import Field, model_validator

from rules.conditions.base import Condition, Options, Probe, Strings
from rules.engine.decision import Finding
from rules.engine.facts import Facts
from rules.engine.index import Part
from rules.engine.normalize import is_cjk, normalize, normals, squeeze
from rules.sentences import say

Borders = Callable[[str, int, int], bool]
_LONG = 6  # Latin letters in a row that hardly occur by chance once spaces are gone


class Words(Options):
    """The text holds one of the words or phrases: `any`, and those of the `lists` (files in lists/).
    Latin words stand alone, Chinese ones anywhere, but none inside of a phrase of `unless`: 加微信 is not
    found in 加微信支付 when that stands there, or as !加微信支付 in a list. `squeeze` also finds 加 微-信.
    With `least`, so many different ones stand there."""

    short = "any"
    listable: ClassVar[tuple[str, ...]] = ("any", "unless")
    any: Strings = ()
    lists: Strings = ()
    unless: Strings = ()
    squeeze: bool = False
    least: int = Field(1, ge=1, le=20)

    @model_validator(mode="after")
    def _some_words(self) -> Words:
        if not self.any and not self.lists:
            raise ValueError(say("give-words"))
        return self


class Finder:
    """Finds words in a text, one walk for all of them."""

    def __init__(self, words: Iterable[str], unless: Iterable[str], borders: Borders) -> None:
        """`borders` says whether text[start:end] counts where it stands."""
        self._words, self._unless, self._borders = _automaton(words), _automaton(unless), borders

    def first(self, text: str) -> str:
        """The first word that counts, or nothing."""
        if not text or not self._words:
            return ""
        if next(self._words.iter(text), None) is None:  # as in most texts
            return ""
        return next((text[start:end] for start, end in self._spans(text)), "")

    def several(self, text: str, least: int) -> tuple[str, ...]:
        """So many different words that count, none inside of another or over its edge; or nothing."""
        found: dict[str, tuple[int, int]] = {}
        reached, last = 0, ""
        for start, end in self._spans(text):
            if start < reached and last and start <= found[last][0]:
                del found[last]  # it is a part of this longer one
            elif start < reached:
                continue
            reached, last = end, text[start:end]
            found[last] = (start, end)
        return tuple(found)[:least] if len(found) >= least else ()

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where words stand that count."""
        excused: list[tuple[int, int]] | None = None
        for last, length in self._words.iter(text) if text and self._words else ():
            start, end = last - length + 1, last + 1
            if not self._borders(text, start, end):
                continue
            if excused is None:
                excused = self._excused(text)
            if not any(left <= start and end <= right for left, right in excused):
                yield start, end

    def _excused(self, text: str) -> list[tuple[int, int]]:
        if not self._unless:
            return []
        return [(last - length + 1, last + 1) for last, length in self._unless.iter(text)]


def _automaton(words: Iterable[str]) -> Any:
    made = ahocorasick.Automaton()
    for word in words:
        if word:
            made.add_word(word, len(word))
    made.make_automaton()
    return made if len(made) else None


def alone(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] has word borders where it begins and ends with a letter that knows them."""
    return _border(text, start - 1, start) and _border(text, end - 1, end)


def _border(text: str, left: int, right: int) -> bool:
    if left < 0 or right >= len(text):
        return True
    before, after = text[left], text[right]
    if not (before.isalnum() and after.isalnum()):
        return True
    return is_cjk(before) or is_cjk(after)


def anywhere(_text: str, _start: int, _end: int) -> bool:
    """Whatever stands around it."""
    return True


def _squeezed_border(text: str, start: int, end: int) -> bool:
    """Spaces are gone: a Latin phrase stands anywhere, 傻b does not stand in 真傻bug."""
    return text[start:end].isascii() or alone(text, start, end)


def bare(words: Iterable[str]) -> list[str]:
    """The words whose letters alone tell enough."""
    return [s for s in map(squeeze, words) if not s.isascii() or len(s) >= _LONG]


def vocabulary_of(conditions: Iterable[Words]) -> Callable[[Facts], bool]:
    """Whether a text may hold a word of any of these conditions.

    What stands in a text also stands in its letters alone: most texts are done with one walk over those.
    """
    listed = list(conditions)
    words = normals(w for c in listed for w in c.any)
    plain = Finder(words, (), alone)
    tight = Finder(bare(w for c in listed if c.squeeze for w in c.any), (), _squeezed_border)
    letters = Finder(map(squeeze, words), (), anywhere)
    signs = any(not squeeze(w) for w in words)  # words without letters

    def may_hold(facts: Facts) -> bool:
        if facts.quoted:
            return True
        if not signs and not letters.first(facts.squeezed):
            return False
        return bool(plain.first(facts.normal) or tight.first(facts.squeezed))

    return may_hold


def build(options: Words) -> Probe:
    """One walk over the normal text, and with `squeeze` one over its letters."""
    plain = Finder(normals(options.any), map(normalize, options.unless), alone)
    tight = None
    if options.squeeze:
        tight = Finder(bare(options.any), map(squeeze, options.unless), _squeezed_border)

    def first(text: str, letters: str) -> str:
        if options.least > 1:
            found = plain.several(text, options.least)
            return "、".join(found or (tight.several(letters, options.least) if tight is not None else ()))
        return plain.first(text) or (tight.first(letters) if tight is not None else "")

    def holds(facts: Facts) -> bool:
        if first(facts.normal, facts.squeezed if tight is not None else ""):
            return True
        quoted = facts.quoted
        return bool(quoted) and bool(first(normalize(quoted), squeeze(quoted)))

    def look(facts: Facts) -> Finding:
        found, quoted = first(facts.normal, facts.squeezed if tight is not None else ""), facts.quoted
        if found or not quoted:
            return Finding(bool(found), {"word": found or "–"}, matched=found)
        found = first(normalize(quoted), squeeze(quoted))
        return Finding(bool(found), {"word": found or "–"}, matched=found, soft=bool(found))

    return Probe(look, holds, words=tuple(normals(options.any)))


CONDITION = Condition(
    "words",
    Words,
    build,
    "words: {any: [加微信, free money], lists: [ads], squeeze: true}",
    lambda _: Part.WORDS,
)
