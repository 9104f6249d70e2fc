"""Channels that plans open. One belongs to the community when the file names it.

Members with a plan come in as into groups; or whoever pays Telegram at a link of the channel has the plan as
long as Telegram says that they paid. Those Stars go to the channel: the bot's own list of transactions does
not have them, and no update tells that somebody was charged again. So at the end of what was paid Telegram
is asked, and nothing is taken for granted.
"""

from __future__ import annotations

import msgspec
from msgspec import Struct
from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.core.buttons import Rows
from bot.features.membership.granting import DOOR, Way, give
from bot.features.membership.standing import lane_of, look_again, sold, standing
from bot.features.membership.telling import named, tell, until
from bot.features.moderation.action_handler import why_refused
from bot.features.moderation.moderator_alerts import tell_refusal
from bot.features.screening.entitled import CHANNEL, is_opened_by
from bot.platforms.telegram.calls import Follow, Priority, follow_kind, person_ref
from bot.platforms.telegram.follow_up import Receipt
from bot.text.messages import Html, plain
from rules.config.membership import MONTH, Plan
from rules.engine.entitlements import BY_CHANNEL, Entry
from rules.engine.events import Chat, Event, Kind
from storage import channel_links, chats, entitlements, timers
from storage.channel_links import ChannelLink
from storage.directory import KnownChat

# Also kinds of timers: Telegram made a channel's link or not; it told until when somebody paid
LINK = follow_kind("channel link", "membership", tells=True, awaited=True)
STAY = follow_kind("channel stay", "membership", awaited=True)
ASK = "channel ask"  # timer: what somebody paid a channel for is over, as far as is known
_SOON, _AGAIN = 60, 3600  # seconds after that until Telegram is asked, and once more
_HOUR, _NAME = 3600, 32


class Made(Struct, frozen=True):
    """A link of a channel that was asked for; `address` is empty when Telegram refused."""

    chat: int
    plan: str
    price: int
    address: str = ""
    refused: str = ""


class Stay(Struct, frozen=True):
    """Somebody in a channel who paid until a moment. Ids are our own."""

    chat: int
    person: int
    plan: str
    until: int
    told: int = -1  # what Telegram says now: 0 when they are not there any more


def adopt(batch: Batch, event: Event) -> None:
    """Let the channels that plans name belong to the community, once the bot administers them."""
    wanted = {number for plan in sold(batch).plans for number in plan.channels}
    for own, number in channel_links.unclaimed(batch.connection, wanted) if wanted else ():
        chats.assign(batch.connection, own, batch.default_community, CHANNEL, batch.now)
        there = event.chat if event.chat.id == number else Chat(number, "channel")
        batch.directory.reread(batch.connection, there)


def of_plan(batch: Batch, community: int, plan: Plan) -> list[KnownChat]:
    """The channels that a plan itself names."""
    known = chats.groups(batch.connection, community, CHANNEL) if plan.channels else []
    return [c for c in known if is_opened_by(batch.connection, plan, c)]


def ensure(batch: Batch, event: Event, community: int) -> None:
    """Ask for the channels' links that are not there yet, or have an old price; each once in an hour."""
    if any(plan.channels for plan in sold(batch).plans):
        adopt(batch, event)
    for plan in [p for p in sold(batch).plans if p.channel_link and p.sold]:
        for chat in of_plan(batch, community, plan):
            newest = channel_links.of_plan(batch.connection, chat.id, plan.id)[:1]
            if newest and newest[0].price == plan.price:
                continue
            once = f"channel link:{chat.id}:{plan.id}:{plan.price}:{batch.now // _HOUR}"
            if entitlements.tell_once(batch.connection, once, batch.now):
                _make(batch, event, chat, plan)


def _make(batch: Batch, event: Event, chat: KnownChat, plan: Plan) -> None:
    made = msgspec.json.encode(Made(chat.id, plan.id, plan.price)).decode()
    batch.call(
        event,
        "createChatSubscriptionInviteLink",
        chat.id,
        Priority.MODERATION,
        name=plan.name[batch.spoken(chat.id)][:_NAME],
        subscription_period=MONTH,
        subscription_price=plan.price,
        then=(Follow(LINK, payload=made),),
    )


def keep_link(connection: Connection, receipt: Receipt) -> None:
    """Keep a channel's link, or why there is none."""
    made = msgspec.json.decode(receipt.follow.payload, type=Made)
    if receipt.reply.ok:
        address = str(receipt.reply.result["invite_link"])
        made = msgspec.structs.replace(made, address=address)
        link = ChannelLink(
            address=address, chat_id=made.chat, plan=made.plan, price=made.price, at=receipt.now
        )
        channel_links.keep(connection, link)
    else:
        made = msgspec.structs.replace(made, refused=receipt.reply.text or "–")
    key, payload = f"{LINK}:{receipt.call.key}", msgspec.json.encode(made).decode()
    timers.set_timer(connection, key, LINK, made.chat, None, receipt.now, payload)


def link_made(batch: Batch, event: Event) -> None:
    """A link with a new price takes the place of the old one; a refusal is told once a day."""
    if event.timer is None:
        return
    made, chat = msgspec.json.decode(event.timer.payload, type=Made), batch.chat(event)
    if made.refused:
        once = f"channel link refused:{chat.id}:{batch.now // 86_400}"
        if entitlements.tell_once(batch.connection, once, batch.now):

            def why(language: str) -> Html | str:
                return why_refused(language, "approve", made.refused)

            tell_refusal(batch, event, chat, "channel-link-refused", None, why=why)
        return
    for old in channel_links.of_plan(batch.connection, chat.id, made.plan):
        if old.price != made.price:
            channel_links.end(batch.connection, old.address, batch.now)
            batch.call(event, "revokeChatInviteLink", chat.id, invite_link=old.address)


def buttons(batch: Batch, community: int, plan: Plan, language: str) -> Rows:
    """The ways to pay Telegram itself for a plan's channels."""
    if not plan.channel_link or not plan.sold:
        return []
    rows = Rows()
    for chat in of_plan(batch, community, plan):
        for link in channel_links.of_plan(batch.connection, chat.id, plan.id)[:1]:
            if link.price == plan.price:
                words = plain(language, "button-subscribe", chat=chat.title, stars=plan.price)
                rows.append([{"text": words, "url": link.address}])
    return rows


def came(batch: Batch, event: Event) -> None:
    """Somebody is in a channel and paid Telegram until a moment, by a link of ours now or before."""
    chat, person = batch.chat(event), batch.author(event)
    if chat.role != CHANNEL or chat.community is None or person is None:
        return
    if not event.paid_until or event.kind is Kind.LEAVE:
        return
    found = channel_links.plan_of(batch.connection, event.invite_link, chat.id) if event.invite_link else ""
    for name in [found] if found else _had(batch, chat, person.id):
        _grant(batch, event, chat, Stay(chat.id, person.id, name, event.paid_until), event.at)


def _had(batch: Batch, chat: KnownChat, person: int) -> list[str]:
    """The plans that somebody had by paying for this channel."""
    rows = entitlements.rows_of(batch.connection, chat.community or 0, person)
    return sorted({r["plan"] for r in rows if r["key"].startswith(f"{BY_CHANNEL}:{chat.id}:{person}:")})


def _grant(batch: Batch, event: Event, chat: KnownChat, stay: Stay, begins: int) -> None:
    """A plan until the moment that Telegram tells, once."""
    community, plan = chat.community or batch.default_community, sold(batch).plan(stay.plan)
    if plan is None:
        return
    before = standing(batch, community, stay.person, plan.id)
    key = f"{BY_CHANNEL}:{chat.id}:{stay.person}:{plan.id}:{stay.until}"
    entry = Entry(key, plan.id, BY_CHANNEL, min(begins, stay.until), stay.until)
    if not give(batch, event, community, stay.person, [entry]):
        return
    _ask_at(batch, stay, stay.until + _SOON)
    spoken = tell(
        batch,
        event,
        stay.person,
        "paid-channel",
        chat=chat.title,
        plan=lambda lang: named(plan, lang),
        until=lambda lang: until(batch, lang, stay.until),
    )
    if spoken and not before.life.inside:
        way = msgspec.json.encode(Way(community, stay.person, plan.id, stay.until)).decode()
        lane = lane_of(batch, community, stay.person) or chat.id
        timers.set_timer(batch.connection, f"{DOOR}:{key}", DOOR, lane, stay.person, batch.now, way)


def _ask_at(batch: Batch, stay: Stay, due: int) -> None:
    payload = msgspec.json.encode(msgspec.structs.replace(stay, told=-1)).decode()
    key = f"{ASK}:{stay.chat}:{stay.person}:{stay.plan}:{due}"
    timers.set_timer(batch.connection, key, ASK, stay.chat, stay.person, due, payload)


def ask(batch: Batch, event: Event) -> None:
    """What somebody paid for is over: ask Telegram whether they paid again."""
    if event.timer is None:
        return
    stay, chat = msgspec.json.decode(event.timer.payload, type=Stay), batch.chat(event)
    one = standing(batch, chat.community or batch.default_community, stay.person, stay.plan)
    if any(s.source == BY_CHANNEL and s.ends > stay.until for s in one.spans):
        return  # an update told of it
    then = (Follow(STAY, payload=event.timer.payload),)
    ref = person_ref(stay.person)
    batch.call(event, "getChatMember", chat.id, Priority.SCHEDULED, user_id=ref, then=then)


def stay_told(connection: Connection, receipt: Receipt) -> None:
    """Let it be decided what Telegram's answer means; a refusal means nothing."""
    stay = msgspec.json.decode(receipt.follow.payload, type=Stay)
    if receipt.reply.ok:
        member = receipt.reply.result
        told = int(member.get("until_date", 0)) if member.get("status") == "member" else 0
        stay = msgspec.structs.replace(stay, told=told)
    key, payload = f"{STAY}:{receipt.call.key}", msgspec.json.encode(stay).decode()
    timers.set_timer(connection, key, STAY, stay.chat, stay.person, receipt.now, payload)


def answered(batch: Batch, event: Event) -> None:
    """They paid again, or are not there any more; else it is asked once more while the plan leads in."""
    if event.timer is None:
        return
    stay, chat = msgspec.json.decode(event.timer.payload, type=Stay), batch.chat(event)
    community = chat.community or batch.default_community
    if stay.told > stay.until:
        _grant(batch, event, chat, msgspec.structs.replace(stay, until=stay.told), stay.until)
        return
    one = standing(batch, community, stay.person, stay.plan)
    if stay.told != 0 and one.life.inside and one.by_channel:
        _ask_at(batch, stay, batch.now + _AGAIN)
    look_again(batch, community, stay.person, stay.plan, at=batch.now, tag=f"stay:{event.update_id}")
