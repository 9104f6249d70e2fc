"""Skip rules that cannot hold: most need something that most events do not have.

A check says which `Part`s it cannot hold without. Rules that need a part which an event lacks are not asked;
what the others find, and so every decision, stays the same (tests/rules/engine/test_index.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from enum import IntFlag

from rules.engine.events import Kind
from rules.engine.facts import Facts
from rules.engine.rule import Rule
from rules.engine.state import BEFORE

Look = Callable[[Facts], object]

_TWO_CAPITALS = re.compile("[A-Z][^A-Za-z]*[A-Z]")


class Part(IntFlag):
    """Something an event may have."""

    NONE = 0
    AGAIN = 1  # the same text is among the chat's recent ones
    CAPITALS = (
        2  # two capital letters with no small one between, or a question or exclamation mark at the end
    )
    EMOJI = 4
    FILE = 8  # with a name
    FORWARD = 16
    JOINED = 32  # the member is new enough for some rule that asks for newcomers
    LINKS = 64
    MEDIA = 128
    MENTIONS = 256
    REPLY = 512
    VIA = 1024
    WARNED = 2048
    WORDS = 4096  # one of the rule book's words
    PACE_OF_MEMBER = 8192  # the member did something within the longest time that a rule counts
    PACE_OF_CHAT = 16384
    SCORED = 1 << 24  # the text has a learned spam score
    EXTRAS = 32768  # something that few messages have
    HASHTAGS = 65536
    QUOTE = 131072
    PHRASES = 262144  # something that a test of the text looks for


def _capitals(facts: Facts) -> bool:
    text = facts.content.text
    return text.endswith(("!", "?", "！", "？")) or _TWO_CAPITALS.search(text) is not None


def _again(facts: Facts) -> bool:
    digests = facts.activity.digests
    return digests is None or facts.digest in digests


# What takes a look at the text. Each may say yes too often, but never no when the part is there.
_LOOKS: dict[Part, Look] = {
    Part.AGAIN: _again,
    Part.CAPITALS: _capitals,
    Part.EMOJI: lambda f: f.content.custom_emoji or f.may_show_emoji,
    Part.EXTRAS: lambda f: f.content.extras is not None,
    Part.JOINED: lambda f: f.state.since != BEFORE,
    Part.HASHTAGS: lambda f: f.content.hashtags,
    Part.QUOTE: lambda f: f.content.quote,
}


def _plain_parts(facts: Facts) -> int:
    """What can be seen without looking at the text."""
    content, found = facts.content, 0
    if content.links:
        found |= _LINKS
    if content.media:
        found |= _MEDIA
    if content.mentions:
        found |= _MENTIONS
    if content.forward is not None:
        found |= _FORWARD
    if content.file_name:
        found |= _FILE
    if content.via_bot:
        found |= _VIA
    if facts.event.reply is not None:
        found |= _REPLY
    if facts.state.warnings:
        found |= _WARNED
    if facts.spam is not None:
        found |= _SCORED
    return found


# Plain integers: operations on enum members cost more than the questions themselves.
_LINKS, _MEDIA, _MENTIONS, _FORWARD = map(int, (Part.LINKS, Part.MEDIA, Part.MENTIONS, Part.FORWARD))
_SCORED = int(Part.SCORED)
_FILE, _VIA, _REPLY, _WARNED = map(int, (Part.FILE, Part.VIA, Part.REPLY, Part.WARNED))


_NONE: Mapping[Part, Look] = {}


class RuleIndex:
    """The rules of a book, in the order in which they are asked.

    Args:
        rules: all that are not off.
        looks: for the parts that depend on what the book's rules look for: whether an event may have them.
    """

    def __init__(self, rules: Iterable[Rule] = (), looks: Mapping[Part, Look] = _NONE) -> None:
        listed = tuple(rules)
        self.by_kind: Mapping[Kind, tuple[Rule, ...]] = {
            kind: tuple(r for r in listed if kind in r.kinds)
            for kind in Kind
            if any(kind in r.kinds for r in listed)
        }
        self.looks = looks
        whole = {**_LOOKS, **looks}
        self._shelves = {kind: _Shelf(rules_, whole) for kind, rules_ in self.by_kind.items()}

    def candidates(self, facts: Facts) -> tuple[Rule, ...]:
        """The rules that could hold for this event, in order."""
        rule_books = self._shelves.get(facts.event.kind)
        return rule_books.candidates(facts) if rule_books is not None else ()


class _Shelf:
    """The rules about one kind of event, looked up by the parts that an event has."""

    def __init__(self, rules: tuple[Rule, ...], looks: Mapping[Part, Look]) -> None:
        needed = 0
        for rule in rules:
            needed |= rule.needs
        self._rules = rules
        self._looks = tuple((int(part), look) for part, look in looks.items() if part & needed)
        self._by_parts: dict[int, tuple[Rule, ...]] = {}

    def candidates(self, facts: Facts) -> tuple[Rule, ...]:
        found = _plain_parts(facts)
        for part, look in self._looks:
            if look(facts):
                found |= part
        candidates = self._by_parts.get(found)
        if candidates is None:
            candidates = tuple(r for r in self._rules if not r.needs & ~found)
            self._by_parts[found] = candidates
        return candidates
