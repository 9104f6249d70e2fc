"""Texts as features, and how near they are to courses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.courses.text_features import TextModel, _common, _repeated, features, grams, words
from tests.features.courses.worlds import CATALOGUE, course

MODEL = TextModel.fit(CATALOGUE)
IDS = [c.id for c in CATALOGUE]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("数据分析", {"数据", "数据分析"}),
        ("Pandas 和 C++", {"pandas", "c++"}),
        ("我的 the 是 a", set()),
        ("", set()),
        ("12 34 !?", set()),
    ],
)
def test_words_are_what_may_tell_a_subject(text: str, found: set[str]) -> None:
    assert set(words(text)) <= found
    assert bool(words(text)) == bool(found)


def test_characters_in_pairs_find_what_the_cutter_misses() -> None:
    assert grams("理财课") == ["~理财", "~财课"]
    assert grams("pandas") == ["~pand", "~anda", "~ndas"]


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("想学 python，完全零基础", "python"),
        ("基金定投怎么开始，理财小白", "saving"),
        ("how do I merge in Pandas", "pandas"),
        ("每天练习写作", "writing"),
    ],
)
def test_a_message_is_nearest_to_the_course_it_speaks_of(text: str, nearest: str) -> None:
    similarity = MODEL.similarity(MODEL.known(text))
    assert IDS[int(similarity.argmax())] == nearest


def test_only_words_of_the_catalogue_are_kept_of_a_message() -> None:
    kept = MODEL.known("my phone number is 555 and I like python, regards Bartholomew")
    assert "python" in kept
    assert not {"phone", "number", "bartholomew"} & set(kept)


@given(st.text(max_size=200))
def test_likeness_lies_between_nothing_and_one_for_any_text(text: str) -> None:
    assert all(w > 0 for w in features(text).values())
    similarity = MODEL.similarity(MODEL.known(text))
    assert similarity.min() >= 0
    assert similarity.max() <= 1 + 1e-9


def test_a_course_is_most_like_itself() -> None:
    likeness = MODEL.between(range(len(IDS)))
    for i in range(len(IDS)):
        assert likeness[i, i] == pytest.approx(1)
        assert all(0 <= likeness[i, j] < 1 for j in range(len(IDS)) if i != j)


def test_a_catalogue_without_words_knows_none() -> None:
    for courses in ((), (course("c1", title="7"), course("c2", title="8"))):
        model = TextModel.fit(courses)
        assert model.known("python") == {}
        assert model.similarity({"python": 1.0}).tolist() == [0.0] * len(courses)


@given(st.lists(st.text(alphabet="python写作理财 abc", max_size=40), max_size=6))
def test_features_are_weighed_as_scikit_learn_does(texts: list[str]) -> None:
    model = TextModel.of(texts)
    if not model.vocabulary:  # of which scikit-learn makes an error
        assert model.rows.shape == (len(texts), 0)
        return
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer=_repeated, sublinear_tf=True)
    rows = vectorizer.fit_transform(texts)
    assert dict(model.vocabulary) == vectorizer.vocabulary_
    assert np.allclose(model.idf, vectorizer.idf_, rtol=0, atol=1e-12)
    assert np.allclose(model.rows.toarray(), rows.toarray(), rtol=0, atol=1e-12)


def test_english_function_words_are_those_of_scikit_learn() -> None:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    assert _common() == ENGLISH_STOP_WORDS
