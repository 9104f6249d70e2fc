"""Begin and end slow mode by rules: over what moderators set, and for a while."""

from __future__ import annotations

from bot.core.batch import Batch
from bot.features.screening import locks
from bot.features.screening.announcements import Announcement, announce
from bot.features.screening.door_policy import policy_of
from bot.features.screening.locks import SLOW_BY_RULE
from rules.engine.events import Event
from storage import chat_settings
from storage.chat_settings import Setting
from storage.directory import KnownChat

_STEP = 60  # seconds by which it is prolonged at least, so that not every message writes
_QUIET = 600  # seconds for which rules leave alone what a moderator said


def begin(batch: Batch, event: Event, chat: KnownChat, every: int, lasts: int) -> bool:
    """Slow a chat down; True when it was faster before. What a moderator said lately is left alone."""
    policy = policy_of(batch, chat.id)
    held, until = policy.held(SLOW_BY_RULE, batch.now), batch.now + lasts
    if held is not None and held.person is not None:
        return False
    if held is not None:
        every = max(every, int(held.value))
        if every == int(held.value) and until < held.until + _STEP:
            return False
        until = max(until, held.until)
    faster = locks.seconds_apart(policy, batch.now) < every
    setting = Setting(str(every), until, None, batch.now)
    chat_settings.put(batch.connection, chat.id, SLOW_BY_RULE, setting)
    locks.apply(batch, event, chat)
    if faster:
        announce(batch, event, chat, Announcement("slow", lasts, every=every))
    return faster


def end(batch: Batch, event: Event, chat: KnownChat, person: int) -> bool:
    """A moderator ends what rules began; False when they had not. What moderators had set is there again."""
    held = policy_of(batch, chat.id).held(SLOW_BY_RULE, batch.now)
    forbid(batch, chat.id, person)
    locks.apply(batch, event, chat)
    return held is not None and held.person is None


def forbid(batch: Batch, chat: int, person: int) -> None:
    """A moderator ends what rules began, and no rule begins it again for a while."""
    setting = Setting("0", batch.now + _QUIET, person, batch.now)
    chat_settings.put(batch.connection, chat, SLOW_BY_RULE, setting)
