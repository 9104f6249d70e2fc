"""A message of Telegram Desktop's export as the Bot API would have told it, so that both are read alike."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import msgspec

from bot.platforms.telegram import wire
from bot.platforms.telegram.content import content_of
from bot.simulation.history.past import channel_of
from rules.engine.events import Content, Media
from rules.engine.plain_text_entities import read_text

_TYPES = {"link": "url", "mention_name": "text_mention"}  # of entities that the export calls otherwise
_FILES = {
    "animation": "animation",
    "audio_file": "audio",
    "sticker": "sticker",
    "video_file": "video",
    "video_message": "video_note",
    "voice_message": "voice",
}
_OBJECTS = {  # media that the export tells by fields of their own
    "location_information": "location",
    "game_title": "game",
    "giveaway_information": "giveaway",
    "giveaway_results": "giveaway_winners",
    "dice": "dice",
}
_NAMED = {  # by the Bot API's object and its fields, what the export calls these
    "venue": {"title": "place_name", "address": "address"},
    "game": {"title": "game_title", "description": "game_description"},
    "invoice": {"title": "title", "description": "description"},
    "audio": {"title": "title", "performer": "performer"},
    "contact": {"phone_number": "phone_number", "first_name": "first_name", "last_name": "last_name"},
}
_CHANNELS, _GROUPS = 1 << 33, 1 << 32  # what older exports add to numbers of channels and of groups


def said(message: dict[str, Any]) -> Content:
    """What a message of an export says, as a live update would."""
    found = content_of(msgspec.convert(_as_update(message), wire.Message))
    if not (found.text or found.media):
        return msgspec.structs.replace(found, media=Media.UNKNOWN)  # what tells is no message here
    text = message.get("text")
    if not isinstance(text, str) or not text or message.get("text_entities"):
        return found
    words = read_text(text)  # one that nobody marked: what stands in it is found in its words
    return msgspec.structs.replace(
        found,
        links=found.links or words.links,
        mentions=found.mentions or words.mentions,
        hashtags=found.hashtags or words.hashtags,
        command=found.command or words.command,
    )


def voice_of(given: Any) -> str:
    """Who is meant, as newer exports spell it; older ones have numbers alone."""
    if not isinstance(given, int):
        return str(given or "")
    if given >= _CHANNELS:
        return f"channel{given - _CHANNELS}"
    return f"chat{given - _GROUPS}" if given >= _GROUPS else f"user{given}"


def plain(value: Any) -> str:
    """A text is a string, or a list of strings and formatted parts."""
    if isinstance(value, str):
        return value
    return "".join(_words(part) for part in value) if isinstance(value, list) else ""


def parts_of(message: dict[str, Any]) -> list[dict[str, Any]]:
    """The formatted parts of a text."""
    given = message.get("text_entities") or message.get("text") or ()
    return [p for p in given if isinstance(p, dict)] if isinstance(given, list) else []


def _words(part: Any) -> str:
    return part if isinstance(part, str) else str(part.get("text", ""))


def _as_update(m: dict[str, Any]) -> dict[str, Any]:
    """The fields of the Bot API's message that tell what it says."""
    given = m.get("text_entities") or m.get("text") or ""
    text, entities = plain(given), _entities(given)
    media = _media(m)
    captioned = bool(media) and "poll" not in media
    update: dict[str, Any] = {"message_id": 1, "date": 1, "chat": {"id": -1}, **media}
    update |= {"caption": text, "caption_entities": entities} if captioned else {}
    update |= {"text": text, "entities": entities} if not media else {}
    if "forwarded_from" in m:
        update["forward_origin"] = _origin(m)
    if m.get("via_bot"):
        update["via_bot"] = {"id": 1, "username": str(m["via_bot"]).lstrip("@")}
    if m.get("reply_to_peer_id"):
        update["external_reply"] = {"chat": {"id": -2}}
    rows = [[_button(b) for b in row] for row in m.get("inline_bot_buttons") or ()]
    return update | ({"reply_markup": {"inline_keyboard": rows}} if rows else {})


def _entities(given: Any) -> list[dict[str, Any]]:
    """The formatted parts by place, in UTF-16 code units."""
    found, at = list[dict[str, Any]](), 0
    for part in given if isinstance(given, list) else ():
        length = len(_words(part).encode("utf-16-le", "surrogatepass")) // 2
        kind = part.get("type", "plain") if isinstance(part, dict) else "plain"
        if kind != "plain" and length:
            entity: dict[str, Any] = {"type": _TYPES.get(kind, kind), "offset": at, "length": length}
            if kind == "text_link":
                entity["url"] = str(part.get("href") or "")
            if kind == "mention_name":
                entity["user"] = {"id": int(part.get("user_id") or 0), "first_name": _words(part)}
            found.append(entity)
        at += length
    return found


def _media(m: dict[str, Any]) -> dict[str, Any]:
    """What a message carries, by the Bot API's field for it."""
    if isinstance(m.get("poll"), dict):
        poll = m["poll"]
        options = [{"text": plain(answer.get("text"))} for answer in poll.get("answers") or ()]
        return {"poll": {"question": plain(poll.get("question")), "options": options}}
    if isinstance(m.get("todo_list"), dict):
        todo = m["todo_list"]
        tasks = [
            {"text": plain(task.get("text")), "text_entities": _entities(task.get("text"))}
            for task in todo.get("answers") or ()
        ]
        title = todo.get("title")
        return {"checklist": {"title": plain(title), "title_entities": _entities(title), "tasks": tasks}}
    for name in ("contact", "invoice"):
        if isinstance(m.get(f"{name}_information"), dict):
            return {name: _named(name, m[f"{name}_information"])}
    for name, field in _OBJECTS.items():
        if name in m:
            place = {"venue": _named("venue", m)} if "place_name" in m else {}
            return {field: _named(field, m), **place}
    if "photo" in m:
        return {"photo": [{"file_id": ""}]}
    if "media_type" in m or "file" in m:
        field = _FILES.get(str(m.get("media_type")), "document")
        about = {"file_name": _name(m), "mime_type": str(m.get("mime_type") or "")}
        return {field: about | _named(field, m)}
    return {}


def _named(field: str, told: dict[str, Any]) -> dict[str, str]:
    return {ours: str(told.get(theirs) or "") for ours, theirs in _NAMED.get(field, {}).items()}


def _name(m: dict[str, Any]) -> str:
    """A file's name; older exports have its path alone, or a sentence in brackets when it was left out."""
    if m.get("file_name"):
        return str(m["file_name"])
    path = str(m.get("file") or "")
    return "" if path.startswith("(") or m.get("media_type") else PurePosixPath(path).name


def _origin(m: dict[str, Any]) -> dict[str, Any]:
    """Where a forward comes from; the id tells of which kind."""
    name, origin = str(m["forwarded_from"] or ""), voice_of(m.get("forwarded_from_id"))
    channel = channel_of(origin)
    if channel:
        return {"type": "channel", "chat": {"id": channel, "title": name}}
    number = origin.removeprefix("user")
    if number != origin and number.isascii() and number.isdigit() and len(number) < 16:
        return {"type": "user", "sender_user": {"id": int(number), "first_name": name}}
    if origin.startswith("chat"):
        return {"type": "chat", "sender_chat": {"id": -1, "title": name}}
    return {"type": "hidden_user", "sender_user_name": name}


def _button(given: Any) -> dict[str, str]:
    kind, data = str(given.get("type", "")), str(given.get("data") or "")
    return {"text": str(given.get("text") or ""), "url": data if kind in ("url", "auth") else ""}
