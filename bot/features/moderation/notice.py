"""Saying in the group what was done: briefly, with the reason, in a note that removes itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from bot.core.batch import Batch
from bot.features.moderation.verdict import Verdict
from bot.platforms.telegram.calls import REMOVED_LATER, Follow
from bot.text.durations import spell
from bot.text.messages import Html, say
from rules.engine.actions import (
    BY_MODERATORS,
    OF_THE_GROUP,
    Action,
    Alert,
    Approve,
    Ask,
    Ban,
    Decline,
    Delete,
    Grant,
    Kick,
    Lock,
    Mute,
    Night,
    Pin,
    Purge,
    Raid,
    Reopen,
    Restrict,
    Review,
    Slow,
    Tag,
    Trust,
    Unban,
    Unlock,
    Unmute,
    Unslow,
    Untrust,
    Void,
    Warn,
    name_of,
)
from rules.engine.events import Event
from rules.engine.state import FOREVER
from storage import cases

# What members need not read: it concerns nobody in the group, or they see it.
UNTOLD = (*OF_THE_GROUP, *BY_MODERATORS, Approve, Ask, Decline, Pin, Void)
_FOLD = 60  # seconds: further removals from the same member stay silent


def stored(actions: object) -> tuple[Action, ...]:
    """Actions as a case keeps them."""
    return msgspec.convert(actions or [], tuple[Action, ...])


def what_was_done(language: str, actions: Iterable[Action]) -> Html:
    """The sanctions in a few words, the hardest first."""
    parts = []
    for action in actions:
        match action:
            case Delete():
                parts.append(say(language, "did-delete"))
            case Ban(seconds):
                parts.append(say(language, "did-ban", time=spell(language, seconds)))
            case Kick():
                parts.append(say(language, "did-kick"))
            case Mute(seconds):
                parts.append(say(language, "did-mute", time=spell(language, seconds)))
            case Warn(points):
                parts.append(say(language, "did-warn", points=points))
            case Unmute():
                parts.append(say(language, "did-unmute"))
            case Unban():
                parts.append(say(language, "did-unban"))
            case _:
                parts += _further(language, action)
    return Html(say(language, "list-separator").join(parts))


def _further(language: str, action: Action) -> list[Html]:
    match action:
        case Restrict(kinds, seconds):
            separator = say(language, "list-separator")
            named = Html(separator.join(say(language, f"kind-{kind}") for kind in kinds))
            return [say(language, "did-restrict", kinds=named, time=spell(language, seconds))]
        case Review():
            return [say(language, "did-review")]
        case Tag(text) if text:
            return [say(language, "did-tag", tag=text)]
        case Grant(points):
            return [say(language, "did-grant", points=points)]
        case Slow(every, lasts) if lasts == FOREVER:
            return [say(language, "did-slow-on", every=spell(language, every))]
        case Slow(every, lasts):
            return [say(language, "did-slow", every=spell(language, every), time=spell(language, lasts))]
        case Raid(lasts):
            return [say(language, "did-raid", time=spell(language, lasts))]
        case Pin() | Void() | Approve() | Ask() | Decline():
            return [say(language, f"did-{name_of(action)}")]
    return _by_moderators(language, action)


def _by_moderators(language: str, action: Action) -> list[Html]:
    match action:
        case Lock(kinds, seconds):
            time = 0 if seconds == FOREVER else spell(language, seconds)
            return [say(language, "did-lock", kinds=named_kinds(kinds, language), time=time)]
        case Unlock(kinds):
            return [say(language, "did-unlock", kinds=named_kinds(kinds, language))]
        case Night(on, kinds):
            if on:
                return [say(language, "did-night", kinds=named_kinds(kinds, language))]
            return [say(language, "did-night-off")]
        case Purge(count):
            return [say(language, "did-purge", count=count)]
        case Unslow() | Reopen() | Trust() | Untrust():
            return [say(language, f"did-{name_of(action)}")]
    return []


def named_kinds(kinds: Iterable[str], language: str) -> Html:
    """These kinds of messages as people name them."""
    return Html(say(language, "list-separator").join(say(language, f"locked-{k}") for k in sorted(kinds)))


def is_wanted(batch: Batch, verdict: Verdict) -> bool:
    """Whether the group is to be told. One incident is one note."""
    if verdict.silent or all(isinstance(a, (Alert, *UNTOLD)) for a in verdict.actions):
        return False
    only_removed = all(isinstance(a, (Delete, Review, Alert, *UNTOLD)) for a in verdict.actions)
    return verdict.moderator is not None or not only_removed or not _told_lately(batch, verdict)


def reason_in(batch: Batch, rule: str, reason: str, language: str) -> str:
    """Why a rule acted, in this language where the rule file has it."""
    titles = next((r.titles for r in batch.book.rules if r.id == rule), {})
    if reason in titles.values():
        return titles.get(language, reason)
    return reason or rule


def tell_group(batch: Batch, event: Event, chat: int, text: Html, topic: int = 0) -> None:
    """Post a note that makes no sound and removes itself; `topic`: where, if not in the event's own."""
    where: dict[str, Any] = {"message_thread_id": topic} if topic else {}
    batch.call(
        event,
        "sendMessage",
        chat,
        text=text,
        parse_mode="HTML",
        disable_notification=True,
        then=(Follow(REMOVED_LATER, after=batch.book.community.notice_seconds),),
        **where,
    )


def _told_lately(batch: Batch, verdict: Verdict) -> bool:
    before = cases.count_since(
        batch.connection, verdict.chat.id, verdict.person.id, batch.now - _FOLD, upto=batch.now
    )
    return before > 1
