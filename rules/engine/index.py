"""Which rules could hold at all: most need something that most events do not have.

A check says which `Part`s it cannot hold without. Rules that need a part which an event lacks are not asked;
what the others find, and so every decision, stays the same (tests/rules/engine/test_index.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import IntFlag

from rules.engine.events import Kind
from rules.engine.facts import Facts
from rules.engine.rule import Rule

Vocabulary = Callable[[Facts], bool]


class Part(IntFlag):
    """Something an event may have."""

    NONE = 0
    AGAIN = 1  # the same text is among the chat's recent ones
    CAPITALS = 2  # a capital letter, or a question or exclamation mark at the end
    EMOJI = 4
    FILE = 8  # with a name
    FORWARD = 16
    JOINED = 32  # it is known when the member joined
    LINKS = 64
    MEDIA = 128
    MENTIONS = 256
    REPLY = 512
    VIA = 1024
    WARNED = 2048
    WORDS = 4096  # one of the rule book's words


def _capitals(facts: Facts) -> bool:
    text = facts.text
    return text != text.lower() or text.endswith(("!", "?", "！", "？"))


def _again(facts: Facts) -> bool:
    digests = facts.activity.digests
    return digests is None or facts.digest in digests


# Each may say yes too often, but never no when the part is there.
_HAS: dict[Part, Callable[[Facts], object]] = {
    Part.AGAIN: _again,
    Part.CAPITALS: _capitals,
    Part.EMOJI: lambda f: f.content.custom_emoji or f.may_show_emoji,
    Part.FILE: lambda f: f.content.file_name,
    Part.FORWARD: lambda f: f.content.forward,
    Part.JOINED: lambda f: f.state.joined_at,
    Part.LINKS: lambda f: f.content.links,
    Part.MEDIA: lambda f: f.content.media,
    Part.MENTIONS: lambda f: f.content.mentions,
    Part.REPLY: lambda f: f.event.reply,
    Part.VIA: lambda f: f.content.via_bot,
    Part.WARNED: lambda f: f.state.warnings,
}


def _no_words(_facts: Facts) -> bool:
    return False


class RuleIndex:
    """The rules of a book, in the order in which they are asked.

    Args:
        rules: all that are not off.
        vocabulary: whether one of the words that rules look for may stand in a text.
    """

    def __init__(self, rules: Iterable[Rule] = (), vocabulary: Vocabulary = _no_words) -> None:
        listed = tuple(rules)
        self.by_kind: Mapping[Kind, tuple[Rule, ...]] = {
            kind: tuple(r for r in listed if kind in r.kinds)
            for kind in Kind
            if any(kind in r.kinds for r in listed)
        }
        has = {**_HAS, Part.WORDS: vocabulary}
        self._shelves = {kind: _Shelf(rules_, has) for kind, rules_ in self.by_kind.items()}

    def candidates(self, facts: Facts) -> tuple[Rule, ...]:
        """The rules that could hold for this event, in order."""
        shelf = self._shelves.get(facts.event.kind)
        return shelf.candidates(facts) if shelf is not None else ()


class _Shelf:
    """The rules about one kind of event, looked up by the parts that an event has."""

    def __init__(self, rules: tuple[Rule, ...], has: Mapping[Part, Callable[[Facts], object]]) -> None:
        needed = 0
        for rule in rules:
            needed |= rule.needs
        self._rules = rules
        # Plain integers: operations on enum members cost more than the questions themselves.
        self._questions = tuple((int(part), asks) for part, asks in has.items() if part & needed)
        self._by_parts: dict[int, tuple[Rule, ...]] = {}

    def candidates(self, facts: Facts) -> tuple[Rule, ...]:
        found = 0
        for part, has in self._questions:
            if has(facts):
                found |= part
        candidates = self._by_parts.get(found)
        if candidates is None:
            candidates = tuple(r for r in self._rules if not r.needs & ~found)
            self._by_parts[found] = candidates
        return candidates
