"""Find whom a moderator means: by reply, by @name or by id; then a duration, then the reason."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from bot.core.authority import shares
from bot.core.command import Ask
from bot.text import durations
from rules.engine.durations import LONGEST, SHORTEST
from rules.engine.events import Person, Sender
from rules.engine.people import STAND_INS
from rules.engine.state import FOREVER, MemberState
from storage import case_outcomes, chats, members
from storage.directory import PERSON, KnownChat, KnownPerson, known_person, platform_ids
from storage.people import called, numbered

_FEWEST, _DIGITS = 3, 15  # of a person's id: Telegram's have at most 52 bits


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
_TIMED = ("ban", "dban", "dmute", "mute", "sban", "smute", "tban", "tmute", "spam")


def find_targets(ask: Ask) -> list[Target]:
    """Read the arguments: one target in each group the command is about.

    Whoever wrote the answered message is meant, or else whom the arguments begin with. A duration may
    follow, and the reason.

    Raises:
        NoTarget: nobody named, unknown, an administrator, a bot, whoever asks, somebody else than whose
            message is answered, or a duration that cannot be read or that Telegram would not keep.
    """
    named, rest = _first_named(ask, strangers=ask.name in _BANS)
    answered = _answered(ask)
    if named is not None and answered is not None and named.id != answered.id:
        raise NoTarget("target-two")
    person = answered or named
    if person is None:
        raise NoTarget("target-missing")
    message_id = ask.event.reply.message_id if answered is not None and ask.event.reply and _here(ask) else 0
    if person.bot or person.id == ask.person.id:
        raise NoTarget("target-protected")
    if person.channel and ask.name in _KICKS:
        raise NoTarget("target-channel-kick")
    seconds, reason = _duration(ask.name, rest)
    groups = _groups(ask, person)
    own = _channel_id(ask, person)
    found = [
        Target(g, person, state, message_id, seconds, reason, met)
        for g, met in groups
        if not (own and g.linked == own)  # the channel whose discussions these are
        and not (state := ask.batch.state(g.id, person.id, ask.community)).role.moderates
    ]
    if not found:
        raise NoTarget("target-protected" if groups else "target-unknown")
    mutes = ask.name in _TIMED and ask.name.endswith("mute")
    timed = seconds not in (None, FOREVER) and ask.name in _TIMED
    if (mutes or timed) and any(t.chat.kind == "group" for t in found):
        raise NoTarget("target-basic-group-mute" if mutes else "target-basic-group")
    return found


def _duration(name: str, text: str) -> tuple[int | None, str]:
    """The duration that a text begins with, if any, and the reason behind it.

    Raises:
        NoTarget: it cannot be read, is out of Telegram's bounds, stands last, or the command takes none.
    """
    timed = name in _TIMED
    try:
        found = durations.read(text)
    except durations.Unreadable:
        if timed:
            raise NoTarget("duration-unreadable") from None
        return None, text
    if found is None:
        if timed and durations.ends_with_one(text):
            raise NoTarget("duration-last")
        return None, text
    if not timed:
        raise NoTarget("duration-useless")
    if found.seconds != FOREVER and not SHORTEST <= found.seconds <= LONGEST:
        raise NoTarget("duration-out-of-range")
    return found.seconds, found.rest


def _channel_id(ask: Ask, person: KnownPerson) -> int:
    """The platform's id of a channel; 0 for people."""
    if not person.channel:
        return 0
    _, found = platform_ids(ask.batch.connection, [], [person.id])
    return found.get(person.id, 0)


def find_person(ask: Ask) -> KnownPerson | None:
    """Whom the first word names, or whose message is answered; None when the command is about nobody.

    Raises:
        NoTarget: a name that nobody has, or more than one.
    """
    named, _ = _first_named(ask)
    return named or _answered(ask)


def named_with_rest(ask: Ask) -> tuple[KnownPerson | None, str]:
    """The same, and what stands behind the name.

    Raises:
        NoTarget: a name that nobody has, or more than one.
    """
    named, rest = _first_named(ask)
    return named or _answered(ask), rest


def _here(ask: Ask) -> bool:
    """Whether the command acts in the group where it was written."""
    return not ask.event.chat.private and ask.chat.role == "members"


def _groups(ask: Ask, person: KnownPerson) -> list[tuple[KnownChat, bool]]:
    """The groups a command is about, and whether the member was seen there. Elsewhere than in a group: those
    in which they were; bans hold in all, and wherever they are given where operators share them.
    """
    bans = ask.name in _BANS
    everywhere = bans and shares(ask.batch, ask.community, (), "bans")
    if _here(ask) and not everywhere:
        return [(ask.chat, True)]
    known = members.chats_of(ask.batch.connection, person.id)
    groups = chats.groups(ask.batch.connection, ask.community) if everywhere else ask.governed
    return [
        (chat, chat.id in known or (_here(ask) and chat.id == ask.chat.id))
        for chat in groups
        if chat.id in known or bans
    ]


def _answered(ask: Ask) -> KnownPerson | None:
    """Whose message is answered; in private and in the moderators' group, whose was forwarded there.

    Raises:
        NoTarget: it is no member's, or hides whose it is.
    """
    reply = ask.event.reply
    if reply is None:
        return None
    if not _here(ask) and reply.forward is not None:
        if not reply.forward.id:
            raise NoTarget("target-hidden")
        return _by(ask, numbered(reply.forward.id))
    if reply.sender is Sender.BOT and not _here(ask):
        return _of_card(ask, reply.message_id)
    if reply.sender not in (Sender.MEMBER, Sender.CHANNEL):
        raise NoTarget("target-protected")
    return ask.batch.directory.person(reply.person.id) if reply.person else None


def _of_card(ask: Ask, message: int) -> KnownPerson | None:
    """Whom the case is about whose card this message is."""
    person = case_outcomes.person_of_card(ask.batch.connection, ask.chat.id, message)
    return _by(ask, PERSON.c.id == person) if person else None


def _first_named(ask: Ask, *, strangers: bool = False) -> tuple[KnownPerson | None, str]:
    """Whom the arguments begin with, by mention, @username or numeric id, and what stands behind that.

    `strangers`: an id that was never seen names somebody too.

    Raises:
        NoTarget: a name or id that nobody has whom the bot knows, or more than one.
    """
    command = ask.event.content.command if ask.event.content else None
    if command is not None and command.named is not None and command.arguments == ask.arguments:
        marked, rest = command.named, command.after
        if marked.id:
            return _meet(ask, marked), rest
        return _must_know(ask, called(marked.username)), rest
    word, _, rest = ask.arguments.partition(" ")
    if word.startswith("@") and len(word) > 1:
        return _must_know(ask, called(word)), rest.strip()
    if not (word.isascii() and word.removeprefix("-").isdigit() and _FEWEST <= len(word) <= _DIGITS):
        return None, ask.arguments
    if strangers and word.isdigit():
        return _meet(ask, Person(int(word), name=str(int(word)))), rest.strip()
    return _must_know(ask, numbered(int(word))), rest.strip()


def _meet(ask: Ask, person: Person) -> KnownPerson:
    """Somebody by their id, whom the bot may have to get to know first."""
    if person.id in STAND_INS:
        raise NoTarget("target-protected")
    known = _by(ask, numbered(person.id))
    if known is not None:
        return known
    ask.batch.directory.resolve(ask.batch.connection, [], [person])
    return ask.batch.directory.person(person.id)


def _must_know(ask: Ask, where: ColumnElement[bool]) -> KnownPerson:
    known = _by(ask, where)
    if known is None:
        raise NoTarget("target-unknown")
    return known


def _by(ask: Ask, where: ColumnElement[bool]) -> KnownPerson | None:
    rows = ask.batch.connection.execute(select(PERSON).where(where).limit(2)).mappings().all()
    if not rows:
        return None
    if len(rows) > 1:  # a username is handed on before the bot hears that its first owner gave it up
        raise NoTarget("target-ambiguous")
    return known_person(rows[0])
