"""Run the tests of a rule file: what was expected, what was found instead, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from rules.config.document import Document, PathTo
from rules.config.expectation_checks import bare, negated
from rules.config.problems import Problem
from rules.config.rule_test_model import EventContext, TrialModel, scene_of
from rules.engine.actions import Action
from rules.engine.decide import decide
from rules.engine.decision import Decision, Finding, Mode, Trace
from rules.engine.facts import Facts
from rules.engine.index import Look, Part, RuleIndex
from rules.engine.rule import Escalation, Rule
from rules.sentences import say

_WRITTEN = {"grant": "award", "tell": "private"}  # actions that are written under another name
_LONGEST = 60  # characters of a text that a sentence shows


@dataclass(frozen=True)
class Tested:
    """A rule with the tests that stand beside it, and where they stand.

    `full` does all that it does when it is enforced, with its own mode; `rule` is in force under the file's.
    """

    full: Rule
    rule: Rule
    path: PathTo
    trials: tuple[TrialModel, ...]


@dataclass(frozen=True)
class _Trying:
    """A rule book that enforces whatever is asked: tests tell what rules would do, in every mode."""

    index: RuleIndex
    escalation: Escalation
    timezone: str
    hash: str = "trial"


@dataclass(frozen=True)
class Prover:
    """Tries rules out.

    Args:
        document: where the tests stand.
        looks: of the whole book's index.
        escalation: the ladder, for tests of the whole file.
        timezone: the community's.
    """

    document: Document
    looks: Mapping[Part, Look]
    escalation: Escalation
    timezone: str

    def problems(self, tested: Sequence[Tested], whole: Sequence[TrialModel]) -> Iterator[Problem]:
        """A problem for every test that fails."""
        for one in tested:
            books = self._books([one], Escalation())
            for number, trial in enumerate(one.trials):
                yield from self._try(trial, books, (*one.path, "tests", number), one.rule)
        there = [t for t in tested if t.rule.mode is not Mode.OFF]
        ordered = [t for _, t in sorted(enumerate(there), key=lambda pair: (-pair[1].rule.priority, pair[0]))]
        books = self._books(ordered, self.escalation)
        for number, trial in enumerate(whole):
            yield from self._try(trial, books, ("tests", number))

    def _books(self, tested: Sequence[Tested], escalation: Escalation) -> list[_Trying]:
        """The rules as their own modes have them, as the file's has them, and as they are when enforced: a
        test that holds in one of these ways holds, whichever mode is tried out now."""
        ways = [
            [t.full.in_mode(t.full.mode) for t in tested],
            [t.rule for t in tested],
            [t.full for t in tested],
        ]
        different = [way for number, way in enumerate(ways) if _done(way) not in map(_done, ways[:number])]
        return [self._book(way, escalation) for way in different]

    def _book(self, rules: Iterable[Rule], escalation: Escalation) -> _Trying:
        enforced = [replace(r, mode=Mode.ENFORCE) for r in rules]
        return _Trying(RuleIndex(enforced, self.looks), escalation, self.timezone)

    def _try(
        self, trial: TrialModel, books: Sequence[_Trying], path: PathTo, alone: Rule | None = None
    ) -> Iterator[Problem]:
        context = scene_of(trial, self.timezone)
        first: tuple[Decision, list[str]] | None = None
        for book in books:
            decision = decide(context.event, context.state, context.activity, book, context.now)
            happened = _what_happened(decision)
            failed = [e for e in trial.expect if (bare(e) in happened) is negated(e)]
            if not failed:
                return
            first = first or (decision, failed)
        if first is not None:
            decision, failed = first
            found = self._found(decision, context, [alone] if alone is not None else ())
            yield self.document.problem(path, _claim(trial, alone.id if alone else "", failed, found))

    def _found(self, decision: Decision, context: EventContext, rules: Sequence[Rule]) -> str:
        if decision.exempt:
            return say("test-exempt", why=decision.exempt)
        if decision.hits:
            why = [say("test-hit-rule", rule=h.rule, why=reason(h.trace)) for h in decision.hits]
            return say(
                "test-gave",
                done=_names(decision) or say("test-no-action"),
                why=_joined("test-semicolon", why),
            )
        if not rules:
            return say("test-no-rule")
        (rule,) = rules
        if context.event.kind not in rule.kinds:
            return say("test-kinds", kinds=sorted(rule.kinds))
        if not rule.concerns(context.event, decision.state):
            return say("test-left-out")
        facts = Facts(context.event, decision.state, context.activity, context.now, self.timezone)
        return say("test-no-hit", why=reason(rule.check.whole(facts)))


def _claim(trial: TrialModel, rule: str, failed: Sequence[str], found: str) -> str:
    quoted = trial.text[:_LONGEST].replace("\n", " ") + ("…" if len(trial.text) > _LONGEST else "")
    return say(
        "test-fails",
        subject=say("test-of-rule", name=rule) if rule else say("test-of-all"),
        what=say("test-text", text=quoted) if quoted else say("test-event", kind=trial.on),
        writer=say(f"a-{trial.standing}"),
        failed=failed,
        found=found,
    )


def _done(rules: Iterable[Rule]) -> list[tuple[Action, ...]]:
    return [rule.actions for rule in rules]


def name_of(action: Action) -> str:
    """An action's name as rule files write it."""
    tag = str(type(action).__struct_config__.tag)
    return _WRITTEN.get(tag, tag)


def _names(decision: Decision) -> list[str]:
    return [name_of(a) for a in decision.actions]


def _what_happened(decision: Decision) -> set[str]:
    hit = {"hit"} if decision.hits else set()
    return {*hit, *(h.rule for h in decision.hits), *_names(decision)}


def reason(trace: Trace) -> str:
    """The conditions that made a trace what it is, each with what it measured, in a few words."""
    return _joined("test-and", list(dict.fromkeys(_deciding(trace)))) or trace.condition


def _joined(key: str, parts: Sequence[str]) -> str:
    """Sentences in a row, nothing for none."""
    return reduce(lambda first, rest: say(key, first=first, rest=rest), parts) if parts else ""


def _deciding(trace: Trace) -> Iterator[str]:
    if not trace.parts:
        key = "test-holds" if trace.finding.hit else "test-holds-not"
        yield say(key, name=trace.condition, values=_measured(trace.finding))
        return
    agreeing = [p for p in trace.parts if p.finding.hit is trace.finding.hit]
    for part in agreeing or trace.parts:
        yield from _deciding(part)


def _measured(finding: Finding) -> str:
    given = {name: value for name, value in finding.values.items() if value not in ("", "–")}
    values = [say("test-value", name=say(f"value-{name}"), value=str(v)) for name, v in given.items()]
    return say("test-values", values=values) if values else ""
