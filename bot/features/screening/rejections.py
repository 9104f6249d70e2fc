"""Turn somebody away at the door: the call, and the case that says why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.features.moderation.case_opening import case_row
from bot.features.screening import newcomer_rights
from bot.platforms.telegram.calls import Follow, Priority, chat_ref, person_ref
from bot.runtime import metrics
from rules.engine.actions import Action, Ban, Decline, Kick, Mute, name_of
from rules.engine.events import Event
from rules.engine.state import FOREVER, Role
from storage import casework
from storage.directory import KnownChat

How = Literal["kick", "ban", "silence"]
ROLES: dict[How, Role] = {"ban": Role.BANNED, "kick": Role.LEFT, "silence": Role.RESTRICTED}


@dataclass(frozen=True)
class Refusal:
    """Why somebody is turned away, and how: `rule` names the part of screening.yaml."""

    rule: str
    reason: str
    how: How
    matched: str = ""
    seconds: int = FOREVER  # of a ban
    asked: bool = False  # they are outside, and asked to come in

    @property
    def action(self) -> Action:
        """What is done, as cases and `/why` tell it."""
        match self.how:
            case "kick":
                return Decline() if self.asked else Kick()
            case "ban":
                return Ban(self.seconds)
        return Mute(FOREVER)


def turn_away(batch: Batch, event: Event, chat: KnownChat, person: int, refusal: Refusal) -> None:
    """Put somebody out, or silence them, who is in already."""
    who, first = person_ref(person), batch.calls_of(event)
    match refusal.how:
        case "silence":
            newcomer_rights.silence(batch, event, chat.id, person)
        case "ban":
            until = 0 if refusal.seconds == FOREVER else batch.now + refusal.seconds
            batch.call(event, "banChatMember", chat.id, Priority.MODERATION, user_id=who, until_date=until)
        case "kick":
            batch.call(event, "banChatMember", chat.id, Priority.MODERATION, user_id=who)
            batch.call(
                event, "unbanChatMember", chat.id, Priority.MODERATION, user_id=who, only_if_banned=True
            )
    open_case(batch, event, chat, person, refusal, first)


def decline(
    batch: Batch,
    event: Event,
    chat: KnownChat,
    person: int,
    *,
    lane: int = 0,
    refusal: Refusal | None = None,
    then: tuple[Follow, ...] = (),
) -> None:
    """Decline a request to join, in order with what is said in the private chat `lane`."""
    who, first = person_ref(person), batch.calls_of(event)
    for method in ("declineChatJoinRequest",) + (
        ("banChatMember",) if refusal is not None and refusal.how == "ban" else ()
    ):
        batch.bare_call(
            event,
            method,
            lane or chat.id,
            Priority.MODERATION,
            then=then,
            chat_id=chat_ref(chat.id),
            user_id=who,
        )
    if refusal is not None:
        open_case(batch, event, chat, person, replace(refusal, asked=True), first)


def open_case(
    batch: Batch, event: Event, chat: KnownChat, person: int, refusal: Refusal, first: int | None = None
) -> None:
    """Remember why: `/why` and the moderators read it.

    The event's calls from number `first` on are what carries it out: the case tells what became of them.
    """
    metrics.ACTIONS.labels(name_of(refusal.action)).inc()
    row = case_row(
        batch,
        event,
        community=chat.community or batch.default_community,
        chat=chat.id,
        person=person,
        rule=refusal.rule,
        actions=(refusal.action,),
        reason=refusal.reason,
        matched=refusal.matched[:200],
    )
    batch.cases.append(row)
    if first is not None:
        action, last = name_of(refusal.action), batch.calls_of(event)
        acts = [(action, batch.key_of(event, n)) for n in range(first, last)]

        def keep(connection: Connection) -> None:
            case = casework.leading(connection, event.update_id, person, chat.id)
            if case is not None:
                casework.add_acts(connection, case["id"], acts, batch.now)

        batch.writes.append(keep)
