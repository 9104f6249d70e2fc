"""What a live update and Telegram Desktop's export say of the same message leads to the same decision."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from bot.backtest.files import FilePast
from bot.features import extensions
from bot.platforms.telegram.decode import Me, decode
from bot.simulation.act_mapping import Cast, acts_of, opening
from bot.simulation.history.past import Past, Unreadable
from bot.simulation.history.reading import count_entries, read_history
from rules.config.book import RuleBook, load_book
from rules.engine.decide import decide
from rules.engine.events import Event, Kind, Sender
from rules.engine.state import Activity, MemberState
from tests.rules.make import ANN, GROUP

ROOT = Path(__file__).parents[2]
NUMBER, AT = 1234, 1_790_000_000
ME = Me(id=1, username="zhiqun_bot")
Json = dict[str, Any]

# Parts of a text as both tell them: the export's type and what it adds, the Bot API's type and what it adds.
PARTS: dict[str, tuple[str, Json, str, Json]] = {
    "plain": ("plain", {}, "", {}),
    "bold": ("bold", {}, "bold", {}),
    "link": ("link", {}, "url", {}),
    "words that lead": (
        "text_link",
        {"href": "https://evil.example/x"},
        "text_link",
        {"url": "https://evil.example/x"},
    ),
    "mention": ("mention", {}, "mention", {}),
    "hashtag": ("hashtag", {}, "hashtag", {}),
    "emoji": ("custom_emoji", {"document_id": "x"}, "custom_emoji", {"custom_emoji_id": "5"}),
    "person": (
        "mention_name",
        {"user_id": 77},
        "text_mention",
        {"user": {"id": 77, "is_bot": False, "first_name": "Bob"}},
    ),
}
WORDS: dict[str, st.SearchStrategy[str]] = {
    "plain": st.sampled_from(["hello ", "加微信 abc123 领取 ", "👍🏽 ", "buy\n", "日赚500 "]),
    "bold": st.sampled_from(["free money", "重要"]),
    "link": st.sampled_from(["https://t.me/+AbC", "example.com/x", "http://bit.ly/x"]),
    "words that lead": st.sampled_from(["here", "👉 点这里", "https://bank.example"]),
    "mention": st.sampled_from(["@channel_of_mine", "@bob_b"]),
    "hashtag": st.sampled_from(["#打卡", "#ad"]),
    "emoji": st.just("🙂"),
    "person": st.just("Bob"),
}
PART = st.sampled_from(sorted(PARTS)).flatmap(lambda kind: WORDS[kind].map(lambda words: (kind, words)))
TEXT = st.lists(PART, max_size=5)

# What else a message may carry: the Bot API's fields, the export's, and whether its text is a caption.
FILE = "(File not included. Change data exporting settings to download.)"


def stored(field: str, kind: str, name: str = "", mime: str = "", **more: Any) -> tuple[Json, Json]:
    """A file, as both tell it."""
    live: Json = {"file_id": "f", "file_unique_id": "u", **more}
    live |= ({"file_name": name} if name else {}) | ({"mime_type": mime} if mime else {})
    export: Json = {"file": FILE} | ({"file_name": name} if name else {})
    export |= ({"media_type": kind} if kind else {}) | ({"mime_type": mime} if mime else {})
    return {field: live}, export


HIDDEN = {"type": "text_link", "offset": 0, "length": 4, "url": "https://evil.example/x"}
PARTED = {"type": "text_link", "text": "here", "href": "https://evil.example/x"}
CARRIED: dict[str, tuple[Json, Json]] = {
    "nothing": ({}, {}),
    "photo": ({"photo": [{"file_id": "f", "file_unique_id": "u"}]}, {"photo": FILE, "width": 1}),
    "document": stored("document", "", "price.exe", "application/x-dosexec"),
    "video": stored("video", "video_file", "a.mp4", "video/mp4"),
    "voice": stored("voice", "voice_message"),
    "video note": stored("video_note", "video_message"),
    "audio": stored("audio", "audio_file", "song.mp3", "audio/mpeg"),
    "sticker": stored("sticker", "sticker"),
    "contact": (
        {"contact": {"phone_number": "+861", "first_name": "客服", "last_name": "小王"}},
        {"contact_information": {"first_name": "客服", "last_name": "小王", "phone_number": "+861"}},
    ),
    "place": (
        {"location": {"latitude": 1.0, "longitude": 2.0}},
        {"location_information": {"latitude": 1.0, "longitude": 2.0}},
    ),
    "poll": (
        {
            "poll": {
                "id": "1",
                "question": "加微信领取？",
                "options": [{"text": "要"}, {"text": "t.me/x"}],
                "type": "regular",
            }
        },
        {
            "poll": {
                "question": "加微信领取？",
                "closed": False,
                "answers": [{"text": "要"}, {"text": "t.me/x"}],
            }
        },
    ),
    "game": (
        {"game": {"title": "日赚500", "description": "加微信 abc123 领取", "photo": []}},
        {
            "game_title": "日赚500",
            "game_description": "加微信 abc123 领取",
            "game_link": "https://t.me/g?game=x",
        },
    ),
    "checklist": (
        {
            "checklist": {
                "title": "加微信领取",
                "tasks": [{"id": 1, "text": "t.me/x"}, {"id": 2, "text": "here", "text_entities": [HIDDEN]}],
            }
        },
        {
            "todo_list": {
                "title": "加微信领取",
                "others_can_append": False,
                "others_can_complete": False,
                "answers": [{"text": "t.me/x", "id": 1}, {"text": [PARTED], "id": 2}],
            }
        },
    ),
}
WORDLESS = ("poll", "game", "checklist")  # beside their own words they carry none
FROM: dict[str, tuple[Json, Json]] = {
    "nowhere": ({}, {}),
    "somebody": (
        {"forward_origin": {"type": "user", "date": 1, "sender_user": {"id": 9, "first_name": "Zoe"}}},
        {"forwarded_from": "Zoe", "forwarded_from_id": "user9"},
    ),
    "somebody hidden": (
        {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "Zoe"}},
        {"forwarded_from": "Zoe"},
    ),
    "a channel": (
        {
            "forward_origin": {
                "type": "channel",
                "date": 1,
                "message_id": 3,
                "chat": {"id": -1005, "type": "channel", "title": "News"},
            }
        },
        {"forwarded_from": "News", "forwarded_from_id": "channel5"},
    ),
    "an inline bot": ({"via_bot": {"id": 5, "first_name": "g", "username": "gif"}}, {"via_bot": "@gif"}),
    "buttons": (
        {"reply_markup": {"inline_keyboard": [[{"text": "加入", "url": "https://t.me/+AbC"}]]}},
        {"inline_bot_buttons": [[{"type": "url", "text": "加入", "data": "https://t.me/+AbC"}]]},
    ),
}
VOICES: dict[str, tuple[Json, Json, Sender]] = {
    "a member": (
        {"from": {"id": 42, "first_name": "Ann", "is_bot": False}},
        {"from": "Ann", "from_id": "user42"},
        Sender.MEMBER,
    ),
    "an anonymous administrator": (
        {
            "from": {"id": 1087968824, "first_name": "Group", "is_bot": True},
            "sender_chat": {"id": int(f"-100{NUMBER}"), "type": "supergroup", "title": "Learners"},
        },
        {"from": "Learners", "from_id": f"channel{NUMBER}"},
        Sender.ANONYMOUS_ADMIN,
    ),
    "a channel": (
        {
            "from": {"id": 136817688, "first_name": "Channel", "is_bot": True},
            "sender_chat": {"id": -1007, "type": "channel", "title": "Mine"},
        },
        {"from": "Mine", "from_id": "channel7"},
        Sender.CHANNEL,
    ),
}


def live(voice: str, carried: str, came: str, text: list[tuple[str, str]]) -> Event:
    """The update of a message, decoded."""
    words, entities = "", []
    for kind, said in text:
        length = len(said.encode("utf-16-le")) // 2
        if PARTS[kind][2]:
            at = len(words.encode("utf-16-le")) // 2
            entities.append({"type": PARTS[kind][2], "offset": at, "length": length, **PARTS[kind][3]})
        words += said
    fields = ("caption", "caption_entities") if CARRIED[carried][0] else ("text", "entities")
    message: Json = {
        "message_id": 5,
        "date": AT,
        "chat": {"id": int(f"-100{NUMBER}"), "type": "supergroup", "title": "Learners"},
        **VOICES[voice][0],
        **CARRIED[carried][0],
        **FROM[came][0],
    }
    if words and carried not in WORDLESS:
        message |= {fields[0]: words, fields[1]: entities}
    return decode(json.dumps({"update_id": 1, "message": message}).encode(), ME)


def exported(voice: str, carried: str, came: str, text: list[tuple[str, str]], *, old: bool = False) -> Json:
    """The same message in an export, or in an older one, which has no unix time and numbers for ids."""
    parts = [{"type": PARTS[kind][0], "text": said, **PARTS[kind][1]} for kind, said in text]
    parts = [] if carried in WORDLESS else parts
    message: Json = {
        "id": 5,
        "type": "message",
        "date": "2026-09-21T14:13:20",
        "date_unixtime": str(AT),
        **VOICES[voice][1],
        **CARRIED[carried][1],
        **FROM[came][1],
        "text": [p["text"] if p["type"] == "plain" else p for p in parts] or "",
        "text_entities": parts,
    }
    if old:
        del message["date_unixtime"], message["text_entities"]
        kind, number = ("user", 0) if message["from_id"].startswith("user") else ("channel", 1 << 33)
        message["from_id"] = number + int(message["from_id"].removeprefix(kind))
    return message


def read(folder: Path, *messages: Json, **head: Any) -> list[Past | Unreadable]:
    """What an export of these messages is read as."""
    path = folder / "result.json"
    chat = {"name": "Learners", "type": "private_supergroup", "id": NUMBER, "messages": list(messages)}
    path.write_text(json.dumps(chat | head), encoding="utf-8")
    assert count_entries(path) >= len(messages)
    return list(read_history(path))


@cache
def book() -> RuleBook:
    """The rules that ship."""
    found, problems = load_book(ROOT / "rules", extensions())
    assert found is not None, problems
    return found


def told(event: Event) -> list[str]:
    """The rules that a message hits, by a newcomer in the group."""
    judged = structs.replace(event, chat=GROUP, person=ANN, kind=Kind.MESSAGE)
    state = MemberState(person=7, chat=3, joined_at=AT - 60, first_seen=AT - 60)
    return [hit.rule for hit in decide(judged, state, Activity(), book(), AT).hits]


@pytest.mark.parametrize("old", [False, True], ids=["newer export", "older export"])
@pytest.mark.parametrize("carried", CARRIED)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(voice=st.sampled_from(sorted(VOICES)), came=st.sampled_from(sorted(FROM)), text=TEXT)
def test_an_export_is_judged_as_the_update_was(
    tmp_path: Path,
    carried: str,
    old: bool,
    voice: str,
    came: str,
    text: list[tuple[str, str]],
) -> None:
    update = live(voice, carried, came, text)
    (past,) = read(tmp_path, exported(voice, carried, came, text, old=old))
    (event,) = [moment.event for moment in FilePast().moments([past])]
    assert (event.at, event.message_id, event.sender) == (AT, 5, VOICES[voice][2])
    if update.content is None:  # without words and media it is nothing to judge
        assert event.content is not None
        assert (event.content.text, event.content.media) == ("", "")
        return
    assert update.sender is event.sender
    assert event.content == structs.replace(update.content, file="")
    assert told(event) == told(update)


def test_who_was_invited_or_removed_by_a_display_name_is_the_one_who_has_it(tmp_path: Path) -> None:
    def service(number: int, action: str, *members: str | None) -> Json:
        at = {"date": "2026-09-21T14:13:20", "date_unixtime": str(AT)}
        actor = {"actor": "Ann", "actor_id": "user42"}
        return {"id": number, "type": "service", "action": action, "members": list(members), **actor, **at}

    def said(number: int, name: str, who: str) -> Json:
        return exported("a member", "nothing", "nowhere", [("plain", "hi")]) | {
            "id": number,
            "from": name,
            "from_id": who,
        }

    found = read(
        tmp_path,
        service(1, "invite_members", "Bob", "Li", "Nobody", None),
        said(2, "Bob", "user8"),
        said(3, "Li", "user10"),
        said(4, "Li", "user11"),
        service(5, "remove_members", "Bob"),
    )
    invited, removed = [p for p in found if isinstance(p, Past) and p.kind != "message"]
    assert (invited.targets, removed.targets) == (("user8", "Li", "Nobody"), ("user8",))


def test_posts_under_the_groups_own_name_are_an_anonymous_administrators(tmp_path: Path) -> None:
    message = exported("a member", "nothing", "nowhere", [("plain", "hi")])
    nameless = {name: value for name, value in message.items() if name != "from_id"} | {"from": "Learners"}
    events = [m.event for m in FilePast().moments(read(tmp_path, nameless, message))]
    assert [event.sender for event in events] == [Sender.ANONYMOUS_ADMIN, Sender.MEMBER]


def test_a_message_without_any_time_is_named(tmp_path: Path) -> None:
    message = exported("a member", "nothing", "nowhere", [("plain", "hi")])
    del message["date_unixtime"], message["date"]
    path = tmp_path / "result.json"
    path.write_text(json.dumps({"name": "c", "type": "private_group", "id": 1, "messages": [message]}))
    (bad,) = read_history(path)
    assert isinstance(bad, Unreadable)
    assert bad.where == "result.json, message 5"


def test_what_the_local_telegram_cannot_carry_is_replayed_as_its_words(tmp_path: Path) -> None:
    place = exported("a member", "place", "nowhere", [("plain", "here")])
    poll = exported("a member", "poll", "nowhere", []) | {"id": 6}
    events = [e for e in read(tmp_path, place, poll) if isinstance(e, Past)]
    cast = Cast()
    assert [*opening(cast, events, {})]
    acts = [act for n, event in enumerate(events) for act in acts_of(cast, n, event, {})]
    assert [(a.get("text"), a.get("media")) for a in acts] == [("here", None), (None, "poll")]
