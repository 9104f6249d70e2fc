"""Define the seam to Telegram: a `Call` goes out, a `Reply` comes back, a `Gateway` carries both.

A call that waits in the outbox names chats and people by our own ids, as references that
`address` replaces when the call leaves: a chat that migrates keeps its queue, and a person who was
forgotten is written to no more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any, Literal, NewType, Protocol

from msgspec import Struct

from bot.text.html import quoted
from bot.text.messages import Html

Retry = Literal["free", "never_if_ambiguous"]

# Only in a tag, which nobody's words can become: a name may well read tg://person/1.
_MENTION = re.compile(r'(?<=<a href=")tg://person/(\d+)(?=">)')


class Priority(IntEnum):
    """Which call goes first when several wait. Lower is sooner."""

    MODERATION = 0
    REPLY = 1
    SCHEDULED = 2


FollowKind = NewType("FollowKind", str)
_DECLARED: dict[FollowKind, str] = {}
_TELLING: set[FollowKind] = set()
_AWAITED: set[FollowKind] = set()


def follow_kind(name: str, feature: str, *, tells: bool = False, awaited: bool = False) -> FollowKind:
    """Declare a kind of `Follow` that a feature handles in its `follow_ups` or `refused`; `tells`: when the
    call is refused, whoever it concerns hears of it thereby; `awaited`: somebody waits for the timer that is
    set, so timers are looked at soon.

    Raises:
        ValueError: it is declared already.
    """
    kind = FollowKind(name)
    if kind in _DECLARED:
        raise ValueError(f"two declare that '{name}' follows from calls: {_DECLARED[kind]} and {feature}")
    _DECLARED[kind] = feature
    if tells:
        _TELLING.add(kind)
    if awaited:
        _AWAITED.add(kind)
    return kind


def kinds_that_tell() -> frozenset[FollowKind]:
    """The kinds of `Follow` of whose refusals people hear."""
    return frozenset(_TELLING)


def kinds_awaited() -> frozenset[FollowKind]:
    """The kinds of `Follow` of whose timers somebody waits for."""
    return frozenset(_AWAITED)


def follow_kinds(feature: str = "") -> frozenset[FollowKind]:
    """The kinds of `Follow` that are declared, for one feature or for all."""
    return frozenset(kind for kind, home in _DECLARED.items() if feature in ("", home))


REMOVED_LATER = follow_kind("delete", "delivery")
HAS_RIGHT = follow_kind("right", "delivery", tells=True)


class Follow(Struct, frozen=True):
    """What the receipt of a successful call sets off, written as rows and never awaited.

    `kind` is `REMOVED_LATER` (remove the posted message after `after` seconds), `HAS_RIGHT` (the returned
    list has to show that the bot has the right `subject`, or else the call counts as refused), or one that a
    feature declares by `follow_kind`: its handlers say what the other fields mean.
    """

    kind: FollowKind
    after: int = 0
    subject: str = ""
    subject_id: int = 0
    payload: str = ""


class Call(Struct, frozen=True, kw_only=True):
    """One Bot API call. `key` is unique in the outbox; `lane` is the own id of the chat it is ordered in."""

    method: str
    params: dict[str, Any]
    key: str
    lane: int
    retry: Retry = "free"
    priority: int = Priority.REPLY
    not_before: int = 0  # unix seconds
    then: tuple[Follow, ...] = ()


class Reply(Struct, frozen=True):
    """What Telegram answered. `ambiguous`: it may or may not have been carried out."""

    ok: bool
    result: Any = None
    code: int = 200
    text: str = ""
    retry_after: int = 0  # seconds
    migrate_to: int = 0  # the supergroup's platform id
    ambiguous: bool = False


MOST_UPDATES = 100  # in a batch; Telegram gives no more to a poll


class Gateway(Protocol):
    """Raw JSON in, named calls out. One implementation a framework."""

    name: str

    async def call(self, method: str, params: Mapping[str, Any]) -> Reply:
        """Make one call with platform ids. Never raises for an API or network error."""

    async def updates(self, offset: int, timeout: int, kinds: Sequence[str]) -> list[Any]:
        """The next batch of raw updates (JSON objects), waiting up to `timeout` seconds.

        Raises:
            GatewayError: the poll failed; carries the reply, so that the caller can wait or stop.
        """

    async def download(self, path: str, most: int) -> Reply:
        """The content of a file of at most `most` bytes, by its `file_path` from getFile. Never raises."""

    async def close(self) -> None:
        """Release connections."""


class GatewayError(Exception):
    """A poll that failed."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(f"{reply.code} {reply.text}")
        self.reply = reply


class Unaddressable(Exception):
    """A call names a chat or person that no longer has a platform id."""


def chat_ref(chat: int) -> dict[str, int]:
    """A reference to a chat by own id."""
    return {"$chat": chat}


def person_ref(person: int) -> dict[str, int]:
    """A reference to a person by own id."""
    return {"$person": person}


def mention_url(person: int) -> str:
    """The link target of a mention by own id; `address` turns it into Telegram's."""
    return f"tg://person/{person}"


def references(params: Mapping[str, Any]) -> tuple[set[int], set[int]]:
    """The own ids of all chats and of all people that `params` names."""
    chats: set[int] = set()
    people: set[int] = set()

    def walk(value: Any) -> None:
        if isinstance(value, str):
            people.update(int(m) for m in _MENTION.findall(value))
        elif isinstance(value, Mapping):
            if "$chat" in value:
                chats.add(value["$chat"])
            elif "$person" in value:
                people.add(value["$person"])
            else:
                for v in value.values():
                    walk(v)
        elif isinstance(value, list | tuple):
            for v in value:
                walk(v)

    walk(params)
    return chats, people


def address(params: Mapping[str, Any], chats: Mapping[int, int], people: Mapping[int, int]) -> dict[str, Any]:
    """`params` with every reference replaced by the platform's id.

    Raises:
        Unaddressable: a reference has no platform id (any more). A mention in a text does not
            raise: it loses its link.
    """

    def look(table: Mapping[int, int], kind: str, own: int) -> int:
        if own not in table:
            raise Unaddressable(f"{kind} {own} has no platform id")
        return table[own]

    def walk(value: Any) -> Any:
        if isinstance(value, str):
            # A channel's id is no user's: its mention loses the link, as a forgotten person's does.
            return _MENTION.sub(lambda m: f"tg://user?id={max(0, people.get(int(m[1]), 0))}", value)
        if isinstance(value, Mapping):
            if "$chat" in value:
                return look(chats, "chat", value["$chat"])
            if "$person" in value:
                return look(people, "person", value["$person"])
            return {k: v if k == "callback_data" else walk(v) for k, v in value.items()}
        if isinstance(value, list | tuple):
            return [walk(v) for v in value]
        return value

    return {name: walk(value) for name, value in params.items()}


def mention(person: int, name: str) -> Html:
    """A person's name as a mention that needs no @username."""
    return Html(f'<a href="{mention_url(person)}">{quoted(name) or "…"}</a>')
