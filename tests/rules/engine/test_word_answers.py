"""Which of a group's answers a text asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.engine.word_answers import Wording, answer_to

FAQ = (
    Wording("price", "word", "99"),
    Wording("价格", "word", "99 元"),
    Wording("early price", "word", "79"),
    Wording("faq", "exact", "see the pins"),
    Wording("question", "start", "ask away"),
    Wording("c++", "word", "see /courses"),
)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("What is the PRICE?", "99"),
        ("priceless", ""),
        ("enterprice", ""),
        ("课程价格是多少", "99 元"),
        ("the early  price, please", "79"),
        ("FAQ", "see the pins"),
        ("faq?", "see the pins"),
        ("where is the faq", ""),
        ("question: how", "ask away"),
        ("questionable", ""),
        ("a question", ""),
        ("Ｐｒｉｃｅ", "99"),
        ("learning c++ now", "see /courses"),
        ("", ""),
    ],
)
def test_a_text_asks_for_an_answer(text: str, answer: str) -> None:
    found = answer_to(FAQ, text)
    assert (found.text if found else "") == answer


@given(st.text(max_size=60))
def test_any_text_is_looked_at_without_a_fault(text: str) -> None:
    assert answer_to(FAQ, text) is None or answer_to(FAQ, text) in FAQ
