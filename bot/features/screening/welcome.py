"""Welcome in the group whoever came in and may write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.core.batch import Batch
from bot.core.buttons import Rows
from bot.features.moderation.operator_replies import fill
from bot.platforms.telegram.calls import REMOVED_LATER, Follow, Priority, mention
from bot.text.html import quoted
from bot.text.messages import language_of, plain
from rules.config.membership import Membership
from rules.engine.entitlements import covered
from rules.engine.events import Event
from rules.engine.people import is_person
from rules.engine.state import recent
from storage import entitlements
from storage.directory import KnownChat, KnownPerson

_MINUTE = 60


@dataclass(frozen=True)
class Greeting:
    """What another feature adds to a welcome, as a service: rows of buttons, none where it adds nothing."""

    rows: Callable[[Batch, Event, KnownChat, KnownPerson], Rows]


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
    greeting = batch.services.extras.get(Greeting)
    rows: Rows = list(greeting.rows(batch, event, chat, person)) if greeting is not None else []
    if plans_wait(batch, chat, person.id):
        link = f"https://t.me/{batch.bot_username}?start=plans_welcome"
        rows.append([{"text": plain(spoken, "button-plans"), "url": link}])
    more: dict[str, Any] = {"reply_markup": {"inline_keyboard": rows}} if rows else {}
    batch.call(
        event,
        "sendMessage",
        chat.id,
        Priority.REPLY,
        text=fill(text, values),
        parse_mode="HTML",
        disable_notification=True,
        then=(Follow(REMOVED_LATER, after=community.welcome_seconds),) if community.welcome_seconds else (),
        **more,
    )


def plans_wait(batch: Batch, chat: KnownChat, person: int) -> bool:
    """Whether something is sold that a newcomer does not have, and operators want it shown."""
    membership = batch.files.file(Membership)
    wanted = [p.id for p in membership.plans if p.sold] if membership.welcome else []
    if not wanted or chat.community is None:
        return False
    held = entitlements.by_plan(batch.connection, chat.community, person, wanted)
    return not any(covered(spans, batch.now) for spans in held.values())


def _welcomed_lately(batch: Batch, at: int, chat: int) -> bool:
    """Whether others joined within the last seconds: a raid gets no chorus of welcomes."""
    past = recent(batch.activity.of(chat, 0).chat, at - _MINUTE + 1)
    joined = [s for s in past if s.kind == "join"]
    return len(joined) >= batch.book.community.welcomes_per_minute
