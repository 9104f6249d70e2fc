"""Why a rule held, as cards and members read it, in both languages."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import get_args

import msgspec
import pytest

import rules
from bot.backtest.explaining import explain as explained
from bot.backtest.explaining import lines
from bot.features import extensions
from bot.features.moderation.trace_rendering import explain, explain_whole, media_named
from bot.text.messages import LANGUAGES, has, text_files
from rules.conditions import CONDITIONS, contact, disguise, script
from rules.config.rule_book_store import load_book
from rules.config.rule_test_model import TrialModel, scene_of
from rules.engine.decide import decide
from rules.engine.decision import Finding, Trace
from rules.engine.events import Media, Sender
from rules.engine.fields import FIELDS
from rules.engine.state import Role
from tests.rules.make import book

DEFAULT = load_book(Path(rules.__file__).parent, extensions())[0]


def traced(rule: str, **trial: object) -> object:
    """The trace of a shipped rule for a made-up message, as a case keeps it."""
    assert DEFAULT is not None
    scene = scene_of(TrialModel.model_validate(trial), DEFAULT.timezone)
    decision = decide(scene.event, scene.state, scene.activity, DEFAULT, scene.now)
    return msgspec.to_builtins(next(h.trace for h in decision.hits if h.rule == rule))


def leaf(condition: str, *, hit: bool = True, matched: str = "", **values: object) -> Trace:
    return Trace(condition, Finding(hit, values, matched=matched))


ADVERTISEMENT = "免费领资料，加微信 study-888"


def test_what_held_is_told_flatly_and_what_may_not_hold_is_left_out() -> None:
    stored = traced("ads", text=ADVERTISEMENT, joined="5h33m")
    assert explain("zh", stored).split("\n") == [
        "✓ 词表中的词：加微信",
        "✓ 联系方式：账号",
        "✓ 进群 5 小时 33 分钟，阈值 &lt; 7 天",
    ]
    assert explain("en", stored).split("\n") == [
        "✓ word from the list: 加微信",
        "✓ a contact elsewhere: an account",
        "✓ member for 5 hours 33 minutes, threshold &lt; 7 days",
    ]


def test_words_that_are_told_beside_it_are_not_told_twice() -> None:
    stored = traced("ads", text=ADVERTISEMENT, joined="5h33m")
    assert "词表" not in explain("zh", stored, "加微信")


def test_a_pattern_is_told_by_what_it_found_and_never_by_its_spelling() -> None:
    trace = leaf("pattern", matched="日入三百", pattern="[日天](入|赚)")
    assert explain("zh", msgspec.to_builtins(trace)) == "✓ 符合的写法：日入三百"


def test_the_whole_shows_of_alternatives_those_that_held() -> None:
    whole = explain_whole("zh", traced("ads", text=ADVERTISEMENT))
    assert "链接 0 个" not in whole
    assert "✓ 联系方式：账号，规则要求 账号" in whole
    assert "✗ 文字：–" in whole  # what may not hold is there, with what is wanted


def test_a_long_whole_says_how_much_is_left_out() -> None:
    parts = tuple(leaf("links", kind="any", count=n, limit="≥ 1") for n in range(30))
    stored = msgspec.to_builtins(Trace("all", Finding(True), parts))
    assert explain_whole("en", stored).endswith("… and 7 more lines")
    assert explain_whole("zh", stored).endswith("……另有 7 行")


@pytest.mark.parametrize(
    ("language", "kind", "named"), [("zh", "photo", "图片"), ("en", "photo", "a photo"), ("en", "", "–")]
)
def test_kinds_of_messages_are_named(language: str, kind: str, named: str) -> None:
    assert media_named(language, kind) == named


RULE = """
rules:
  - id: a
    then: alert
    when:
      - joined: {less: 1d12h}
      - rate: {times: 2, within: 10s}
      - duplicates: {times: 2, within: 90s}
      - text: {of: [old_name, text], includes: hello}
      - media: [photo, video_note]
      - forward: channel
      - contact: [account, phone]
      - disguise: [mixed, invisible]
      - role: [restricted, member]
      - sender: channel
      - weekday: [mon, sun]
      - script: [cyrillic, han]
      - profile: {username: true, language: [ru]}
      - reply: {to: linked_channel}
      - edited: {given: false, after: 10m}
      - spam: copy
"""


def test_a_trace_in_chinese_is_chinese(tmp_path: Path) -> None:
    trial = TrialModel.model_validate({"text": "hello", "media": "photo", "forward": "channel"})
    shown = [
        line for line in lines("zh", explained(book(tmp_path, RULE), trial), every=True) if "   " in line
    ]
    assert len(shown) > 14
    left = [re.findall(r"[A-Za-z]+", re.sub("hello|Elsewhere|Premium|ru", "", line)) for line in shown]
    assert [words for words in left if words] == []


@pytest.mark.parametrize(
    ("condition", "values", "english", "chinese"),
    [
        (
            "rate",
            {"count": 6, "limit": 6, "within": "10s"},
            "6 within 10 seconds, threshold 6",
            "10 秒内 6 次，上限 6",
        ),
        ("text", {"field": "text", "word": "x", "limit": "x"}, "text: x, wanted x", "文字：x，规则要求 x"),
        (
            "joined",
            {"age": "∞", "limit": "≥ 1w"},
            "member for longer than is known, threshold ≥ 7 days",
            "进群 时间早于记录，阈值 ≥ 7 天",
        ),
        (
            "media",
            {"kind": "photo", "limit": "photo, voice … +2"},
            "carries a photo, wanted a photo, a voice message … +2",
            "带有 图片，规则要求 图片、语音 … +2",
        ),
        (
            "forward",
            {"kind": "channel", "limit": "≠ the channel of news"},
            "forwarded from a channel, wanted ≠ the channel of news",
            "转发自 频道，规则要求 ≠ the channel of news",
        ),
        (
            "profile",
            {"profile": "username: true, premium: false, language: ru", "limit": "language: ru"},
            "account with a username, without Premium, language: ru, wanted language: ru",
            "账号 有用户名、没有 Premium、语言：ru，规则要求 语言：ru",
        ),
        (
            "action",
            {"action": "ban", "limit": "ban, kick"},
            "what a moderator did: a ban, wanted a ban, a removal from the group",
            "管理员操作 封禁，规则要求 封禁、移出",
        ),
    ],
)
def test_what_was_measured_reads_well(
    condition: str, values: dict[str, object], english: str, chinese: str
) -> None:
    stored = msgspec.to_builtins(Trace(condition, Finding(True, values)))
    assert unescape(explain_whole("en", stored)) == f"✓ {english}"
    assert unescape(explain_whole("zh", stored)) == f"✓ {chinese}"


NAMES = {
    "contact": get_args(contact.Way),
    "disguise": get_args(disguise.Way),
    "media": [m.value for m in Media if m],
    "role": [r.value for r in Role],
    "script": get_args(script.Name),
    "sender": [Sender.MEMBER.value, Sender.CHANNEL.value],
    "text": list(FIELDS),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("condition", NAMES)
def test_everything_that_rules_can_name_has_a_name(condition: str, language: str) -> None:
    assert [name for name in NAMES[condition] if not has(language, f"value-{name}")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_brief_sentence_is_that_of_a_condition(language: str) -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in text_files(language))
    briefly = re.findall(r"^brief-(\w+) =", written, re.MULTILINE)
    assert briefly
    assert set(briefly) <= set(CONDITIONS)


def test_nothing_is_told_without_a_trace() -> None:
    assert explain("en", None) == explain_whole("en", None) == ""
