"""One thing that happened in a past chat, whatever file tells of it."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

KINDS = ("message", "join", "invite", "leave", "remove", "pin")


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


class Unreadable(Struct, frozen=True):
    """A part of the file that tells of nothing: where, and why."""

    where: str
    reason: str
