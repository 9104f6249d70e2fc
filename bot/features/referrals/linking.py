"""/invite: one's own link of each group, made once."""

from __future__ import annotations

from html import escape

import msgspec
from msgspec import Struct
from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.core.command import Answer, Ask, Command, Where
from bot.core.private_access import word_refused
from bot.features.screening.door_policy import policy_of
from bot.features.screening.entitled import plans_opening
from bot.platforms.telegram.calls import Follow, Priority, follow_kind
from bot.platforms.telegram.follow_up import Receipt
from bot.text.durations import spell
from bot.text.messages import Html, language_of, plain, say
from rules.config.membership import Membership
from rules.engine.events import Event
from rules.engine.policy import ReferralPolicy
from storage import chats, members, people, referrals, timers
from storage.directory import KnownChat

LINK = follow_kind(
    "invite link", "referrals", tells=True, awaited=True
)  # and timer: Telegram made it, or not
_NAME = 32  # characters of a link's name (Bot API, createChatInviteLink)


class Wanted(Struct, frozen=True):
    """Somebody who waits for their links."""

    community: int
    person: int
    room: int  # the private chat in which they asked
    language: str
    chat: int = 0  # whose link was asked for last
    refused: tuple[int, ...] = ()  # groups of which Telegram gave none


def invite(ask: Ask) -> Answer | None:
    """Show one's own links; those that are not there yet are made first."""
    batch = ask.batch
    if batch.book.incentives.referral is None:
        return ask.answer("invite-off")
    if word_refused(batch, ask.community, ask.person.id, batch.book.incentives.givers):
        return ask.answer("invite-not-yet")
    return _links(batch, ask.event, Wanted(ask.community, ask.person.id, ask.chat.id, ask.language))


def _links(batch: Batch, event: Event, wanted: Wanted) -> Answer | None:
    """The links; None while one is being made."""
    inside = members.inside(batch.connection, wanted.community, wanted.person)
    groups = [c for c in chats.groups(batch.connection, wanted.community) if c.id in inside]
    known = referrals.links_of(batch.connection, wanted.person, [c.id for c in groups])
    missing = [c for c in groups if c.id not in known and c.id not in wanted.refused]
    if missing:
        _make(batch, event, missing[0], wanted)
        return None
    policy = batch.book.incentives.referral
    if policy is None or not known:
        return Answer(say(wanted.language, "invite-no-link"))
    lines = [
        say(wanted.language, "invite-line", chat=c.title, address=Html(escape(known[c.id])))
        for c in groups
        if c.id in known
    ]
    return Answer(Html("\n".join([*lines, "", _terms(wanted.language, policy)])))


def _terms(language: str, policy: ReferralPolicy) -> Html:
    """What a link brings, and when."""
    return say(
        language,
        "invite-terms",
        points=policy.points,
        stays=spell(language, policy.stays),
        messages=policy.messages,
        most=policy.per_month,
    )


def _make(batch: Batch, event: Event, chat: KnownChat, wanted: Wanted) -> None:
    """Ask Telegram for somebody's link of a group. Where newcomers are looked at first, it is one by which
    they ask to join.
    """
    known = people.person(batch.connection, wanted.person)
    name = plain(batch.spoken(chat.id), "invite-name", name=known.name if known is not None else "")
    payload = msgspec.json.encode(msgspec.structs.replace(wanted, chat=chat.id)).decode()
    batch.call(
        event,
        "createChatInviteLink",
        chat.id,
        Priority.MODERATION,
        name=name[:_NAME],
        creates_join_request=_guarded(batch, chat),
        then=(Follow(LINK, payload=payload),),
    )


def _guarded(batch: Batch, chat: KnownChat) -> bool:
    policy = batch.book.incentives.referral
    if policy is not None and policy.approval:
        return True
    if policy_of(batch, chat.id).screening.requests.mode != "off":
        return True
    return bool(plans_opening(batch.connection, batch.files.file(Membership), chat))


def keep_link(connection: Connection, receipt: Receipt) -> None:
    """Keep somebody's link, or that there is none, and go on with whoever waits for it."""
    wanted = msgspec.json.decode(receipt.follow.payload, type=Wanted)
    if receipt.reply.ok:
        address = str(receipt.reply.result["invite_link"])
        referrals.keep_link(connection, wanted.chat, wanted.person, address, receipt.now)
    else:
        wanted = msgspec.structs.replace(wanted, refused=(*wanted.refused, wanted.chat))
    key, payload = f"{LINK}:{receipt.call.key}", msgspec.json.encode(wanted).decode()
    timers.set_timer(connection, key, LINK, wanted.room, wanted.person, receipt.now, payload)


def go_on(batch: Batch, event: Event) -> None:
    """A link is there, or Telegram gave none: ask for the next one, or show them all."""
    if event.timer is None:
        return
    wanted = msgspec.json.decode(event.timer.payload, type=Wanted)
    answer = _links(batch, event, wanted)
    if answer is not None:
        language = language_of(wanted.language, batch.book.community.language)
        lines = [answer.text]
        for number in wanted.refused:
            chat = chats.find(batch.connection, number)
            lines += [say(language, "invite-refused", chat=chat.title)] if chat is not None else []
        batch.call(
            event,
            "sendMessage",
            wanted.room,
            text=Html("\n".join(lines)),
            parse_mode="HTML",
            link_preview_options={"is_disabled": True},
        )


COMMANDS = (Command("invite", invite, where=Where.PRIVATE, examples=("/invite",)),)
