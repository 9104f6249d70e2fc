"""Those who were in a group before plans opened it: from the first look on they have a time in which they
stay, written into the ledger for that group alone; then the door acts as at every end.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.features.membership.standing import LOOK, sold
from bot.features.membership.telling import tell, until
from bot.features.screening.entitled import admits, group_alone, plans_opening
from bot.platforms.telegram.calls import Priority
from bot.text.calendar import end_of
from bot.text.messages import plain, say
from rules.config.membership import Membership
from rules.engine.entitlements import Entry
from rules.engine.events import Event
from storage import chats, entitlements, members, timers, trust
from storage.directory import KnownChat

EARLIER = "earlier members"  # timer: some of those who were in before are given their time
SOURCE = "earlier"
_PART = 100  # members looked at in one transaction
_LEAST = 3 * 86_400  # seconds that somebody has of whom nothing was known when the others were given theirs


def stay_until(said: int | date, began: int, timezone: str) -> int:
    """Until when those stay who were in when plans began."""
    return began + said if isinstance(said, int) else end_of(said, timezone)


def begin(connection: Connection, membership: Membership, community: int, now: int) -> None:
    """Let the running bot look through the groups that plans open."""
    if membership.earlier_members is None:
        return
    for chat in chats.groups(connection, community):
        if plans_opening(connection, membership, chat):
            timers.set_timer(connection, f"{EARLIER}:{chat.id}:{now}", EARLIER, chat.id, None, now, "0")


def look(batch: Batch, event: Event) -> None:
    """Give the next members of a group their time; the group hears of it once."""
    said, connection = sold(batch).earlier_members, batch.connection
    if event.timer is None or said is None:
        return
    chat, after = batch.chat(event), int(event.timer.payload)
    if chat.community is None or not plans_opening(connection, sold(batch), chat):
        return
    once = f"plans began:{chat.id}"
    if entitlements.tell_once(connection, once, batch.now):
        _tell_group(batch, event, chat, stay_until(said, batch.now, batch.timezone))
    began = entitlements.told_at(connection, once)
    end = stay_until(said, began, batch.timezone)
    found, last = members.there_before(connection, chat.id, began, after, _PART)
    for person in found:
        _give(batch, event, chat, chat.community, person, end)
    if last:
        key = f"{EARLIER}:{chat.id}:{event.timer.id}:{last}"
        timers.set_timer(connection, key, EARLIER, chat.id, None, batch.now, str(last))


def _give(batch: Batch, event: Event, chat: KnownChat, community: int, person: int, end: int) -> None:
    """The time of one member, once; a later day in the file makes it longer, and none makes it shorter."""
    connection, name = batch.connection, group_alone(chat)
    had = entitlements.spans_of(connection, community, person, [name])
    if had:
        if end <= max(s.ends for s in had):
            return
    else:
        if trust.is_trusted(connection, community, person):
            return
        if admits(connection, sold(batch), community, chat, person, batch.now):
            return
        end = max(end, batch.now + _LEAST)
    entry = Entry(f"{SOURCE}:{chat.id}:{person}:{end}", name, SOURCE, batch.now, end)
    if not entitlements.add(connection, community, person, [entry], batch.now):
        return
    key, payload = f"{LOOK}:{community}:{person}:{name}:{end}:", f"{community}:{person}:{name}"
    timers.set_timer(connection, key, LOOK, chat.id, person, end, payload)
    tell(
        batch,
        event,
        person,
        "earlier-told",
        chat=chat.title,
        until=lambda lang: until(batch, lang, end),
        more=bool(had),
    )


def _tell_group(batch: Batch, event: Event, chat: KnownChat, end: int) -> None:
    """One message without a sound, with the way to the plans."""
    language = batch.spoken(chat.id)
    link = f"https://t.me/{batch.bot_username}?start=plans_earlier"
    batch.call(
        event,
        "sendMessage",
        chat.id,
        Priority.SCHEDULED,
        text=say(language, "earlier-group", until=until(batch, language, end)),
        parse_mode="HTML",
        disable_notification=True,
        reply_markup={"inline_keyboard": [[{"text": plain(language, "button-plans"), "url": link}]]},
    )
