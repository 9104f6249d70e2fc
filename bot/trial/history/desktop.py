"""Reading what Telegram Desktop exports as `result.json`: one chat, or the whole account."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from bot.trial.history.past import Past, PastReaction, Unreadable

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
    """The events of every group in the export, in the order of time.

    Raises:
        ValueError: the file is no such export.
    """
    try:
        body = msgspec.json.decode(path.read_bytes())
    except msgspec.DecodeError as error:
        raise ValueError(f"{path.name} is no JSON: {error}") from error
    whole = body if isinstance(body, dict) else {}
    chats = [whole] if "messages" in whole else whole.get("chats", {}).get("list", [])
    if not chats:
        raise ValueError(f"{path.name} is no export of Telegram Desktop: it has neither messages nor chats")
    found = [p for chat in chats for m in chat.get("messages", []) for p in _events(path, chat, m)]
    found.sort(key=lambda p: p.ts if isinstance(p, Past) else 0)
    yield from found


def _events(path: Path, chat: dict[str, Any], message: dict[str, Any]) -> Iterator[Past | Unreadable]:
    where = str(chat.get("name") or chat.get("id") or "chat")
    try:
        event = _event(where, message)
    except (KeyError, ValueError, TypeError) as error:
        yield Unreadable(f"{path.name}, message {message.get('id', '?')}", f"{type(error).__name__} {error}")
        return
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
            fwd=m.get("forwarded_from"),
            reactions=tuple(_reactions(m)),
        )
    actor = str(m.get("actor_id") or m.get("actor") or "")
    action = m.get("action", "")
    members = tuple(str(n) for n in m.get("members") or () if n)
    if action in _JOINS:
        return Past(ts=ts, kind="join", chat=chat, user=actor, msg=number)
    if action == "invite_members":
        return Past(ts=ts, kind="invite", chat=chat, user=actor, targets=members, msg=number)
    if action == "remove_members":
        return Past(ts=ts, kind="remove", chat=chat, user=actor, targets=members, msg=number)
    if action == "pin_message":
        return Past(ts=ts, kind="pin", chat=chat, user=actor, msg=int(m.get("message_id") or 0))
    return None


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
