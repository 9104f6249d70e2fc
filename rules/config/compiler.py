"""Compile what a rule file says into rules that can be asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from rules.conditions import CONDITIONS
from rules.conditions.base import Options, Probe
from rules.conditions.joined import Joined, newest_of
from rules.conditions.rate import Rate, paces_of
from rules.conditions.spam import Spam, first_of
from rules.conditions.text import Text, phrases_of
from rules.conditions.words import Words, vocabulary_of
from rules.config.actions import Spelling
from rules.config.contradictions import Leaf, clashes
from rules.config.diagnostics import checked, sound
from rules.config.document import Document, PathTo
from rules.config.expectation_checks import strange_expectations
from rules.config.moderation import EscalationModel, ExemptModel, ModerationModel, RuleModel, WeighModel
from rules.config.problems import Problem, shown, unknown
from rules.config.rule_inheritance import Heirs, View, Written, chat_names
from rules.config.rule_test_model import TrialModel
from rules.config.rule_tests import Prover, Tested
from rules.config.searches import Searches
from rules.config.word_lists import with_lists
from rules.engine.actions import Action, Allow, Ban, Kick, Mute
from rules.engine.carried_counts import CARRIED
from rules.engine.combinators import all_of, any_of, not_, weigh
from rules.engine.decision import MODES, Mode, Trace
from rules.engine.events import Kind
from rules.engine.facts import Facts
from rules.engine.index import Part
from rules.engine.rule import Borrowed, Check, Escalation, Exempt, Rule, Scope, Step
from rules.sentences import say

_GROUPS = {"all": all_of, "any": any_of}
_WORDS = int(Part.WORDS | Part.PHRASES)
_INDEXED: dict[Part, type[Options]] = {Part.WORDS: Words, Part.PHRASES: Text}
_OTHERS = frozenset(("forward", "quote"))  # conditions, or fields, about what somebody else wrote


@dataclass
class Compiler:
    """Compiles one document; what is wrong goes into `problems`."""

    document: Document
    lists: Mapping[str, tuple[str, ...]]
    language: str
    problems: list[Problem]
    spellings: Mapping[str, Spelling]  # of the actions that there are
    longest_window: int = 0  # seconds that the conditions compiled so far look back
    options: list[Options] = field(default_factory=list)  # of the conditions compiled so far
    resting: list[Options] = field(default_factory=list)  # the same of rules that are off
    tested: list[Tested] = field(default_factory=list)  # rules with their tests, those that are off too
    trials: tuple[TrialModel, ...] = ()  # tests of the whole file
    searches: Searches = field(default_factory=Searches)  # for the patterns of all conditions
    leaves: dict[PathTo, Leaf] = field(default_factory=dict)  # every condition, by its place
    _asks_for_others: bool = False  # whether the rule under way is about forwards or quotes
    _asked: bool = True  # whether the rule under way is ever asked: no text is searched for one that is off

    def looks(self, resting: Sequence[Options] = ()) -> dict[Part, Callable[[Facts], object]]:
        """For the parts that depend on what all conditions together look for, and `resting` ones."""
        options = [*self.options, *resting]
        words = self.searches.standing((o for o in options if isinstance(o, Words)), vocabulary_of)
        phrases = self.searches.standing((o for o in options if isinstance(o, Text)), phrases_of)
        paces = paces_of(o for o in options if isinstance(o, Rate))
        newest = newest_of(o for o in options if isinstance(o, Joined))
        return {Part.JOINED: newest, Part.WORDS: words, Part.PHRASES: phrases, **paces}

    @property
    def counted(self) -> bool:
        """Whether the rules ask how many links, mentions or emoji came lately."""
        return any(isinstance(o, Rate) and o.of in CARRIED for o in self.options)

    @property
    def scored(self) -> int:
        """Of a member's messages, how many the rules need a spam score of."""
        return first_of(o for o in self.options if isinstance(o, Spam))

    def prove(self, escalation: Escalation, timezone: str) -> int:
        """Run all tests of a document without problems; how many there are."""
        prover = Prover(self.document, self.looks(self.resting), escalation, timezone)
        self.problems.extend(prover.problems(self.tested, self.trials))
        return len(self.trials) + sum(len(t.trials) for t in self.tested)

    def moderation(self) -> tuple[tuple[Rule, ...], Escalation]:
        """All rules in the order in which they are asked, and the ladder. What is wrong is left out and the
        rest looked at, so that all is said at once."""
        data = self.document.data or {}
        model = checked(ModerationModel, data, self.document, (), self.problems)
        model = model or sound(ModerationModel, data)
        if model is None:
            return (), Escalation()
        escalation = self._escalation(model.escalation)
        self.trials = model.tests
        rules: list[Rule] = []
        known: set[str] = set()
        for written in Heirs(self.document, self.problems).rules(model.rules, model.groups):
            rule = checked(RuleModel, written.data, View(self.document, written), written.path, self.problems)
            name = written.data.get("id")
            if isinstance(name, str) and name in known and not written.chats:
                self._wrong((*written.path, "id"), say("rule-twice", name=shown(name)))
            known.add(str(name))
            rule = rule or sound(RuleModel, written.data)
            if rule is None:
                self._look_inside(written)
                continue
            full = self._rule(rule, written, model, escalation.expires)
            rules.append(full.in_mode(_lower(full.mode, model.mode)))
            if not written.chats:  # a group's change of a rule has no tests of its own
                self.tested.append(Tested(full, rules[-1], written.path, rule.tests))
        self.searches.ready()
        off = {rule.id for rule in rules if rule.mode is Mode.OFF}
        all_off = Mode(model.mode) is Mode.OFF
        if all_off:
            self.trials = ()
        self.problems.extend(strange_expectations(self.document, off, self.spellings.keys(), all_off=all_off))
        ordered = sorted(enumerate(rules), key=lambda pair: (-pair[1].priority, pair[0]))
        return tuple(rule for _, rule in ordered if rule.mode is not Mode.OFF), escalation

    def _look_inside(self, written: Written) -> None:
        """A rule that is wrong as a whole may be wrong inside too: say all at once."""
        if "when" in written.data:
            self._check(written.data["when"], written.place("when"))
        if "then" in written.data:
            self._actions(written.data["then"], written.place("then"), 0)

    def _rule(self, model: RuleModel, written: Written, whole: ModerationModel, expires: int) -> Rule:
        """The rule with its own mode, and all that it does when it is enforced."""
        kinds = frozenset(Kind(k) for k in model.on)
        actions, matched = self._actions(model.then, written.place("then"), expires, kinds)
        self._asks_for_others = False
        self._asked = _lower(Mode(model.mode), whole.mode) is not Mode.OFF
        before = len(self.options)
        check = self._check(model.when, written.place("when"))
        for clash in clashes(model.when, written.place("when"), self.leaves, kinds) if check else ():
            self._wrong(clash.path, clash.why, at_key=True)
        if not self._asked:
            self.resting += self.options[before:]
            del self.options[before:]
        borrowed = Borrowed.FULL if self._asks_for_others else Borrowed.SOFT
        return Rule(
            id=model.id,
            check=check or Check(_never),
            actions=actions,
            reason=model.title.get(self.language, model.id),
            titles=model.title,
            kinds=kinds,
            mode=Mode(model.mode),
            priority=model.priority,
            stop=model.stop or Allow() in actions,
            scope=Scope(
                chats=written.chats or chat_names(model.scope.chats),
                besides=written.besides,
                topics=frozenset(model.scope.topics),
                roles=frozenset(model.scope.roles),
            ),
            exempt=tuple(e for e in map(_exempt, (whole.exempt, model.exempt)) if e != Exempt()),
            takes_matched=matched,
            borrowed=Borrowed(model.borrowed) if model.borrowed else borrowed,
        )

    def _wrong(self, path: PathTo, message: str, *, at_key: bool = False) -> None:
        self.problems.append(self.document.problem(path, message, at_key=at_key))

    def _check(self, data: Any, path: PathTo) -> Check | None:
        """A condition tree; several conditions side by side all have to hold."""
        if isinstance(data, str):
            return self._leaf(data, None, path)
        if isinstance(data, list):
            return self._group("all", data, path)
        if not isinstance(data, dict) or not data:
            self._wrong(path, say("condition-form"))
            return None
        parts = [partial(self._named, name, value, (*path, name)) for name, value in data.items()]
        return self._joined("all", parts)

    def _named(self, name: str, value: Any, path: PathTo) -> Check | None:
        if name in _GROUPS:
            return self._group(name, value, path)
        if name == "not":
            before = len(self.options)
            part = self._check(value, path)
            for kind in _INDEXED.values():
                self._unindex(kind, before)
            return not_(part) if part is not None else None
        if name == "weigh":
            return self._weighed(value, path)
        return self._leaf(name, value, path)

    def _group(self, name: str, value: Any, path: PathTo) -> Check | None:
        if not isinstance(value, list) or not value:
            self._wrong(path, say("takes-conditions", name=name))
            return None
        return self._joined(name, [partial(self._check, v, (*path, i)) for i, v in enumerate(value)])

    def _weighed(self, value: Any, path: PathTo) -> Check | None:
        """Signs with their points. None of them has to be there, so none says what to look for first."""
        model = checked(WeighModel, value, self.document, path, self.problems)
        if model is None:
            return None
        before = len(self.options)
        signs: list[tuple[int, Check]] = []
        for number, sign in enumerate(model.signs):
            check = self._check(sign.when, (*path, "signs", number, "when"))
            if check is not None:
                signs.append((sign.points, check))
        for kind in _INDEXED.values():
            self._unindex(kind, before)
        return weigh(model.least, signs) if len(signs) == len(model.signs) else None

    def _joined(self, name: str, parts: Sequence[Callable[[], Check | None]]) -> Check | None:
        """Several conditions as one. What words to look for before a rule is asked follows from those that it
        cannot hold without: of several of which all have to hold, the first that looks for any."""
        before = len(self.options)
        found: list[Check | None] = []
        for part in parts:
            start = len(self.options)
            check = part()
            for needed, kind in _INDEXED.items():
                asked = any(c is not None and c.needs & needed for c in found)
                if name == "all" and asked:
                    self._unindex(kind, start)
            found.append(check)
        whole = [c for c in found if c is not None]
        if len(whole) < len(found):
            return None
        joined = whole[0] if len(whole) == 1 else _GROUPS[name](*whole)
        if (
            joined.needs & Part.JOINED
        ):  # it is asked of newcomers alone: all others need not pay for its words
            joined = replace(joined, needs=joined.needs & ~_WORDS)
        for needed, kind in _INDEXED.items():
            if not joined.needs & needed:
                self._unindex(kind, before)
        return joined

    def _unindex(self, kind: type[Options], since: int) -> None:
        """Leave conditions out of what is looked for in every text."""
        self.options[since:] = [o for o in self.options[since:] if not isinstance(o, kind)]

    def _leaf(self, name: str, value: Any, path: PathTo) -> Check | None:
        condition = CONDITIONS.get(name)
        if condition is None:
            known = {*CONDITIONS, *_GROUPS, "not", "weigh"}
            self._wrong(path, unknown("condition", name, known), at_key=path[-1:] == (name,))
            return None
        if value is None and _asks(condition.options):
            self._wrong(path, say("tell-more", name=name, example=condition.example))
            return None
        options = checked(condition.options, value, self.document, path, self.problems)
        if options is None:
            return None
        self._asks_for_others |= name in _OTHERS or bool(_OTHERS & {*getattr(options, "of", ())})
        self.longest_window = max(self.longest_window, getattr(options, "within", 0))
        filled = self._with_lists(options, path)
        if filled is None:
            return None
        self.options.append(filled)
        self.leaves[path] = Leaf(name, options, path)
        made = condition.build(filled)
        test = made if isinstance(made, Probe) else Probe(made)
        look, holds = test.look, test.holds or (lambda facts: test.look(facts).hit)
        if self._asked:
            holds = self.searches.guarding(filled, test, holds)

        def check(facts: Facts) -> Trace:
            return Trace(name, look(facts))

        return Check(check, condition.needs(filled), quick=holds)

    def _with_lists(self, options: Options, path: PathTo) -> Options | None:
        """Options with the words of the lists they name filled in."""
        filled, wrong = with_lists(options, self.lists)
        for place, message in wrong:
            self._wrong((*path, *place), message)
        return filled if not wrong else None

    def _actions(
        self, data: Any, path: PathTo, expires: int, kinds: frozenset[Kind] = frozenset()
    ) -> tuple[tuple[Action, ...], bool]:
        """The actions, and whether deletions take earlier messages along; `kinds` are the rule's events."""
        entries = data if isinstance(data, list) else [data]
        paths = [(*path, i) for i in range(len(entries))] if isinstance(data, list) else [path]
        if not entries:
            self._wrong(path, say("some-action"))
        found: list[Action] = []
        matched = False
        for entry, place in zip(entries, paths, strict=True):
            if not isinstance(entry, str | dict) or not entry:
                self._wrong(place, say("action-form"))
                continue
            named = {entry: None} if isinstance(entry, str) else entry
            for name, value in named.items():
                where = (*place, name) if entry is named else place
                self._means_something(name, where, kinds)
                action, takes = self._action(name, value, where, expires)
                matched |= takes
                if action is not None:
                    found.append(action)
        return tuple(found), matched

    def _action(self, name: str, value: Any, path: PathTo, expires: int) -> tuple[Action | None, bool]:
        spelling = self.spellings.get(name)
        if spelling is None:
            self._wrong(path, unknown("action", name, self.spellings), at_key=path[-1:] == (name,))
            return None, False
        if value is None and _asks(spelling.options):
            self._wrong(path, say("tell-more", name=name, example=spelling.example))
            return None, False
        options = checked(spelling.options, value, self.document, path, self.problems)
        if options is None:
            return None, False
        return spelling.build(options, self.language, expires), bool(getattr(options, "matched", False))

    def _means_something(self, name: str, path: PathTo, kinds: frozenset[Kind]) -> None:
        """An action about one kind of event, in a rule about others, would never do anything there."""
        only = self.spellings[name].on if name in self.spellings else frozenset()
        others = sorted(k.value for k in kinds - only)
        if only and others:
            named = sorted(k.value for k in only)
            sentence = say("action-elsewhere", name=name, kinds=named, others=others)
            self._wrong(path, sentence, at_key=path[-1:] == (name,))

    def _escalation(self, model: EscalationModel) -> Escalation:
        steps: list[Step] = []
        for number, step in enumerate(model.steps):
            path: PathTo = ("escalation", "steps", number)
            if steps and step.points <= steps[-1].points:
                self._wrong((*path, "points"), say("steps-upwards"))
            actions, _ = self._actions(step.then, (*path, "then"), model.expires)
            for action in actions:
                if isinstance(action, Mute | Kick | Ban):
                    steps.append(Step(step.points, action, f"{step.points}: {_spelled(step.then)}"))
                else:
                    self._wrong((*path, "then"), say("step-actions"))
        return Escalation(tuple(steps), model.expires)


def _asks(options: type[Options]) -> bool:
    """Whether something has to be said."""
    return any(field.is_required() for field in options.model_fields.values())


def _exempt(model: ExemptModel) -> Exempt:
    people = frozenset(p.lower().lstrip("@") for p in model.people)
    return Exempt(people, frozenset(model.roles), model.points, model.trust)


def _spelled(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k} {v}" for k, v in value.items())
    return str(value)


def _never(_facts: Facts) -> Trace:
    """Stands in for a condition with problems; such a book is refused anyway."""
    raise AssertionError("a rule book with problems was used")


def _lower(mode: Mode, ceiling: str) -> Mode:
    """A rule's mode under that of the whole file."""
    return min(mode, Mode(ceiling), key=MODES.index)
