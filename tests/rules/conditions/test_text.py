"""The condition text: every test, every field, every way of folding."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from pydantic import ValidationError

from rules.conditions.text import FieldName
from rules.engine.events import Button, Event, Extras, Forward, Media, Mention, Person
from rules.engine.fields import FIELDS
from tests.rules.make import event, link, look

OUTSIDE = Extras(outside=Forward("channel", "Ads"))


@pytest.mark.parametrize(
    ("options", "text", "found"),
    [
        ("art", "modern ART", "art"),
        ("art", "we start", ""),
        ("刷单", "快来刷单赚钱", "刷单"),
        ("งาน", "หางานออนไลน์", "งาน"),  # Thai writes no spaces either
        ({"includes": "art"}, "we start", "art"),
        ({"includes": ["x", "加V"]}, "请 加ｖ", "加v"),
        ({"starts": "出售"}, "出售二手书", "出售"),
        ({"starts": "出售"}, "我出售二手书", ""),
        ({"ends": "私聊"}, "有意者私聊", "私聊"),
        ({"ends": "私聊"}, "私聊我吧", ""),
        ({"exact": "+1"}, " +1 ", "+1"),
        ({"exact": "签到"}, "签到！", ""),
        ({"whole": "签到"}, "签到！！", "签到"),
        ({"whole": "签到"}, "我要签到！", ""),
        ({"whole": "(hello)"}, "Hello...", "hello"),
        ({"pattern": r"v[x信]\s*\w{5,}"}, "加VX abc123", "vx abc123"),
        ({"pattern": "ABC", "case": True}, "abc", ""),
        ({"includes": "VIP", "case": True}, "vip", ""),
        ({"includes": "VIP", "case": True}, "a VIP", "VIP"),
        ({"includes": "vip", "normal": False}, "ＶＩＰ", ""),
        ({"includes": "vip", "normal": False}, "VIP", "vip"),
        ({"includes": "airdrop"}, "free аirdrоp", "airdrop"),  # Cyrillic а and о
        ({"word": "a", "includes": "b"}, "xbx", "b"),
        ("art", "", ""),
    ],
)
def test_texts(options: Any, text: str, found: str) -> None:
    finding = look("text", options, event(text))
    assert (finding.hit, finding.matched) == (bool(found), found)


BARE = event()
FIELD_CASES: dict[str, tuple[Event, str]] = {
    "bio": (event(bio="加V领课"), "领课"),
    "buttons": (event("x", extras=Extras(buttons=(Button("Win", "https://evil.example"),))), "evil"),
    "caption": (event("代写", media=Media.PHOTO), "代写"),
    "contact": (event(media=Media.CONTACT, extras=Extras(contact="客服 +861")), "客服"),
    "domains": (event("x", links=(link("https://evil.example/a"),)), "evil"),
    "file": (event(file_name="题解.exe"), "exe"),
    "forward": (event("x", forward=Forward("channel", "炒币群", -1009)), "-1009"),
    "hashtags": (event("x", hashtags=("兼职",)), "兼职"),
    "invite": (event(invite_link="https://t.me/+abc"), "+abc"),
    "language": (event(person=Person(1, language="ru")), "ru"),
    "links": (event("x", links=(link("https://a.example/ref=9"),)), "ref=9"),
    "mentions": (event("x", mentions=(Mention("spam_bot"),)), "spam"),
    "mime": (event(extras=Extras(mime="application/zip")), "zip"),
    "name": (event(person=Person(1, name="官方客服")), "客服"),
    "old_name": (event(old_name="Ann"), "ann"),
    "poll": (event("投票赚钱", media=Media.POLL, extras=Extras(poll="quiz")), "赚钱"),
    "quote": (event("x", quote="buy now"), "buy"),
    "sticker": (event(extras=Extras(sticker_set="Spam_by_bot")), "spam"),
    "text": (event("代写"), "代写"),
    "username": (event(person=Person(1, username="cheap_essays")), "essays"),
    "via": (event("x", via_bot="gamebot"), "game"),
}


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_every_field_is_looked_at_where_it_is_named(name: str) -> None:
    what, word = FIELD_CASES[name]
    finding = look("text", {"of": name, "includes": word}, what)
    assert (finding.hit, finding.values["field"]) == (True, name)
    assert not look("text", {"of": name, "includes": word}, BARE).hit


@pytest.mark.parametrize(
    "name", ["官方 客服", "官.方.客.服", "官方-客服", "官方✦客服", "官方客服 小王", "官⽅客服"]
)
def test_names_are_read_without_what_parts_their_letters(name: str) -> None:
    for field, what in (("name", event(person=Person(1, name=name))), ("bio", event(bio=f"我是 {name}"))):
        assert look("text", {"of": field, "includes": "官方客服"}, what).hit
        assert not look("text", {"of": field, "includes": "官方客服", "normal": False}, what).hit or (
            "官方客服" in name
        )


def test_a_plus_in_a_word_is_found_as_a_sign_too() -> None:
    for words in ("加V", "+V"):
        assert look("words", words, event("➕V：abc")).hit
        assert look("text", {"includes": words}, event("➕V：abc")).hit
    assert not look("words", "加V", event("ctrl+v")).hit


def test_a_caption_is_none_without_media_and_a_poll_is_none_without_one() -> None:
    assert not look("text", {"of": "caption", "includes": "代写"}, event("代写")).hit
    assert not look("text", {"of": "poll", "includes": "代写"}, event("代写")).hit


def test_the_schema_names_every_field() -> None:
    assert set(get_args(FieldName)) == set(FIELDS)


@pytest.mark.parametrize("name", ["words", "pattern", "text"])
def test_what_is_quoted_from_elsewhere_counts_softly_and_what_is_quoted_here_does_not(name: str) -> None:
    abroad = event("看这个", quote="buy now", extras=OUTSIDE)
    finding = look(name, "buy now", abroad)
    assert (finding.hit, finding.soft) == (True, True)
    assert not look(name, "buy now", event("看这个", quote="buy now")).hit
    own = look(name, "buy now", event("buy now", quote="buy now", extras=OUTSIDE))
    assert (own.hit, own.soft) == (True, False)


def test_a_quote_that_is_asked_for_counts_in_full() -> None:
    finding = look("text", {"of": "quote", "includes": "buy"}, event("x", quote="buy now", extras=OUTSIDE))
    assert (finding.hit, finding.soft) == (True, False)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"of": "name"}, "give one of word, includes"),
        ({"includes": ["\u200b"]}, "a word without letters"),
        ({"pattern": "(x"}, "missing )"),
        ({"of": "title", "includes": "x"}, "text"),
    ],
)
def test_a_test_that_cannot_work_is_refused(options: Any, reason: str) -> None:
    with pytest.raises(ValidationError, match=reason.replace("(", r"\(").replace(")", r"\)")):
        look("text", options, BARE)
