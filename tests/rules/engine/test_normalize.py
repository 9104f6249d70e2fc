"""Texts that look the same become the same."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.config.confusables_table import TABLE, table
from rules.engine.normalize import _fold, digest, is_cjk, normalize, squeeze


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("  Hello \n World ", "hello world"),
        ("ＶＩＰ　课程", "vip 课程"),
        ("ⓕⓡⓔⓔ", "free"),
        ("𝐟𝐫𝐞𝐞", "free"),
        ("fr\u200bee\ufeff", "free"),
        ("❤\ufe0f", "❤"),
        ("pаypаl", "paypal"),  # Cyrillic а between Latin letters
        ("привет", "привет"),
        ("Café", "cafe"),
        ("Straße", "strasse"),
    ],
)
def test_normal_texts(text: str, normal: str) -> None:
    assert normalize(text) == normal


@pytest.mark.parametrize(
    ("text", "letters"), [("加 微-信", "加微信"), ("f.r.e.e!", "free"), ("1 + 1 = 2", "112"), ("🙂", "")]
)
def test_squeezed_texts(text: str, letters: str) -> None:
    assert squeeze(text) == letters


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("加ν信", "加v信"),  # Greek nu
        ("νх", "vx"),  # Greek and Cyrillic, no letter that is Latin
        ("加 νχ", "加 vx"),  # all Greek, in a Chinese text
        ("加Ѵ信", "加v信"),  # Cyrillic izhitsa
        ("Ꮩ信", "v信"),  # Cherokee
        ("ϲuѕtomеr", "customer"),
        ("ΝEW АIRDRОP", "new airdrop"),  # capitals look like others than small letters
        ("加🆅信", "加v信"),
        ("加🅥🆇", "加vx"),
        ("加🇻🇽", "加vx"),
        ("➕V", "加v"),
        ("❶❷➌", "123"),
        ("ꜰʀᴇᴇ ᴍᴏɴᴇʏ", "free money"),
        ("fŕéé móńéý", "free money"),
        ("f\u0336r\u0336e\u0336e\u0336", "free"),
        ("加\u0336微\u0336信\u0336", "加微信"),
        ("jiā wēi xìn", "jia wei xin"),
        ("加丨v丨信", "加v信"),
        ("加_微_信", "加微信"),
        ("官.方.客.服 小王", "官方客服 小王"),
        ("加❤️微❤️信", "加微信"),
        ("微信同號，領取資料", "微信同号,领取资料"),
    ],
)
def test_what_poses_as_something_is_read_as_that(text: str, normal: str) -> None:
    assert normalize(text) == normal


@pytest.mark.parametrize(
    "text",
    [
        "как там кот",
        "вот так: api и bot",
        "привет всем",
        "ελληνικά και αγγλικά",
        "β测试",
        "йод, ёж, їжак",
        "がぎぐ カタカナ",
        "한국어 입니다",
        "हिन्दी में",
        "สวัสดี",
        "一、二、三",
        "今天.明天",
        "他 和 我",
    ],
)
def test_words_of_other_scripts_stay_what_they_are(text: str) -> None:
    assert normalize(text) == text


def test_the_table_is_what_the_libraries_give() -> None:
    assert TABLE.read_text(encoding="utf-8") == table()


_TELLING = " \t\u00a0\u1680\u2028\u3000\u200baА微я\ufe0f_Ａß號é丨.ν"
_MIXED = st.text(st.one_of(st.characters(), st.sampled_from(_TELLING)))


@given(st.text(st.characters(max_codepoint=127)))
def test_the_quick_way_gives_what_the_whole_way_gives(text: str) -> None:
    assert normalize(text) == _fold(text)


@pytest.mark.parametrize("piece", ["а", "aа", "ν信", "é", "號", "加_", "_", "a_", "1а", "👍", "加 "])
def test_long_texts_take_little_time(piece: str) -> None:
    started = time.thread_time()
    normalize(piece * (60_000 // len(piece)))
    squeeze(piece * (60_000 // len(piece)))
    assert time.thread_time() - started < 0.2


@given(_MIXED)
def test_squeezing_keeps_exactly_the_letters_and_digits(text: str) -> None:
    assert squeeze(text) == "".join(filter(str.isalnum, normalize(text)))


@given(st.text())
def test_normalising_twice_changes_nothing_for_the_squeezed_text(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)
    assert not any(c.isspace() for c in squeeze(text))


@given(st.text())
def test_a_digest_fits_into_63_bits_and_is_zero_only_for_nothing(text: str) -> None:
    assert 0 <= digest(text) < 1 << 63
    assert (digest(text) == 0) == (normalize(text) == "")
    latin = "".join(c for c in text if c.isascii() or not c.isalpha())
    assert digest(latin.upper().lower()) == digest(latin.upper())


def test_a_digest_is_the_same_in_every_process() -> None:
    assert digest("Hello,  世界") == digest("hello, 世界") == 8599538008752772296


@pytest.mark.parametrize(
    ("char", "is_one"), [("学", True), ("の", True), ("글", True), ("a", False), ("я", False)]
)
def test_scripts_without_word_breaks(char: str, is_one: bool) -> None:
    assert is_cjk(char) is is_one
