"""What no Bot API server does: silence, refused connections, pages of proxies, no answers at all."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

from bot.platforms.telegram.api_rules import ALLOWED_UPDATES, outcome
from bot.platforms.telegram.calls import Gateway, GatewayError, Reply
from bot.platforms.telegram.decode import Me, decode_batch
from bot.platforms.telegram.gateways.answers import reply_of, updates_of
from tests.platforms.telegram.gateways.raw_server import answering, nobody_there

TOKEN = "1000:SECRET-part_of_it"
Open = Callable[..., Gateway]
EACH = pytest.mark.parametrize("open_one", ["aiohttp", "aiogram", "ptb"], indirect=True)


@pytest.fixture
def open_one(request: pytest.FixtureRequest) -> Open:
    """Opens a gateway."""
    module = import_module(f"bot.platforms.telegram.gateways.{request.param}")
    opener: Open = getattr(module, f"{request.param.capitalize()}Gateway")
    return opener


async def heard(open_one: Open, url: str, method: str = "sendMessage", **more: Any) -> Reply:
    """What one call comes back with."""
    gateway = open_one(TOKEN, url, **more)
    try:
        return await gateway.call(method, {"chat_id": 1, "text": "hi"})
    finally:
        await gateway.close()


@EACH
async def test_a_refused_connection_means_that_nothing_left(open_one: Open) -> None:
    with nobody_there() as url:
        reply = await heard(open_one, url)
    assert (reply.ok, reply.code, reply.ambiguous) == (False, 0, False)
    assert outcome("sendMessage", reply) == "retry"


@EACH
async def test_an_unknown_host_means_that_nothing_left(open_one: Open) -> None:
    reply = await heard(open_one, "http://telegram.invalid")
    assert (reply.ok, reply.code, reply.ambiguous) == (False, 0, False)


@EACH
async def test_a_silent_server_leaves_the_call_in_doubt(open_one: Open) -> None:
    async with answering(None) as url:
        reply = await heard(open_one, url, timeout=0.1)
    assert (reply.ok, reply.code, reply.ambiguous) == (False, 0, True)
    assert outcome("sendMessage", reply) == "unknown"
    assert outcome("deleteMessage", reply) == "retry"


@EACH
@pytest.mark.parametrize("status", ["200 OK", "302 Found", "502 Bad Gateway"])
@pytest.mark.parametrize("body", [b"<html>a proxy's page</html>", b"", b"\xff\xfe\xfa", b"[]", b"null"])
async def test_an_answer_that_is_none_leaves_the_call_in_doubt(
    open_one: Open, status: str, body: bytes
) -> None:
    async with answering(body, status) as url:
        reply = await heard(open_one, url)
    assert (reply.ok, reply.ambiguous) == (False, True)


@EACH
async def test_a_refusal_by_a_proxy_is_a_refusal(open_one: Open) -> None:
    async with answering(b"<html>too large</html>", "413 Payload Too Large") as url:
        reply = await heard(open_one, url)
    assert (reply.code, reply.ambiguous, outcome("sendMessage", reply)) == (413, False, "failed")


@EACH
@pytest.mark.parametrize("silent", [True, False])
async def test_no_text_holds_the_token(
    open_one: Open, silent: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "aiogram")
    caplog.set_level(logging.DEBUG, "aiohttp")
    caplog.set_level(logging.DEBUG, "telegram")
    gateway: Gateway
    with nobody_there() as refusing:
        async with answering(None) as silence:
            gateway = open_one(TOKEN, silence if silent else refusing, timeout=0.05)
            reply = await gateway.call("getMe", {})
            await gateway.close()
        gateway = open_one(TOKEN, refusing)
        with pytest.raises(GatewayError) as caught:
            await gateway.updates(0, 0, ALLOWED_UPDATES)
        await gateway.close()
    assert reply.text
    assert all("SECRET" not in text for text in (reply.text, str(caught.value), repr(gateway), caplog.text))


@EACH
async def test_one_odd_update_does_not_deafen_the_bot(open_one: Open) -> None:
    said = {
        "message_id": 1,
        "date": 1,
        "chat": {"id": 1, "type": "private"},
        "text": "half \ud83d of a smile",
    }
    odd = {"update_id": 2, "message": {"message_id": "one"}}
    updates = [{"update_id": 1, "message": said}, odd, {"update_id": 3}]
    async with answering(json.dumps({"ok": True, "result": updates}).encode()) as url:
        gateway = open_one(TOKEN, url)
        events, dead = decode_batch(await gateway.updates(0, 0, ALLOWED_UPDATES), Me(1))
        await gateway.close()
    assert [(e.update_id, e.text) for e in events] == [(1, "half ? of a smile"), (3, "")]
    assert [d.update_id for d in dead] == [2]


@pytest.mark.parametrize(
    ("status", "answer", "reply"),
    [
        (200, {"ok": True, "result": [1]}, Reply(ok=True, result=[1])),
        (200, {"ok": True}, Reply(ok=True)),
        (400, {"ok": False}, Reply(ok=False, code=400)),
        (
            429,
            {"ok": False, "error_code": 429, "description": "slow", "parameters": {"retry_after": 3}},
            Reply(ok=False, code=429, text="slow", retry_after=3),
        ),
        (
            400,
            {"ok": False, "error_code": 400, "parameters": {"migrate_to_chat_id": -1002}},
            Reply(ok=False, code=400, migrate_to=-1002),
        ),
        (
            504,
            {"ok": False, "error_code": 504, "description": "Gateway Timeout"},
            Reply(ok=False, code=504, text="Gateway Timeout", ambiguous=True),
        ),
    ],
)
def test_an_answer_becomes_a_reply(status: int, answer: Any, reply: Reply) -> None:
    assert reply_of(status, json.dumps(answer)) == reply


def test_updates_that_are_no_list_are_no_answer() -> None:
    reply = updates_of(200, b'{"ok":true,"result":{"a":1}}')
    assert (reply.ok, reply.ambiguous) == (False, True)
