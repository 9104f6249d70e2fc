"""What the local Telegram remembers: people, bots, chats, members, messages."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

JSON = dict[str, Any]


@dataclass(slots=True)
class Person:
    """Somebody with an account; a bot has one too."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    is_bot: bool = False
    is_premium: bool = False
    bio: str = ""
    hides_forwards: bool = False
    deactivated: bool = False

    def user(self) -> JSON:
        """The `User` object."""
        user: JSON = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.last_name:
            user["last_name"] = self.last_name
        if self.username:
            user["username"] = self.username
        if self.language_code:
            user["language_code"] = self.language_code
        if self.is_premium:
            user["is_premium"] = True
        return user


@dataclass(slots=True)
class Member:
    """How a person stands in a chat. `until` is 0 for ever; `present` matters when restricted."""

    user: int
    status: str = "member"
    rights: dict[str, bool] = field(default_factory=dict)
    permissions: dict[str, bool] = field(default_factory=dict)
    until: int = 0
    present: bool = True
    anonymous: bool = False
    tag: str = ""
    promoted_by: int = 0


@dataclass(slots=True)
class Message:
    """A message as the Bot API shows it, and what happened to it since."""

    body: JSON
    author: int
    reactions: dict[int, list[JSON]] = field(default_factory=dict)
    deleted_by: int = 0
    deleted_at: int = 0

    @property
    def id(self) -> int:
        """Its number in the chat."""
        number: int = self.body["message_id"]
        return number


@dataclass(slots=True)
class Link:
    """An invite link."""

    link: str
    creator: int
    name: str = ""
    expires: int = 0
    limit: int = 0
    asks: bool = False
    revoked: bool = False
    joined: int = 0
    period: int = 0  # of what who comes by it pays for, in seconds
    price: int = 0


class JoinRequest(NamedTuple):
    """Somebody at the door since `at`, by the link `link`."""

    user: int
    at: float
    link: str


@dataclass(slots=True)
class Chat:
    """A private chat, group, supergroup or channel. `extra` counts members who are not modelled."""

    id: int
    type: str
    title: str = ""
    username: str = ""
    is_forum: bool = False
    description: str = ""
    permissions: dict[str, bool] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    bots: list[int] = field(default_factory=list)
    next_message: int = 1
    pinned: list[int] = field(default_factory=list)
    topics: dict[int, str] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    requests: dict[int, JoinRequest] = field(default_factory=dict)
    banned_senders: set[int] = field(default_factory=set)
    linked: int = 0
    asks: bool = False
    extra: int = 0
    migrated_to: int = 0
    migrated_from: int = 0
    deleted: bool = False
    partner: int = 0

    @property
    def count(self) -> int:
        """How many members it has."""
        return self.extra + sum(1 for m in self.members.values() if m.present and m.status in PRESENT)


PRESENT = ("creator", "administrator", "member", "restricted")


class Update(NamedTuple):
    """A queued update, already encoded: a snapshot of its moment."""

    id: int
    kind: str
    lane: int
    body: bytes


@dataclass(slots=True)
class Webhook:
    """Where updates are pushed to instead of being polled."""

    url: str
    secret: str = ""
    max_connections: int = 40
    ip: str = ""
    last_error: str = ""
    last_error_at: int = 0


@dataclass(slots=True)
class Bot:
    """A bot: its account, its queue and what it told the server about itself."""

    person: Person
    token: str
    privacy: bool = False
    next_update: int = 1
    queue: deque[Update] = field(default_factory=deque)
    allowed: frozenset[str] = frozenset()
    webhook: Webhook | None = None
    started: set[int] = field(default_factory=set)
    blocked_by: set[int] = field(default_factory=set)
    commands: dict[str, list[JSON]] = field(default_factory=dict)
    menu: JSON = field(default_factory=lambda: {"type": "commands"})
    queued: int = 0
    confirmed: int = 0

    @property
    def id(self) -> int:
        """The number of its account."""
        return self.person.id


@dataclass(slots=True)
class Callback:
    """A pressed button that waits for its answer."""

    id: str
    bot: int
    user: int
    at: float
    answer: JSON | None = None


@dataclass(slots=True)
class Poll:
    """A poll that a bot sent, by its id, which forwards share."""

    id: str
    bot: int
    chat: int
    message: int
    right: tuple[int, ...] = ()
    votes: dict[int, list[int]] = field(default_factory=dict)


@dataclass(slots=True)
class File:
    """Something sent: its bytes and how the Bot API names it."""

    file_id: str
    unique_id: str
    path: str
    content: bytes
    size: int
    kind: str = "document"


Listener = Callable[[str, JSON], None]
