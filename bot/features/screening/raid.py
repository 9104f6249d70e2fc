"""Close the door for a while when more join than usual; it opens by itself."""

from __future__ import annotations

from bot.core.batch import Batch
from bot.features.moderation.moderator_alerts import tell_moderators
from bot.features.screening import locks
from bot.features.screening.announcements import Announcement, announce
from bot.features.screening.door_policy import Policy, policy_of
from bot.features.screening.raid_lookback import RAID, look_back
from rules.engine.events import Event, Kind
from rules.engine.join_checks import arrivals
from storage import cases, chat_settings, timers
from storage.chat_settings import Setting
from storage.directory import KnownChat

_STEP = 60  # seconds by which a raid is prolonged at least, so that not every join writes


def is_on(batch: Batch, event: Event, chat: KnownChat, policy: Policy) -> bool:
    """Whether the door is closed, this arrival counted: it may be the one that closes it."""
    raid, held = policy.screening.raid, policy.held(RAID, batch.now)
    closed = held is not None and held.value == "on"
    if raid.joins and (held is None or (closed and held.person is None)):
        seen = batch.activity.of(chat.id, 0).chat
        if arrivals(seen, event.at - raid.within) + 1 > raid.joins:
            until = batch.now + raid.lasts
            if held is None:
                close(batch, chat, until, None)
                look_back(batch, event, chat, policy)
                announce(batch, event, chat, Announcement("raid", raid.lasts, joins=raid.joins))
            elif until >= held.until + _STEP:
                close(batch, chat, until, None)
            return True
    return closed


def close_by_rule(batch: Batch, event: Event, chat: KnownChat, lasts: int) -> bool:
    """A rule closes the door; True when it was open. What a moderator said is left alone."""
    policy, until = policy_of(batch, chat.id), batch.now + lasts
    held = policy.held(RAID, batch.now)
    if held is None:
        close(batch, chat, until, None)
        if event.kind in (Kind.JOIN, Kind.JOIN_REQUEST):
            look_back(batch, event, chat, policy)
        locks.apply(batch, event, chat)
    elif held.value == "on" and held.person is None and until >= held.until + _STEP:
        close(batch, chat, until, None)
    return held is None


def reopen_after_rule(batch: Batch, chat: KnownChat, person: int) -> bool:
    """A moderator takes back that the bot closed the door; False when it has not, or a moderator did."""
    policy = policy_of(batch, chat.id)
    held = policy.held(RAID, batch.now)
    if held is None or held.value != "on" or held.person is not None:
        return False
    return reopen(batch, chat, policy.screening.raid.within, person)


def close(batch: Batch, chat: KnownChat, until: int, person: int | None) -> None:
    """Close the door until a moment; `person` is the moderator who said so, if one did."""
    chat_settings.put(batch.connection, chat.id, RAID, Setting("on", until, person, batch.now))
    timers.set_timer(batch.connection, f"raid:{chat.id}:{until}", RAID, chat.id, None, until)


def reopen(batch: Batch, chat: KnownChat, quiet: int, person: int | None) -> bool:
    """Open it, and do not close it by itself again for `quiet` seconds; False when it was open."""
    held = chat_settings.settings_of(batch.connection, chat.id).get(RAID)
    off = Setting("off", batch.now + quiet, person, batch.now)
    chat_settings.put(batch.connection, chat.id, RAID, off)
    return held is not None and held.value == "on" and held.holds(batch.now)


def over(batch: Batch, event: Event) -> None:
    """The time is over: say so to the moderators, with how many were turned away."""
    chat = batch.chat(event)
    held = chat_settings.settings_of(batch.connection, chat.id).get(RAID)
    if held is None or held.value != "on" or held.holds(batch.now):
        return
    chat_settings.drop(batch.connection, chat.id, [RAID])
    turned = cases.count_by_rule(batch.connection, chat.id, RAID, held.at)
    community = chat.community or batch.default_community
    tell_moderators(batch, event, community, "raid-over", chat=chat.title, count=turned)
