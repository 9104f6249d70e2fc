"""What is due about somebody's plan: a reminder, the end, the door. Each is done once, and never early: what
is due is worked out anew from the ledger at every look.
"""

from __future__ import annotations

from functools import partial

from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.core.buttons import Rows, button
from bot.features.membership.granting import open_doors
from bot.features.membership.single_use import end_all
from bot.features.membership.standing import (
    LOOK,
    SETTLING,
    Standing,
    doors_of,
    inside_of,
    lane_of,
    look_again,
    sold,
    standing,
)
from bot.features.membership.tagging import keep
from bot.features.membership.telling import called, named, spoken_to, tell, until
from bot.features.moderation.action_handler import why_refused
from bot.features.moderation.moderator_alerts import tell_refusal
from bot.features.screening.entitled import CHANNEL, admits, plans_opening
from bot.platforms.telegram.calls import Follow, Priority, follow_kind, mention, person_ref
from bot.platforms.telegram.follow_up import Receipt
from bot.text.durations import spell
from bot.text.messages import plain
from rules.engine.entitlements import State, reminder
from rules.engine.events import Event
from rules.engine.quiet_hours import quiet_until
from rules.engine.state import Role
from storage import entitlements, people, timers
from storage.directory import KnownChat

# Also the kind of a timer: Telegram put somebody out, or not
OUT = follow_kind("membership out", "membership", tells=True, awaited=True)
_AGAIN = 600  # seconds until it is tried once more
PLANS = "mp"


def look(batch: Batch, event: Event) -> None:
    """A timer of `standing.look_again`."""
    if event.timer is None:
        return
    community, person, name = event.timer.payload.split(":", 2)
    see_to(batch, event, int(community), int(person), name)


def see_to(batch: Batch, event: Event, community: int, person: int, name: str) -> None:
    """Do what is due about somebody's plan, and plan the next look."""
    one = standing(batch, community, person, name)
    keep(batch, event, community, person, one)
    match one.life.state:
        case State.TRIAL | State.ACTIVE:
            if (
                one.plan is not None
                and not (one.renews or one.by_channel)
                and _put_off(batch, event, community, person, name, one)
            ):
                return
        case State.GRACE:
            _overdue(batch, event, community, person, name, one)
        case State.OUT:
            _out(batch, event, community, person, name, one)
    look_again(batch, community, person, name)


def _put_off(batch: Batch, event: Event, community: int, person: int, name: str, one: Standing) -> bool:
    """Remind of the end; True when that waits until the night is over."""
    begins = max((s.begins for s in one.spans if s.ends == one.life.until), default=0)
    lead = reminder(one.life, sold(batch).reminders, begins, batch.now)
    if not lead:
        return False
    over = quiet_until(batch.now, batch.files.posting.hours((), batch.files.community.timezone))
    if over and over < one.life.until:
        look_again(batch, community, person, name, at=over, tag="morning")
        return True
    once = f"soon:{community}:{person}:{name}:{one.life.until}:{lead}"
    if entitlements.tell_once(batch.connection, once, batch.now):
        left = one.life.until - batch.now
        tell(
            batch,
            event,
            person,
            "plan-soon",
            rows=_again(batch, person, name, one),
            plan=lambda lang: named(one.plan, lang, name),
            time=lambda lang: spell(lang, max(3600, left // 3600 * 3600)),
            until=lambda lang: until(batch, lang, one.life.until),
        )
    return False


def _again(batch: Batch, person: int, name: str, one: Standing) -> Rows | None:
    """The button that brings back the plan, while it is sold."""
    room = people.private_chats(batch.connection, [person]).get(person)
    if one.plan is None or not one.plan.sold or room is None:
        return None
    sign = batch.services.buttons.signer(room, person, batch.now)
    words = plain(spoken_to(batch, person), "button-again")
    return [[button(words, sign(PLANS, f"show:{name}"))]]


def _overdue(batch: Batch, event: Event, community: int, person: int, name: str, one: Standing) -> None:
    """What was paid for is over, and the door still open. A renewal gets some time to come in."""
    settles = one.life.until + SETTLING
    if (one.renews or one.by_channel) and batch.now < min(settles, one.life.out_at):
        look_again(batch, community, person, name, at=min(settles, one.life.out_at), tag="settled")
        return
    once = f"over:{community}:{person}:{name}:{one.life.until}"
    if not entitlements.tell_once(batch.connection, once, batch.now):
        return
    if not _shut(batch, community, person, name, one, at=one.life.out_at):
        _tell_kept(batch, event, community, person, name, one)
    else:
        tell(
            batch,
            event,
            person,
            "plan-over",
            rows=_again(batch, person, name, one),
            plan=lambda lang: named(one.plan, lang, name),
            until=lambda lang: until(batch, lang, one.life.out_at),
        )


def _out(batch: Batch, event: Event, community: int, person: int, name: str, one: Standing) -> None:
    """The door closes: out of every group that nothing else opens, without a ban."""
    if not doors_of(batch, community, one.plan, name):
        return
    inside = inside_of(batch, community, person)
    shut = _shut(batch, community, person, name, one, at=batch.now)
    end_all(batch, event, person, shut)
    # Whoever paid Telegram for a channel is put out of it by Telegram, when that time is over.
    left = [c for c in shut if c.id in inside and not (one.by_channel and c.role == CHANNEL)]
    for chat in left:
        _put_out(batch, event, chat, community, person, name)
    if one.plan is None or left:
        return
    if not shut:
        _tell_kept(batch, event, community, person, name, one)
        return
    once = f"out:{community}:{person}:{name}:{one.life.out_at}"
    if entitlements.tell_once(batch.connection, once, batch.now):
        _tell_out(batch, event, community, person, name, one)


def _shut(batch: Batch, community: int, person: int, name: str, one: Standing, *, at: int) -> list[KnownChat]:
    """The doors of a plan that are closed to somebody at a moment: those that nothing else opens."""
    membership = sold(batch)

    def stays(chat: KnownChat) -> bool:
        state = batch.state(chat.id, person, community)
        trusted = one.plan is None and state.role is Role.TRUSTED
        held = admits(batch.connection, membership, community, chat, person, at)
        return state.role.moderates or trusted or held

    return [chat for chat in doors_of(batch, community, one.plan, name) if not stays(chat)]


def _tell_kept(batch: Batch, event: Event, community: int, person: int, name: str, one: Standing) -> None:
    """A plan is over, and no door closes: said once, at the end of what was paid or at that of the grace."""
    once = f"kept:{community}:{person}:{name}:{one.life.until}"
    if entitlements.tell_once(batch.connection, once, batch.now):
        tell(batch, event, person, "plan-out-kept", plan=lambda lang: named(one.plan, lang, name))


def _tell_out(batch: Batch, event: Event, community: int, person: int, name: str, one: Standing) -> None:
    doors = doors_of(batch, community, one.plan, name)
    shut = _shut(batch, community, person, name, one, at=batch.now)
    partly = one.plan is not None and 0 < len(shut) < len(doors)
    tell(
        batch,
        event,
        person,
        "plan-out-partly" if partly else "plan-out" if one.plan is not None else "earlier-out",
        rows=_again(batch, person, name, one),
        plan=lambda lang: called(batch, one.plan, lang, name),
        chats=lambda lang: ("、" if lang == "zh" else ", ").join(c.title for c in shut),
    )


def _put_out(batch: Batch, event: Event, chat: KnownChat, community: int, person: int, name: str) -> None:
    # In a supergroup this alone puts out whoever is in, and bans nobody.
    method = "unbanChatMember" if chat.kind in ("supergroup", "channel") else "banChatMember"
    payload = f"{community}:{person}:{name}"
    batch.call(
        event,
        method,
        chat.id,
        Priority.MODERATION,
        user_id=person_ref(person),
        then=(Follow(OUT, payload=payload),),
    )


def put_out(connection: Connection, receipt: Receipt) -> None:
    """Somebody is out, or Telegram refused: look at it by a timer."""
    why = "" if receipt.reply.ok else receipt.reply.text or "–"
    key = f"{OUT}:{receipt.call.key}"
    payload = f"{receipt.follow.payload}\n{why}"
    timers.set_timer(connection, key, OUT, receipt.call.lane, None, receipt.now, payload)


def told_out(batch: Batch, event: Event) -> None:
    """Say it to whoever is out; what Telegram refused is told the moderators once, and tried again."""
    if event.timer is None:
        return
    whom, _, why = event.timer.payload.partition("\n")
    number, who, name = whom.split(":", 2)
    community, person = int(number), int(who)
    one = standing(batch, community, person, name)
    if not why:
        if _paid_meanwhile(batch, event, community, person):
            return
        once = f"out:{community}:{person}:{name}:{one.life.out_at}"
        if one.life.state is State.OUT and entitlements.tell_once(batch.connection, once, batch.now):
            _tell_out(batch, event, community, person, name, one)
        return
    chat, known = batch.chat(event), people.person(batch.connection, person)
    once = f"stuck:{chat.id}:{person}:{name}:{one.life.out_at}"
    if entitlements.tell_once(batch.connection, once, batch.now):
        member = mention(person, known.name if known is not None else "")
        told = partial(why_refused, action="kick", text=why)
        tell_refusal(batch, event, chat, "out-refused", None, member=member, why=told)
    lane, due = lane_of(batch, community, person) or chat.id, batch.now + _AGAIN
    timers.set_timer(batch.connection, f"{LOOK}:{whom}:{chat.id}:{due}", LOOK, lane, person, due, whom)


def _paid_meanwhile(batch: Batch, event: Event, community: int, person: int) -> bool:
    """Whoever is out has what opens the group, paid for while they went: they are shown the way."""
    chat = batch.chat(event)
    for name in sorted(plans_opening(batch.connection, sold(batch), chat)):
        one = standing(batch, community, person, name)
        if one.plan is not None and one.life.inside:
            open_doors(batch, event, community, person, one.plan, one.life.until, out_of=chat.id)
            return True
    return False
