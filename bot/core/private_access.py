"""Decide who is answered in private: members of the community's groups, and strangers where operators say so.

The declaration of a command or button says what it asks for (`Command.gate`, `Verb.gate`).
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from bot.core.batch import Batch
from bot.platforms.telegram.calls import Follow, Priority, follow_kind, person_ref
from bot.text.messages import Html, by_operators, say
from rules.config.community import Part
from rules.config.membership import Membership
from rules.engine.events import Event
from rules.engine.gate import Gate as WordGate
from rules.engine.gate import Refused, standing_gate
from storage import chats, members

INSIDE = follow_kind("member", "core", tells=True, awaited=True)  # whether somebody is in a chat
MOST_GROUPS = 10  # in which Telegram is asked for somebody


class Gate(StrEnum):
    """Whom a command or button answers in private."""

    ANYBODY = "anybody"
    FORMER = "former"  # whoever is or was in a group of the community
    INSIDE = "inside"  # whoever is in a group of the community


def admits(batch: Batch, event: Event, gate: Gate, part: Part | None = None) -> bool:
    """Whether whoever acts in private is answered.

    Telegram is asked about those who are not known, and what they did is decided once more on its answer:
    see `invitation`.
    """
    person = batch.author(event)
    if not event.chat.private or gate is Gate.ANYBODY or person is None:
        return True
    if part is not None and part in batch.book.community.open_to_strangers:
        return True
    community = batch.community(event)
    rows = members.rows_of(batch.connection, community, person.id)
    if any(members.is_here(row) for row in rows) or (rows and gate is Gate.FORMER):
        return True
    if event.timer is None:
        _ask_telegram(batch, event, community, person.id)
    return False


def _ask_telegram(batch: Batch, event: Event, community: int, person: int) -> None:
    known = Follow(INSIDE, subject_id=person, payload=msgspec.json.encode(event).decode())
    for group in _groups(batch, community):
        batch.call(
            event,
            "getChatMember",
            group,
            Priority.MODERATION,  # somebody waits for it
            user_id=person_ref(person),
            then=(known,),
        )


def _groups(batch: Batch, community: int) -> list[int]:
    return [group["id"] for group in chats.in_community(batch.connection, community)[:MOST_GROUPS]]


def invitation(batch: Batch, event: Event, language: str) -> Html | None:
    """What strangers hear: whose bot this is, and how to come in; None while Telegram is being asked."""
    if event.timer is None and _groups(batch, batch.community(event)):
        return None
    community = batch.book.community
    said = say(language, "invitation", community=community.name)
    if any(plan.sold for plan in batch.files.file(Membership).plans):
        said = Html(f"{said}\n{say(language, 'invitation-plans')}")
    link = community.invitation
    return Html(f"{said}\n{by_operators(link)}") if link else said


def word_refused(batch: Batch, community: int, person: int, gate: WordGate) -> Refused:
    """Why somebody's word does not count in any group of a community; empty where it does in one."""
    why = Refused.OUTSIDE
    for chat in members.groups_of(batch.connection, community, person):
        state = batch.state(chat, person, community)
        why = standing_gate(state, batch.now, gate)
        if not why:
            break
    return why
