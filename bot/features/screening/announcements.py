"""Say that a rule or a raid changed a group, once it is known that the bot may carry it out.

Slow mode and closed doors are the bot's own: it removes what comes too fast, and puts out who comes. Without
the right to do so nothing has changed, and whoever leads the group hears which right is missing.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct, structs
from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.core.refusals import named
from bot.features.moderation.action_handler import why_refused
from bot.features.moderation.group_notices import tell_group
from bot.features.moderation.moderator_alerts import tell_moderators, tell_refusal
from bot.platforms.telegram.calls import HAS_RIGHT, Follow, Priority, follow_kind
from bot.platforms.telegram.follow_up import Receipt
from bot.platforms.telegram.permissions import DELETE, RESTRICT
from bot.text.durations import spell
from bot.text.messages import say, to_all
from rules.engine.events import Event
from storage import timers
from storage.chats import moderators_group
from storage.directory import KnownChat

ANNOUNCED = follow_kind("announcement", "screening", tells=True)  # and timer
_RIGHT = {"slow": DELETE, "raid": RESTRICT}


class Announcement(Struct, frozen=True):
    """What has begun in a group: `slow`, a message in `every` seconds, or `raid`, after `joins` arrivals."""

    what: str
    lasts: int
    every: int = 0
    joins: int = 0
    topic: int = 0
    why: str = ""  # Telegram's words, if the bot lacks the right


def announce(batch: Batch, event: Event, chat: KnownChat, announcement: Announcement) -> None:
    """Ask whether the bot has the right it takes; the answer is what is said."""
    payload = msgspec.json.encode(structs.replace(announcement, topic=event.topic)).decode()
    then = (Follow(HAS_RIGHT, subject=_RIGHT[announcement.what]), Follow(ANNOUNCED, payload=payload))
    batch.call(event, "getChatAdministrators", chat.id, Priority.MODERATION, then=then)


def answered(connection: Connection, receipt: Receipt) -> None:
    """Set a timer: it is said in step with everything else."""
    told = msgspec.json.decode(receipt.follow.payload, type=Announcement)
    why = "" if receipt.reply.ok else receipt.reply.text or "–"
    payload = msgspec.json.encode(structs.replace(told, why=why)).decode()
    key = f"{ANNOUNCED}:{receipt.call.key}"
    timers.set_timer(connection, key, ANNOUNCED, receipt.call.lane, None, receipt.now, payload)


def due(batch: Batch, event: Event) -> None:
    """Say what has begun, or which right is missing for it."""
    if event.timer is None:
        return
    told, chat = msgspec.json.decode(event.timer.payload, type=Announcement), batch.chat(event)
    community = chat.community or batch.default_community
    if told.why:
        if told.what == "slow" and moderators_group(batch.connection, community) is not None:
            return  # the card of the rule's case says it
        tell_refusal(
            batch,
            event,
            chat,
            "refused-in",
            None,
            what=lambda language: named(language, told.what),
            why=lambda language: why_refused(language, told.what, told.why),
        )
    elif told.what == "slow":
        text = to_all(
            batch.book.community, lambda language: say(language, "slow-began", **_said(language, told))
        )
        tell_group(batch, event, chat.id, text, told.topic)
    else:
        tell_moderators(
            batch,
            event,
            community,
            "raid-began",
            chat=chat.title,
            joins=told.joins,
            time=lambda language: spell(language, told.lasts),
        )


def _said(language: str, told: Announcement) -> dict[str, Any]:
    return {"every": spell(language, told.every), "time": spell(language, told.lasts)}
