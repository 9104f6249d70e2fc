"""/report: a member points a message out to the moderators, and the group sees nothing of it."""

from __future__ import annotations

import re

from msgspec import structs
from sqlalchemy import select

from bot.core.command import Answer, Ask, Command, Where
from bot.core.derived_events import happen
from bot.features.moderation.report_cards import show
from bot.platforms.telegram.calls import Priority, mention
from bot.text.messages import Html
from rules.config.community import gate_of
from rules.engine.events import Command as Command_
from rules.engine.events import Content, Event, Kind, Sender
from rules.engine.gate import standing_gate
from storage import albums, people, reports
from storage.chats import MEMBER

_LASTS = 15  # seconds that the thanks stay
_LONGEST = 300  # characters of a reason
_AGAIN = (1, 3, 10, 30, 100)  # so many reports of one message, and moderators without a room are named again
_CALLED = ("admin", "admins", "guanliyuan")
_CALL = re.compile(r"@(?:admins?|guanliyuan|管理员)", re.IGNORECASE)
_NAMED = 3  # moderators who are named where they have no room


def report(ask: Ask) -> Answer | None:
    """Keep the report, tell the moderators, and let rules about reports judge it."""
    batch, event = ask.batch, ask.event
    answered = event.reply
    if answered is None or answered.person is None:
        return Answer(ask.say("report-how"), lasts=_LASTS)
    subject = batch.directory.person(answered.person.id)
    if subject.id == ask.person.id:
        return Answer(ask.say("report-yours"), lasts=_LASTS)
    state = batch.state(ask.chat.id, subject.id, ask.community)
    if answered.sender not in (Sender.MEMBER, Sender.CHANNEL) or state.role.moderates or subject.bot:
        return Answer(ask.say("report-protected"), lasts=_LASTS)
    message = _meant(ask, answered.message_id)
    row = {
        "chat_id": ask.chat.id,
        "message_id": message,
        "reporter_id": ask.person.id,
        "person_id": subject.id,
        "at": batch.now,
        "reason": ask.arguments[:_LONGEST],
    }
    count = reports.add(batch.connection, row)
    called = event.content is not None and not event.content.text.startswith("/")
    if not called:
        batch.call(event, "deleteMessage", ask.chat.id, Priority.MODERATION, message_id=event.message_id)
    gate = gate_of(batch.book.community.reporters)
    weighed = not standing_gate(ask.state, event.at, gate)
    reason = ask.arguments[:_LONGEST]
    added = not count and bool(reason)
    if added:
        added = reports.add_reason(batch.connection, ask.chat.id, message, ask.person.id, reason)
    if count or added:
        _tell(ask, count, subject.id, message)
    if count and weighed:  # rules may judge it: on: report
        happen(batch, event, Kind.REPORT, ask.chat, subject, by=event.person, message_id=message)
    if called:  # what was said stands, and a sign below it says that it was heard
        _react(ask)
        return None
    return Answer(ask.say("report-done"), lasts=_LASTS)


def _meant(ask: Ask, message: int) -> int:
    """The message that a report is kept for: of an album the part with words, whichever was answered."""
    parts = albums.parts_of(ask.batch.connection, ask.chat.id, message)
    return next((part for part, words in parts.items() if words), min(parts, default=message))


def is_call(event: Event) -> bool:
    """Whether a message calls the moderators by @admin in answer to another one."""
    content = event.content
    if content is None or content.command is not None or event.reply is None or content.forward is not None:
        return False
    author, answered = event.person, event.reply.person
    if author is None or answered is None or author.id == answered.id:
        return False
    return any(m.username.lower() in _CALLED for m in content.mentions) or "@管理员" in content.text


def as_report(event: Event) -> Event:
    """The call as a report whose reason is what else was said."""
    content = event.content or Content()
    reason = _CALL.sub(" ", content.text).strip()
    return structs.replace(event, content=structs.replace(content, command=Command_("report", reason)))


def _react(ask: Ask) -> None:
    ask.batch.call(
        ask.event,
        "setMessageReaction",
        ask.chat.id,
        message_id=ask.event.message_id,
        reaction=[{"type": "emoji", "emoji": "👀"}],
    )


def _tell(ask: Ask, count: int, author: int, message: int) -> None:
    batch = ask.batch
    reported = reports.message(batch.connection, ask.community, ask.chat.id, message, author, batch.now)
    if show(batch, ask.event, reported) or count not in _AGAIN:
        return
    query = select(MEMBER.c.person_id).where(
        MEMBER.c.chat_id == ask.chat.id, MEMBER.c.role.in_(["creator", "administrator"])
    )
    found = batch.connection.execute(query.order_by(MEMBER.c.person_id).limit(_NAMED)).scalars()
    known = [people.person(batch.connection, p) for p in found]
    named = Html(" ".join(mention(p.id, p.name) for p in known if p is not None))
    if named:
        batch.call(
            ask.event,
            "sendMessage",
            ask.chat.id,
            text=ask.say("report-here", moderators=named),
            parse_mode="HTML",
            reply_parameters={"message_id": message, "allow_sending_without_reply": True},
        )


COMMANDS = (Command("report", report, where=Where.GROUP, examples=("/report", "/report an advertisement")),)
