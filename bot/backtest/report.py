"""Sum up a back-test: figures and examples by rule, and what changes against another book."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec import Struct, field

from bot.backtest.action_spelling import spelled_action
from bot.backtest.timeline import Moment
from rules.config.rule_tests import name_of
from rules.engine.actions import Allow, Ban, Kick, Mute, Warn
from rules.engine.decision import Decision, Hit


class Outcome(Struct, frozen=True):
    """Names of actions: done for a rule, with those that its warning led to; and asked for, but not done."""

    done: frozenset[str]
    escalated: frozenset[str] = frozenset()
    withheld: frozenset[str] = frozenset()


def outcomes(decision: Decision) -> Iterable[tuple[Hit, Outcome]]:
    """Every hit with what became of it. What the ladder adds is put down to the first that warns; a rule
    in shadow mode is counted like one that acts."""
    acting = [h for h in decision.hits if h.mode.acts]
    first = next((h for h in acting if any(isinstance(a, Warn) for a in h.actions)), None)
    done = {name_of(a) for a in decision.actions}
    added = _added(decision, acting) if decision.escalated else frozenset()
    for hit in decision.hits:
        asked = frozenset(name_of(a) for a in hit.actions if not isinstance(a, Allow))
        if not hit.mode.acts:
            yield hit, Outcome(asked)
            continue
        mine = added if hit is first else frozenset()
        yield hit, Outcome((asked & done) | mine, mine, asked - done)


def _added(decision: Decision, acting: Iterable[Hit]) -> frozenset[str]:
    """What no rule asked for, or for no such long time."""
    asked = [a for hit in acting for a in hit.actions]
    steps = (a for a in decision.actions if isinstance(a, Mute | Kick | Ban))
    return frozenset(name_of(a) for a in steps if a not in asked)


_LONGEST = 120  # characters of a text in an example


class Example(Struct, frozen=True):
    """One event that a rule hit, or hits no more. `at` is unix seconds."""

    at: int
    chat: str
    person: str
    text: str
    matched: str = ""
    actions: tuple[str, ...] = ()


class OfRule(Struct, frozen=True):
    """A rule's figures. `mode` is `gone` when only the other book has the rule."""

    rule: str
    mode: str
    hits: int
    members: int
    actions: dict[str, int]  # what it asked for, by action; a rule in shadow mode does none of it
    done: dict[
        str, int
    ]  # what would be done for it, with `escalated`; in shadow mode, what would be if it acted
    escalated: dict[str, int]  # what its warnings led to, as the ladder says
    withheld: dict[str, int]  # asked for in vain: the member was muted already, or something harder is done
    undone: int  # its hits whose sanction a moderator later undid
    new: int  # hits the other side does not have
    gone: int  # hits the other side alone has
    examples: tuple[Example, ...] = ()
    new_examples: tuple[Example, ...] = ()
    gone_examples: tuple[Example, ...] = ()


class Report(Struct, frozen=True, kw_only=True):
    """The whole. `against`: what it is compared with: book, past (what the bot did), or nothing."""

    events: int
    judged: int
    since: int
    until: int
    without_text: int  # judged by what is left: their texts have gone
    sanctioned: int  # decisions in which something was done
    members_sanctioned: int
    against: str
    changed: int  # decisions whose hits are others than on the other side
    rules: tuple[OfRule, ...]
    seconds: float
    per_second: int
    scored: int = 0  # texts that were given a spam score
    scoring_seconds: float = 0.0  # beside `seconds`
    per_second_with_scores: int = 0


class _Sample:
    """A few of many, each with the same chance, the same ones every time."""

    __slots__ = ("_draw", "_size", "count", "kept")

    def __init__(self, size: int) -> None:
        self._draw, self._size = random.Random(1), size
        self.kept: list[tuple[Moment, Decision | None, str]] = []
        self.count = 0

    def add(self, moment: Moment, decision: Decision | None, matched: str) -> None:
        """Offer one."""
        self.count += 1
        if len(self.kept) < self._size:
            self.kept.append((moment, decision, matched))
        elif (place := self._draw.randrange(self.count)) < self._size:
            self.kept[place] = (moment, decision, matched)

    @property
    def examples(self) -> tuple[Example, ...]:
        """What was kept, in the order of time."""
        return tuple(_example(*k) for k in sorted(self.kept, key=lambda k: k[0].now))


class _OfRule(Struct):
    mode: str
    hits: _Sample
    new: _Sample
    gone: _Sample
    people: set[int] = field(default_factory=set)
    actions: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    escalated: Counter[str] = field(default_factory=Counter)
    withheld: Counter[str] = field(default_factory=Counter)
    undone: int = 0


class Tally:
    """Counts decisions.

    Args:
        rules: ids and modes of the book that is tried.
        examples: how many to keep a rule.
        undone: update ids of what moderators undid.
    """

    def __init__(self, rules: Iterable[tuple[str, str]], examples: int, undone: frozenset[int]) -> None:
        self._examples, self._undone = examples, undone
        self._rules = {rule: self._blank(mode) for rule, mode in rules}
        self._sanctioned_people: set[int] = set()
        self.events = self.judged = self.without_text = self.sanctioned = self.changed = 0
        self.since = self.until = 0

    def _blank(self, mode: str) -> _OfRule:
        return _OfRule(mode, _Sample(self._examples), _Sample(self._examples), _Sample(self._examples))

    def saw(self, moment: Moment) -> None:
        """An event went by."""
        self.events += 1
        if not self.since:
            self.since = moment.event.at
        self.until = moment.event.at

    def decided(self, moment: Moment, decision: Decision) -> None:
        """A decision with hits."""
        if decision.actions:
            self.sanctioned += 1
            self._sanctioned_people.add(moment.person)
        for hit, outcome in outcomes(decision):
            found = self._rules[hit.rule]
            found.hits.add(moment, decision, hit.matched)
            found.people.add(moment.person)
            found.actions.update(name_of(a) for a in hit.actions)
            found.done.update(outcome.done)
            found.escalated.update(outcome.escalated)
            found.withheld.update(outcome.withheld)
            found.undone += moment.event.update_id in self._undone

    def compared(self, moment: Moment, mine: Decision | None, theirs: frozenset[str]) -> None:
        """The same event on the other side, where `theirs` hit."""
        hits = {h.rule: h.matched for h in mine.hits} if mine is not None else {}
        # Where the text has gone, words are found no more: that is no change of the rules.
        gone = theirs - hits.keys() if moment.whole else frozenset()
        new = hits.keys() - theirs
        self.changed += bool(new or gone)
        for rule in new:
            self._rules[rule].new.add(moment, mine, hits[rule])
        for rule in gone:
            if rule not in self._rules:
                self._rules[rule] = self._blank("gone")
            self._rules[rule].gone.add(moment, None, "")

    def report(
        self, against: str, seconds: float, *, scored: int = 0, scoring_seconds: float = 0.0
    ) -> Report:
        """All figures; seconds are those of deciding, and of scoring."""
        both = seconds + scoring_seconds
        return Report(
            events=self.events,
            judged=self.judged,
            since=self.since,
            until=self.until,
            without_text=self.without_text,
            sanctioned=self.sanctioned,
            members_sanctioned=len(self._sanctioned_people),
            against=against,
            changed=self.changed,
            rules=tuple(_of_rule(rule, found) for rule, found in self._rules.items()),
            seconds=round(seconds, 3),
            per_second=round(self.events / seconds) if seconds else 0,
            scored=scored,
            scoring_seconds=round(scoring_seconds, 3),
            per_second_with_scores=round(self.events / both) if both else 0,
        )


def _of_rule(rule: str, found: _OfRule) -> OfRule:
    return OfRule(
        rule,
        found.mode,
        found.hits.count,
        len(found.people),
        dict(sorted(found.actions.items())),
        dict(sorted(found.done.items())),
        dict(sorted(found.escalated.items())),
        dict(sorted(found.withheld.items())),
        found.undone,
        found.new.count,
        found.gone.count,
        found.hits.examples,
        found.new.examples,
        found.gone.examples,
    )


def _example(moment: Moment, decision: Decision | None, matched: str) -> Example:
    event = moment.event
    text = " ".join(event.text.split())
    enforced = decision is not None and any(h.mode.acts for h in decision.hits)
    return Example(
        event.at,
        event.chat.title or event.chat.username,
        event.person.name if event.person is not None else "",
        text[: _LONGEST - 1] + "…" if len(text) > _LONGEST else text,
        matched,
        tuple(map(spelled_action, decision.actions)) if decision is not None and enforced else (),
    )


def as_json(report: Report) -> dict[str, Any]:
    """For programs."""
    whole: dict[str, Any] = msgspec.to_builtins(report)
    return whole


def shown_first(rules: Sequence[OfRule]) -> list[OfRule]:
    """Rules that change most first, then those that hit most."""
    return sorted(rules, key=lambda r: (-(r.new + r.gone), -r.hits, r.rule))
