"""Apply a group's own limit on floods: the rule book with its rule about them replaced."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from msgspec import structs

from bot.text import durations
from bot.text.messages import Html, say
from rules.conditions.rate import Rate
from rules.conditions.rate import build as counting
from rules.config.book import RuleBook
from rules.engine.actions import Delete, Mute, Warn
from rules.engine.decision import Mode, Trace
from rules.engine.events import Kind
from rules.engine.facts import Facts
from rules.engine.index import RuleIndex
from rules.engine.rule import EVERYWHERE, Check, Rule

FLOOD = "flood"  # the setting's name, and the rule's id
OFF = "off"
MOST_TIMES, MOST_SECONDS = 50, 60
_USUAL, _SILENT = 10, 600  # seconds: the time when none is said; a mute where the files have no such rule
_SAID = re.compile(
    r"(?P<times>\d{1,3})\s*(?:条|messages?)?\s*(?:/|in|within|per|，|,)?\s*(?P<within>\S.*)?", re.I
)
_KEPT = 64  # books kept
_books: dict[tuple[str, str], RuleBook] = {}


class Limit(NamedTuple):
    """So many messages of one member within so many seconds are a flood."""

    times: int
    within: int

    @property
    def value(self) -> str:
        """As it is stored."""
        return f"{self.times}/{self.within}"


def read(text: str) -> Limit | None:
    """A limit as moderators write it, such as `5 10s`; None when it is none, or out of bounds."""
    said = _SAID.fullmatch(text.strip())
    if said is None:
        return None
    spelt = said["within"]
    within = _USUAL if spelt is None else int(spelt) if spelt.isdecimal() else durations.parse(spelt)
    if within is None or not 2 <= within <= MOST_SECONDS or not 2 <= int(said["times"]) <= MOST_TIMES:
        return None
    return Limit(int(said["times"]), within)


def stored(value: str) -> Limit | None:
    """A stored limit; None for `off` and what is no limit."""
    return read(value) if value != OFF else None


def in_file(book: RuleBook) -> bool:
    """Whether the files have a rule about floods that acts."""
    return any(rule.id == FLOOD and rule.mode is Mode.ENFORCE for rule in book.rules)


def flood_now(book: RuleBook, value: str, language: str) -> Html:
    """What counts as a flood in a group with this setting, in words."""
    limit = stored(value) if value else None
    if limit is not None:
        time = durations.spell(language, limit.within)
        return say(language, "flood-own", times=limit.times, time=time)
    if value:
        return say(language, "flood-off")
    return say(language, "flood-file" if in_file(book) else "flood-none")


def with_flood(book: RuleBook, value: str, *, alone: bool = False) -> RuleBook:
    """The book as it holds in a group with this setting. What follows a flood stays as the files say.

    `alone`: a warning for it counts in that group and in no other.
    """
    key = (book.hash, f"{value} alone" if alone else value)
    found = _books.get(key)
    if found is None:
        while len(_books) >= _KEPT:
            del _books[next(iter(_books))]
        found = _books[key] = _made(book, stored(value), alone=alone)
    return found


def _made(book: RuleBook, limit: Limit | None, *, alone: bool) -> RuleBook:
    old = next((rule for rule in book.rules if rule.id == FLOOD), None)
    others = [rule for rule in book.rules if rule.id != FLOOD]
    if limit is not None:
        usual = Rule(FLOOD, _check(limit), (Delete(), Mute(_SILENT)), FLOOD, takes_matched=True)
        new = replace(
            old or usual,
            check=_check(limit),
            mode=Mode.ENFORCE,
            scope=EVERYWHERE,
            kinds=frozenset((Kind.MESSAGE,)),
        )
        if alone:
            actions = (structs.replace(a, alone=True) if isinstance(a, Warn) else a for a in new.actions)
            new = replace(new, actions=tuple(actions))
        others.insert(book.rules.index(old) if old is not None else 0, new)
    rules = tuple(others)
    return replace(book, rules=rules, index=RuleIndex(rules, book.index.looks))


def _check(limit: Limit) -> Check:
    look = counting(Rate.model_validate({"times": limit.times, "within": f"{limit.within}s"}))

    def check(facts: Facts) -> Trace:
        return Trace("rate", look(facts))

    return Check(check)
