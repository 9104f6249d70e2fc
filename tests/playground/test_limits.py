"""The limits on sending, on a clock that the test moves."""

from __future__ import annotations

import pytest

from bot.playground.errors import ApiError
from bot.playground.floods import Floods
from tests.servers import community, playground

GROUP, BOT = -1001, 1000


def sent(floods: Floods, chat: int, now: float) -> int:
    """0 when a message passes, else the seconds to wait."""
    try:
        floods.take(BOT, chat, now)
    except ApiError as error:
        return int(error.body()["parameters"]["retry_after"])
    return 0


def test_three_at_once_pass_in_a_chat_then_one_a_second() -> None:
    floods = Floods()
    assert [sent(floods, 7, 100.0) for _ in range(4)] == [0, 0, 0, 1]
    assert [sent(floods, 7, 101.0), sent(floods, 7, 101.0)] == [0, 1]


def test_a_group_takes_twenty_a_minute() -> None:
    floods = Floods()
    assert not any(sent(floods, GROUP, 100.0 + n) for n in range(20))
    assert sent(floods, GROUP, 121.0) == 39
    assert sent(floods, GROUP, 160.5) == 0


def test_a_private_chat_has_no_limit_a_minute() -> None:
    floods = Floods()
    assert not any(sent(floods, 7, 100.0 + n) for n in range(40))


def test_thirty_a_second_pass_over_all_chats() -> None:
    floods = Floods()
    assert not any(sent(floods, chat, 100.0) for chat in range(1, 31))
    assert sent(floods, 31, 100.0) == 1
    assert sent(floods, 31, 101.1) == 0


def test_refused_calls_do_not_count() -> None:
    floods = Floods()
    for _ in range(50):
        sent(floods, 7, 100.0)
    assert sent(floods, 7, 101.0) == 0


@pytest.mark.parametrize("flood", [True, False])
async def test_the_server_answers_429_with_the_seconds_unless_told_not_to(flood: bool) -> None:
    async with playground(flood=flood) as pg:
        chat = await community(pg)
        answers = [await pg.call("sendMessage", chat_id=chat, text=str(n)) for n in range(6)]
        refused = [a for a in answers if not a["ok"]]
        assert bool(refused) is flood
        for answer in refused:
            assert answer["error_code"] == 429
            seconds = answer["parameters"]["retry_after"]
            assert answer["description"] == f"Too Many Requests: retry after {seconds}"
        texts = [m["message"]["text"] for m in await pg.messages(chat) if "text" in m["message"]]
        assert len(texts) == 6 - len(refused)
