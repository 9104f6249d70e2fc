"""Search a text once for the patterns and words of all rules: hardly any of them stands there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import ahocorasick
import re2

from rules.conditions.base import Holds, Options, Probe, Search
from rules.conditions.pattern import options_of, translated
from rules.engine.facts import Facts
from rules.engine.normalize import squeeze

T = TypeVar("T", bound=Options)


class Searches:
    """What the conditions of one rule file search for.

    Each condition has a bit. A search gives the bits of the conditions of which something was found.
    """

    def __init__(self) -> None:
        self._normal, self._written, self._letters = _Patterns(), _Patterns(), _Letters()
        self._by_words: dict[int, tuple[Options, int]] = {}  # by the identity of the options
        self._count = 0

    def guarding(self, options: Options, test: Probe, holds: Holds) -> Holds:
        """The same answer as `holds` gives, which is asked only where something of the condition was found.

        Quotes are asked always; by patterns also messages with links, which conditions may leave out.
        """
        if test.searches:
            return self._patterns_of(test.searches, self._next(), holds)
        words = [squeeze(word) for word in test.words]
        if not words or not all(words):
            return holds
        bit = self._next()
        self._letters.add(words, bit)
        self._by_words[id(options)] = options, bit

        def guarded(facts: Facts) -> bool:
            return (self._in_letters(facts) & bit != 0 or bool(facts.content.quote)) and holds(facts)

        return guarded

    def _next(self) -> int:
        self._count += 1
        return 1 << self._count

    def _patterns_of(self, searches: Iterable[Search], bit: int, holds: Holds) -> Holds:
        normal = written = False
        for search in searches:
            normal, written = normal or search.normal, written or not search.normal
            (self._normal if search.normal else self._written).add(search, bit)

        def guarded(facts: Facts) -> bool:
            content = facts.content
            if (
                (normal and self._in_normal(facts) & bit)
                or (written and self._in_written(facts) & bit)
                or content.links
                or content.quote
            ):
                return holds(facts)
            return False

        return guarded

    def standing(self, options: Iterable[T], otherwise: Callable[[list[T]], Holds]) -> Holds:
        """Whether a word of one of these conditions may stand in a text; `otherwise` looks for those whose
        words are not known here.
        """
        mask, others = 0, list[T]()
        for one in options:
            known = self._by_words.get(id(one))
            mask |= known[1] if known is not None else 0
            others += [one] if known is None else []
        rest = otherwise(others) if others else None

        def look(facts: Facts) -> bool:
            if self._in_letters(facts) & mask or facts.content.quote:
                return True
            return rest is not None and rest(facts)

        return look

    def ready(self) -> None:
        """Let texts be searched: nothing further is added."""
        self._normal.ready()
        self._written.ready()
        self._letters.ready()

    def _in_normal(self, facts: Facts) -> int:
        found = facts.found.get(self._normal)
        if found is None:
            found = facts.found[self._normal] = self._normal.matching(facts.normal)
        return found

    def _in_written(self, facts: Facts) -> int:
        found = facts.found.get(self._written)
        if found is None:
            found = facts.found[self._written] = self._written.matching(facts.text)
        return found

    def _in_letters(self, facts: Facts) -> int:
        found = facts.found.get(self._letters)
        if found is None:
            found = facts.found[self._letters] = self._letters.standing_in(facts.squeezed)
        return found


class _Patterns:
    """Patterns by RE2's filter: one walk over a text for letters that patterns cannot match without, and then
    those patterns whose letters are there.
    """

    def __init__(self) -> None:
        self._filter, self._numbers, self._bits = re2.Filter(), dict[Search, int](), list[int]()

    def add(self, search: Search, bit: int) -> None:
        """Search for a pattern, too."""
        number = self._numbers.get(search)
        if number is None:
            number = self._filter.Add(translated(search.pattern), options_of(case=search.case))
            self._numbers[search] = number
            self._bits.append(0)
        self._bits[number] |= bit

    def ready(self) -> None:
        """End adding."""
        if self._bits:
            self._filter.Compile()

    def matching(self, text: str) -> int:
        """The conditions of which a pattern matches."""
        found = 0
        for number in self._filter.Match(text) or () if self._bits else ():
            found |= self._bits[number]
        return found


class _Letters:
    """Words by their letters alone: what stands in a text stands in its letters, too."""

    def __init__(self) -> None:
        self._bits: dict[str, int] = {}
        self._automaton: Any = None

    def add(self, words: Iterable[str], bit: int) -> None:
        """Search for words, too."""
        for word in words:
            self._bits[word] = self._bits.get(word, 0) | bit

    def ready(self) -> None:
        """End adding."""
        if self._bits:
            self._automaton = ahocorasick.Automaton()
            for word, bits in self._bits.items():
                self._automaton.add_word(word, bits)
            self._automaton.make_automaton()

    def standing_in(self, letters: str) -> int:
        """The conditions of which a word stands there."""
        found = 0
        if letters and self._automaton is not None:
            for _, bits in self._automaton.iter(letters):
                found |= bits
        return found
