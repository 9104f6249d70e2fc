"""Explain one message: what every rule makes of it, with the whole trace (`zhiqun explain`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from bot.backtest.action_spelling import spelled_action
from bot.features.moderation.escalation_limit import rung
from bot.features.moderation.trace_rendering import worded
from bot.text.messages import plain
from rules.config.book import RuleBook
from rules.config.rule_test_model import EventContext, TrialModel, scene_of
from rules.engine.decide import decide
from rules.engine.decision import Decision, Mode, Trace
from rules.engine.facts import Facts
from rules.engine.rule import Rule
from rules.engine.spam import SpamScore, is_scored


class Answer(Struct, frozen=True):
    """One rule's. `left_out` says why it was not asked: kind, scope or stopped; empty when it was."""

    rule: str
    mode: str
    hit: bool
    reason: str = ""
    actions: tuple[str, ...] = ()
    left_out: str = ""
    trace: Trace | None = None
    titles: Mapping[str, str] = {}  # the reason in each language that the rule file has it in


class Spam(Struct, frozen=True):
    """What the learned score says of the text. `terms` weigh most, spam above 0; `shipped`: the model is the
    one that comes along with the program."""

    score: SpamScore
    terms: tuple[tuple[str, float], ...] = ()
    shipped: bool = False


class Explanation(Struct, frozen=True):
    """What becomes of a message: the answers of all rules, in the order in which they are asked.

    `first`: so many messages of each member are scored for spam, because a rule asks; this is the `number`th.
    """

    actions: tuple[str, ...]
    exempt: str  # why nobody may be punished: role, sender; empty when judged
    escalated: str  # the ladder's step that added something
    answers: tuple[Answer, ...]
    spam: Spam | None = None
    first: int = 0
    number: int = 0


Scorer = Callable[[str], Spam]


def explain(book: RuleBook, trial: TrialModel, scorer: Scorer | None = None) -> Explanation:
    """Ask every rule of a book about a made-up message. Conditions are looked at even when the answer
    is known without them. The text is scored for spam where the bot would do so, too."""
    context = scene_of(trial, book.timezone)
    asks = scorer is not None and bool(context.event.text) and book.scored > 0
    spam = scorer(context.event.text) if asks and scorer and is_scored(context.state, book.scored) else None
    score = spam.score if spam is not None else None
    decision = decide(context.event, context.state, context.activity, book, context.now, spam=score)
    hits = {h.rule for h in decision.hits}
    return Explanation(
        tuple(map(spelled_action, decision.actions)),
        decision.exempt,
        decision.escalated,
        tuple(_answer(rule, context, decision, hits, book.timezone, score) for rule in book.rules),
        spam,
        book.scored if asks else 0,
        decision.state.messages,
    )


def _answer(
    rule: Rule,
    context: EventContext,
    decision: Decision,
    hits: set[str],
    timezone: str,
    spam: SpamScore | None,
) -> Answer:
    shown, titles = (rule.id, str(rule.mode)), rule.titles
    if context.event.kind not in rule.kinds:
        return Answer(*shown, False, rule.reason, left_out="kind", titles=titles)
    if not rule.concerns(context.event, decision.state):
        return Answer(*shown, False, rule.reason, left_out="scope", titles=titles)
    trace = rule.check.whole(
        Facts(context.event, decision.state, context.activity, context.now, timezone, spam)
    )
    hit = rule.id in hits
    stopped = "stopped" if trace.finding.hit and not hit and not decision.exempt else ""
    actions = tuple(map(spelled_action, rule.actions)) if trace.finding.hit else ()
    return Answer(*shown, hit, rule.reason, actions, stopped, trace, titles)


def lines(language: str, found: Explanation, *, every: bool = False, rule: str = "") -> Iterator[str]:
    """The explanation as indented trees, rules that hold first.

    Args:
        language: of the sentences.
        found: what is told.
        every: the conditions of all rules, too; otherwise of those that hold.
        rule: one rule alone, with its conditions.
    """
    for answer in sorted(found.answers, key=lambda a: (bool(a.left_out), not a.hit)):
        if not rule or answer.rule == rule:
            yield from _of_rule(language, answer, deep=every or bool(rule) or answer.hit)
    yield ""
    yield from _of_spam(language, found)
    if found.exempt:
        yield plain(language, "explain-exempt", who=found.exempt)
    elif found.actions:
        yield plain(language, "explain-done", actions=", ".join(found.actions))
    else:
        yield plain(language, "explain-nothing")
    if found.escalated:
        yield plain(language, "explain-escalated", step=rung(found.escalated, language))
    if not every and not rule:
        yield plain(language, "explain-more")


def _of_spam(language: str, found: Explanation) -> Iterator[str]:
    """The spam score with its limits, and what of the text weighs most."""
    spam = found.spam
    if spam is None:
        if found.first and not found.exempt:
            yield plain(language, "explain-spam-late", first=found.first, number=found.number)
        return
    model = "shipped" if spam.shipped else "own"
    chance, tail = f"{spam.score.chance:.1%}", f"{spam.score.tail:.2%}"
    yield plain(language, "explain-spam", chance=chance, tail=tail, model=model)
    for answer in found.answers:
        for limit in dict.fromkeys(_limits(answer.trace)):
            yield f"   {plain(language, 'explain-spam-limit', rule=answer.rule, limit=limit)}"
    if spam.score.copy:
        yield f"   {plain(language, 'explain-spam-copy', label=spam.score.copy)}"
    for gram, weight in spam.terms:
        yield f"   {weight:+.3f}  {gram}"


def _limits(trace: Trace | None) -> Iterator[str]:
    """From what score on the rule's conditions hold."""
    if trace is not None:
        if trace.condition == "spam":
            yield str(trace.finding.values["limit"])
        for part in trace.parts:
            yield from _limits(part)


def _of_rule(language: str, answer: Answer, *, deep: bool) -> Iterator[str]:
    mark = "–" if answer.left_out else plain(language, "check-hit" if answer.hit else "check-miss")
    mode = f" [{answer.mode}]" if answer.mode != Mode.ENFORCE else ""
    follows = f" → {', '.join(answer.actions)}" if answer.actions else ""
    why = f": {plain(language, f'explain-left-out-{answer.left_out}')}" if answer.left_out else ""
    reason = answer.titles.get(language, answer.reason)
    yield f"{mark} {answer.rule}{mode} ({reason}){why}{follows}"
    if deep and answer.trace is not None:
        yield from tree(language, answer.trace, 1)


def tree(language: str, trace: Trace, depth: int = 0) -> Iterator[str]:
    """A trace line by line, each condition with what it measured."""
    mark = plain(language, "check-hit" if trace.finding.hit else "check-miss")
    values = worded(language, trace.condition, trace.finding.values)
    sentence = plain(language, f"check-{trace.condition}", **values)
    matched = trace.finding.matched
    told = matched in sentence or matched in trace.finding.values.values()
    shown = f"  «{matched}»" if matched and not told and not trace.parts else ""
    yield f"{'   ' * depth}{mark} {sentence}{shown}"
    for part in trace.parts:
        yield from tree(language, part, depth + 1)


def as_json(found: Explanation) -> dict[str, Any]:
    """For programs."""
    whole: dict[str, Any] = msgspec.to_builtins(found)
    return whole
