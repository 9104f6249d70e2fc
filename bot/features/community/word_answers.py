"""Answer a member's message with what moderators wrote for its words: quietly, and not too often."""

from __future__ import annotations

from bot.core.batch import Batch, EventContext
from bot.core.rate_limiter import Limiter
from bot.platforms.telegram.calls import REMOVED_LATER, Follow
from bot.text.messages import by_operators
from rules.engine.events import Event, Sender
from rules.engine.normalize import digest
from rules.engine.word_answers import answer_to

_SAME = 60  # seconds in which the same answer is given once
_OF_MEMBER, _OF_CHAT = 2, 6  # answers in that time, to one member and in one chat


def answer_words(batch: Batch, context: EventContext) -> None:
    """Post the answer that a message asks for, if there is one and it was not given just now."""
    event, chat, person, _ = context
    content = event.content
    if content is None or person is None or not content.text or content.command is not None:
        return
    own = batch.services.own.of(batch.unflushed, chat.id)
    if not own.answers or content.forward is not None or content.via_bot or event.sender is not Sender.MEMBER:
        return
    found = answer_to(own.answers, content.text)
    if found is None or not _in_turn(batch.services.own.pace, event, chat.id, person.id, found.word):
        return
    lasts = batch.book.community.answer_seconds
    batch.call(
        event,
        "sendMessage",
        chat.id,
        text=by_operators(found.text),
        parse_mode="HTML",
        disable_notification=True,
        link_preview_options={"is_disabled": True},
        reply_parameters={"message_id": event.message_id, "allow_sending_without_reply": True},
        then=(Follow(REMOVED_LATER, after=lasts),) if lasts else (),
    )


def _in_turn(pace: Limiter, event: Event, chat: int, person: int, word: str) -> bool:
    """Whether an answer may be given: nobody can make the bot flood its own group."""
    windows = (((chat, -digest(word) or -1), 1), ((chat, person), _OF_MEMBER), ((chat, 0), _OF_CHAT))
    return all(pace.take(key, event.update_id, event.at, times, _SAME).given for key, times in windows)
