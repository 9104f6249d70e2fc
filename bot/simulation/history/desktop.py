"""Reading what Telegram Desktop exports as `result.json`: one chat, or the whole account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from msgspec import Struct, structs

from bot.simulation.history import streaming
from bot.simulation.history.mapping import said, voice_of
from bot.simulation.history.past import LARGEST, Exported, Past, PastReaction, Unreadable, mistaken, sound
from bot.simulation.history.spool import Spool
from bot.simulation.history.streaming import ChatHead, Piece
from rules.config.datetimes import seconds_of
from rules.config.files import opened
from rules.engine.events import Content
from rules.sentences import say

_ONE_CHAT = 2  # levels of nesting down to the messages of a file that is one chat
_JOINS = ("join_group_by_link", "join_group_by_request")


def read(path: Path) -> Iterator[Past | Unreadable]:
    """The events of every group in the export, in the order of time. It is read piece by piece.

    Of an account with several chats the groups' messages are first put aside in temporary files.

    Raises:
        ValueError: the file is no such export.
        OSError: it cannot be read.
    """
    with opened(path, LARGEST) as file:
        try:
            yield from _ordered(path, file)
        except ValueError as error:
            raise ValueError(say("export-none", who=path.name, why=error)) from error


def _ordered(path: Path, file: BinaryIO) -> Iterator[Past | Unreadable]:
    pieces = streaming.messages(file)
    first = next(pieces, None)
    if first is None:
        raise ValueError(say("export-empty"))
    pieces, ids = chain([first], pieces), _Ids(path)
    if first.head.depth == _ONE_CHAT:
        yield from _events(path, pieces, ids)
        return
    with Spool() as spool:
        for piece in pieces:
            ids.note(piece.message)
            if _is_group(piece.head):
                spool.add(piece)
        several = [_events(path, chat, ids) for chat in spool.chats()]
        yield from merge(*several, key=lambda p: p.ts if isinstance(p, Past) else 0)


def _platform_id(head: ChatHead) -> int:
    """The chat's id as the Bot API spells it; 0 when the file does not tell."""
    if not head.id:
        return 0
    return int(f"-100{head.id}") if head.type.endswith(("supergroup", "channel")) else -head.id


def _is_group(head: ChatHead) -> bool:
    return not head.type or "group" in head.type


def _events(path: Path, pieces: Iterable[Piece], ids: _Ids) -> Iterator[Past | Unreadable]:
    for head, message, refused in pieces:
        where = str(head.name or head.id or "chat")
        if refused:
            yield Unreadable(say("in-chat", file=path.name, chat=where), refused)
            continue
        try:
            event = _event(where, message, head, ids)
            if event is not None:
                event = sound(structs.replace(event, chat_id=_platform_id(head)))
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            number = message.get("id", "?") if isinstance(message, dict) else "?"
            yield Unreadable(say("in-message", file=path.name, number=number), mistaken(error))
            continue
        if event is not None:
            yield event


class _Voice(Struct, frozen=True, rename={"from_": "from"}):
    """Who speaks or acts in a message."""

    from_: str | None = None
    from_id: str | int | None = None
    actor: str | None = None
    actor_id: str | int | None = None


class _Ids:
    """The ids behind the names by which the export calls those who were invited or removed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, set[str]] | None = None

    def of(self, name: str) -> str:
        """The id of the one person in the file who has this name; else the name.

        The file is read for it, unless its messages have been noted.
        """
        if self._known is None:
            with opened(self._path, LARGEST) as file:
                for piece in streaming.messages(file):
                    self.note(piece.message)
        ids = (self._known or {}).get(name, set())
        return next(iter(ids)) if len(ids) == 1 else name

    def note(self, message: Any) -> None:
        """Note who speaks or acts in a message."""
        if self._known is None:
            self._known = {}
        try:
            voice = msgspec.convert(message, _Voice)
        except msgspec.ValidationError:
            return
        for name, number in ((voice.from_, voice.from_id), (voice.actor, voice.actor_id)):
            if name and number:
                self._known.setdefault(name, set()).add(voice_of(number))


def _event(chat: str, m: dict[str, Any], head: ChatHead, ids: _Ids) -> Past | None:
    ts = float(m["date_unixtime"]) if "date_unixtime" in m else seconds_of(str(m["date"]))
    number = int(m["id"])
    if m["type"] == "message":
        content = said(m)
        return Exported(
            ts=ts,
            kind="message",
            chat=chat,
            user=_author(m, head),
            msg=number,
            reply_to=0 if m.get("reply_to_peer_id") else int(m.get("reply_to_message_id") or 0),
            text=content.text,
            media=content.media.value,
            fwd=_forward(content),
            reactions=tuple(_reactions(m)),
            name=str(m.get("from") or ""),
            deleted="from" in m and m["from"] is None,
            hidden_links=tuple(link.url for link in content.links if link.hidden),
            file=content.file_name,
            via=content.via_bot,
            custom_emoji=content.custom_emoji,
            content=content,
        )
    actor = voice_of(m.get("actor_id")) or str(m.get("actor") or "")
    action = m.get("action", "")
    members = tuple(ids.of(str(n)) for n in m.get("members") or () if n)
    if action in _JOINS:
        return Past(ts=ts, kind="join", chat=chat, user=actor, msg=number, name=str(m.get("actor") or ""))
    if action == "invite_members":
        return Past(ts=ts, kind="invite", chat=chat, user=actor, targets=members, msg=number)
    if action == "remove_members":
        return Past(ts=ts, kind="remove", chat=chat, user=actor, targets=members, msg=number)
    if action == "pin_message":
        return Past(ts=ts, kind="pin", chat=chat, user=actor, msg=int(m.get("message_id") or 0))
    return None


def _author(m: dict[str, Any], head: ChatHead) -> str:
    """Who wrote it; without an id, the group's own name stands for the group."""
    name = str(m.get("from") or "")
    if not m.get("from_id") and head.id and name and name == head.name:
        return f"channel{head.id}"
    return voice_of(m.get("from_id")) or name


def _forward(content: Content) -> dict[str, str] | None:
    origin = content.forward
    return {"kind": origin.kind, "name": origin.name} if origin is not None else None


def _reactions(m: dict[str, Any]) -> Iterator[PastReaction]:
    for reaction in m.get("reactions") or ():
        if reaction.get("type") == "emoji":
            users = tuple(voice_of(r["from_id"]) for r in reaction.get("recent") or () if r.get("from_id"))
            yield PastReaction(reaction["emoji"], int(reaction.get("count", 0)), users)
