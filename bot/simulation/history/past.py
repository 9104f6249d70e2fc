"""One thing that happened in a past chat, whatever file tells of it."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from msgspec import Struct, structs

from rules.config.datetimes import plausible
from rules.engine.events import Content, Sender
from rules.sentences import Said, said, say

_DIGITS = 13  # of a channel's number: Telegram's ids have at most 52 bits
KINDS = ("message", "join", "invite", "leave", "remove", "pin")
LARGEST = 16 << 30  # bytes of a file, unpacked
_LACKS = re.compile("missing required field `([^`]*)`")
_OTHER = re.compile(r"Expected `([^`]*)`.* at `([^`]*)`")
_BYTE = re.compile(r"\(byte (\d+)\)")
_EXPECTED = {"str": "text", "int": "int", "float": "float", "array": "list", "bool": "bool"}
_HIGHEST = 1 << 53  # of numbers of messages


class PastReaction(Struct, frozen=True):
    """An emoji and those who are known to have used it."""

    e: str
    n: int = 0
    users: tuple[str, ...] = ()


class Past(Struct, frozen=True, kw_only=True):
    """An event of a past chat. People and chats are whatever the file calls them.

    `ts` is unix seconds; `kind` message, join, invite, leave, remove or pin; `msg` and `reply_to` are
    message numbers inside `chat`. `fwd` tells of a forward: a name, or {kind, name} with kind user,
    hidden_user, chat or channel.
    """

    ts: float
    kind: str
    chat: str
    user: str = ""
    targets: tuple[str, ...] = ()
    msg: int = 0
    reply_to: int = 0
    topic: Any = None
    text: str = ""
    media: str = ""
    fwd: Any = None
    reactions: tuple[PastReaction, ...] = ()
    deleted_by: str = ""
    name: str = ""  # the user's, as people see it
    hidden_links: tuple[str, ...] = ()  # where words of the text lead
    file: str = ""  # the file's name
    via: str = ""  # the inline bot
    custom_emoji: int = 0
    chat_id: int = 0  # the platform's, where the file tells it
    deleted: bool = False  # the user's account is


class Exported(Past, frozen=True, kw_only=True):
    """A message of an export, with all that it says."""

    content: Content = Content()


def sound(past: Past) -> Past:
    """An entry whose numbers can be what they stand for.

    Raises:
        ValueError: they cannot; in a sentence.
    """
    at = plausible(past.ts)
    for number in (past.msg, past.reply_to):
        if not 0 <= number < _HIGHEST:
            raise ValueError(say("no-message-number", value=f"{number:.3g}"))
    return past if at == past.ts else structs.replace(past, ts=at)


def mistaken(error: Exception) -> Said | str:
    """What is wrong with an entry, in the words of whoever refused it or in those of files."""
    own = said(error)
    if isinstance(own, Said):
        return own
    if isinstance(error, RecursionError):
        return say("nested-deep")
    if isinstance(error, KeyError):
        return say("missing", name=str(error.args[0]))
    if (lacks := _LACKS.search(own)) is not None:
        return say("missing", name=lacks[1])
    if (other := _OTHER.search(own)) is not None:
        kind = next((kind for words, kind in _EXPECTED.items() if words in other[1]), "mapping")
        return say("history-kind", name=other[2].removeprefix("$."), kind=say(f"kind-{kind}"))
    if isinstance(error, msgspec.DecodeError):
        place = _BYTE.search(own)
        return say("json-broken", column=int(place[1]) + 1) if place else say("json-cut")
    return say("history-other", why=type(error).__name__)


def no_kind(kind: str) -> Said:
    """What is said of a kind of happening that there is not."""
    return say("none-of", given=say("given", value=kind), choices=KINDS, hint="")


def channel_of(user: str) -> int:
    """The platform's id of a channel as files spell it, `channel123` or the id itself; 0 for a person."""
    number = user.removeprefix("channel" if user.startswith("channel") else "-100")
    if number == user or not (number.isascii() and number.isdigit()) or len(number) > _DIGITS:
        return 0
    return int(f"-100{number}")


def sender_of(past: Past) -> Sender:
    """Whose voice a message has: a member's, an anonymous administrator's or a channel's.

    A channel's post that is a forward from that channel came by itself: it is the linked channel's.
    """
    channel = channel_of(past.user)
    if not channel:
        return Sender.MEMBER
    if channel in (past.chat_id, channel_of(f"channel{abs(past.chat_id)}")):
        return Sender.ANONYMOUS_ADMIN
    origin = past.fwd if isinstance(past.fwd, dict) else {}
    own = origin.get("kind") == "channel" and origin.get("name") == past.name
    return Sender.LINKED_CHANNEL if own else Sender.CHANNEL


class Unreadable(Struct, frozen=True):
    """A part of the file that tells of nothing: where, and why."""

    where: str
    reason: str
