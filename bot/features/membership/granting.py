"""Plans are given, and what they open is opened: who waits at a door comes in, the others get the way in."""

from __future__ import annotations

import msgspec
from msgspec import Struct
from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.core.buttons import Rows, button
from bot.features.membership import single_use
from bot.features.membership.coupons import with_plan
from bot.features.membership.standing import groups_of, inside_of, lane_of, look_again, sold
from bot.features.membership.telling import named, spoken_to, tell, until
from bot.features.moderation.action_handler import why_refused
from bot.features.moderation.moderator_alerts import tell_refusal
from bot.features.screening.admission import admit
from bot.features.screening.entitled import DOORS, plans_opening
from bot.platforms.telegram.calls import Follow, Priority, follow_kind, mention
from bot.platforms.telegram.follow_up import Receipt
from bot.text.durations import spell
from bot.text.messages import Html, plain
from rules.config.membership import Plan
from rules.engine.entitlements import Entry
from rules.engine.events import Event
from storage import entitlements, members, newcomers, people, timers
from storage.directory import KnownChat

# Also the kind of a timer: a group's invite link
DOOR = follow_kind("membership door", "membership", tells=True, awaited=True)
WAITING = "membership"  # kind of a visit at the door: somebody asked to join before they paid
_ASKED = 200  # people, at most, whose requests are tried when the bot has its right back
_AGAIN = 300  # seconds until a door is tried once more


class Way(Struct, frozen=True):
    """Somebody who is to be shown the way into the groups of a plan."""

    community: int
    person: int
    plan: str
    end: int
    refused: str = ""
    chat: int = 0  # whose link is asked for, or was refused
    order: int = 0
    said: str = ""  # the key of the sentence that shows the way
    alone: bool = False  # the link is to let in this one person


def give(
    batch: Batch,
    event: Event,
    community: int,
    person: int,
    entries: list[Entry],
    *,
    by: int | None = None,
    reason: str = "",
) -> bool:
    """Add grants to the ledger and plan the looks at their ends; False when all were there before."""
    connection = batch.connection
    new = entitlements.add(connection, community, person, entries, batch.now, by=by, reason=reason)
    with_plan(batch, event, community, person, [e for e in entries if e.key in new])
    for plan in sorted({e.plan for e in entries}) if new else ():
        look_again(batch, community, person, plan, tag=str(event.update_id))
        known = sold(batch).plan(plan)
        if known is not None and known.tag:
            look_again(batch, community, person, plan, at=batch.now, tag=f"tag:{event.update_id}")
    return bool(new)


def open_doors(
    batch: Batch,
    event: Event,
    community: int,
    person: int,
    plan: Plan,
    end: int,
    *,
    order: int = 0,
    said: str = "",
    out_of: int = 0,
) -> None:
    """Let somebody into the groups that a plan opens: whoever asked before is let in at once, whoever is in
    stays, and the others get links by which they are let in when they ask, or links of their own. `said`: the
    key of another sentence above the links; `out_of`: a group that they left just now.
    """
    way = Way(community, person, plan.id, end, order=order, said=said)
    inside = inside_of(batch, community, person) - {out_of}
    outside = []
    for chat in groups_of(batch, community, plan):
        visit = newcomers.visit(batch.connection, chat.id, person)
        if visit is not None and visit.state in ("open", "waiting"):
            newcomers.end(batch.connection, chat.id, person, "approved", batch.now)
            admit(batch, event, chat, person)
        elif chat.id not in inside:
            outside.append(chat)
    known, alone = single_use.ways(batch, person, outside)
    missing = [c for c in outside if c.id not in known]
    if missing:
        way = msgspec.structs.replace(way, chat=missing[0].id, alone=missing[0].id in alone)
        _make_link(batch, event, missing[0], way, plan)
    else:
        _show(batch, event, way, plan, [(c, known[c.id]) for c in outside], alone=bool(alone))


def _make_link(batch: Batch, event: Event, chat: KnownChat, way: Way, plan: Plan) -> None:
    """Ask Telegram for a link of a group; its receipt goes on with the next one."""
    payload, language = msgspec.json.encode(way).decode(), batch.spoken(chat.id)
    shared = {"name": plain(language, "door-name")[:32], "creates_join_request": True}
    batch.call(
        event,
        "createChatInviteLink",
        chat.id,
        Priority.MODERATION,
        then=(Follow(DOOR, payload=payload),),
        **(single_use.asked_for(batch, plan, way.order, language) if way.alone else shared),
    )


def _show(
    batch: Batch, event: Event, way: Way, plan: Plan, doors: list[tuple[KnownChat, str]], *, alone: bool
) -> None:
    language, room = spoken_to(batch, way.person), people.private_chats(batch.connection, [way.person])
    rows: Rows = [
        [{"text": plain(language, "button-enter", chat=chat.title), "url": address}]
        for chat, address in doors
    ]
    if alone and way.person in room:
        sign = batch.services.buttons.signer(room[way.person], way.person, batch.now)
        rows.append([button(plain(language, "button-link"), sign(single_use.VERB, plan.id))])
    tell(
        batch,
        event,
        way.person,
        (way.said or "plan-have-link") if alone else "plan-have",
        rows=rows,
        lasts=lambda lang: spell(lang, single_use.LASTS),
        chats=lambda lang: ("、" if lang == "zh" else ", ").join(c.title for c, _ in doors),
        plan=lambda lang: named(plan, lang),
        until=lambda lang: until(batch, lang, way.end),
        doors=len(doors),
    )


def keep_link(connection: Connection, receipt: Receipt) -> None:
    """Keep a group's link, or why there is none, and go on with whoever waits for it."""
    way = msgspec.json.decode(receipt.follow.payload, type=Way)
    if receipt.reply.ok:
        address = str(receipt.reply.result["invite_link"])
        if way.alone:
            single_use.keep(connection, address, way.chat, way.person, way.plan, way.order, receipt.now)
        else:
            entitlements.keep_door(connection, way.chat, address, receipt.now)
    else:
        way = msgspec.structs.replace(way, refused=receipt.reply.text or "–")
    key, payload = f"{DOOR}:{receipt.call.key}", msgspec.json.encode(way).decode()
    timers.set_timer(connection, key, DOOR, receipt.call.lane, way.person, receipt.now, payload)


def go_on(batch: Batch, event: Event) -> None:
    """A link is there, or Telegram gave none: then the moderators hear of it, and it is tried again."""
    if event.timer is None:
        return
    way = msgspec.json.decode(event.timer.payload, type=Way)
    plan = sold(batch).plan(way.plan)
    if plan is None:
        return
    if not way.refused:
        at, end = way.community, way.end
        open_doors(batch, event, at, way.person, plan, end, order=way.order, said=way.said)
        return
    once = f"door:{way.chat}:{way.person}:{way.end}"
    if entitlements.tell_once(batch.connection, once, batch.now):
        known = people.person(batch.connection, way.person)
        who = mention(way.person, known.name if known is not None else "")

        def why(language: str) -> Html | str:
            return why_refused(language, "approve", way.refused)

        tell_refusal(batch, event, batch.chat(event), "door-refused", None, member=who, why=why)
        tell(batch, event, way.person, "plan-door-waits", plan=lambda lang: named(plan, lang))
    payload = msgspec.json.encode(msgspec.structs.replace(way, refused="")).decode()
    lane = lane_of(batch, way.community, way.person)
    due = batch.now + _AGAIN
    key = f"{DOOR}:{way.chat}:{way.person}:{due}"
    timers.set_timer(batch.connection, key, DOOR, lane or batch.chat(event).id, way.person, due, payload)


def rights_changed(batch: Batch, event: Event) -> None:
    """The bot leads a group that plans open, perhaps again. While it could not let anybody in, Telegram told
    of no request either: whoever has a plan and is outside is let in if they asked.
    """
    chat, membership, connection = batch.chat(event), sold(batch), batch.connection
    community = chat.community
    if event.new_status != "administrator" or not membership.on:
        return
    if chat.role not in DOORS or community is None:
        return
    timers.hasten(connection, DOOR, batch.now)  # links that Telegram refused to make
    plans = plans_opening(connection, membership, chat)
    held = {p for plan in plans for p in entitlements.holders(connection, community, plan, batch.now)}
    outside = held - members.present(connection, chat.id) if held else set[int]()
    for person in sorted(outside, reverse=True)[:_ASKED]:
        admit(batch, event, chat, person)
