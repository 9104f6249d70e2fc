"""Topics that plans open: who has none of their plans and writes there has the message removed, with one note
that removes itself. The ledger alone decides; whoever leads the group writes where they like.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection

from bot.core.batch import Batch, EventContext
from bot.features.membership.standing import sold
from bot.features.membership.telling import named
from bot.features.moderation.actions.messages import remove
from bot.platforms.telegram.calls import REMOVED_LATER, Follow, follow_kind, mention
from bot.platforms.telegram.follow_up import Receipt
from bot.text.html import quoted
from bot.text.messages import Html, language_of, plain, say
from rules.engine.albums import earlier_parts
from rules.engine.decision import Decision
from rules.engine.events import Event, Kind
from rules.engine.people import is_judged
from storage import chats, entitlements, people, timers

# Also the kind of a timer: a message went from a topic that its author has no plan for
REMOVED = follow_kind("topic of a plan", "membership", awaited=True)
_FOLD = 3600  # seconds in which nobody is told twice of the same topic


class Closed(Struct, frozen=True):
    """Somebody wrote in a topic that is not open to them."""

    person: int
    topic: int


def hold(batch: Batch, context: EventContext, decision: Decision) -> bool:
    """Remove a message in a topic that none of its author's plans opens; True when it went."""
    event, chat, person, activity = context
    membership = sold(batch)
    if not any(plan.topics for plan in membership.plans) or event.kind is not Kind.MESSAGE:
        return False
    if person is None or chat.community is None or decision.deletes or chat.role != "members":
        return False
    if not is_judged(event) or person.bot or decision.state.role.moderates:
        return False
    plans = membership.keys_of(chats.names_of(batch.connection, chat.id), event.topic)
    graces = membership.graces(plans)
    if not plans or entitlements.opens(batch.connection, chat.community, person.id, graces, batch.now):
        return False
    payload = msgspec.json.encode(Closed(person.id, event.topic)).decode()
    parts = [*earlier_parts(event, activity.member), event.message_id]
    remove(batch, event, chat.id, chat.community, parts, (Follow(REMOVED, payload=payload),))
    return True


def gone(connection: Connection, receipt: Receipt) -> None:
    """The message is gone: let its author hear why."""
    key, payload = f"{REMOVED}:{receipt.call.key}", receipt.follow.payload
    closed = msgspec.json.decode(payload, type=Closed)
    timers.set_timer(connection, key, REMOVED, receipt.call.lane, closed.person, receipt.now, payload)


def removed(batch: Batch, event: Event) -> None:
    """Say once in a while in the topic whom it is for, with a button to the plans that are sold."""
    if event.timer is None:
        return
    closed, chat = msgspec.json.decode(event.timer.payload, type=Closed), batch.chat(event)
    once = f"topic:{chat.id}:{closed.topic}:{closed.person}:{batch.now // _FOLD}"
    known = people.person(batch.connection, closed.person)
    if known is None or not entitlements.tell_once(batch.connection, once, batch.now):
        return
    membership = sold(batch)
    plans = membership.keys_of(chats.names_of(batch.connection, chat.id), closed.topic)
    wanted = [p for p in membership.plans if p.sold and p.id in plans]
    language = language_of(known.language, batch.spoken(chat.id))
    who = Html(f"<b>{quoted(known.name)}</b>") if known.channel else mention(known.id, known.name)
    names = Html(("、" if language == "zh" else ", ").join(named(p, language) for p in wanted))
    more: dict[str, Any] = {}
    if wanted:
        start = f"plan_{wanted[0].id}" if len(wanted) == 1 else "plans_topic"
        link = f"https://t.me/{batch.bot_username}?start={start}"
        row = [{"text": plain(language, "button-plans"), "url": link}]
        more["reply_markup"] = {"inline_keyboard": [row]}
    batch.call(
        event,
        "sendMessage",
        chat.id,
        text=say(language, "topic-closed" if wanted else "topic-closed-now", member=who, plans=names),
        parse_mode="HTML",
        disable_notification=True,
        message_thread_id=closed.topic,
        then=(Follow(REMOVED_LATER, after=batch.book.community.notice_seconds),),
        **more,
    )
