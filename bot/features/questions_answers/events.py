"""What members write: answers to questions that stand, and questions that were solved before."""

from __future__ import annotations

from bot.core.batch import Batch
from bot.core.buttons import ANYONE, button
from bot.features.content_gap.question_detection import asks, subject
from bot.features.questions_answers.matching import Matcher
from bot.features.questions_answers.showing import VERB, link
from bot.features.questions_answers.solved_questions import SolvedQuestions
from bot.platforms.telegram.calls import REMOVED_LATER, Follow
from bot.text.messages import Html, plain, say
from rules.engine.events import Event, Sender
from storage import answering
from storage.answering import CLOSED

_LASTS = 600  # seconds that a note stays; and no more than one comes in that time
_TURN = -7_001  # of notes, among the turns of a chat


def heard(batch: Batch, event: Event) -> None:
    """Note an answer; show an earlier answer to whoever asks again."""
    content = event.content
    if event.timer is not None or content is None or event.chat.private or event.sender is not Sender.MEMBER:
        return
    if content.command is not None or content.forward is not None or event.person is None:
        return
    chat = batch.chat(event)
    if chat.community is None or chat.role != "members":
        return
    if event.reply is not None:
        _answered(batch, event, chat.id)
    elif batch.book.community.questions.repeats:
        solved = batch.services.of(SolvedQuestions).of(batch, chat.community)
        if solved and asks(content.text):
            _asked_again(batch, event, chat.id, solved)


def _answered(batch: Batch, event: Event, chat: int) -> None:
    person = batch.author(event)
    if event.reply is None or person is None:
        return
    asked = answering.is_asked(batch.unflushed, chat, event.reply.message_id)
    if asked is not None and asked[1] != person.id and asked[2] != CLOSED:
        answering.give(batch.connection, asked[0], chat, event.message_id, person.id, event.at)


def _asked_again(batch: Batch, event: Event, chat: int, solved: Matcher) -> None:
    found = solved.alike(subject(event.text))
    url = link(batch, found.chat, found.answer) if found is not None else ""
    if found is None or not url or not answering.is_solved(batch.connection, found):
        return
    if not batch.services.own.pace.take((chat, _TURN), event.update_id, event.at, 1, _LASTS).given:
        return
    language = batch.spoken(chat)
    sign = batch.services.buttons.signer(chat, ANYONE, batch.now)
    batch.call(
        event,
        "sendMessage",
        chat,
        text=say(language, "qa-again", url=Html(url), name=found.helper),
        parse_mode="HTML",
        disable_notification=True,
        link_preview_options={"is_disabled": True},
        reply_parameters={"message_id": event.message_id, "allow_sending_without_reply": True},
        reply_markup={"inline_keyboard": [[button(plain(language, "qa-helps"), sign(VERB, f"h{found.id}"))]]},
        then=(Follow(REMOVED_LATER, after=batch.book.community.for_a_while(_LASTS)),),
    )
