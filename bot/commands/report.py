"""/report: a member points a message out to the moderators, and the group sees nothing of it."""

from __future__ import annotations

from sqlalchemy import select

from bot.commands.command import Answer, Ask, Command, Where
from bot.happening import happen
from bot.moderation.names import mention
from bot.screening.telling import tell_moderators
from bot.telegram.calls import Priority
from bot.texts import Html, say
from rules.config.gates import gate_of
from rules.engine.events import Kind, Sender
from rules.engine.gate import standing_gate
from storage import people, reports
from storage.chats import MEMBER
from storage.directory import platform_ids

_LASTS = 15  # seconds that the thanks stay
_AGAIN = (1, 3, 10, 30, 100)  # so many reports of one message, and the moderators are told (again)
_NAMED = 3  # moderators who are named where they have no room


async def report(ask: Ask) -> Answer:
    """Keep the report, tell the moderators, and let rules about reports judge it."""
    batch, event = ask.batch, ask.event
    answered = event.reply
    if answered is None or answered.person is None:
        return Answer(ask.say("report-how"), lasts=_LASTS)
    subject = batch.directory.person(answered.person.id)
    if subject.id == ask.person.id:
        return Answer(ask.say("report-yours"), lasts=_LASTS)
    state = await batch.state(ask.chat.id, subject.id, ask.community)
    if answered.sender not in (Sender.MEMBER, Sender.CHANNEL) or state.role.moderates or subject.bot:
        return Answer(ask.say("report-protected"), lasts=_LASTS)
    row = {
        "chat_id": ask.chat.id,
        "message_id": answered.message_id,
        "reporter_id": ask.person.id,
        "person_id": subject.id,
        "at": batch.now,
    }
    count = await reports.add(batch.connection, row)
    batch.call(event, "deleteMessage", ask.chat.id, Priority.MODERATION, message_id=event.message_id)
    gate = gate_of(batch.book.community.reporters)
    weighed = not standing_gate(ask.state, event.at, gate)
    if count in _AGAIN:
        await _tell(ask, count, mention(subject.id, subject.name), answered.message_id, weighed=weighed)
    if count and weighed:  # rules may judge it: on: report
        happen(batch, event, Kind.REPORT, ask.chat, subject, by=event.person, message_id=answered.message_id)
    return Answer(ask.say("report-done"), lasts=_LASTS)


async def _tell(ask: Ask, count: int, member: Html, message: int, *, weighed: bool) -> None:
    batch = ask.batch
    told = await tell_moderators(
        batch,
        ask.event,
        ask.community,
        "report-alert",
        count=count,
        chat=ask.chat.title,
        member=member,
        reporter=mention(ask.person.id, ask.person.name),
        reason=ask.arguments[:300] or "–",
        new="" if weighed else say(batch.book.community.language, "report-by-new"),
        link=await _link(ask, message),
    )
    if told:
        return
    query = select(MEMBER.c.person_id).where(
        MEMBER.c.chat_id == ask.chat.id, MEMBER.c.role.in_(["creator", "administrator"])
    )
    found = (await batch.connection.execute(query.order_by(MEMBER.c.person_id).limit(_NAMED))).scalars()
    known = [await people.person(batch.connection, p) for p in found]
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


async def _link(ask: Ask, message: int) -> Html:
    """A link to the message, as far as the group has any (core.telegram.org/api/links#message-links)."""
    if ask.chat.username:
        return ask.say("report-link", url=Html(f"https://t.me/{ask.chat.username}/{message}"))
    ids, _ = await platform_ids(ask.batch.connection, [ask.chat.id], [])
    number = str(ids.get(ask.chat.id, ""))
    if not number.startswith("-100"):
        return Html("")
    return ask.say("report-link", url=Html(f"https://t.me/c/{number.removeprefix('-100')}/{message}"))


COMMANDS = (Command("report", report, where=Where.GROUP, examples=("/report", "/report an advertisement")),)
