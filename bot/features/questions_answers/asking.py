"""A question is put up: the card under it, whose number its receipt brings."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.features.questions_answers.showing import rows_of, text_of
from bot.platforms.telegram.calls import Follow, follow_kind
from bot.platforms.telegram.follow_up import Receipt
from rules.engine.events import Event
from storage import answering
from storage.directory import KnownChat

CARD = follow_kind("question card", "questions_answers")


def put_up(
    batch: Batch,
    event: Event,
    chat: KnownChat,
    community: int,
    message: int,
    asker: int,
    words: Sequence[str],
) -> bool:
    """Put a message up as a question, with a card under it; whether it was none before."""
    if answering.is_asked(batch.connection, chat.id, message) is not None:
        return False
    asked = answering.ask(batch.connection, community, (chat.id, message), asker, words, event.at)
    language = batch.spoken(chat.id)
    batch.call(
        event,
        "sendMessage",
        chat.id,
        text=text_of(batch, asked, language),
        parse_mode="HTML",
        disable_notification=True,
        reply_parameters={"message_id": message, "allow_sending_without_reply": True},
        reply_markup={"inline_keyboard": rows_of(batch, asked, language)},
        then=(Follow(CARD, subject_id=asked.id),),
    )
    return True


def keep_card(connection: Connection, receipt: Receipt) -> None:
    """Remember which message the card is."""
    if receipt.message_id:
        answering.set_card(connection, receipt.follow.subject_id, receipt.message_id)
