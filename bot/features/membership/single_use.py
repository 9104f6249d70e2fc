"""Links that let in one person each, made for whoever has a plan: how they are asked for, kept and ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.features.membership.standing import groups_of, inside_of, sold
from bot.platforms.telegram.calls import Priority
from bot.text.messages import plain
from rules.config.membership import Plan
from rules.engine.events import Event
from storage import entitlements, plan_links
from storage.directory import KnownChat
from storage.plan_links import OVER, PlanLink

VERB = "ml"  # begins what the button for another link carries
LASTS = 3 * 86_400  # seconds for which a link lets in whom it was made for
_LEFT = 3_600  # seconds that a link must have left to be shown once more
_MOST, _DAY = 5, 86_400  # links of one person into one group in a day; afterwards they ask to join
_NAME = 32  # characters of a link's name (Bot API, createChatInviteLink)


def wanted(batch: Batch, chat: KnownChat, person: int) -> bool:
    """Whether somebody comes into a group by a link of their own: so the file says, and they did not have
    several today.
    """
    if sold(batch).door != "links":
        return False
    return plan_links.made_since(batch.connection, person, chat.id, batch.now - _DAY) < _MOST or bool(
        _good(batch, person, [chat])
    )


def _good(batch: Batch, person: int, chats: Sequence[KnownChat]) -> dict[int, PlanLink]:
    """Somebody's links that are open and will be for a while, by group."""
    links = plan_links.open_of(batch.connection, person, [c.id for c in chats])
    return {link.chat_id: link for link in links if link.expires_at >= batch.now + _LEFT}


def ways(batch: Batch, person: int, chats: Sequence[KnownChat]) -> tuple[dict[int, str], set[int]]:
    """The addresses by which somebody comes into these groups, as far as they are known, and which of the
    groups let them in by links of their own.
    """
    alone = {c.id for c in chats if wanted(batch, c, person)}
    found = {n: link.address for n, link in _good(batch, person, chats).items() if n in alone}
    shared = entitlements.doors(batch.connection, [c.id for c in chats if c.id not in alone])
    return found | shared, alone


def way_wanted(batch: Batch, community: int, person: int, plan: Plan) -> bool:
    """Whether somebody may want another link: they are outside of a group or channel of their plan."""
    if sold(batch).door != "links":
        return False
    inside = inside_of(batch, community, person)
    return any(c.id not in inside for c in groups_of(batch, community, plan))


def asked_for(batch: Batch, plan: Plan, order: int, language: str) -> dict[str, Any]:
    """What createChatInviteLink gets for a link that lets in one person; its name tells the order."""
    name = plain(language, "link-name", plan=plan.id, order=order)
    return {"name": name[:_NAME], "member_limit": 1, "expire_date": batch.now + LASTS}


def keep(
    connection: Connection, address: str, chat: int, person: int, plan: str, order: int, now: int
) -> None:
    """Remember such a link."""
    link = PlanLink(
        address=address,
        chat_id=chat,
        person_id=person,
        plan=plan,
        purchase_id=order or None,
        at=now,
        expires_at=now + LASTS,
    )
    plan_links.keep(connection, link)


def end(batch: Batch, event: Event, chat: KnownChat, link: PlanLink, state: str) -> bool:
    """Let a link open the door no more; False when it did not any more."""
    if not plan_links.end(batch.connection, link.address, state, batch.now):
        return False
    batch.call(event, "revokeChatInviteLink", chat.id, Priority.MODERATION, invite_link=link.address)
    return True


def end_all(batch: Batch, event: Event, person: int, chats: Sequence[KnownChat], state: str = OVER) -> None:
    """Let all of somebody's links into these groups open them no more."""
    by_id = {c.id: c for c in chats}
    for link in plan_links.open_of(batch.connection, person, list(by_id)):
        end(batch, event, by_id[link.chat_id], link, state)
