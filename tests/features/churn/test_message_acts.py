"""Messages as acts."""

from __future__ import annotations

import pytest

from bot.features.churn.stored_acts import act


@pytest.mark.parametrize(
    ("text", "asks", "thanks"),
    [
        ("How do I install it?", True, False),
        ("请问这门课怎么报名", True, False),
        ("是这样吗", True, False),
        ("谢谢老师", False, True),
        ("Thanks @ann!", False, True),
        ("ty", False, True),
        ("party at nine", False, False),
        ("", False, False),
    ],
)
def test_questions_and_thanks_are_told(text: str, asks: bool, thanks: bool) -> None:
    found = act(1.0, "bob", text)
    assert (found.asks, found.thanks) == (asks, thanks)


def test_a_message_is_for_whom_it_answers_and_names() -> None:
    found = act(1.0, "bob", "@ann and @小明: look at pandas", ("zoe",))
    assert found.to == ("zoe", "ann", "小明")
    assert found.length == 28
    assert found.words == ("look", "pandas")
