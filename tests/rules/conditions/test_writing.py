"""Conditions on what is written: words, patterns, length, emoji, shouting."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from rules.conditions.pattern import compiled, translated
from tests.rules.make import event, look

UNLESS = {"any": ["加微信"], "unless": ["加微信支付", "参加微信"], "squeeze": True}


@pytest.mark.parametrize(
    ("options", "text", "found"),
    [
        ("刷单", "快来刷单赚钱", "刷单"),
        ("刷单", "今天刷了单词", ""),
        ("art", "modern art is fun", "art"),
        ("art", "let us start", ""),
        ("art", "看art展", "art"),
        ("free money", "FREE   Money here", "free money"),
        ("free money", "ｆｒｅｅ ｍｏｎｅｙ", "free money"),
        ("free money", "fr\u200bee mon\u200dey", "free money"),
        ("airdrop", "free аirdrоp", "airdrop"),  # Cyrillic а and о
        ("c++", "who knows c++?", "c++"),
        ("加微信", "加 微-信", ""),
        ({"any": "加微信", "squeeze": True}, "加 微-信", "加微信"),
        ({"any": "加微信", "squeeze": True}, "加❤微❤信", "加微信"),
        ({"any": "free money", "squeeze": True}, "f.r.e.e m-o-n-e-y", "freemoney"),
        ({"any": "ad", "squeeze": True}, "a d", ""),
        ({"any": "傻b", "squeeze": True}, "你真是傻 B", "傻b"),
        ({"any": "傻b", "squeeze": True}, "真傻，bug 就在眼前", ""),
        (UNLESS, "给小程序加微信支付", ""),
        (UNLESS, "请参加。微信群里见", ""),
        (UNLESS, "先加微信支付，再加微信", "加微信"),
        (UNLESS, "加我 加 微 信", "加微信"),
        ("word", "", ""),
    ],
)
def test_words(options: Any, text: str, found: str) -> None:
    finding = look("words", options, event(text))
    assert (finding.hit, finding.matched) == (bool(found), found)


def test_words_need_a_word_or_a_list() -> None:
    with pytest.raises(ValidationError, match="give any, lists, or both"):
        look("words", {"squeeze": True}, event())


@given(st.text(), st.text())
def test_a_chinese_word_is_found_wherever_it_stands(before: str, after: str) -> None:
    assert look("words", "刷单返利", event(f"{before}刷单返利{after}")).hit


@pytest.mark.parametrize(
    ("options", "text", "found"),
    [
        (r"v[x信]\s*[:：]?\s*\w{5,}", "加VX：abc123 吧", "VX：abc123"),
        (r"v[x信]\s*\w{5,}", "vx abc", ""),
        (r"\w+老师", "李老师好", "李老师"),
        (r"^\d{3}$", "１２３", "１２３"),
        (r"[\d-]+号", "三十 12-3号", "12-3号"),
        (r"\W+", "你好！", "！"),
        ({"any": "abc", "case": True}, "ABC", ""),
        ({"any": "abc", "case": True}, "xabcx", "abc"),
        ({"any": "vip", "normal": True}, "ＶＩＰ", "vip"),
        (["first", "second"], "the second one", "second"),
    ],
)
def test_patterns(options: Any, text: str, found: str) -> None:
    finding = look("pattern", options, event(text))
    assert (finding.hit, finding.matched) == (bool(found), found)


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        (r"(unclosed", "missing )"),
        (r"(?=ahead)", "cannot look ahead"),
        (r"(a)\1", "invalid escape sequence"),
        (r"\b微信\b", "use the condition words"),
        ("x{5000}", "invalid repetition size"),
        (r"((\w{50}){50}){9}", "is no pattern"),
    ],
)
def test_a_pattern_that_cannot_work_is_refused_with_the_reason(pattern: str, reason: str) -> None:
    with pytest.raises(ValueError) as caught:
        compiled(pattern, case=False)
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("pattern", "meant"),
    [
        (r"\w", r"[\p{L}\p{N}_]"),
        (r"\D", r"[^\p{Nd}]"),
        (r"[\w-]", r"[\p{L}\p{N}_-]"),
        (r"\\w", r"\\w"),
        (r"\.\bcat\b", r"\.\bcat\b"),
        (r"[[]\w", r"[[][\p{L}\p{N}_]"),
    ],
)
def test_letters_and_digits_of_every_script_are_meant(pattern: str, meant: str) -> None:
    assert translated(pattern) == meant


@pytest.mark.parametrize(
    ("options", "text", "hit"),
    [
        (5, "12345", True),
        (5, "1234", False),
        ({"most": 3}, "学习", True),
        ({"most": 3}, "天天学习", False),
        ({"least": 3, "of": "lines"}, "a\nb\nc", True),
        ({"least": 3, "of": "lines"}, "a b c", False),
        ({"least": 2, "most": 4}, "abcde", False),
    ],
)
def test_length(options: Any, text: str, hit: bool) -> None:
    assert look("length", options, event(text)).hit is hit


@pytest.mark.parametrize(
    ("text", "custom", "count"),
    [
        ("no emoji, 100%", 0, 0),
        ("😀😀", 0, 2),
        ("👨\u200d👩\u200d👧", 0, 1),
        ("👍🏽 ok", 0, 1),
        ("🇨🇳🇫🇷", 0, 2),
        ("❤️", 0, 1),
        ("🙂🙂🙂", 3, 3),
        ("学习", 4, 4),
    ],
)
def test_emoji_are_counted_as_people_see_them(text: str, custom: int, count: int) -> None:
    finding = look("emoji", {"least": 2}, event(text, custom_emoji=custom))
    assert (finding.values["count"], finding.hit) == (count, count >= 2)


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("WHY DOES NOBODY EVER ANSWER ME HERE", True),
        ("HTTP API", False),
        ("Why does nobody ever answer me HERE", False),
        ("快来！！！！！！", True),
        ("好！", False),
        ("", False),
    ],
)
def test_shouting(text: str, hit: bool) -> None:
    assert look("shouting", None, event(text)).hit is hit


@pytest.mark.parametrize(
    ("text", "matched"),
    [
        ("兼职 日结", "兼职、日结"),
        ("兼-职，手.机可做", "兼职、手机"),
        ("兼职兼职", ""),
        ("兼职", ""),
        ("打字员", ""),  # 打字 is a part of 打字员
        ("free money and a bonus", "free money、bonus"),
        ("free moneybonus", ""),
    ],
)
def test_several_different_words_are_asked_for(text: str, matched: str) -> None:
    words = ["兼职", "日结", "手机", "打字", "打字员", "free money", "bonus"]
    finding = look("words", {"any": words, "least": 2, "squeeze": True}, event(text))
    assert (finding.hit, finding.matched) == (bool(matched), matched)
