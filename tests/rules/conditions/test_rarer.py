"""Conditions on what fewer messages have: hashtags, quotes, buttons, stickers, edits, reports, scripts …"""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from rules.engine.events import Button, Event, Extras, Forward, Kind, Media, Mention, Person, Reply, Sender
from rules.engine.normalize import digest
from rules.engine.state import PastEvent, Role, Warning
from tests.rules.make import ANN, NOW, event, link, look, member, past, seen

DAY = 86_400
OUTSIDE = Extras(outside=Forward("channel", "Ads"))


@pytest.mark.parametrize(
    ("options", "tags", "matched"),
    [
        (None, (), ""),
        (None, ("打卡",), "#打卡"),
        ({"least": 2}, ("a", "A"), ""),
        ({"least": 2}, ("a", "b"), "#a"),
        (["#Jobs"], ("jobs", "x"), "#jobs"),
        (["jobs"], ("x",), ""),
    ],
)
def test_hashtags(options: Any, tags: tuple[str, ...], matched: str) -> None:
    assert look("hashtags", options, event("…", hashtags=tags)).matched == matched


@pytest.mark.parametrize(
    ("options", "what", "hit"),
    [
        (None, event("x"), False),
        (None, event("x", quote="y"), True),
        ("outside", event("x", quote="y"), False),
        ("outside", event("x", extras=OUTSIDE), True),
        (None, event("x", extras=OUTSIDE), True),
    ],
)
def test_quotes(options: Any, what: Event, hit: bool) -> None:
    assert look("quote", options, what).hit is hit


@pytest.mark.parametrize(("count", "options", "hit"), [(0, None, False), (2, None, True), (2, 3, False)])
def test_buttons(count: int, options: Any, hit: bool) -> None:
    extras = Extras(buttons=(Button("Win"),) * count) if count else None
    assert look("buttons", options, event("x", extras=extras)).hit is hit


@pytest.mark.parametrize(("name", "hit"), [("Spam_by_bot", True), ("Cats", False), ("", False)])
def test_sticker_sets(name: str, hit: bool) -> None:
    sets = ["https://t.me/addstickers/spam_by_bot"]
    assert look("sticker", sets, event(extras=Extras(sticker_set=name))).hit is hit


@pytest.mark.parametrize(
    ("options", "name", "mime", "matched"),
    [
        ("exe", "a.EXE", "", "a.EXE"),
        ({"mime": "application/vnd.android"}, "", "application/vnd.android.package-archive", "…"),
        ({"mime": "video/"}, "x.gif", "image/gif", ""),
        ({"ending": "apk", "mime": "video/"}, "x.mp4", "video/mp4", "x.mp4"),
    ],
)
def test_files_by_type(options: Any, name: str, mime: str, matched: str) -> None:
    finding = look("files", options, event(file_name=name, extras=Extras(mime=mime)))
    assert finding.matched == (mime if matched == "…" else matched)


@pytest.mark.parametrize(
    ("options", "person", "hit"),
    [
        ({"username": False}, Person(1), True),
        ({"username": False}, ANN, False),
        ({"premium": True}, Person(1, premium=True), True),
        ({"premium": True, "username": True}, Person(1, premium=True), False),
        ({"language": "zh"}, Person(1, language="zh-hans"), True),
        ({"language": ["ru", "fa"]}, Person(1, language="zh-hans"), False),
        ({"language": "zh"}, Person(1), False),
    ],
)
def test_profiles(options: Any, person: Person, hit: bool) -> None:
    assert look("profile", options, event(person=person)).hit is hit


@pytest.mark.parametrize(
    ("state", "level"),
    [
        ({"joined_at": NOW - 60}, 0),
        ({"joined_at": NOW - 2 * DAY, "messages": 4}, 0),
        ({"joined_at": NOW - 2 * DAY, "messages": 5}, 1),
        ({"joined_at": NOW - 8 * DAY, "messages": 30}, 2),
        ({"joined_at": NOW - 8 * DAY, "messages": 30, "warnings": (Warning(NOW - 9),)}, 1),
        ({"joined_at": NOW - 31 * DAY, "messages": 150, "xp": 99}, 2),
        ({"joined_at": NOW - 31 * DAY, "messages": 150, "xp": 100}, 3),
        ({"messages": 150, "xp": 100}, 3),  # was there before the bot
        ({"role": Role.ADMINISTRATOR}, 3),
    ],
)
def test_trust(state: dict[str, Any], level: int) -> None:
    finding = look("trust", {"least": level, "most": level}, event(), member(**state))
    assert (finding.hit, finding.values["level"]) == (True, level)


@pytest.mark.parametrize(
    ("options", "kind", "age", "hit"),
    [
        (None, Kind.MESSAGE, 0, False),
        (None, Kind.EDIT, 5, True),
        ({"after": "10m"}, Kind.EDIT, 599, False),
        ({"after": "10m"}, Kind.EDIT, 600, True),
        (False, Kind.MESSAGE, 0, True),
        (False, Kind.EDIT, 5, False),
    ],
)
def test_edits(options: Any, kind: Kind, age: int, hit: bool) -> None:
    what = event("x", kind=kind, written_at=NOW - age if kind is Kind.EDIT else 0)
    assert look("edited", options, what).hit is hit


REPORTED = past(seen(60, 100, kind="report"), seen(30, 99, kind="report"), seen(7200, 100, kind="report"))


@pytest.mark.parametrize(
    ("options", "kind", "count"),
    [
        ({"times": 2, "within": "1h"}, Kind.REPORT, 2),
        ({"times": 2, "within": "1d"}, Kind.EDIT, 2),
        ({"times": 2, "within": "1h"}, Kind.EDIT, 1),
        ({"times": 2, "of": "member", "within": "1h"}, Kind.REPORT, 3),
        (1, Kind.REPORT, 3),
    ],
)
def test_reports(options: Any, kind: Kind, count: int) -> None:
    finding = look("reports", options, event(kind=kind), activity=REPORTED)
    assert (finding.values["count"], finding.hit) == (count, count >= finding.values["limit"])


@pytest.mark.parametrize(("done", "hit"), [("ban", True), ("warn", False), ("", False)])
def test_actions_of_moderators(done: str, hit: bool) -> None:
    assert look("action", ["ban", "kick"], event(kind=Kind.ACTION, action=done)).hit is hit


@pytest.mark.parametrize(
    ("options", "text", "hit"),
    [
        ("arabic", "سلام عليكم", True),
        ("arabic", "hello", False),
        ({"any": ["cyrillic"], "least": 5}, "да ok", False),
        ({"any": ["cyrillic", "greek"], "least": 5}, "приветλ", True),
        ("latin", "abc", True),
        ("latin", "学习", False),
        ("han", "学习ab中", True),
    ],
)
def test_scripts(options: Any, text: str, hit: bool) -> None:
    assert look("script", options, event(text)).hit is hit


@pytest.mark.parametrize(
    ("way", "text", "matched"),
    [
        ("invisible", "加\u200b微\u200b信", "加\u200b微\u200b信"),
        ("invisible", "👨\u200d👩\u200d👧 家", ""),
        ("invisible", "plain", ""),
        ("mixed", "free аirdrop", "аirdrop"),
        ("mixed", "привет hello", ""),
        ("mixed", "Ελλάδα", ""),
        ("spaced", "f r e e c o i n s", "f r e e c o i n s"),
        ("spaced", "a b c", ""),
        ("spaced", "in a b or c", ""),
    ],
)
def test_disguises(way: str, text: str, matched: str) -> None:
    finding = look("disguise", way, event(text))
    assert (finding.hit, finding.matched) == (bool(matched), matched)


BOT = Person(5, bot=True)


@pytest.mark.parametrize(
    ("options", "reply", "hit"),
    [
        ({"to": "self"}, Reply(1, ANN), True),
        ({"to": "self"}, Reply(1, Person(2)), False),
        ({"to": "member"}, Reply(1, Person(2)), True),
        ({"to": "bot"}, Reply(1, BOT, Sender.BOT), True),
        ({"to": "linked_channel"}, Reply(1, None, Sender.LINKED_CHANNEL), True),
        ({"to": "linked_channel"}, None, False),
        ({"to": "channel"}, Reply(1, None, Sender.CHANNEL), True),
        ({"to": "anonymous_admin"}, Reply(1, None, Sender.ANONYMOUS_ADMIN), True),
        ({"given": False, "to": "linked_channel"}, Reply(1, ANN), True),
        (False, None, True),
    ],
)
def test_replies_by_whom_they_answer(options: Any, reply: Reply | None, hit: bool) -> None:
    assert look("reply", options, event("x", reply=reply)).hit is hit


@pytest.mark.parametrize(
    ("options", "hit"),
    [
        ({"any": "炒币群"}, True),
        ({"any": "-1009"}, True),
        ({"any": "别的群"}, False),
        ({"besides": ["官方公告"]}, True),
        ({"besides": ["炒币群"]}, False),
        ({"kind": "user", "any": "炒币群"}, False),
    ],
)
def test_forwards_by_where_they_come_from(options: Any, hit: bool) -> None:
    assert look("forward", options, event("x", forward=Forward("channel", "炒币群", -1009))).hit is hit


@pytest.mark.parametrize(
    ("text", "more", "own"),
    [
        ("https://a.example/x", {"links": (link("https://a.example/x"),)}, 0),
        ("看 https://a.example/x", {"links": (link("https://a.example/x"),)}, 1),
        ("点这里", {"links": (link("https://a.example/x", hidden=True),)}, 3),
        ("@bob @amy", {"mentions": (Mention("bob"), Mention("amy"))}, 0),
    ],
)
def test_length_of_ones_own_words(text: str, more: dict[str, Any], own: int) -> None:
    assert look("length", {"of": "own", "most": 99}, event(text, **more)).values["count"] == own


def sent(ago: int, message: int, media: str = "", kind: str = "message", person: int = 7) -> PastEvent:
    """Something sent before, carrying something or not."""
    return PastEvent(NOW - ago, person, message, kind, 0, media)


@pytest.mark.parametrize(
    ("of", "media", "count"),
    [
        ("message", "", 4),
        ("media", "photo", 3),
        ("photo", "photo", 2),
        ("sticker", "photo", 1),
        ("edit", "", 1),
        ("reaction", "", 0),
    ],
)
def test_rates_of_what_messages_carry(of: str, media: str, count: int) -> None:
    activity = past(sent(1, 1), sent(2, 2, "photo"), sent(3, 3, "sticker"), sent(4, 4, kind="edit"))
    what = event("x", media=Media(media))
    assert (
        look("rate", {"times": 9, "within": "10s", "of": of}, what, activity=activity).values["count"]
        == count
    )


@pytest.mark.parametrize(("people", "hit"), [(1, True), (2, True), (3, False)])
def test_duplicates_by_several_people(people: int, hit: bool) -> None:

    others = [
        seen(5, 50, person=8, digest=digest("新课上线")),
        seen(6, 51, person=8, digest=digest("新课上线")),
    ]
    options = {"times": 3, "within": "1m", "by": "chat", "people": people}
    assert look("duplicates", options, event("新课上线"), activity=past(others=others)).hit is hit


@pytest.mark.parametrize(
    ("name", "options", "reason"),
    [
        ("profile", {}, "give username, premium or language"),
        ("files", {}, "give ending, mime, or both"),
        ("forward", {"any": "a", "besides": "b"}, "either any or besides"),
        ("duplicates", {"people": 2}, "write by: chat"),
        ("script", [], "any is empty: write at least one, or leave it out"),
        ("weekday", {"any": []}, "any is empty"),
        ("mentions", {"names": []}, "names is empty"),
    ],
)
def test_options_that_cannot_work_are_refused(name: str, options: Any, reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        look(name, options, event())
