"""Reading past chats."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from bot.trial.acting import Cast, acts_of, opening, there_before
from bot.trial.history.past import Past, PastReaction, Unreadable
from bot.trial.history.reading import read_history


def test_a_line_that_is_no_event_says_where_and_why(tmp_path: Path) -> None:
    path = tmp_path / "chat.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(
            '{"ts": 1, "kind": "message", "chat": "a", "user": "u", "msg": 1, "text": "hi"}\n\nnonsense\n'
        )
    event, bad = list(read_history(path))
    assert event == Past(ts=1, kind="message", chat="a", user="u", msg=1, text="hi")
    assert isinstance(bad, Unreadable)
    assert bad.where == "chat.jsonl.gz:3"


def test_a_limit_ends_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "chat.jsonl"
    line = {"ts": 1, "kind": "message", "chat": "a"}
    path.write_text("\n".join(json.dumps(line) for _ in range(5)), encoding="utf-8")
    assert len(list(read_history(path, 3))) == 3


EXPORT = {
    "name": "Learners",
    "type": "private_supergroup",
    "id": 1234,
    "messages": [
        {
            "id": 1,
            "type": "service",
            "date_unixtime": "100",
            "actor": "Ann",
            "actor_id": "user7",
            "action": "join_group_by_link",
            "inviter": "Group",
            "text": "",
        },
        {
            "id": 2,
            "type": "message",
            "date_unixtime": "110",
            "from": "Ann",
            "from_id": "user7",
            "text": ["see ", {"type": "link", "text": "https://example.com"}, " please"],
            "reactions": [
                {"type": "emoji", "count": 1, "emoji": "👍", "recent": [{"from": "Bob", "from_id": "user8"}]}
            ],
        },
        {
            "id": 3,
            "type": "message",
            "date_unixtime": "120",
            "from": "Bob",
            "from_id": "user8",
            "reply_to_message_id": 2,
            "photo": "(File not included)",
            "text": "",
        },
        {"id": 4, "type": "message", "from": "Bob", "text": "no date"},
        {
            "id": 5,
            "type": "service",
            "date_unixtime": "130",
            "actor_id": "user1",
            "action": "remove_members",
            "members": ["Eve"],
            "text": "",
        },
    ],
}


@pytest.mark.parametrize("wrapped", [False, True], ids=["one chat", "whole account"])
def test_an_export_of_telegram_desktop_is_read(tmp_path: Path, wrapped: bool) -> None:
    path = tmp_path / "result.json"
    path.write_text(json.dumps({"chats": {"list": [EXPORT]}} if wrapped else EXPORT), encoding="utf-8")
    read = list(read_history(path))
    (bad,) = [e for e in read if isinstance(e, Unreadable)]
    assert bad.where == "result.json, message 4"
    joined, written, photo, removed = [e for e in read if isinstance(e, Past)]
    assert (joined.kind, joined.user) == ("join", "user7")
    assert written.text == "see https://example.com please"
    assert written.reactions == (PastReaction("👍", 1, ("user8",)),)
    assert (photo.media, photo.reply_to) == ("photo", 2)
    assert (removed.kind, removed.targets) == ("remove", ("Eve",))


@pytest.mark.parametrize(
    ("name", "text"), [("chat.csv", ""), ("x.json", "[]"), ("x.json", "{}"), ("x.json", "{")]
)
def test_another_file_is_refused_with_what_is_wanted(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=name):
        list(read_history(path))


def event(kind: str, user: str = "", **more: object) -> Past:
    """An event of the chat c."""
    return Past(ts=1, kind=kind, chat="c", user=user, **more)  # type: ignore[arg-type]  # plain values


def test_who_speaks_before_joining_was_there_already() -> None:
    events = [event("message", "ann"), event("join", "bob"), event("invite", "ann", targets=("carl",))]
    assert there_before(events) == {"c": ["ann"]}


def test_events_become_acts_and_what_changes_nothing_becomes_none() -> None:
    events = [
        event("message", "ann", msg=1, text="hi"),
        event("join", "bob"),
        event("join", "bob"),
        event("leave", "bob"),
        event("leave", "bob"),
        event("remove", "ann", targets=("zoe",)),
        event("remove", "ann", targets=("zoe",)),
    ]
    cast = Cast()
    world = [a["do"] for a in opening(cast, events, {})]
    assert world == ["create_person"] * 4 + ["create_chat"]
    acts = [[a["do"] for a in acts_of(cast, n, e, {})] for n, e in enumerate(events)]
    assert acts == [["message"], ["join"], [], ["leave"], [], ["remove"], []]
