"""/ask /solved /answers: questions of members, and what helped."""

from __future__ import annotations

from bot.core.authority import must_ask
from bot.core.command import Answer, Ask, Command, Where
from bot.features.content_gap.question_detection import subject
from bot.features.questions_answers.accepting import accept_answer, may_decide
from bot.features.questions_answers.asking import put_up
from bot.features.questions_answers.matching import Matcher
from bot.features.questions_answers.showing import link
from bot.text.messages import Html
from rules.engine.people import is_person
from storage import answering, event_log
from storage.answering import GivenTo, Question

_FOUND = 5  # questions that /answers lists
_SHORT = 15  # seconds that a word about /solved stays


def ask(given: Ask) -> Answer | None:
    """Put this question up, or the message that is answered: one's own, for moderators anybody's."""
    batch, event, chat = given.batch, given.event, given.chat
    message, asker, said = event.message_id, given.person.id, given.arguments
    reply = event.reply
    if not said:
        who = reply.person if reply is not None and reply.person is not None else None
        if reply is None or who is None or not is_person(who):
            return given.answer("qa-ask-how")
        asker = batch.directory.person(who.id).id
        if asker != given.person.id and not given.state.role.moderates:
            return given.answer("qa-ask-how")
        message, said = reply.message_id, event_log.text_of(batch.connection, chat.id, reply.message_id)
    if not put_up(batch, event, chat, given.community, message, asker, subject(said)):
        return Answer(given.say("qa-asked-before"), lasts=_SHORT)
    return None


def solved(given: Ask) -> Answer | None:
    """Accept the answer that is replied to."""
    batch, event, chat = given.batch, given.event, given.chat
    reply = event.reply
    if reply is None or reply.person is None or not is_person(reply.person):
        return given.answer("qa-solved-how")
    question, answer = _meant(given, reply.message_id, batch.directory.person(reply.person.id).id)
    if question is None or answer is None:
        return Answer(given.say("qa-no-question"), lasts=_SHORT)
    if given.person.id != question.person and must_ask(batch, event, [chat.id]):
        return None
    if not may_decide(batch, question, given.person.id):
        return Answer(given.say("qa-not-yours"), lasts=_SHORT)
    said = accept_answer(batch, event, question, answer, given.person.id)
    return Answer(given.say(said, name=answer.name), lasts=_SHORT)


def _meant(given: Ask, message: int, author: int) -> tuple[Question | None, GivenTo | None]:
    """The question that a message answers; the asker's newest one when it replied to none."""
    batch, chat = given.batch, given.chat
    answer = answering.answer_at(batch.connection, chat.id, message)
    if answer is not None:
        return answering.question(batch.connection, answer.question), answer
    question = answering.newest_open(batch.connection, chat.id, given.person.id)
    if question is None or message <= question.message:
        return None, None
    answering.give(batch.connection, question.id, chat.id, message, author, given.event.at)
    return question, answering.answer_at(batch.connection, chat.id, message)


def answers(given: Ask) -> Answer:
    """Solved questions about some words."""
    words = subject(given.arguments) or given.arguments.lower().split()
    if not words:
        return given.answer("qa-answers-how")
    found = Matcher(answering.solved(given.batch.connection, given.community)).ranked(words)[:_FOUND]
    lines = []
    for _, one in found:
        url = link(given.batch, one.chat, one.answer)
        about = " ".join(sorted(one.words))[:60]
        if url:
            lines.append(given.say("qa-found", url=Html(url), name=one.helper, about=about))
    if not lines:
        return given.answer("qa-none-found")
    return Answer(Html("\n".join([given.say("qa-found-head"), *lines])))


COMMANDS = (
    Command("answers", answers, examples=("/answers pandas", "/answers 数据清洗")),
    Command("ask", ask, where=Where.GROUP, examples=("/ask how do I merge two tables?", "/ask")),
    Command("solved", solved, where=Where.GROUP, examples=("/solved",)),
)
