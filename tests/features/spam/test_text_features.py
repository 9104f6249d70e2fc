"""From texts to numbers: the same whoever is beside them, and alike for what is alike."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.spam.minhash import groups, likeness, masked, sketches
from bot.features.spam.ngrams import LONGEST, codepoints
from bot.features.spam.text_features import Features, features, joined, stored_features, unpack
from bot.features.spam.text_shape import NAMES, shapes

TEXTS = st.lists(st.text(max_size=40), min_size=1, max_size=6)


def same(one: Features, other: Features) -> bool:
    """Whether two sets of features are equal."""
    return (
        one.keys == other.keys
        and np.array_equal(one.buckets, other.buckets)
        and np.array_equal(one.ends, other.ends)
        and np.allclose(one.shapes, other.shapes, atol=1e-3)
        and np.array_equal(one.sketches, other.sketches)
    )


@given(TEXTS)
def test_a_texts_features_do_not_depend_on_its_neighbours(texts: list[str]) -> None:
    assert same(features(texts), joined(*(features([t]) for t in texts)))


@given(TEXTS)
def test_what_was_stored_comes_back(texts: list[str]) -> None:
    made = features(texts)
    stored = [stored_features(row) for row in made.pack()]
    assert same(unpack([s for s in stored if s is not None]), made)


@pytest.mark.parametrize("row", [None, b"", b"nonsense", b"\x95\x63\xc4\x00\xc4\x00\xc4\x00\x00"])
def test_features_of_another_version_or_damaged_ones_are_left_out(row: bytes | None) -> None:
    assert stored_features(row) is None


def test_look_alikes_have_the_same_ngrams() -> None:
    plain, masked_ = features(["free money now"]), features(["ｆｒｅｅ  mоney\u200b NOW"])
    assert np.array_equal(plain.buckets, masked_.buckets)


def test_of_a_very_long_text_only_the_beginning_is_looked_at() -> None:
    assert len(codepoints(["x" * 100_000]).codes) == LONGEST + 2
    assert len(features(["词" * 100_000]).buckets) < 20


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("12345678", "digits", 3.0),
        ("12345678", "numbers", 0.5),
        ("1234 5678", "numbers", 0.0),
        ("see https://a.b and http://c.d", "links", 1.0),
        ("buy at shop.com", "domains", 0.5),
        ("end. Next", "domains", 0.0),
        ("ABCdef", "capitals", 0.5),
        ("加微信", "han", 1.0),
        ("加 wx", "latin among han", 1.0),
        ("привет", "cyrillic", 1.0),
        ("🔥🔥🔥🔥🔥🔥", "emoji", 1.0),
        ("@ann", "mentions", 0.5),
        ("now!!!", "exclamation", 1.0),
        ("500元", "money", pytest.approx(1 / 3)),
        ("A", "length 1", 1.0),
    ],
)
def test_a_shape_tells(text: str, name: str, value: float) -> None:
    assert shapes(codepoints([text, "other"]))[0][NAMES.index(name)] == value


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("加微信 abc123 领资料，名额有限", "加微信 xyz99 领资料，名额有限"),
        ("call 555 0101 to win a prize today", "call 555 0199 to win a prize today"),
    ],
)
def test_numbers_and_ids_are_masked(text: str, other: str) -> None:
    assert masked(text) == masked(other)
    assert masked(text)


COPY = "兼职日结一天三百起，不押金不面试，想做的朋友私聊我领取任务资料"


def test_a_copy_with_small_changes_is_alike_and_another_text_is_not() -> None:
    made = sketches(
        [COPY, COPY.replace("三百", "五百") + "！！", "老师今天讲的第三节我没有听懂，能不能再讲一遍例题"]
    )
    assert likeness(made[0], made[1]) > 0.7
    assert likeness(made[0], made[2]) < 0.2


def test_near_copies_and_chains_of_them_make_one_group() -> None:
    texts = [COPY, COPY + "，先到先得", COPY + "，先到先得，长期有效", "谢谢老师", "谢谢同学", COPY[::-1]]
    found = groups(sketches(texts), features(texts).keys)
    assert len(set(found[:3])) == 1
    assert len(set(found)) == 4


def test_short_texts_are_nobodys_copies() -> None:
    texts = ["好的", "好的好的", "收到", ""]
    assert len(set(groups(sketches(texts), features(texts).keys))) == 4
