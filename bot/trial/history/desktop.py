"""Reading what Telegram Desktop exports as `result.json`: one chat, or the whole account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from msgspec import structs

from bot.trial.history import streaming
from bot.trial.history.past import LARGEST, Past, PastReaction, Unreadable, sound
from bot.trial.history.streaming import ChatHead
from rules.config.files import opened

_MOST_CHATS = 400  # each one's place in the file is kept open
_ONE_CHAT = 2  # levels of nesting down to the messages of a file that is one chat
_JOINS = ("join_group_by_link", "join_group_by_request")
_MEDIA = {
    "animation": "animation",
    "audio_file": "audio",
    "sticker": "sticker",
    "video_file": "video",
    "video_message": "video_note",
    "voice_message": "voice",
}


def read(path: Path) -> Iterator[Past | Unreadable]:
    """The events of every group in the export, in the order of time. It is read piece by piece.

    Raises:
        ValueError: the file is no such export.
        OSError: it cannot be read.
    """
    with opened(path, LARGEST) as file:
        try:
            yield from _ordered(path, file)
        except ValueError as error:
            raise ValueError(f"{path.name} is no export of Telegram Desktop: {error}") from error


def _ordered(path: Path, file: BinaryIO) -> Iterator[Past | Unreadable]:
    pieces = streaming.messages(file)
    first = next(pieces, None)
    if first is None:
        raise ValueError("it has no messages")
    if first[0].depth == _ONE_CHAT:
        yield from _events(path, chain([first], pieces))
        return
    heads = dict.fromkeys(head for head, _ in chain([first], pieces) if _is_group(head))
    if len(heads) > _MOST_CHATS:
        raise ValueError(f"it holds more than {_MOST_CHATS} groups: export those you need one by one")
    with ExitStack() as stack:
        several = [
            _events(path, streaming.messages_of(stack.enter_context(opened(path, LARGEST)), head))
            for head in heads
        ]
        yield from merge(*several, key=lambda p: p.ts if isinstance(p, Past) else 0)


def _platform_id(head: ChatHead) -> int:
    """The chat's id as the Bot API spells it; 0 when the file does not tell."""
    if not head.id:
        return 0
    return int(f"-100{head.id}") if head.type.endswith(("supergroup", "channel")) else -head.id


def _is_group(head: ChatHead) -> bool:
    return not head.type or "group" in head.type


def _events(path: Path, pieces: Iterable[streaming.Piece]) -> Iterator[Past | Unreadable]:
    for head, body in pieces:
        where = str(head.name or head.id or "chat")
        message: Any = None
        if not body:
            yield Unreadable(f"{path.name}, chat {where}", "a message is larger than 2 MB")
            continue
        try:
            message = msgspec.json.decode(body)
            event = _event(where, message)
            if event is not None:
                event = sound(structs.replace(event, chat_id=_platform_id(head)))
        except RecursionError:
            yield Unreadable(f"{path.name}, chat {where}", "a message is nested too deeply")
            continue
        except (msgspec.MsgspecError, KeyError, ValueError, TypeError, AttributeError) as error:
            number = message.get("id", "?") if isinstance(message, dict) else "?"
            yield Unreadable(f"{path.name}, message {number}", f"{type(error).__name__} {error}")
            continue
        if event is not None:
            yield event


def _event(chat: str, m: dict[str, Any]) -> Past | None:
    ts = float(m["date_unixtime"])
    number = int(m["id"])
    if m["type"] == "message":
        return Past(
            ts=ts,
            kind="message",
            chat=chat,
            user=str(m.get("from_id") or m.get("from") or ""),
            msg=number,
            reply_to=int(m.get("reply_to_message_id") or 0),
            text=_text(m.get("text", "")),
            media=_media(m),
            fwd=_forward(m),
            reactions=tuple(_reactions(m)),
            name=str(m.get("from") or ""),
            deleted="from" in m and m["from"] is None,
            hidden_links=tuple(str(p["href"]) for p in _parts(m) if p.get("type") == "text_link"),
            file=str(m.get("file_name") or ""),
            via=str(m.get("via_bot") or "").lstrip("@"),
            custom_emoji=sum(p.get("type") == "custom_emoji" for p in _parts(m)),
        )
    actor = str(m.get("actor_id") or m.get("actor") or "")
    action = m.get("action", "")
    members = tuple(str(n) for n in m.get("members") or () if n)
    if action in _JOINS:
        return Past(ts=ts, kind="join", chat=chat, user=actor, msg=number, name=str(m.get("actor") or ""))
    if action == "invite_members":
        return Past(ts=ts, kind="invite", chat=chat, user=actor, targets=members, msg=number)
    if action == "remove_members":
        return Past(ts=ts, kind="remove", chat=chat, user=actor, targets=members, msg=number)
    if action == "pin_message":
        return Past(ts=ts, kind="pin", chat=chat, user=actor, msg=int(m.get("message_id") or 0))
    return None


def _parts(m: dict[str, Any]) -> list[dict[str, Any]]:
    """The formatted parts of a text."""
    given = m.get("text_entities") or m.get("text") or ()
    return [p for p in given if isinstance(p, dict)] if isinstance(given, list) else []


def _forward(m: dict[str, Any]) -> dict[str, str] | None:
    """Where a forward comes from; the id tells of which kind."""
    if "forwarded_from" not in m:
        return None
    origin = str(m.get("forwarded_from_id") or "")
    kind = next((k for k in ("channel", "chat", "user") if origin.startswith(k)), "hidden_user")
    return {"kind": kind, "name": str(m["forwarded_from"] or "")}


def _text(value: Any) -> str:
    """A text is a string, or a list of strings and formatted parts."""
    if isinstance(value, str):
        return value
    return "".join(part if isinstance(part, str) else part.get("text", "") for part in value)


def _media(m: dict[str, Any]) -> str:
    if "photo" in m:
        return "photo"
    if "poll" in m:
        return "poll"
    if "media_type" in m:
        return _MEDIA.get(m["media_type"], "document")
    return "document" if "file" in m else ""


def _reactions(m: dict[str, Any]) -> Iterator[PastReaction]:
    for reaction in m.get("reactions") or ():
        if reaction.get("type") == "emoji":
            users = tuple(str(r["from_id"]) for r in reaction.get("recent") or () if r.get("from_id"))
            yield PastReaction(reaction["emoji"], int(reaction.get("count", 0)), users)
