"""Why a rule held, as cards and members read it, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

import rules
from bot.features.moderation.tracing import explain, explain_whole, media_named
from bot.text.messages import LANGUAGES, text_files
from rules.conditions import CONDITIONS
from rules.config.shelf import load_book
from rules.config.trials import TrialModel, scene_of
from rules.engine.decide import decide
from rules.engine.decision import Finding, Trace

DEFAULT = load_book(Path(rules.__file__).parent)[0]


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
        "✓ member for 5 hours 33 minutes, limit &lt; 7 days",
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
    assert "✗ 文字：–" in whole  # what may not hold is there, with what was looked for


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_brief_sentence_is_that_of_a_condition(language: str) -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in text_files(language))
    briefly = re.findall(r"^brief-(\w+) =", written, re.MULTILINE)
    assert briefly
    assert set(briefly) <= set(CONDITIONS)


def test_nothing_is_told_without_a_trace() -> None:
    assert explain("en", None) == explain_whole("en", None) == ""
