"""What the bot says of questions: the card under one, links, lists."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.core.buttons import ANYONE, Rows, button
from bot.text.messages import Html, plain, say
from rules.engine.events import Event
from storage import answering, chats
from storage.answering import OPEN, SOLVED, GivenTo, Question
from storage.directory import platform_ids

VERB = "qa"
_LISTED = 6  # answers to choose from
_LONGEST = 40  # characters of a button


def card(batch: Batch, event: Event, number: int, *, choosing: bool = False) -> None:
    """Write the card under a question anew, as it stands now."""
    question = answering.question(batch.connection, number)
    if question is None:
        return
    message = event.press.message_id if event.press is not None and choosing else question.card
    if not message and event.press is not None:
        message = event.press.message_id
    if not message:
        return
    language = batch.spoken(question.chat)
    batch.call(
        event,
        "editMessageText",
        question.chat,
        message_id=message,
        text=text_of(batch, question, language),
        parse_mode="HTML",
        link_preview_options={"is_disabled": True},
        reply_markup={"inline_keyboard": rows_of(batch, question, language, choosing=choosing)},
    )


def text_of(batch: Batch, question: Question, language: str) -> Html:
    """What the card says."""
    if question.state == OPEN:
        return say(language, "qa-card-open", number=question.id)
    if question.state != SOLVED:
        return say(language, "qa-card-closed", number=question.id)
    accepted = [a for a in answering.answers(batch.connection, question.id) if a.accepted]
    by = [_linked(batch, question, a, language) for a in reversed(accepted)]
    joined = Html(say(language, "qa-and").join(by))
    return say(language, "qa-card-solved", number=question.id, by=joined)


def _linked(batch: Batch, question: Question, given: GivenTo, language: str) -> Html:
    url = link(batch, question.chat, given.message)
    return (
        say(language, "qa-linked", url=Html(url), name=given.name)
        if url
        else say(language, "qa-named", name=given.name)
    )


def rows_of(batch: Batch, question: Question, language: str, *, choosing: bool = False) -> Rows:
    """The card's buttons: what helped, or which answer it was."""
    sign = batch.services.buttons.signer(question.chat, ANYONE, batch.now)
    if choosing:
        given = [a for a in answering.answers(batch.connection, question.id) if not a.accepted]
        given = [a for a in given if a.person != question.person][:_LISTED]
        rows = [[button(_label(a), sign(VERB, f"a{a.id}"))] for a in given]
        return [*rows, [button(plain(language, "qa-back"), sign(VERB, f"b{question.id}"))]]
    if question.state == OPEN:
        return [[button(plain(language, "qa-solved"), sign(VERB, f"s{question.id}"))]]
    accepted = [a for a in answering.answers(batch.connection, question.id) if a.accepted]
    if question.state != SOLVED or not accepted:
        return []
    more = button(plain(language, "qa-more"), sign(VERB, f"s{question.id}"))
    thank = [button(plain(language, "qa-thank"), sign(VERB, f"t{accepted[-1].id}"))]
    thanks = [thank] if batch.book.incentives.thanks is not None else []
    return [*thanks, [more, button(plain(language, "qa-undo"), sign(VERB, f"u{accepted[0].id}"))]]


def _label(given: GivenTo) -> str:
    said = " ".join(given.text.split())
    whole = f"{given.name}: {said}" if said else given.name
    return whole if len(whole) <= _LONGEST else whole[: _LONGEST - 1] + "…"


def link(batch: Batch, chat: int, message: int) -> str:
    """A link to a message, as far as its group has any (core.telegram.org/api/links#message-links)."""
    return address(batch.connection, chat, message)


def address(connection: Connection, chat_id: int, message: int) -> str:
    """The same by a connection alone."""
    chat = chats.find(connection, chat_id)
    if chat is None:
        return ""
    if chat.username:
        return f"https://t.me/{chat.username}/{message}"
    ids, _ = platform_ids(connection, [chat.id], [])
    number = str(ids.get(chat.id, ""))
    return f"https://t.me/c/{number.removeprefix('-100')}/{message}" if number.startswith("-100") else ""
