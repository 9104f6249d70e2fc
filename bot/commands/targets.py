"""Whom a moderator means: by reply, by @name or by id, then a duration, then the reason."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from bot.commands.command import Ask
from bot.moderation import durations
from rules.engine.events import Sender
from rules.engine.state import MemberState
from storage import casework, members
from storage.directory import PERSON, KnownChat, KnownPerson, known_person, platform_ids

_DIGITS = 15  # of a person's id: Telegram's have at most 52 bits


class NoTarget(Exception):
    """The command names nobody it may touch. The argument is the key of the sentence that says so."""


@dataclass(frozen=True)
class Target:
    """A member in a group, the answered message if any, a duration in seconds if given, and a reason."""

    chat: KnownChat
    person: KnownPerson
    state: MemberState
    message_id: int
    seconds: int | None
    reason: str
    met: bool = True  # the member was seen in this group


_BANS = ("ban", "sban", "tban", "unban")
_KICKS = ("kick", "skick")
_TIMED = ("ban", "mute", "sban", "smute", "tban", "tmute")


async def find_targets(ask: Ask) -> list[Target]:
    """Read the arguments: one target in each group the command is about.

    Raises:
        NoTarget: nobody named, unknown, an administrator, a bot, whoever asks, or a duration Telegram
            would not keep.
    """
    words = ask.arguments.split()
    message_id = 0
    person = await _named(ask, words[0]) if words else None
    if person is not None:
        words = words[1:]
    elif ask.event.reply is not None:
        person = await _answered(ask)
        message_id = ask.event.reply.message_id if _here(ask) else 0
    if person is None:
        raise NoTarget("target-unknown" if words and words[0].startswith("@") else "target-missing")
    if person.bot or person.id == ask.person.id:
        raise NoTarget("target-protected")
    if person.channel and ask.name in _KICKS:
        raise NoTarget("target-channel-kick")
    seconds = durations.parse(words[0]) if words else None
    if seconds is not None:
        words = words[1:]
        if not durations.SHORTEST <= seconds <= durations.LONGEST:
            raise NoTarget("duration-out-of-range")
    groups = await _groups(ask, person)
    own = await _channel_id(ask, person)
    found = [
        Target(g, person, state, message_id, seconds, " ".join(words), met)
        for g, met in groups
        if not (own and g.linked == own)  # the channel whose discussions these are
        and not (state := await ask.batch.state(g.id, person.id, ask.community)).role.moderates
    ]
    if not found:
        raise NoTarget("target-protected" if groups else "target-unknown")
    mutes = ask.name in _TIMED and ask.name.endswith("mute")
    timed = seconds is not None and ask.name in _TIMED
    if (mutes or timed) and any(t.chat.kind == "group" for t in found):
        raise NoTarget("target-basic-group-mute" if mutes else "target-basic-group")
    return found


async def _channel_id(ask: Ask, person: KnownPerson) -> int:
    """The platform's id of a channel; 0 for people."""
    if not person.channel:
        return 0
    _, found = await platform_ids(ask.batch.connection, [], [person.id])
    return found.get(person.id, 0)


async def find_person(ask: Ask) -> KnownPerson | None:
    """Whom the first word names, or whose message is answered; None when the command is about nobody.

    Raises:
        NoTarget: a name that nobody has, or more than one.
    """
    words = ask.arguments.split()
    if not words:
        return await _answered(ask)
    person = await _named(ask, words[0])
    if person is None and words[0].startswith("@"):
        raise NoTarget("target-unknown")
    return person


def _here(ask: Ask) -> bool:
    """Whether the command acts in the group where it was written."""
    return not ask.event.chat.private and ask.chat.role == "members"


async def _groups(ask: Ask, person: KnownPerson) -> list[tuple[KnownChat, bool]]:
    """The groups a command is about, and whether the member was seen there. Elsewhere than in a group: those
    in which they were; bans hold in all.
    """
    if _here(ask):
        return [(ask.chat, True)]
    known = await members.chats_of(ask.batch.connection, person.id)
    return [(chat, chat.id in known) for chat in ask.governed if chat.id in known or ask.name in _BANS]


async def _answered(ask: Ask) -> KnownPerson | None:
    """Whose message is answered; in private and in the moderators' room, whose was forwarded there.

    Raises:
        NoTarget: it is no member's, or hides whose it is.
    """
    reply = ask.event.reply
    if reply is None:
        return None
    if not _here(ask) and reply.forward is not None:
        if not reply.forward.id:
            raise NoTarget("target-hidden")
        return await _by(ask, PERSON.c.platform_id == reply.forward.id)
    if reply.sender is Sender.BOT and not _here(ask):
        return await _of_card(ask, reply.message_id)
    if reply.sender not in (Sender.MEMBER, Sender.CHANNEL):
        raise NoTarget("target-protected")
    return ask.batch.directory.person(reply.person.id) if reply.person else None


async def _of_card(ask: Ask, message: int) -> KnownPerson | None:
    """Whom the case is about whose card this message is."""
    person = await casework.person_of_card(ask.batch.connection, ask.chat.id, message)
    return await _by(ask, PERSON.c.id == person) if person else None


async def _named(ask: Ask, word: str) -> KnownPerson | None:
    """The person a word names: @username, a numeric id, or a mention without a username. A channel's id is
    negative.
    """
    if word.startswith("@"):
        where = func.lower(PERSON.c.username) == word[1:].lower()
    elif word.isascii() and word.removeprefix("-").isdigit() and 3 <= len(word) <= _DIGITS:
        where = PERSON.c.platform_id == int(word)
    else:
        mentioned = [m.person for m in (ask.event.content.mentions if ask.event.content else ()) if m.person]
        if not mentioned:
            return None
        where = PERSON.c.platform_id == mentioned[0]
    return await _by(ask, where)


async def _by(ask: Ask, where: ColumnElement[bool]) -> KnownPerson | None:
    rows = (await ask.batch.connection.execute(select(PERSON).where(where).limit(2))).mappings().all()
    if not rows:
        return None
    if len(rows) > 1:  # a username is handed on before the bot hears that its first owner gave it up
        raise NoTarget("target-ambiguous")
    return known_person(rows[0])
