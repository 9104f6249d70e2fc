"""What the QR codes in pictures say."""

from __future__ import annotations

from typing import Any

import pytest

from rules.engine.events import Content, Event, Kind, Media
from rules.engine.pictures import pictured
from tests.rules.make import NOW, event, look


def shown(*codes: str) -> Event:
    """What was found in a photo."""
    return pictured(event("what a day", media=Media.PHOTO, file="f"), codes, NOW + 3)


@pytest.mark.parametrize(
    ("options", "code", "matched"),
    [
        (None, "第三讲", "第三讲"),
        ("any", "https://a.example", "https://a.example"),
        ("telegram", "https://t.me/+AbC", "https://t.me/+AbC"),
        ("telegram", "HTTPS://T.ME/ADS", "HTTPS://T.ME/ADS"),
        ("telegram", "tg://join?invite=AbC", "tg://join?invite=AbC"),
        ("telegram", "https://a.example/t.me", ""),
        ("wechat", "https://u.wechat.com/kGh2", "https://u.wechat.com/kGh2"),
        ("wechat", "http://weixin.qq.com/r/Xy", "http://weixin.qq.com/r/Xy"),
        ("wechat", "wxp://f2f0abc", "wxp://f2f0abc"),
        ("wechat", "https://mp.weixin.qq.com/s/abc", ""),
        ("wechat", "https://weixin.qq.com.evil.example", ""),
        (["telegram", "wechat"], "https://u.wechat.com/k", "https://u.wechat.com/k"),
        ({"domains": ["bit.ly"]}, "https://bit.ly/x", "https://bit.ly/x"),
        ({"domains": ["bit.ly"]}, "https://a.example", ""),
        ({"besides": ["github.com"]}, "https://docs.github.com/x", ""),
        ({"besides": ["github.com"]}, "https://a.example", "https://a.example"),
        ({"besides": ["github.com"]}, "practice 2", ""),
        ({"kind": "telegram", "besides": ["t.me"]}, "https://t.me/+AbC", "https://t.me/+AbC"),
    ],
)
def test_where_a_code_leads(options: Any, code: str, matched: str) -> None:
    assert look("qr", options, shown(code)).matched == matched
    assert look("qr", options, shown("practice 2", code)).hit is (bool(matched) or options is None)


def test_a_message_has_no_codes_by_itself() -> None:
    assert not look("qr", None, event("https://t.me/+AbC", media=Media.PHOTO)).hit


def test_what_the_codes_say_is_text_like_any_other() -> None:
    found = shown("加微信 abc", "https://t.me/+AbC @adverts")
    assert (found.kind, found.at, found.codes) == (
        Kind.PICTURE,
        NOW + 3,
        ("加微信 abc", "https://t.me/+AbC @adverts"),
    )
    assert look("words", {"any": ["加微信"]}, found).hit
    assert look("links", "invite", found).hit
    assert look("mentions", None, found).hit
    assert look("media", "photo", found).hit
    assert not look("words", {"any": ["day"]}, found).hit


def test_codes_are_few_short_and_without_what_no_text_may_hold() -> None:
    found = pictured(event(), ["\x00\u202e", "a\x00b\nc", *(f"{n}" * 2000 for n in range(20))], NOW)
    assert found.codes[0] == "a b c"
    assert len(found.codes) == 8
    assert max(map(len, found.codes)) == 1000
    assert found.content is not None
    assert found.content == Content(text="\n".join(found.codes))
