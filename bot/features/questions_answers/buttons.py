"""Buttons under questions: which answer helped, not after all, this helps."""

from __future__ import annotations

from bot.core.authority import must_ask
from bot.core.batch import Batch
from bot.features.questions_answers.accepting import accept_answer, may_decide, revoke_answer
from bot.features.questions_answers.showing import card
from bot.text.messages import language_of, plain
from rules.engine.events import Event
from rules.engine.incentives import thank
from storage import answering, ledger
from storage.answering import CLOSED, GivenTo, Question


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


_DIGITS = 15


def pressed(batch: Batch, event: Event, arguments: str) -> str | None:
    """Do what the button says; the sentence for whoever pressed, None when Telegram is asked first."""
    person, what, number = batch.author(event), arguments[:1], arguments[1:]
    language = language_of(person.language if person else "", batch.book.community.language)
    if person is None or not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
        return plain(language, "button-unknown")
    if what == "h":
        return plain(language, _helps(batch, event, int(number), person.id))
    given = answering.answer(batch.connection, int(number)) if what in ("a", "t", "u") else None
    question = answering.question(batch.connection, given.question if given is not None else int(number))
    if (
        question is None
        or question.chat != batch.chat(event).id
        or (what in ("a", "t", "u") and given is None)
    ):
        return plain(language, "button-old")
    if what == "t" and given is not None:
        thanks = given.accepted
        return plain(
            language, thank_for(batch, event, question, given, person.id) if thanks else "button-old"
        )
    if person.id != question.person and must_ask(batch, event, [question.chat]):
        return None
    if not may_decide(batch, question, person.id):
        return plain(language, "qa-not-yours")
    if question.state == CLOSED:
        card(batch, event, question.id)
        return plain(language, "qa-is-closed")
    if given is not None:
        act = accept_answer if what == "a" else None
        said = (
            act(batch, event, question, given, person.id)
            if act is not None
            else revoke_answer(batch, event, question, given)
        )
        return plain(language, said, name=given.name)
    if what == "s" and not _to_choose(batch, question.id, question.person):
        return plain(language, "qa-no-answers")
    card(batch, event, question.id, choosing=what == "s")
    return ""


def _helps(batch: Batch, event: Event, number: int, person: int) -> str:
    """An answer served somebody who asked again: counted, and thanked for."""
    question, given = answering.question(batch.connection, number), accepted_of(batch, number)
    if question is None or given is None:
        return "button-old"
    said = thank_for(batch, event, question, given, person)
    if said == "qa-thanked":
        answering.helps(batch.connection, number)
    return "qa-helped"


def _to_choose(batch: Batch, number: int, asker: int) -> bool:
    return any(a.person != asker and not a.accepted for a in answering.answers(batch.connection, number))
