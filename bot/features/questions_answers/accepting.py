"""An answer is accepted, or not any more: points, state and card follow."""

from __future__ import annotations

from bot.core.authority import moderates
from bot.core.batch import Batch
from bot.features.questions_answers.showing import card
from bot.features.questions_answers.solved_questions import SolvedQuestions
from rules.engine.counter_entries import counter
from rules.engine.entries import Entry
from rules.engine.events import Event
from rules.engine.incentives import accept
from storage import answering, ledger
from storage.answering import GivenTo, Question

_UNDONE = "not accepted any more"
_SHOWN = "🏆"


def may_decide(batch: Batch, question: Question, person: int) -> bool:
    """Whether somebody may say what helped: whoever asked, and moderators."""
    return person == question.person or moderates(batch, question.chat, person, question.community)


def accept_answer(batch: Batch, event: Event, question: Question, given: GivenTo, by: int) -> str:
    """Accept an answer; the key of the sentence that says what came of it."""
    if given.person == question.person:
        return "qa-own"
    if given.accepted:
        return "qa-already"
    batch.foresee([(question.chat, by)], [(question.community, p) for p in (question.person, given.person)])
    mine, askers = [ledger.end_of(batch.connection, key) for key in _keys(event, question, given)]
    earned = _earned(batch, event, question, given, by) if mine is None else []
    entries = [e for e in earned if e.source == "accepted" or askers is None]
    before = [e for e in (mine, askers) if e is not None and e.raw < 0 and e.reason == _UNDONE]
    batch.credit(question.community, question.chat, [*entries, *(counter(e, batch.now, "") for e in before)])
    answering.accept(batch.connection, given, by, batch.now)
    batch.services.of(SolvedQuestions).changed(batch, question.community)
    emoji = [{"type": "emoji", "emoji": _SHOWN}]
    batch.call(event, "setMessageReaction", question.chat, message_id=given.message, reaction=emoji)
    card(batch, event, question.id)
    return "qa-accepted"


def _earned(batch: Batch, event: Event, question: Question, given: GivenTo, by: int) -> list[Entry]:
    """What an answer brings that is accepted for the first time."""
    return accept(
        event,
        batch.state(question.chat, by, question.community),
        batch.standing(question.community, {question.person, given.person}, event.at),
        batch.book.incentives,
        asker=question.person,
        helper=given.person,
        question=question.message,
        answer=given.message,
        timezone=batch.timezone,
    )


def revoke_answer(batch: Batch, event: Event, question: Question, given: GivenTo) -> str:
    """Take the acceptance of an answer away, and just the points that it brought."""
    if not given.accepted:
        return "qa-not-accepted"
    batch.foresee((), [(question.community, p) for p in (question.person, given.person)])
    answering.revoke(batch.connection, given)
    batch.services.of(SolvedQuestions).changed(batch, question.community)
    mine, askers = [ledger.end_of(batch.connection, key) for key in _keys(event, question, given)]
    others = any(a.accepted for a in answering.answers(batch.connection, question.id))
    ends = [e for e in (mine, None if others else askers) if e is not None and e.raw > 0]
    batch.credit(question.community, question.chat, [counter(e, batch.now, _UNDONE) for e in ends])
    batch.call(event, "setMessageReaction", question.chat, message_id=given.message, reaction=[])
    card(batch, event, question.id)
    return "qa-undone"


def _keys(event: Event, question: Question, given: GivenTo) -> tuple[str, str]:
    """Of the entries that accepting brings; the asker's goes with the first answer alone."""
    place = f"{event.chat.id}:{question.message}"
    return f"accept:{place}:{given.message}", f"asked:{place}"
