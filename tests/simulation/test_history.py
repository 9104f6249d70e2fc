"""Reading past chats."""

from __future__ import annotations

import gzip
import json
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.backtest.files import content_of
from bot.simulation.act_mapping import Cast, acts_of, opening, there_before
from bot.simulation.history.past import Past, PastReaction, Unreadable
from bot.simulation.history.reading import read_history
from bot.simulation.history.streaming import messages
from rules.engine.events import Forward, Link


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


@given(
    st.lists(
        st.dictionaries(st.text(max_size=5), st.text(max_size=9) | st.integers(1 - 2**63, 2**63 - 1)),
        max_size=5,
    ),
    st.integers(1, 40),
    st.booleans(),
)
def test_messages_are_cut_out_of_an_export_wherever_its_pieces_end(
    said: list[dict[str, object]], size: int, indented: bool
) -> None:
    nested = [{"id": 1, "of": [m, {"deep": [m]}]} for m in said]
    chats = [{"name": n, "photo": {"x": ["]"]}, "messages": nested} for n in ('a "[', "b\\")]
    whole = {"about": "[{", "chats": {"list": chats}, "left": {"messages": 1}}
    data = json.dumps(whole, indent=1 if indented else None, ensure_ascii=indented).encode()
    found = [(piece.head.name, piece.message) for piece in messages(BytesIO(data), size)]
    assert found == [(c["name"], m) for c in chats for m in nested]


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_bytes_that_are_no_text_spoil_one_word_and_a_mark_at_the_start_nothing(size: int) -> None:
    raw = b'\xef\xbb\xbf{"name": "c", "messages": [{"text": "\xe4\xbd\xa0\xff"}, {"text": "hi"}]}'
    found = [piece.message["text"] for piece in messages(BytesIO(raw), size)]
    assert found == ["你\N{REPLACEMENT CHARACTER}", "hi"]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b'{"messages": [{"id": 1}, {"id": 9%s}]}' % (b"9" * 5_000), "more than 64 bits"),
        (b'{"messages": [{"id": 1}, {"id": ', "ends in the middle"),
        (b'{"messages": [{"id": 1}, {"id": one}]}', "is no JSON"),
    ],
)
def test_what_is_before_a_mistake_is_read(raw: bytes, reason: str) -> None:
    found = messages(BytesIO(raw))
    assert next(found).message == {"id": 1}
    with pytest.raises(ValueError, match=reason):
        next(found)


def test_chats_of_one_account_are_read_in_the_order_of_time(tmp_path: Path) -> None:
    def chat(name: str, kind: str, times: list[int]) -> dict[str, object]:
        said = [{"id": t, "type": "message", "date_unixtime": str(t), "from_id": "user1"} for t in times]
        return {"name": name, "type": kind, "id": 1, "messages": said}

    listed = [
        chat("a", "private_supergroup", [1, 4, 5]),
        chat("me", "saved_messages", [2]),
        chat("b", "public_supergroup", [3, 6]),
    ]
    path = tmp_path / "result.json"
    path.write_text(json.dumps({"chats": {"list": listed}}), encoding="utf-8")
    assert [(p.chat, p.ts) for p in read_history(path) if isinstance(p, Past)] == [
        ("a", 1),
        ("b", 3),
        ("a", 4),
        ("a", 5),
        ("b", 6),
    ]


def test_who_was_removed_in_one_chat_is_known_from_what_they_wrote_in_another(tmp_path: Path) -> None:
    removed = {
        "id": 1,
        "type": "service",
        "date_unixtime": "2",
        "actor_id": "user1",
        "action": "remove_members",
    }
    wrote = {
        "id": 1,
        "type": "message",
        "date_unixtime": "1",
        "from": "Eve",
        "from_id": "user9",
        "text": "hi",
    }
    listed = [
        {"name": "a", "type": "private_group", "id": 1, "messages": [removed | {"members": ["Eve"]}]},
        {"name": "b", "type": "private_group", "id": 2, "messages": [wrote]},
    ]
    path = tmp_path / "result.json"
    path.write_text(json.dumps({"chats": {"list": listed}}), encoding="utf-8")
    said, gone = read_history(path)
    assert isinstance(said, Past)
    assert isinstance(gone, Past)
    assert (said.user, gone.targets) == ("user9", ("user9",))


def test_more_groups_than_can_be_read_beside_each_other_are_refused(tmp_path: Path) -> None:
    said = {"id": 1, "type": "message", "date_unixtime": "1", "from_id": "user1", "text": "hi"}
    listed = [{"name": f"c{n}", "type": "private_group", "id": n, "messages": [said]} for n in range(401)]
    path = tmp_path / "result.json"
    path.write_text(json.dumps({"chats": {"list": listed}}), encoding="utf-8")
    with pytest.raises(ValueError, match="more than 400 groups"):
        list(read_history(path))
    path.write_text(json.dumps({"chats": {"list": listed[1:]}}), encoding="utf-8")
    assert len(list(read_history(path))) == 400


def test_what_rules_look_at_is_read_from_an_export(tmp_path: Path) -> None:
    message = {
        "id": 2,
        "type": "message",
        "date_unixtime": "110",
        "from": "Ann",
        "from_id": "user7",
        "forwarded_from": "News",
        "forwarded_from_id": "channel5",
        "via_bot": "@gif",
        "file": "(File not included)",
        "file_name": "a.exe",
        "text_entities": [
            {"type": "plain", "text": "see "},
            {"type": "text_link", "text": "this", "href": "https://evil.example"},
            {"type": "custom_emoji", "text": "🙂", "document_id": "x"},
        ],
        "text": ["see ", {"type": "text_link", "text": "this", "href": "https://evil.example"}, "🙂"],
    }
    path = tmp_path / "result.json"
    path.write_text(json.dumps({"name": "c", "type": "private_group", "messages": [message]}))
    (past,) = read_history(path)
    assert isinstance(past, Past)
    found = content_of(past)
    assert (found.text, found.media, found.file_name, found.via_bot) == (
        "see this🙂",
        "document",
        "a.exe",
        "gif",
    )
    assert found.links == (Link("https://evil.example", "evil.example", hidden=True),)
    assert found.forward == Forward("channel", "News", -1005)
    assert (found.custom_emoji, past.name) == (1, "Ann")


def test_a_table_of_messages_is_read(tmp_path: Path) -> None:
    path = tmp_path / "chat.csv"
    path.write_text("ts,user,text,media\n1700000000,ann,hi,\n2026-01-02T03:04:05,bob,,photo\nsoon,x,y,\n")
    first, second, bad = read_history(path)
    assert first == Past(ts=1_700_000_000, kind="message", chat="chat", user="ann", msg=2, text="hi")
    assert isinstance(second, Past)
    assert (second.ts, second.media) == (1_767_323_045, "photo")
    assert isinstance(bad, Unreadable)
    assert bad.where == "chat.csv:4"


@pytest.mark.parametrize(
    ("text", "times", "unreadable"),
    [
        ("ts,user,text\n1795000000,u,hi\n1795000001000,v,加微信\n", [1_795_000_000, 1_795_000_001], []),
        ("ts;user;text\n1795000000;u;加微信 领取\n", [1_795_000_000], []),
        ("ts,user,text\n20260105,u,加微信 领取\n", [1_767_571_200], []),
        ("ts,user,text\n46027,u,加微信\n2026,u,x\n", [1_767_571_200], ["chat.csv:3"]),
        (
            'ts,user,text\n1795000000,u,"she said\n1795000001,v,加微信\n1795000002,w,"two\nlines"\n',
            [1_795_000_001, 1_795_000_002],
            ["chat.csv:2"],
        ),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk"])
def test_a_table_of_messages_as_a_spreadsheet_saves_it(
    tmp_path: Path, text: str, times: list[int], unreadable: list[str], encoding: str
) -> None:
    path = tmp_path / "chat.csv"
    path.write_text(text, encoding=encoding)
    found = list(read_history(path))
    assert [one.ts for one in found if isinstance(one, Past)] == times
    assert [one.where for one in found if isinstance(one, Unreadable)] == unreadable
