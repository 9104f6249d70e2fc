"""The dry gateway: everything succeeds, nothing happens, nothing private is logged."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.operations.startup import choose_source, who_am_i
from bot.platforms.telegram.api_rules import ALLOWED_UPDATES
from bot.platforms.telegram.gateways import open_gateway


@pytest.mark.parametrize(
    ("method", "result"),
    [
        ("sendMessage", {"message_id": 1}),
        ("editMessageText", {"message_id": 1}),
        ("deleteMessage", True),
        ("banChatMember", True),
        ("getChatAdministrators", []),
    ],
)
async def test_a_dry_call_succeeds_in_the_shape_of_its_method(method: str, result: Any) -> None:
    reply = await open_gateway("dry", "", "").call(method, {"chat_id": 1})
    assert (reply.ok, reply.result) == (True, result)


async def test_every_dry_message_has_its_own_number() -> None:
    gateway = open_gateway("dry", "", "")
    numbers = [(await gateway.call("sendMessage", {})).result["message_id"] for _ in range(3)]
    assert len(set(numbers)) == 3


async def test_a_bot_starts_dry() -> None:
    gateway = open_gateway("dry", "", "")
    await choose_source(gateway, "", "", ALLOWED_UPDATES)
    assert (await who_am_i(gateway)).username
    assert await gateway.updates(0, 0, ALLOWED_UPDATES) == []
    await gateway.close()


async def test_a_dry_poll_takes_as_long_as_a_real_one_and_can_be_stopped() -> None:
    polling = asyncio.create_task(open_gateway("dry", "", "").updates(0, 3600, ALLOWED_UPDATES))
    await asyncio.sleep(0)
    polling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await polling


async def test_the_log_says_the_method_and_the_chat_but_not_the_text(capfd: Any) -> None:
    await open_gateway("dry", "", "").call("sendMessage", {"chat_id": -1001, "text": "a secret"})
    shown = "".join(capfd.readouterr())
    assert "sendMessage" in shown
    assert "-1001" in shown
    assert "a secret" not in shown
