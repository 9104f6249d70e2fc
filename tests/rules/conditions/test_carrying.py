"""Conditions on what a message carries: links, domains, mentions, files, media, forwards, bots, replies."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from rules.engine.events import Forward, Media, Mention, Reply
from tests.rules.make import event, link, look

SITE = link("https://docs.python.org/3/")
INVITE = link("https://t.me/+AbCdEf")
CHANNEL = link("https://t.me/news/12")
HIDDEN = link("https://evil.example/x", hidden=True)


@pytest.mark.parametrize(
    ("options", "links", "hit", "matched"),
    [
        (None, (), False, ""),
        (None, (SITE,), True, SITE.url),
        ("any", (SITE, INVITE), True, SITE.url),
        ("hidden", (SITE,), False, ""),
        ("hidden", (SITE, HIDDEN), True, HIDDEN.url),
        ("invite", (CHANNEL,), False, ""),
        ("invite", (INVITE,), True, INVITE.url),
        ("invite", (link("https://telegram.me/joinchat/AAA"),), True, "https://telegram.me/joinchat/AAA"),
        ("invite", (link("tg://join?invite=AAA"),), True, "tg://join?invite=AAA"),
        ("invite", (link("T.me/+AbC"),), True, "T.me/+AbC"),
        ("invite", (link("https://t.me:443/+AbC"),), True, "https://t.me:443/+AbC"),
        ("invite", (link("https://t.me/%2BAbC"),), True, "https://t.me/%2BAbC"),
        ("telegram", (link("https://durov.t.me"),), True, "https://durov.t.me"),
        ("telegram", (link("https://telegram.dog/durov"),), True, "https://telegram.dog/durov"),
        ("telegram", (CHANNEL,), True, CHANNEL.url),
        ("telegram", (SITE,), False, ""),
        ({"least": 2}, (SITE,), False, ""),
        ({"least": 2}, (SITE, INVITE), True, SITE.url),
    ],
)
def test_links(options: Any, links: Any, hit: bool, matched: str) -> None:
    finding = look("links", options, event("…", links=links))
    assert (finding.hit, finding.matched) == (hit, matched)


@pytest.mark.parametrize(
    ("options", "urls", "matched"),
    [
        ("bit.ly", ["https://bit.ly/x"], "bit.ly"),
        ("bit.ly", ["https://www.bit.ly/x"], "www.bit.ly"),
        ("example.com", ["https://a.b.example.com/"], "a.b.example.com"),
        ("example.com", ["https://badexample.com/"], ""),
        ("example.com", ["https://example.com.evil.cn/"], ""),
        (["a.cn", "b.cn"], ["https://x.cn/", "https://b.cn/"], "b.cn"),
        ({"besides": ["github.com"]}, ["https://gist.github.com/x"], ""),
        ({"besides": ["github.com"]}, ["https://github.com/x", "https://spam.cn/"], "spam.cn"),
        ({"besides": ["github.com"]}, [], ""),
        (["telegram.me"], ["https://t.me/x"], "t.me"),
        (["例子.测试"], ["https://xn--fsqu00a.xn--0zwm56d/"], "例子.测试"),
    ],
)
def test_domains(options: Any, urls: list[str], matched: str) -> None:
    finding = look("domains", options, event("…", links=tuple(map(link, urls))))
    assert (finding.hit, finding.matched) == (bool(matched), matched)


@pytest.mark.parametrize("options", [None, {"any": ["a.cn"], "besides": ["b.cn"]}])
def test_domains_are_either_listed_or_excepted(options: Any) -> None:
    with pytest.raises(ValidationError, match="give either any or lists, or besides"):
        look("domains", options, event())


@pytest.mark.parametrize(
    ("options", "mentions", "hit"),
    [
        ({"least": 2}, [Mention("bob")], False),
        ({"least": 2}, [Mention("bob"), Mention("BOB")], False),
        ({"least": 2}, [Mention("bob"), Mention(person=9)], True),
        ({"names": ["@Admin"]}, [Mention("admin")], True),
        ({"names": ["admin"]}, [Mention("bob")], False),
    ],
)
def test_mentions(options: Any, mentions: list[Mention], hit: bool) -> None:
    assert look("mentions", options, event("…", mentions=tuple(mentions))).hit is hit


@pytest.mark.parametrize(
    ("name", "hit"),
    [("setup.EXE", True), ("app.apk", True), ("notes.pdf", False), ("exe", False), ("", False)],
)
def test_files(name: str, hit: bool) -> None:
    finding = look("files", ["exe", ".apk"], event(media=Media.DOCUMENT, file_name=name))
    assert (finding.hit, finding.matched) == (hit, name if hit else "")


@pytest.mark.parametrize(
    ("options", "media", "hit"),
    [
        ("sticker", Media.STICKER, True),
        (["photo", "video"], Media.VIDEO, True),
        (["photo", "video"], Media.VOICE, False),
        ("photo", Media.NONE, False),
    ],
)
def test_media(options: Any, media: Media, hit: bool) -> None:
    assert look("media", options, event(media=media)).hit is hit


@pytest.mark.parametrize(
    ("options", "origin", "hit"),
    [
        (None, None, False),
        (None, Forward("user", "Bob"), True),
        ("channel", Forward("channel", "News"), True),
        ("channel", Forward("user", "Bob"), False),
        ("hidden_user", Forward("hidden_user", "?"), True),
    ],
)
def test_forwards(options: Any, origin: Forward | None, hit: bool) -> None:
    assert look("forward", options, event("…", forward=origin)).hit is hit


@pytest.mark.parametrize(
    ("options", "bot", "hit"),
    [(None, "", False), (None, "gif", True), (["@Gif"], "gif", True), (["vote"], "gif", False)],
)
def test_messages_through_inline_bots(options: Any, bot: str, hit: bool) -> None:
    assert look("via", options, event("…", via_bot=bot)).hit is hit


@pytest.mark.parametrize(
    ("options", "reply", "hit"),
    [
        (None, Reply(5), True),
        (True, None, False),
        (False, None, True),
        (False, Reply(5), False),
    ],
)
def test_replies(options: Any, reply: Reply | None, hit: bool) -> None:
    assert look("reply", options, event("…", reply=reply)).hit is hit
