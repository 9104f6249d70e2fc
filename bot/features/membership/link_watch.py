"""Links of one person each: asked for anew, and watched. A stranger who comes by one is put out."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.features.membership import single_use
from bot.features.membership.granting import open_doors
from bot.features.membership.standing import groups_of, inside_of, look_again, sold, standing
from bot.features.membership.telling import tell
from bot.features.moderation.action_handler import why_refused
from bot.features.moderation.moderator_alerts import tell_moderators, tell_refusal
from bot.features.screening.entitled import admits
from bot.platforms.telegram.calls import Follow, Priority, follow_kind, mention, person_ref
from bot.platforms.telegram.follow_up import Receipt
from bot.text.messages import Html, language_of, plain
from rules.engine.events import Event, Kind
from rules.engine.state import Role
from storage import entitlements, members, people, plan_links, timers
from storage.directory import KnownChat
from storage.plan_links import STRANGE, USED, PlanLink

# Also the kind of a timer: Telegram put a stranger out, or not
STRANGER = follow_kind("membership stranger", "membership", tells=True, awaited=True)
_OUT = ("left", "kicked", "")
_AGAIN = 600  # seconds until it is tried once more


class Stranger(Struct, frozen=True):
    """Somebody who came by another's link. Ids are our own."""

    chat: int
    person: int
    owner: int
    order: int
    refused: str = ""
    again: bool = False  # it is time to try once more


def came(batch: Batch, event: Event) -> None:
    """Somebody came in. Of the updates that tell of one join, only one names the link."""
    chat, person = batch.chat(event), batch.author(event)
    if person is None or chat.community is None or not sold(batch).on:
        return
    if event.kind is Kind.OTHER and (not event.invite_link or event.new_status in _OUT):
        return
    link = plan_links.find(batch.connection, event.invite_link, chat.id) if event.invite_link else None
    if link is not None and link.person_id != person.id:
        _another(batch, event, chat, chat.community, person.id, link)
    single_use.end_all(batch, event, person.id, [chat], USED)
    if link is not None and link.person_id == person.id and not _may_stay(batch, chat, person.id):
        # What the link was for ended while it was under way: the end does what it does.
        look_again(batch, chat.community, person.id, link.plan, at=batch.now, tag=f"came:{event.update_id}")


def _may_stay(batch: Batch, chat: KnownChat, person: int) -> bool:
    community = chat.community or batch.default_community
    role = batch.state(chat.id, person, community).role
    if role.moderates or role is Role.TRUSTED:
        return True
    return admits(batch.connection, sold(batch), community, chat, person, batch.now)


def _another(
    batch: Batch, event: Event, chat: KnownChat, community: int, person: int, link: PlanLink
) -> None:
    """Somebody came by a link of another's: that one gets a new link, and whoever has no plan goes."""
    was_open = single_use.end(batch, event, chat, link, STRANGE)
    owner, plan = link.person_id, sold(batch).plan(link.plan)
    outside = chat.id not in inside_of(batch, community, owner)
    if was_open and outside and plan is not None and _may_stay(batch, chat, owner):
        one = standing(batch, community, owner, plan.id)
        order = link.purchase_id or 0
        open_doors(batch, event, community, owner, plan, one.life.until, order=order, said="link-strange")
    once = f"stranger:{link.address}:{person}"
    if not _may_stay(batch, chat, person) and entitlements.tell_once(batch.connection, once, batch.now):
        _put_out(batch, event, chat, Stranger(chat.id, person, owner, link.purchase_id or 0))


def _put_out(batch: Batch, event: Event, chat: KnownChat, who: Stranger) -> None:
    # In a supergroup this alone puts out whoever is in, and bans nobody.
    method = "unbanChatMember" if chat.kind in ("supergroup", "channel") else "banChatMember"
    follow = Follow(STRANGER, payload=msgspec.json.encode(who).decode())
    ref = person_ref(who.person)
    batch.call(event, method, chat.id, Priority.MODERATION, user_id=ref, then=(follow,))


def put_out(connection: Connection, receipt: Receipt) -> None:
    """A stranger is out, or Telegram refused: told by a timer."""
    who = msgspec.json.decode(receipt.follow.payload, type=Stranger)
    if not receipt.reply.ok:
        who = msgspec.structs.replace(who, refused=receipt.reply.text or "–")
    key, payload = f"{STRANGER}:{receipt.call.key}", msgspec.json.encode(who).decode()
    timers.set_timer(connection, key, STRANGER, who.chat, None, receipt.now, payload)


def told(batch: Batch, event: Event) -> None:
    """Tell the moderators, and the stranger if they can be written to. What was refused is tried again."""
    if event.timer is None:
        return
    who, chat = msgspec.json.decode(event.timer.payload, type=Stranger), batch.chat(event)
    if who.again:
        if who.person in members.present(batch.connection, chat.id) and not _may_stay(
            batch, chat, who.person
        ):
            _put_out(batch, event, chat, msgspec.structs.replace(who, again=False))
        return
    names: dict[str, Any] = {
        "member": _named(batch, who.person),
        "owner": _named(batch, who.owner),
        "order": who.order,
    }
    if who.refused:
        once = f"stranger stays:{who.chat}:{who.person}:{who.owner}"
        if entitlements.tell_once(batch.connection, once, batch.now):

            def why(language: str) -> Html | str:
                return why_refused(language, "kick", who.refused)

            tell_refusal(batch, event, chat, "stranger-refused", None, why=why, **names)
        due = batch.now + _AGAIN
        key = f"{STRANGER}:{who.chat}:{who.person}:{due}"
        payload = msgspec.json.encode(msgspec.structs.replace(who, refused="", again=True)).decode()
        timers.set_timer(batch.connection, key, STRANGER, who.chat, None, due, payload)
        return
    community = chat.community or batch.default_community
    tell_moderators(batch, event, community, "stranger-out-mods", chat=chat.title, **names)
    tell(batch, event, who.person, "stranger-out", chat=chat.title)


def _named(batch: Batch, person: int) -> Html:
    known = people.person(batch.connection, person)
    return mention(person, known.name if known is not None else "")


def pressed(batch: Batch, event: Event, arguments: str) -> str:
    """The button for another link: what somebody had opens the door no more."""
    person, community = batch.author(event), batch.community(event)
    language = language_of(person.language if person else "", batch.files.community.language)
    plan = sold(batch).plan(arguments)
    if person is None or plan is None or not event.chat.private:
        return plain(language, "buy-closed")
    one = standing(batch, community, person.id, plan.id)
    if not one.life.inside:
        return plain(language, "link-none")
    inside = inside_of(batch, community, person.id)
    outside = [c for c in groups_of(batch, community, plan) if c.id not in inside]
    if not outside:
        return plain(language, "link-inside")
    order = plan_links.order_of(batch.connection, person.id, plan.id)
    single_use.end_all(batch, event, person.id, outside)
    until = one.life.until
    open_doors(batch, event, community, person.id, plan, until, order=order, said="link-new")
    return ""
