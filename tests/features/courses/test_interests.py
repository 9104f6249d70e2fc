"""What members see and change of their interests."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.features.courses.interests import NO, YES, listed, named_words, respecting
from bot.features.courses.text_features import features


def test_what_was_taken_away_goes_with_its_pieces_and_leaves_others_theirs() -> None:
    terms = features("数据 数据库 python")
    left = respecting(terms, {"python": NO, "数据": NO})
    assert "python" not in left
    assert not any(t in left for t in ("~pyth", "~ytho"))
    assert "数据" not in left
    assert "数据库" in left
    assert "~数据" in left  # 数据库 has it, too


def test_what_was_named_weighs_something_whatever_else_is_talked_about() -> None:
    assert respecting({"python": 0.1}, {"python": YES})["python"] == 3.0
    assert respecting({"python": 9.0}, {"python": YES})["python"] == 9.0


def test_subjects_and_own_words_are_listed_by_weight_and_nothing_else() -> None:
    terms = {"a": 1, "~xx": 9, "b": 4, "c": 0, "quick": 7, "own": 2}
    assert listed(terms, {"a", "b", "c"}, {"own"}) == [("b", 1.0), ("own", 0.5), ("a", 0.25)]
    assert named_words("Python 3") == ["python"]


@given(
    st.dictionaries(st.text(max_size=5), st.floats(0.01, 9), max_size=5),
    st.dictionaries(st.text(min_size=1, max_size=5), st.sampled_from([YES, NO]), max_size=3),
)
def test_wishes_twice_are_wishes_once(terms: dict[str, float], wishes: dict[str, str]) -> None:
    once = respecting(terms, wishes)
    assert respecting(once, wishes) == once
