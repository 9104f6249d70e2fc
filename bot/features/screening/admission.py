"""Let in whoever a plan lets in. While Telegram refuses it, because the bot lacks the right, the request is
held: the moderators hear of it at once, and it goes on by itself.
"""

from __future__ import annotations

import msgspec
from msgspec import Struct
from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.features.moderation.action_handler import why_refused
from bot.features.moderation.moderator_alerts import tell_refusal
from bot.features.screening.entitled import admits
from bot.features.screening.request_decisions import approve
from bot.features.screening.request_messages import tell
from bot.platforms.telegram.api_rules import found_nothing
from bot.platforms.telegram.calls import Follow, follow_kind, mention
from bot.platforms.telegram.follow_up import Receipt
from bot.text.messages import language_of, say
from rules.config.membership import Membership
from rules.engine.events import Event
from storage import entitlements, people, timers
from storage.directory import KnownChat

# Also the kind of a timer: a request that Telegram did not let the bot approve
HELD = follow_kind("admission", "screening", tells=True, awaited=True)
_AGAIN, _LATER, _SOON = 240, 3600, 86_400  # seconds: tried again so often, and less often after a day
_TOLD = 3600  # seconds in which the moderators hear once of a group's door


class Held(Struct, frozen=True):
    """Somebody whose request is held, since when, and what Telegram said last. Ids are our own."""

    chat: int
    person: int
    since: int = 0  # 0: it was not refused yet
    why: str = ""  # empty: it is time to try again


def admit(batch: Batch, event: Event, chat: KnownChat, person: int, since: int = 0) -> None:
    """Approve the request of somebody who may be in, now or as soon as the bot can."""
    held = Held(chat.id, person, since)
    approve(batch, event, chat, person, then=(Follow(HELD, payload=msgspec.json.encode(held).decode()),))


def refused(connection: Connection, receipt: Receipt) -> None:
    """Telegram did not let the bot approve: look at it by a timer. A request that is gone needs nothing."""
    why = receipt.reply.text or "–"
    if found_nothing(why):
        return
    held = msgspec.json.decode(receipt.follow.payload, type=Held)
    _set(connection, msgspec.structs.replace(held, why=why), receipt.call.key, receipt.now)


def _set(connection: Connection, held: Held, tag: str, due: int) -> None:
    payload = msgspec.json.encode(held).decode()
    timers.set_timer(connection, f"{HELD}:{tag}", HELD, held.chat, held.person, due, payload)


def go_on(batch: Batch, event: Event) -> None:
    """Tell those who lead, and whoever waits; or try again, if they may still be in."""
    if event.timer is None:
        return
    held, chat = msgspec.json.decode(event.timer.payload, type=Held), batch.chat(event)
    if held.why:
        if not held.since:
            _tell(batch, event, chat, held)
        since = held.since or batch.now
        due = batch.now + (_AGAIN if batch.now < since + _SOON else _LATER)
        again = Held(held.chat, held.person, since)
        _set(batch.connection, again, f"{held.chat}:{held.person}:{due}", due)
        return
    community = chat.community or batch.default_community
    membership = batch.files.file(Membership)
    if admits(batch.connection, membership, community, chat, held.person, batch.now):
        admit(batch, event, chat, held.person, held.since)


def _tell(batch: Batch, event: Event, chat: KnownChat, held: Held) -> None:
    connection, now = batch.connection, batch.now
    known = people.person(connection, held.person)
    if entitlements.tell_once(connection, f"held:{chat.id}:{now // _TOLD}", now):
        tell_refusal(
            batch,
            event,
            chat,
            "admission-refused",
            None,
            member=mention(held.person, known.name if known is not None else ""),
            why=lambda language: why_refused(language, "approve", held.why),
        )
    room = people.private_chats(connection, [held.person]).get(held.person)
    once = f"held:{chat.id}:{held.person}:{now // _SOON}"
    if room is not None and known is not None and entitlements.tell_once(connection, once, now):
        language = language_of(known.language, batch.spoken(chat.id))
        tell(batch, event, room, say(language, "admission-waits", chat=chat.title))
