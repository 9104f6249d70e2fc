"""Sentences in both languages, safe to send as HTML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fluent.syntax import FluentParser, ast
from hypothesis import given
from hypothesis import strategies as st

from bot.features.moderation.operator_replies import fill
from bot.text import durations
from bot.text.messages import LANGUAGES, Html, MissingText, _sources, language_of, say, text_files
from rules.engine.state import FOREVER


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("zh-hans", "zh"),
        ("en-GB", "en"),
        ("EN", "en"),
        ("en_GB.UTF-8", "en"),
        ("en@euro", "en"),
        ("en.utf8", "en"),
        ("ru", "zh"),
        ("", "zh"),
    ],
)
def test_the_nearest_language_we_speak_is_chosen(code: str, language: str) -> None:
    assert language_of(code) == language


@given(st.text())
def test_a_name_can_never_become_markup(name: str) -> None:
    text = say("en", "warns-none", member=name)
    assert "<" not in text
    assert fill("hello {member}", {}).count("<") == 0


def test_markup_that_was_made_on_purpose_stays() -> None:
    assert "<b>Ann</b>" in say("en", "warns-none", member=Html("<b>Ann</b>"))


def test_a_sentence_nobody_wrote_is_an_error() -> None:
    with pytest.raises(MissingText):
        say("en", "no-such-sentence")
    with pytest.raises(MissingText):
        say("en", "warns-none")


@pytest.mark.parametrize(
    ("text", "seconds"), [("30s", 30), ("2h", 7200), ("1d12h", 129_600), ("1w", 604_800), ("2H", 7200)]
)
def test_durations_are_read_as_moderators_write_them(text: str, seconds: int) -> None:
    assert durations.parse(text) == seconds


@pytest.mark.parametrize("text", ["", "2", "h", "2x", "-1h", "1h spam", "spam"])
def test_other_words_are_no_durations(text: str) -> None:
    assert durations.parse(text) is None


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (FOREVER, "永久", "good"),
        (45, "45 秒", "45 seconds"),
        (600, "10 分钟", "10 minutes"),
        (3600, "1 小时", "1 hour"),
        (172_800, "2 天", "2 days"),
    ],
)
def test_durations_are_spelled_in_their_largest_unit(seconds: int, zh: str, en: str) -> None:
    assert durations.spell("zh", seconds) == zh
    assert durations.spell("en", seconds) == en


def test_a_value_of_any_length_goes_into_a_sentence_and_stays_escaped() -> None:
    name = "<b>" * 5000
    said = say("en", "notice-by-rule", member=name, done="x", reason="y" * 4000)
    assert said.count("&lt;b&gt;") == 5000
    assert "y" * 4000 in said
    assert "\ufdd0" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sentence_can_be_read_by_itself(language: str) -> None:
    found: list[ast.Message] = []
    for path in text_files(language):
        for entry in FluentParser().parse(path.read_text("utf-8")).body:
            assert not isinstance(entry, ast.Junk | ast.Term), entry
            if isinstance(entry, ast.Message):
                found.append(entry)
    assert len(found) == len({m.id.name for m in found}) > 500
    for message in found:
        (alone,) = FluentParser().parse(_sources(language)[message.id.name]).body[:1]
        assert alone.equals(message, ignored_fields=["span", "comment"])
        assert not [n for n in nodes(message) if isinstance(n, ast.MessageReference | ast.TermReference)]


def nodes(of: Any) -> Iterator[ast.BaseNode]:
    """A node and all below it."""
    if isinstance(of, ast.BaseNode):
        yield of
        of = list(vars(of).values())
    if isinstance(of, list):
        for one in of:
            yield from nodes(one)


def test_both_languages_have_the_same_sentences() -> None:
    assert _sources("zh").keys() == _sources("en").keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_that_tells_things_apart_is_no_amount(language: str) -> None:
    assert "12345" in say(language, "case-unknown", case=12345)
    assert "12,345" in say(language, "back-points", count=12345)


@pytest.mark.parametrize(
    ("language", "head"), [("zh", "：第 9–16 条，共 22 条"), ("en", "first: 9–16 of 22")]
)
def test_a_list_of_cases_tells_its_places_from_the_numbers_of_cases(language: str, head: str) -> None:
    assert head in say(language, "cases-head", first=9, last=16, total=22)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_stands_in_two_places(language: str) -> None:
    found = [
        entry.id.name
        for path in text_files(language)
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body
        if isinstance(entry, ast.Message)
    ]
    assert [name for name in found if found.count(name) > 1] == []
