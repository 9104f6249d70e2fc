"""The check of shapes finds what is wrong, so that its silence means something."""

from __future__ import annotations

from typing import Any

import pytest

from tests.playground.validate import problems, reply_problems, update_problems

CHAT = {"id": -1, "type": "group"}
USER = {"id": 1, "is_bot": False, "first_name": "A"}


@pytest.mark.parametrize(
    ("value", "kind", "problem"),
    [
        ({"id": 1, "is_bot": False}, "User", "x.first_name is missing in User"),
        ({**USER, "nick": "a"}, "User", "x.nick is unknown in User"),
        ({**USER, "id": "1"}, "User", "x.id is str, not Integer"),
        ({**USER, "id": True}, "User", "x.id is bool, not Integer"),
        ({"status": "left"}, "ChatMember", "x.user is missing in ChatMemberMember"),
        ([USER, 3], "Array of User", "x[1] is no User"),
    ],
)
def test_a_wrong_value_is_told(value: Any, kind: str, problem: str) -> None:
    assert problem in problems(value, [kind], "x")


def test_a_right_value_has_no_problem() -> None:
    message = {"message_id": 1, "date": 1, "chat": CHAT, "from": USER, "text": "a"}
    assert not update_problems({"update_id": 1, "message": message})
    assert not reply_problems("getChatMember", {"status": "kicked", "user": USER, "until_date": 0})


def test_an_update_with_two_things_is_told() -> None:
    assert "an update carries exactly one thing" in update_problems({"update_id": 1})
