"""Test words wherever an event has them: in its text, a quote, buttons, a file's or a member's name …"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any, ClassVar, Literal

from pydantic import field_validator, model_validator

from rules.conditions.base import ONE_OR_SEVERAL, Condition, Look, Options, Probe, Strings, listed
from rules.conditions.pattern import compiled
from rules.conditions.words import Finder, alone, anywhere, bare
from rules.engine.decision import Finding
from rules.engine.facts import Facts
from rules.engine.fields import FIELDS
from rules.engine.index import Part
from rules.engine.normalize import normalize, normals, squeeze
from rules.sentences import say

FieldName = Literal[
    "bio", "buttons", "caption", "contact", "domains", "file", "forward", "hashtags", "invite", "language",
    "links", "mentions", "mime", "name", "old_name", "poll", "quote", "sticker", "text", "username", "via",
]  # fmt: skip
_NAMES = frozenset(("bio", "contact", "forward", "name", "old_name", "username"))
TESTS = ("word", "includes", "starts", "ends", "exact", "whole", "pattern")
Matcher = Callable[[str], str]
Prepare = Callable[[str], str]


class Text(Options):
    """What an event says passes one of the tests: `word` (Latin ones stand alone, Chinese ones anywhere),
    `includes`, `starts`, `ends`, `exact` (all of it), `whole` (but for marks at its ends) or `pattern` (RE2).
    `of` names the fields that are looked at, the text alone if left out. Case, width, accents and look-alikes
    are folded, and what parts the letters of a name; with `normal: false` case alone, with `case: true`
    nothing. `$name` stands for a list."""

    short = "word"
    listable: ClassVar[tuple[str, ...]] = ("word", "includes", "starts", "ends", "exact", "whole")
    of: Annotated[tuple[FieldName, ...], ONE_OR_SEVERAL] = ("text",)
    word: Strings = ()
    includes: Strings = ()
    starts: Strings = ()
    ends: Strings = ()
    exact: Strings = ()
    whole: Strings = ()
    pattern: Strings = ()
    case: bool = False
    normal: bool = True

    @field_validator("pattern")
    @classmethod
    def _compile(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            compiled(pattern, case=False)
        return patterns

    @model_validator(mode="after")
    def _some_test(self) -> Text:
        if not any(getattr(self, test) for test in TESTS):
            raise ValueError(say("give-tests", names=TESTS))
        for test in TESTS:
            if any(not normalize(word) for word in getattr(self, test)):
                raise ValueError(say("no-letters", test=test))
        return self

    @property
    def prepare(self) -> Prepare:
        """How texts and words are made comparable."""
        if self.case:
            return str
        return normalize if self.normal else str.casefold


def _found(finder: Finder) -> Matcher:
    return finder.first


def _first(words: Iterable[str], holds: Callable[[str, str], bool]) -> Matcher:
    known = tuple(words)
    return lambda text: next((word for word in known if holds(text, word)), "")


def _bare(text: str) -> str:
    """Without marks and white space at the ends."""
    start, end = 0, len(text)
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return text[start:end]


def _patterns(options: Text) -> Matcher:
    made = [compiled(p, case=options.case) for p in options.pattern]

    def first(text: str) -> str:
        for pattern in made:
            found = pattern.search(text)
            if found is not None:
                return found.group(0)[:100] or "…"
        return ""

    return first


def _matchers(options: Text) -> list[Matcher]:
    """A function for every test that is given: the part of a prepared text that passes it, or nothing."""
    prepare = options.prepare
    words = {test: _ready(getattr(options, test), prepare) for test in TESTS[:-1]}
    made: dict[str, Callable[[list[str]], Matcher]] = {
        "word": lambda known: _found(Finder(known, (), alone)),
        "includes": lambda known: _found(Finder(known, (), anywhere)),
        "starts": lambda known: _first(known, str.startswith),
        "ends": lambda known: _first(known, str.endswith),
        "exact": lambda known: _first(known, lambda text, word: text.strip() == word),
        "whole": lambda known: _first(map(_bare, known), lambda text, word: _bare(text) == word),
    }
    found = [made[test](known) for test, known in words.items() if known]
    return [*found, _patterns(options)] if options.pattern else found


def _ready(words: tuple[str, ...], prepare: Prepare) -> list[str]:
    return sorted(normals(words)) if prepare is normalize else [prepare(word) for word in words]


def _tight(options: Text) -> Matcher:
    """For names and the like, which are short: words whose letters stand there with anything between them."""
    if options.prepare is not normalize:
        return lambda _text: ""
    finder = Finder(bare((*options.word, *options.includes)), (), anywhere)
    return lambda text: finder.first(squeeze(text))


def build(options: Text) -> Look | Probe:
    """Try every test on every field."""
    prepare, matchers, tight = options.prepare, _matchers(options), _tight(options)
    fields = [(name, FIELDS[name].read) for name in options.of]
    limit = listed([w for test in TESTS for w in getattr(options, test)], 3)
    quotes = options.of == ("text",)

    def first(text: str) -> str:
        ready = prepare(text)
        return next((found for m in matchers if (found := m(ready))), "") if ready else ""

    def look(facts: Facts) -> Finding:
        for name, read in fields:
            for value in read(facts):
                found = first(value) if value else ""
                if not found and value and name in _NAMES:
                    found = tight(value)
                if found:
                    return Finding(True, _values(name, found, limit), matched=found[:100])
        found = first(facts.quoted) if quotes and facts.quoted else ""
        values = _values("quote" if found else options.of[0], found or "–", limit)
        return Finding(bool(found), values, matched=found[:100], soft=bool(found))

    def holds(facts: Facts) -> bool:
        ready = facts.normal if prepare is normalize else prepare(facts.text)
        if ready:
            for matcher in matchers:
                if matcher(ready):
                    return True
        return bool(facts.quoted) and bool(first(facts.quoted))

    if not quotes:
        return look
    words = {_bare(w) or w for t in TESTS for w in normals(getattr(options, t))} if _plain(options) else set()
    return Probe(look, holds, words=tuple(words))


def _values(field: str, found: str, limit: str) -> dict[str, Any]:
    return {"field": field, "word": found[:100], "limit": limit}


def _plain(options: Text) -> bool:
    """Whether it can only hold where one of its words stands in the normal text."""
    return options.of == ("text",) and not options.pattern and options.prepare is normalize


def phrases_of(conditions: Iterable[Text]) -> Callable[[Facts], bool]:
    """Whether a text may hold a word that these conditions look for: one walk for all of them."""
    plain = [o for o in conditions if _plain(o)]
    words = {_bare(w) or w for o in plain for t in TESTS for w in normals(getattr(o, t))}
    finder = Finder(words, (), anywhere)

    def may_hold(facts: Facts) -> bool:
        return bool(finder.first(facts.normal) or facts.quoted)

    return may_hold


def _needs(options: Text) -> Part:
    if _plain(options):
        return Part.PHRASES
    parts = {FIELDS[name].part for name in options.of}
    return parts.pop() if len(parts) == 1 else Part.NONE


CONDITION = Condition("text", Text, build, "text: {of: [name, bio], includes: [加V, 代写]}", _needs)
