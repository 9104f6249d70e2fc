"""Made-up updates of a lively community: the same bytes for everybody who is measured.

They carry the fields that Telegram's carry, and its spelling: other letters than ASCII come as \\uXXXX.
Of a hundred about seventy are plain messages; the others hold links, mentions, answers, photos, stickers,
files, commands, edits, reactions, arrivals and leavings, and one in two hundred is an advertisement.

Some write much and most write little: in each chat the nth of its people writes in proportion to 1/n. Of the
members of a chat one in a hundred then writes 32 % of the messages, and one in ten 65 %, which is between a
learners' chat (freeCodeCamp's Gitter rooms: 41 % and 79 %) and a help channel (Ubuntu on IRC: 12 % and 50 %).
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import accumulate

from tests.bench.people import Json, chats, language, people
from tests.bench.talk import advertisement, sentence

START = 1_700_000_000
_FILE = "AgACAgUAAxkBAAIBY2c1f0dXQk9PTi1maWxlLWlkLW9mLWEtbWFkZS11cC1waG90bwACAQADAgADeQADNgQ"
_OFF = "can_be_edited is_anonymous can_promote_members can_post_stories can_edit_stories can_delete_stories"
_ON = """can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members can_change_info
can_invite_users can_pin_messages can_manage_topics can_send_welcome_messages"""
_RIGHTS = dict.fromkeys(_OFF.split(), False) | dict.fromkeys(_ON.split(), True)
_EMOJI = ("👍", "❤", "🔥", "👏", "🎉")
_LINK = "https://docs.python.org/3/tutorial/controlflow.html"


@dataclass
class Crowd:
    """Chats, people, and how far the talk is."""

    bot: int
    chats: list[Json]
    people: list[Json]
    draw: random.Random
    pace: float = 3.0  # seconds between two updates
    at: float = START
    update: int = 870_000_000
    last: dict[int, list[Json]] = field(default_factory=dict)  # by chat: messages to answer
    newest: dict[int, int] = field(default_factory=dict)  # by chat: the last message's number
    lively: list[float] = field(init=False)  # of the most active n people of a chat, summed

    def __post_init__(self) -> None:
        self.lively = list(accumulate(1 / (nth + 1) for nth in range(len(self.people))))

    def writer(self, chat: int) -> Json:
        """Who writes next in this chat; every chat has others who write most."""
        nth = self.draw.choices(range(len(self.people)), cum_weights=self.lively)[0]
        return self.people[(nth * 7 + chat * 31) % len(self.people)]

    def base(self) -> Json:
        """A message's chat, author, number and time."""
        nth = self.draw.randrange(len(self.chats))
        chat, user = self.chats[nth], self.writer(nth)
        number = self.newest[chat["id"]] = self.newest.get(chat["id"], 1000) + 1
        made: Json = {"message_id": number, "from": user, "chat": chat, "date": int(self.at)}
        if chat.get("is_forum"):
            made |= {"message_thread_id": 17, "is_topic_message": True}
        return made

    def written(self, **more: object) -> Json:
        """A text message; later ones may answer it."""
        message = self.base()
        message |= {"text": sentence(self.draw, language(message["from"])), **more}
        kept = self.last.setdefault(message["chat"]["id"], [])
        kept.append(message)
        del kept[:-20]
        return message


def crowd(
    bot: int, *, chat_count: int = 8, person_count: int = 400, seed: int = 1, pace: float = 3.0
) -> Crowd:
    """A new crowd."""
    return Crowd(bot, chats(chat_count), people(person_count), random.Random(seed), pace)


def arrivals(of: Crowd) -> list[bytes]:
    """The bot becomes an administrator of every chat."""
    me = {"id": of.bot, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
    made = []
    for chat in of.chats:
        change = {
            "chat": chat,
            "from": of.people[0],
            "date": int(of.at),
            "old_chat_member": {"user": me, "status": "left"},
            "new_chat_member": {"user": me, "status": "administrator", **_RIGHTS},
        }
        made.append(_bytes(of, "my_chat_member", change))
    return made


def updates(of: Crowd, count: int) -> list[bytes]:
    """The next `count` updates."""
    names, weights = list(_KINDS), [w for w, _ in _KINDS.values()]
    made = []
    for name in of.draw.choices(names, weights, k=count):
        of.at += of.draw.expovariate(1 / of.pace)
        made.append(_bytes(of, *_KINDS[name][1](of)))
    return made


def _bytes(of: Crowd, kind: str, payload: Json) -> bytes:
    of.update += 1
    return json.dumps({"update_id": of.update, kind: payload}, separators=(",", ":")).encode()


def _text(of: Crowd) -> tuple[str, Json]:
    return "message", of.written()


def _with_part(of: Crowd, part: str, kind: str) -> tuple[str, Json]:
    message = of.written()
    start = len(message["text"]) + 1
    message["text"] += f" {part}"
    message["entities"] = [{"offset": start, "length": len(part), "type": kind}]
    return "message", message


def _link(of: Crowd) -> tuple[str, Json]:
    kind, message = _with_part(of, _LINK, "url")
    return kind, message | {"link_preview_options": {"url": _LINK}}


def _mention(of: Crowd) -> tuple[str, Json]:
    named = of.draw.choice([p for p in of.people[:50] if "username" in p])
    return _with_part(of, f"@{named['username']}", "mention")


def _answer(of: Crowd) -> tuple[str, Json]:
    message = of.written()
    earlier = of.draw.choice(of.last[message["chat"]["id"]])
    if earlier is not message:
        message["reply_to_message"] = {k: v for k, v in earlier.items() if k != "reply_to_message"}
    return "message", message


def _photo(of: Crowd) -> tuple[str, Json]:
    message = of.base()
    message["photo"] = [
        {
            "file_id": f"{_FILE}{size}{message['message_id']}",
            "file_unique_id": f"AQADk{size}x{message['message_id']}",
            "file_size": 30 * size,
            "width": size,
            "height": size * 3 // 4,
        }
        for size in (90, 320, 800, 1280)
    ]
    if of.draw.random() < 0.5:
        message["caption"] = sentence(of.draw, language(message["from"]))
    return "message", message


def _sticker(of: Crowd) -> tuple[str, Json]:
    thumb = {
        "file_id": f"{_FILE}t",
        "file_unique_id": "AQADt",
        "file_size": 4000,
        "width": 128,
        "height": 128,
    }
    sticker: Json = {"width": 512, "height": 512, "emoji": "👍", "set_name": "Learners", "is_animated": False}
    sticker |= {"is_video": False, "type": "regular", "thumbnail": thumb, "thumb": thumb}
    sticker |= {"file_id": f"{_FILE}s", "file_unique_id": "AgADs", "file_size": 21000}
    return "message", of.base() | {"sticker": sticker}


def _document(of: Crowd) -> tuple[str, Json]:
    document = {"file_name": "notes.pdf", "mime_type": "application/pdf", "file_size": 181_000}
    document |= {"file_id": f"{_FILE}d", "file_unique_id": "AgADd"}
    return "message", of.base() | {"document": document}


def _command(of: Crowd) -> tuple[str, Json]:
    text = of.draw.choice(("/me", "/top", "/checkin", "/rules"))
    return "message", of.base() | {
        "text": text,
        "entities": [{"offset": 0, "length": len(text), "type": "bot_command"}],
    }


def _edit(of: Crowd) -> tuple[str, Json]:
    kept = [m for messages in of.last.values() for m in messages]
    if not kept:
        return _text(of)
    message = of.draw.choice(kept)
    return "edited_message", message | {"edit_date": int(of.at), "text": message["text"] + " *"}


def _reaction(of: Crowd) -> tuple[str, Json]:
    kept = [m for messages in of.last.values() for m in messages]
    if not kept:
        return _text(of)
    message = of.draw.choice(kept)
    return "message_reaction", {
        "chat": message["chat"],
        "message_id": message["message_id"],
        "user": of.draw.choice(of.people),
        "date": int(of.at),
        "old_reaction": [],
        "new_reaction": [{"type": "emoji", "emoji": of.draw.choice(_EMOJI)}],
    }


def _moved(of: Crowd, old: str, new: str) -> tuple[str, Json]:
    chat, user = of.draw.choice(of.chats), of.draw.choice(of.people)
    return "chat_member", {
        "chat": chat,
        "from": user,
        "date": int(of.at),
        "old_chat_member": {"user": user, "status": old},
        "new_chat_member": {"user": user, "status": new},
    }


def _join(of: Crowd) -> tuple[str, Json]:
    return _moved(of, "left", "member")


def _leave(of: Crowd) -> tuple[str, Json]:
    return _moved(of, "member", "left")


def _advertisement(of: Crowd) -> tuple[str, Json]:
    return "message", of.base() | {"text": advertisement(of.draw)}


_KINDS: dict[str, tuple[float, Callable[[Crowd], tuple[str, Json]]]] = {
    "advertisement": (0.5, _advertisement),
    "answer": (9, _answer),
    "command": (1, _command),
    "document": (0.5, _document),
    "edit": (1.5, _edit),
    "join": (1, _join),
    "leave": (0.5, _leave),
    "link": (4, _link),
    "mention": (2, _mention),
    "photo": (3, _photo),
    "reaction": (6, _reaction),
    "sticker": (1.5, _sticker),
    "text": (69.5, _text),
}
