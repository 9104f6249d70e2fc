"""Welcome in the group whoever came in and may write."""

from __future__ import annotations

from bot.core.batch import Batch
from bot.features.moderation.operator_replies import fill
from bot.platforms.telegram.calls import REMOVED_LATER, Follow, Priority, mention
from bot.text.html import quoted
from bot.text.messages import language_of
from rules.engine.events import Event
from rules.engine.people import is_person
from rules.engine.state import recent
from storage.directory import KnownChat, KnownPerson

_MINUTE = 60


def welcome(batch: Batch, event: Event, chat: KnownChat, person: KnownPerson) -> None:
    """One short welcome, gone after a while; newcomers of the same minute share it."""
    own = batch.services.own.of(batch.connection, chat.id)
    community = own.over(batch.book.community)
    if not is_person(person) or chat.role != "members":
        return
    spoken = language_of(person.language, community.language)
    text = community.welcome.get(spoken) or community.welcome.get(community.language, "")
    if not text or _welcomed_lately(batch, event.at, chat.id):
        return
    values = {"member": mention(person.id, person.name), "chat": quoted(chat.title)}
    batch.call(
        event,
        "sendMessage",
        chat.id,
        Priority.REPLY,
        text=fill(text, values),
        parse_mode="HTML",
        disable_notification=True,
        then=(Follow(REMOVED_LATER, after=community.welcome_seconds),) if community.welcome_seconds else (),
    )


def _welcomed_lately(batch: Batch, at: int, chat: int) -> bool:
    """Whether others joined within the last seconds: a raid gets no chorus of welcomes."""
    past = recent(batch.activity.of(chat, 0).chat, at - _MINUTE + 1)
    joined = [s for s in past if s.kind == "join"]
    return len(joined) >= batch.book.community.welcomes_per_minute
