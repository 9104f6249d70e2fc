"""`zhiqun explain`: what every rule makes of one message, with the whole trace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from bot.proving.spelling import spelled_action
from bot.texts import plain
from rules.config.book import RuleBook
from rules.config.trials import Scene, TrialModel, scene_of
from rules.engine.decide import decide
from rules.engine.decision import Decision, Mode, Trace
from rules.engine.facts import Facts
from rules.engine.rule import Rule


class Answer(Struct, frozen=True):
    """One rule's. `left_out` says why it was not asked: kind, scope or stopped; empty when it was."""

    rule: str
    mode: str
    hit: bool
    reason: str = ""
    actions: tuple[str, ...] = ()
    left_out: str = ""
    trace: Trace | None = None


class Explanation(Struct, frozen=True):
    """What becomes of a message: the answers of all rules, in the order in which they are asked."""

    actions: tuple[str, ...]
    exempt: str  # why nobody may be punished: role, sender; empty when judged
    escalated: str  # the ladder's step that added something
    answers: tuple[Answer, ...]


def explain(book: RuleBook, trial: TrialModel) -> Explanation:
    """Ask every rule of a book about a made-up message. Conditions are looked at even when the answer
    is known without them."""
    scene = scene_of(trial, book.timezone)
    decision = decide(scene.event, scene.state, scene.activity, book, scene.now)
    hits = {h.rule for h in decision.hits}
    return Explanation(
        tuple(map(spelled_action, decision.actions)),
        decision.exempt,
        decision.escalated,
        tuple(_answer(rule, scene, decision, hits, book.timezone) for rule in book.rules),
    )


def _answer(rule: Rule, scene: Scene, decision: Decision, hits: set[str], timezone: str) -> Answer:
    shown = (rule.id, str(rule.mode))
    if scene.event.kind not in rule.kinds:
        return Answer(*shown, False, rule.reason, left_out="kind")
    if not rule.concerns(scene.event, decision.state):
        return Answer(*shown, False, rule.reason, left_out="scope")
    trace = rule.check.whole(Facts(scene.event, decision.state, scene.activity, scene.now, timezone))
    hit = rule.id in hits
    stopped = "stopped" if trace.finding.hit and not hit and not decision.exempt else ""
    actions = tuple(map(spelled_action, rule.actions)) if trace.finding.hit else ()
    return Answer(*shown, hit, rule.reason, actions, stopped, trace)


def lines(language: str, found: Explanation) -> Iterator[str]:
    """The explanation as an indented tree, rules that hold first."""
    for answer in sorted(found.answers, key=lambda a: (bool(a.left_out), not a.hit)):
        yield from _of_rule(language, answer)
    yield ""
    if found.exempt:
        yield plain(language, "explain-exempt", who=found.exempt)
    elif found.actions:
        yield plain(language, "explain-done", actions=", ".join(found.actions))
    else:
        yield plain(language, "explain-nothing")
    if found.escalated:
        yield plain(language, "explain-escalated", step=found.escalated)


def _of_rule(language: str, answer: Answer) -> Iterator[str]:
    mark = "–" if answer.left_out else plain(language, "check-hit" if answer.hit else "check-miss")
    mode = f" [{answer.mode}]" if answer.mode != Mode.ENFORCE else ""
    follows = f" → {', '.join(answer.actions)}" if answer.actions else ""
    why = f": {plain(language, f'explain-left-out-{answer.left_out}')}" if answer.left_out else ""
    yield f"{mark} {answer.rule}{mode} ({answer.reason}){why}{follows}"
    if answer.trace is not None:
        yield from tree(language, answer.trace, 1)


def tree(language: str, trace: Trace, depth: int = 0) -> Iterator[str]:
    """A trace line by line, each condition with what it measured."""
    mark = plain(language, "check-hit" if trace.finding.hit else "check-miss")
    sentence = plain(language, f"check-{trace.condition}", **trace.finding.values)
    matched = trace.finding.matched
    shown = f"  «{matched}»" if matched and matched not in sentence and not trace.parts else ""
    yield f"{'   ' * depth}{mark} {sentence}{shown}"
    for part in trace.parts:
        yield from tree(language, part, depth + 1)


def as_json(found: Explanation) -> dict[str, Any]:
    """For programs."""
    whole: dict[str, Any] = msgspec.to_builtins(found)
    return whole
