"""Whom a moderator means: by reply, by @name or by id, then a duration, then the reason."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from bot.commands.command import Ask
from bot.moderation import durations
from rules.engine.events import Sender
from rules.engine.state import MemberState
from storage.directory import PERSON, KnownPerson

_DIGITS = 15  # of a person's id: Telegram's have at most 52 bits


class NoTarget(Exception):
    """The command names nobody it may touch. The argument is the key of the sentence that says so."""


@dataclass(frozen=True)
class Target:
    """A member, the message that is answered if any, a duration in seconds if given, and a reason."""

    person: KnownPerson
    state: MemberState
    message_id: int
    seconds: int | None
    reason: str


async def find_target(ask: Ask) -> Target:
    """Read the arguments.

    Raises:
        NoTarget: nobody named, unknown, an administrator, a bot, or a duration Telegram would not keep.
    """
    words = ask.arguments.split()
    message_id = 0
    person = await _named(ask, words[0]) if words else None
    if person is not None:
        words = words[1:]
    elif ask.event.reply is not None:
        if ask.event.reply.sender is not Sender.MEMBER:
            raise NoTarget("target-protected")
        person = _answered(ask)
        message_id = ask.event.reply.message_id
    if person is None:
        raise NoTarget("target-unknown" if words and words[0].startswith("@") else "target-missing")
    state = await ask.batch.state(ask.chat.id, person.id, ask.community)
    if state.role.moderates or person.bot:
        raise NoTarget("target-protected")
    seconds = durations.parse(words[0]) if words else None
    if seconds is not None:
        words = words[1:]
        if not durations.SHORTEST <= seconds <= durations.LONGEST:
            raise NoTarget("duration-out-of-range")
    return Target(person, state, message_id, seconds, " ".join(words))


def _answered(ask: Ask) -> KnownPerson | None:
    answered = ask.event.reply.person if ask.event.reply else None
    return ask.batch.directory.person(answered.id) if answered else None


async def _named(ask: Ask, word: str) -> KnownPerson | None:
    """The person a word names: @username, a numeric id, or a mention without a username."""
    if word.startswith("@"):
        where = func.lower(PERSON.c.username) == word[1:].lower()
    elif word.isascii() and word.isdigit() and 3 <= len(word) <= _DIGITS:
        where = PERSON.c.platform_id == int(word)
    else:
        mentioned = [m.person for m in (ask.event.content.mentions if ask.event.content else ()) if m.person]
        if not mentioned:
            return None
        where = PERSON.c.platform_id == mentioned[0]
    rows = (await ask.batch.connection.execute(select(PERSON).where(where).limit(2))).mappings().all()
    if not rows:
        return None
    if len(rows) > 1:  # a username is handed on before the bot hears that its first owner gave it up
        raise NoTarget("target-ambiguous")
    row = rows[0]
    return KnownPerson(row["id"], row["name"], row["username"], row["language"], row["bot"])
