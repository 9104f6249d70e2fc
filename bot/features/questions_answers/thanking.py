"""Thanks by a button, quietly: worth as much as thanks in words, and within the same limits."""

from __future__ import annotations

from bot.core.batch import Batch
from rules.engine.events import Event
from rules.engine.incentives import thank
from storage import answering, ledger
from storage.answering import GivenTo, Question


def accepted_of(batch: Batch, number: int) -> GivenTo | None:
    """The answer of a question that was accepted first, if any stands."""
    given = [a for a in answering.answers(batch.connection, number) if a.accepted]
    return given[-1] if given else None


def thank_for(batch: Batch, event: Event, question: Question, given: GivenTo, by: int) -> str:
    """Thank whoever answered, once; the key of the sentence that says what came of it."""
    if given.person == by:
        return "qa-own-thanks"
    key = f"thanked:{given.id}:{by}"
    if ledger.end_of(batch.connection, key) is not None:
        return "qa-thanked-before"
    people = {by, given.person}
    batch.foresee([(question.chat, by)], [(question.community, person) for person in people])
    entries = thank(
        event,
        batch.state(question.chat, by, question.community),
        batch.standing(question.community, people, event.at),
        batch.book.incentives,
        giver=by,
        helper=given.person,
        key=key,
        message=given.message,
        timezone=batch.timezone,
    )
    batch.credit(question.community, question.chat, entries)
    return "qa-thanked"
