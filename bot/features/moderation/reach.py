"""What can be done to whoever acted: to a member by their rights, to a channel by keeping it from writing.

Telegram knows two calls about channels, and no time: `banChatSenderChat` and `unbanChatSenderChat`. So a mute
and a ban of a channel are the same call, and a timer ends what is not for good.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from bot.core.batch import Batch
from bot.core.refusals import BASIC_GROUP, CHANNEL
from bot.features.moderation.lasting import left
from bot.platforms.telegram import permissions
from bot.platforms.telegram.calls import Priority, person_ref
from rules.engine.actions import Action, Ban, Grant, Kick, Mute, Restrict, Tag, Tell, Unban, Unmute
from rules.engine.events import Event
from rules.engine.people import is_person
from rules.engine.state import FOREVER, Role
from storage import casework, people, timers
from storage.casework import Row
from storage.directory import KnownChat, KnownPerson

VOICE = "voice"  # timer: the time of a channel's mute or ban is over
_URGENT = Priority.MODERATION
_NOT_OF_CHANNELS = (Kick, Restrict, Tag)


def out_of_reach(chat: KnownChat, person: KnownPerson, action: Action) -> str:
    """Why Telegram has no call for this, or nothing."""
    if person.channel and isinstance(action, _NOT_OF_CHANNELS):
        return CHANNEL
    if chat.kind != "group":
        return ""
    # Telegram takes rights of members in supergroups alone, and keeps no time for bans of basic groups.
    timed = isinstance(action, Ban) and action.seconds != FOREVER
    return BASIC_GROUP if timed or isinstance(action, Mute | Restrict) else ""


def is_for_people(person: KnownPerson, action: Action) -> bool:
    """Whether an action means nothing for this one: points and private messages are for people."""
    return isinstance(action, Grant | Tell) and not is_person(person)


def keep_out(batch: Batch, event: Event, chat: int, person: KnownPerson, seconds: int) -> None:
    """Ban."""
    until = 0 if seconds == FOREVER else batch.now + seconds
    if person.channel:
        _keep_from_writing(batch, event, chat, person, until)
        return
    who = person_ref(person.id)
    batch.call(event, "banChatMember", chat, _URGENT, user_id=who, until_date=until, revoke_messages=False)


def silence(batch: Batch, event: Event, chat: int, person: KnownPerson, seconds: int) -> None:
    """Mute."""
    until = 0 if seconds == FOREVER else batch.now + seconds
    if person.channel:
        _keep_from_writing(batch, event, chat, person, until)
        return
    batch.call(
        event,
        "restrictChatMember",
        chat,
        _URGENT,
        user_id=person_ref(person.id),
        permissions=permissions.NONE,
        use_independent_chat_permissions=True,
        until_date=until,
    )


def _keep_from_writing(batch: Batch, event: Event, chat: int, channel: KnownPerson, until: int) -> None:
    batch.call(event, "banChatSenderChat", chat, _URGENT, sender_chat_id=person_ref(channel.id))
    if until:
        key = f"voice:{chat}:{channel.id}:{until}:{event.update_id}"
        timers.set_timer(batch.connection, key, VOICE, chat, None, until, str(channel.id))


def give_voice(batch: Batch, event: Event, chat: int, person: KnownPerson) -> None:
    """Unmute."""
    if person.channel:
        _let_write(batch, event, chat, person)
        return
    who = person_ref(person.id)
    batch.call(event, "restrictChatMember", chat, _URGENT, user_id=who, permissions=permissions.ALL)


def let_back(batch: Batch, event: Event, chat: int, person: KnownPerson) -> None:
    """Unban."""
    if person.channel:
        _let_write(batch, event, chat, person)
        return
    who = person_ref(person.id)
    batch.call(event, "unbanChatMember", chat, _URGENT, user_id=who, only_if_banned=True)


def _let_write(batch: Batch, event: Event, chat: int, channel: KnownPerson) -> None:
    """Let a channel write again, unless another case still keeps it from that."""
    cases = casework.in_force(batch.connection, chat, channel.id)
    if not kept_silent(cases, batch.now):
        let_write(batch, event, chat, channel.id)


def let_write(batch: Batch, event: Event, chat: int, channel: int) -> None:
    """Let a channel write again."""
    batch.call(event, "unbanChatSenderChat", chat, _URGENT, sender_chat_id=person_ref(channel))


def kept_silent(cases: Sequence[Row], now: int) -> int:
    """How long these cases still keep a channel from writing, in seconds or FOREVER; 0: not any more."""
    ban, mute = left(cases, Ban, Unban, now), left(cases, Mute, Unmute, now)
    return FOREVER if FOREVER in (ban, mute) else max(ban, mute)


def due(batch: Batch, event: Event) -> None:
    """A channel's time is over, if no other case keeps it from writing."""
    if event.timer is None:
        return
    chat, channel = batch.chat(event), people.person(batch.connection, int(event.timer.payload))
    if channel is None or chat.community is None:
        return
    cases = casework.in_force(batch.connection, chat.id, channel.id)
    if kept_silent(cases, batch.now):
        return
    let_write(batch, event, chat.id, channel.id)
    state = batch.state(chat.id, channel.id, chat.community)
    role = Role.MEMBER if state.role is Role.BANNED else state.role
    batch.change(structs.replace(state, role=role, muted_until=0))
