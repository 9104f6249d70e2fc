"""Tell what Telegram refuses and no case waits for: a night by the clock, a button of /settings, an undo.

All of it is as it was before, and the moderators are told once which right is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import msgspec
from msgspec import structs
from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.core.refusals import named
from bot.features.moderation import undo_results
from bot.features.moderation.action_handler import why_refused
from bot.features.moderation.moderator_alerts import tell_refusal
from bot.features.screening import locks
from bot.features.screening.door_policy import policy_of
from bot.features.screening.locks import NIGHT, PERMITTED, Waits
from bot.platforms.telegram.follow_up import Receipt
from bot.text.messages import Html
from rules.engine.events import Event
from storage import chat_settings, timers
from storage.chat_settings import Setting
from storage.directory import KnownChat

Kept: TypeAlias = list[Any]  # a setting as a case keeps it: value, until, who, when


def kept(setting: Setting | None) -> Kept | None:
    """A setting as it is kept."""
    return None if setting is None else [setting.value, setting.until, setting.person, setting.at]


def changed(before: Mapping[str, Setting], after: Mapping[str, Setting]) -> dict[str, list[Kept | None]]:
    """The settings that are other than before, as they were and as they are."""
    return {
        name: [kept(before.get(name)), kept(after.get(name))]
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    }


def refused(connection: Connection, receipt: Receipt) -> None:
    """Set a timer: what was set is set back in step with everything else."""
    look_back(connection, receipt, msgspec.json.decode(receipt.follow.payload, type=Waits))


def look_back(connection: Connection, receipt: Receipt, waits: Waits) -> None:
    """Let it be set back, for the reason that Telegram gives."""
    payload = msgspec.json.encode(structs.replace(waits, why=receipt.reply.text or "–")).decode()
    key, chat = f"{PERMITTED}:{receipt.call.key}", receipt.call.lane
    timers.set_timer(connection, key, PERMITTED, chat, None, receipt.now, payload)
    if waits.undone:
        undo_results.look(connection, undo_results.Undo(waits.undone, waits.since), receipt.now)


def read(event: Event) -> Waits | None:
    """What a timer carries."""
    return msgspec.json.decode(event.timer.payload, type=Waits) if event.timer is not None else None


def due(batch: Batch, event: Event) -> None:
    """Set back what was set, and tell the moderators."""
    waits, chat = read(event), batch.chat(event)
    if waits is None:
        return
    _permit_as_before(batch, chat, waits)
    _set_as_before(batch, chat, waits)
    policy = policy_of(batch, chat.id)
    locks.mark(batch, chat, policy, locks.locked_kinds(policy, batch.now, batch.timezone))
    if waits.answers:
        return
    tell_refusal(
        batch,
        event,
        chat,
        "locks-refused",
        waits.by or None,
        what=lambda language: Html(str(named(language, waits.action))),
        why=lambda language: why_refused(language, waits.action, waits.why),
    )


def _permit_as_before(batch: Batch, chat: KnownChat, waits: Waits) -> None:
    """Know again what Telegram has, unless something else was set since."""
    if waits.denied is None:
        return
    found = chat_settings.permissions_of(batch.connection, chat.id)
    if found != ((waits.granted, set(waits.wanted)) if waits.wanted else None):
        return
    if waits.denied:
        chat_settings.keep_permissions(batch.connection, chat.id, waits.granted, waits.denied, batch.now)
    else:
        chat_settings.forget_permissions(batch.connection, chat.id)


def _set_as_before(batch: Batch, chat: KnownChat, waits: Waits) -> None:
    current = chat_settings.settings_of(batch.connection, chat.id)
    for name, (before, after) in waits.settings.items():
        if kept(current.get(name)) != after:
            continue
        if before is None:
            chat_settings.drop(batch.connection, chat.id, [name])
        else:
            chat_settings.put(batch.connection, chat.id, name, Setting(*before))
    if waits.by_the_clock and kept(current.get(NIGHT)) is None:
        # Until the schedule's next change it counts as what Telegram has.
        night = policy_of(batch, chat.id).screening.night
        until = locks.boundary(night, batch.now, batch.timezone)
        held = Setting("off" if waits.action == NIGHT else "on", until, None, batch.now)
        chat_settings.put(batch.connection, chat.id, NIGHT, held)
