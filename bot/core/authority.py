"""Tell who moderates where, believed only as long as the stored lists of administrators are fresh."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from bot.core.batch import Batch
from bot.core.rate_limiter import Turn
from bot.platforms.telegram.calls import Follow, Priority, follow_kind
from bot.runtime import metrics
from rules.config.community import Share
from rules.engine.events import Event
from storage import chats
from storage.directory import KnownChat

LISTED = follow_kind("administrators", "core")  # a list of administrators
AGAIN = follow_kind("again", "core", tells=True, awaited=True)  # the same, for which an update waits
UNSURE = "unsure"  # timer: the list that an update waited for did not come
FRESH = 6 * 3600  # seconds for which a list of administrators is believed


def must_ask(batch: Batch, event: Event, groups: Sequence[int], fresh: int = FRESH) -> bool:
    """Whether a list of these groups is too old to decide on: then Telegram is asked, and the event decided
    once more on its answer. A demotion may have been missed.
    """
    if event.timer is not None:  # it was looked at again just now
        return False
    old = chats.lists_older_than(batch.connection, groups, batch.now - fresh)
    for number, group in enumerate(old, 1):
        again = Follow(AGAIN, payload=msgspec.json.encode(event).decode())
        then = again if number == len(old) else Follow(LISTED)
        batch.call(event, "getChatAdministrators", group, Priority.MODERATION, then=(then,))
    return bool(old)


def governed(batch: Batch, event: Event, person: int) -> list[KnownChat] | None:
    """The groups that somebody moderates from where they are: in a group that one, elsewhere (in private, in
    the moderators' group) all of the community. None when Telegram has to be asked first.
    """
    chat, community = batch.chat(event), batch.community(event)
    if not event.chat.private and chat.role == "members":
        if must_ask(batch, event, [chat.id]):
            return None
        return [chat] if moderates(batch, chat.id, person, community) else []
    groups = [row["id"] for row in chats.in_community(batch.connection, community)]
    if must_ask(batch, event, groups):
        return None
    # Of several lists one may not have come.
    old = chats.lists_older_than(batch.connection, groups, batch.now - FRESH)
    return [g for g in chats.moderated(batch.connection, community, person) if g.id not in old]


def moderates(batch: Batch, chat: int, person: int, community: int) -> bool:
    """Whether somebody moderates a group now."""
    return batch.state(chat, person, community).role.moderates


def moderates_from(batch: Batch, event: Event, person: int) -> bool:
    """Whether somebody moderates the group of an event; in private and in the moderators' group, any."""
    chat, community = batch.chat(event), batch.community(event)
    if not event.chat.private and chat.role == "members":
        return moderates(batch, chat.id, person, community)
    return bool(chats.moderated(batch.connection, community, person))


def shares(batch: Batch, community: int, groups: Iterable[int], part: Share) -> bool:
    """Whether moderators of one of these groups may change a part for the whole community.

    Those of the group that was claimed first may; others where operators say so (`groups_share` in
    community.yaml). Bans hold in all groups only where operators say so.
    """
    if part == "bans":
        return part in batch.book.community.groups_share
    heard = heard_elsewhere(batch, community, part)
    return heard is None or not heard.isdisjoint(groups)


def heard_elsewhere(batch: Batch, community: int, part: Share) -> frozenset[int] | None:
    """The groups whose moderators' word on a part counts in the other groups; None: all."""
    if part in batch.book.community.groups_share:
        return None
    first = chats.claimed_first(batch.connection, community)
    return frozenset(() if first is None else (first,))


MODERATORS = 5  # times what members get


def turn_of(batch: Batch, event: Event) -> Turn:
    """The turn of an event that somebody caused. Moderators get five times as many, in private too."""
    person = batch.author(event)
    if person is None:
        return Turn(given=True)
    chat, limit = batch.chat(event).id, batch.book.community.commands
    times = limit.times * (MODERATORS if moderates_from(batch, event, person.id) else 1)
    turn = batch.services.limiter.take((chat, person.id), event.update_id, event.at, times, limit.within)
    if not turn.given:
        metrics.LIMITED.labels(str(event.kind)).inc()
    return turn
