"""Carrying out what is neither a removal nor a sanction of the whole person, by calls and rows too."""

from __future__ import annotations

from bot.core.batch import Batch
from bot.features.moderation.action_handler import handler_of
from bot.features.moderation.casefile import Opened
from bot.features.moderation.reply import private_reply
from bot.features.moderation.verdict import Verdict
from bot.platforms.telegram import permissions
from bot.platforms.telegram.calls import Priority, chat_ref, person_ref
from rules.engine.actions import Action, Grant, Pin, Restrict, Review, Tag, Tell, Void
from rules.engine.entries import Entry
from rules.engine.events import Event
from rules.engine.incentives import reverse
from rules.engine.state import FOREVER
from storage import albums, casework, chats, ledger


def carry_out(batch: Batch, event: Event, verdict: Verdict, action: Action, opened: Opened | None) -> None:
    """Queue the calls and rows of one action."""
    match action:
        case Review():
            copy_to_room(batch, event, verdict.chat.id, verdict.community)
        case Restrict(kinds, seconds):
            _restrict(batch, event, verdict, kinds, seconds)
        case Tag(text):
            if opened is not None:
                casework.set_earlier(batch.connection, opened.number, {"tag": event.tag})
            who = person_ref(verdict.person.id)
            urgent = Priority.MODERATION
            batch.call(event, "setChatMemberTag", verdict.chat.id, urgent, user_id=who, tag=text)
        case Pin():
            message = verdict.message_id or event.message_id
            if message:
                batch.call(
                    event,
                    "pinChatMessage",
                    verdict.chat.id,
                    Priority.MODERATION,
                    message_id=message,
                    disable_notification=True,
                )
        case Tell():
            private_reply(batch, event, verdict, action)
        case Grant(points):
            _grant(batch, event, verdict, points)
        case Void():
            _void(batch, event, verdict)
        case _:
            changed = handler_of(batch, action).do(batch, event, verdict, action)
            if changed and opened is not None:
                opened.changed_the_group(batch.book.community.case_cards)


def copy_to_room(batch: Batch, event: Event, chat: int, community: int, *, alone: bool = False) -> None:
    """What words alone cannot show goes to the moderators' room, in the chat's lane: before it is removed.

    With it the other parts of its album, unless it goes `alone`.
    """
    content = event.content
    carries = content is not None and bool(content.media)
    room = chats.moderators_room(batch.connection, community) if carries else None
    if room is None or content is None:
        return
    parts = {event.message_id}
    if content.album and not alone:
        parts |= set(albums.parts_of(batch.connection, chat, event.message_id))
    for message in sorted(parts):
        batch.bare_call(
            event,
            "copyMessage",
            chat,
            Priority.MODERATION,
            chat_id=chat_ref(room),
            from_chat_id=chat_ref(chat),
            message_id=message,
        )


def _restrict(batch: Batch, event: Event, verdict: Verdict, kinds: tuple[str, ...], seconds: int) -> None:
    batch.call(
        event,
        "restrictChatMember",
        verdict.chat.id,
        Priority.MODERATION,
        user_id=person_ref(verdict.person.id),
        permissions=permissions.without(kinds),
        use_independent_chat_permissions=True,
        until_date=0 if seconds == FOREVER else batch.now + seconds,
    )


def _grant(batch: Batch, event: Event, verdict: Verdict, points: int) -> None:
    """Points from a rule: outside of the caps, but once for each message, however often it is edited."""
    chat, person = verdict.chat.id, verdict.person.id
    entry = Entry(
        key=key_of_grant(chat, person, event.message_id, event.update_id),
        person=person,
        source="rule",
        raw=points,
        granted=points,
        day=batch.day(event.at),
        at=event.at,
        message_id=event.message_id,
        reason=verdict.rule,
    )
    if not ledger.by_keys(batch.connection, [entry.key]):
        batch.credit(verdict.community, chat, [entry])


def key_of_grant(chat: int, person: int, message: int, update: int) -> str:
    """The key of points that rules give for a message, or for an update without one."""
    return f"rule:{chat}:{message or f'u{update}'}:{person}"


def _void(batch: Batch, event: Event, verdict: Verdict) -> None:
    message = verdict.message_id or event.message_id
    if not message:
        return
    paid = ledger.paid_for(batch.connection, verdict.chat.id, [message])
    if paid:
        batch.credit(verdict.community, verdict.chat.id, reverse(paid, event.at or batch.now, verdict.rule))
