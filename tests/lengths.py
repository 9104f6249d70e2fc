"""Long and strange texts in every place where an update holds words: the time grows with the length at most.

`python -m tests.fuzz --lengths` sends them all; the test suite sends a few.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from tests.fuzz import LONGEST, Judge

SIZES = (1_000, 10_000, 50_000, 100_000)
_STEEPEST = 4.0  # times as long for twice the length, noise and all
_SHORT = 0.004  # seconds below which growth says nothing

PIECES = (
    *(
        "a",
        "a.",
        "a-",
        "a/",
        "@a",
        "@abcde ",
        "#",
        "#a ",
        "/",
        "/a ",
        "http://",
        "https://a.",
        "tg://",
        "t.me/+",
    ),
    *(
        "x@a.",
        "a:",
        "%41",
        "[",
        "(",
        "<b>",
        "&lt;",
        "&",
        '"',
        "`",
        "*_",
        "\\",
        "\x00",
        "\ud83d",
        "\u200b",
        "\u202e",
    ),
    *(
        "\u0301",
        "e\u0301",
        "👨‍👩‍👧",
        "🔥",
        "🆅",
        "微",
        "加 微 信 ",
        "а",
        "аb",
        "ν",
        "ﷺ",
        "ß",
        "İ",
        "١",
        "\n",
        " ",
        "a\n",
    ),
    *("www.a.com ", "a.com/", "xn--a.", "1.", "0x7f.", "buy now ", "打卡", "谢谢", "thanks ", "!", "A", "z̷̢"),
)
_CHAT = {"id": -1001, "type": "supergroup", "title": "Learners"}
_USER = {"id": 2, "is_bot": False, "first_name": "Ming"}
_MESSAGE = {"message_id": 7, "date": 1_800_000_000, "chat": _CHAT, "from": _USER}


class Long(NamedTuple):
    """An update with something long in it."""

    place: str
    piece: str
    size: int
    raw: bytes


def _entities(kind: str, count: int, **more: Any) -> list[dict[str, Any]]:
    return [{"type": kind, "offset": n, "length": 1, **more} for n in range(count)]


def _message(**fields: Any) -> dict[str, Any]:
    return {"message": _MESSAGE | fields}


PLACES: dict[str, Callable[[str], dict[str, Any]]] = {
    "text": lambda t: _message(text=t),
    "edit": lambda t: {"edited_message": _MESSAGE | {"text": t, "edit_date": 1_800_000_100}},
    "link": lambda t: _message(text=t, entities=[{"type": "url", "offset": 0, "length": len(t)}]),
    "hidden link": lambda t: _message(
        text="see", entities=[{"type": "text_link", "offset": 0, "length": 3, "url": "https://" + t}]
    ),
    "command": lambda t: _message(
        text="/warn " + t, entities=[{"type": "bot_command", "offset": 0, "length": 5}]
    ),
    "caption": lambda t: _message(caption=t, photo=[{"file_id": "f", "file_unique_id": "u"}]),
    "quote": lambda t: _message(text="yes", quote={"text": t}),
    "name": lambda t: _message(text="hello", **{"from": _USER | {"first_name": t}}),
    "title": lambda t: _message(text="hello", chat=_CHAT | {"title": t}),
    "file": lambda t: _message(document={"file_id": "f", "file_unique_id": "u", "file_name": t}),
    "poll": lambda t: _message(
        poll={"id": "1", "question": t, "options": [{"text": t, "voter_count": 0}], "type": "regular"}
    ),
    "forward": lambda t: _message(
        text="hi", forward_origin={"type": "hidden_user", "sender_user_name": t, "date": 1}
    ),
    "button": lambda t: _message(
        text="hi", reply_markup={"inline_keyboard": [[{"text": t, "url": "https://" + t}]]}
    ),
    "entities": lambda t: _message(text=t, entities=_entities("text_link", len(t) // 20, url="https://a.b")),
    "bio": lambda t: {
        "chat_join_request": {"chat": _CHAT, "from": _USER, "user_chat_id": 2, "date": 1, "bio": t}
    },
    "data": lambda t: {"callback_query": {"id": "1", "from": _USER, "chat_instance": "1", "data": t}},
}


def long_updates(places: tuple[str, ...], pieces: tuple[str, ...], sizes: tuple[int, ...]) -> Iterator[Long]:
    """Updates with each piece repeated to each size, in each place."""
    number = 0
    for place in places:
        for piece in pieces:
            for size in sizes:
                number += 1
                text = (piece * (size // len(piece) + 1))[:size] + str(number)  # none is known from before
                whole = {"update_id": number} | PLACES[place](text)
                yield Long(place, piece, size, json.dumps(whole).encode())


def measured(judge: Judge, update: Long) -> float:
    """Seconds of a core that an update took, the better of two."""
    times = []
    for turn in (b"1", b"2"):
        judge.longest = 0.0
        judge.take(update.raw.replace(b'"update_id": ', b'"update_id": ' + turn, 1))
        times.append(judge.longest)
    return min(times)


def too_slow(judge: Judge, updates: Iterator[Long]) -> list[str]:
    """What took too long, or grew by more than its length, in words."""
    told: list[str] = []
    before: dict[tuple[str, str], tuple[int, float]] = {}
    for update in updates:
        took = measured(judge, update)
        name = f"{update.size} × {update.piece!r} as {update.place}"
        if took >= LONGEST:
            told.append(f"{name}: {took * 1000:.0f} ms")
        size, earlier = before.get((update.place, update.piece), (0, 0.0))
        if size and took > _SHORT and took / max(earlier, _SHORT / 4) > _STEEPEST * update.size / size:
            told.append(f"{name}: {took / earlier:.0f} times as long as {size}")
        before[update.place, update.piece] = update.size, took
    return told
