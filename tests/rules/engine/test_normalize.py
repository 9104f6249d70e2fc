"""Texts that look the same become the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        ("Café", "café"),
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


_TELLING = " \t\u00a0\u1680\u2028\u3000\u200baА微я\ufe0f_Ａß"
_MIXED = st.text(st.one_of(st.characters(), st.sampled_from(_TELLING)))


@given(_MIXED)
def test_the_quick_way_gives_what_the_whole_way_gives(text: str) -> None:
    assert normalize(text) == _fold(text)


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
    assert digest(text.upper().lower()) == digest(text.upper())


def test_a_digest_is_the_same_in_every_process() -> None:
    assert digest("Hello,  世界") == digest("hello, 世界") == 8599538008752772296


@pytest.mark.parametrize(
    ("char", "is_one"), [("学", True), ("の", True), ("글", True), ("a", False), ("я", False)]
)
def test_scripts_without_word_breaks(char: str, is_one: bool) -> None:
    assert is_cjk(char) is is_one
