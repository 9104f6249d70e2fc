"""Calls that wait name chats and people by our own ids."""

from __future__ import annotations

import pytest

from bot.platforms.telegram.calls import Unaddressable, address, chat_ref, mention_url, person_ref, references
from bot.text.calendar import since

PARAMS = {
    "chat_id": chat_ref(3),
    "user_id": person_ref(4),
    "text": f'<a href="{mention_url(5)}">Ann</a>',
    "reply_parameters": {"message_id": 9, "chat_id": chat_ref(3)},
    "message_ids": [1, 2],
}


def test_every_reference_is_found() -> None:
    assert references(PARAMS) == ({3}, {4, 5})


def test_references_become_the_platforms_ids() -> None:
    assert address(PARAMS, {3: -1003}, {4: 44, 5: 55}) == {
        "chat_id": -1003,
        "user_id": 44,
        "text": '<a href="tg://user?id=55">Ann</a>',
        "reply_parameters": {"message_id": 9, "chat_id": -1003},
        "message_ids": [1, 2],
    }


@pytest.mark.parametrize(("chats", "people"), [({}, {4: 44, 5: 55}), ({3: -1003}, {5: 55})])
def test_whoever_was_forgotten_is_written_to_no_more(chats: dict[int, int], people: dict[int, int]) -> None:
    with pytest.raises(Unaddressable):
        address(PARAMS, chats, people)


@pytest.mark.parametrize(
    ("period", "start"),
    [
        ("week", 1_767_542_400),
        ("day", 1_767_542_400),
        ("month", 1_767_196_800),
        ("all", 0),
    ],  # Monday 5th, Thursday 1st, Shanghai
)
def test_periods_begin_at_midnight_of_the_communitys_time_zone(period: str, start: int) -> None:
    assert since(period, 1_767_600_000, "Asia/Shanghai") == start


@pytest.mark.parametrize(("period", "start"), [("quarter", 1_774_972_800), ("year", 1_767_196_800)])
def test_seasons_begin_with_their_first_month(period: str, start: int) -> None:
    assert since(period, 1_780_000_000, "Asia/Shanghai") == start  # 29 May 2026
