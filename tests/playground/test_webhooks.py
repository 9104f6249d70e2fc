"""Webhooks: updates are pushed, in order for each chat, until they are taken."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web

from bot.playground import webhooks
from tests.servers import Playground, community, playground

CHAT = -1001


class Receiver:
    """Takes what is pushed; `answers` are given first, then 200 with an empty object."""

    def __init__(self) -> None:
        self.bodies: list[Any] = []
        self.secrets: list[str | None] = []
        self.answers: list[web.Response] = []
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        """Serve one push."""
        self.bodies.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        return self.answers.pop(0) if self.answers else web.json_response({})

    @property
    def texts(self) -> list[str]:
        """What was written, as it came."""
        return [b["message"]["text"] for b in self.bodies]


@pytest_asyncio.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """One on a free port."""
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    receiver.url = f"http://{host}:{port}/hook"
    yield receiver
    await runner.cleanup()


async def taken(pg: Playground) -> bool:
    """Whether nothing waits any more."""
    return not pg.service.world.main_bot.queue


async def say(pg: Playground, *texts: str) -> None:
    """A member writes."""
    for text in texts:
        await pg.act({"do": "message", "chat": CHAT, "user": 2, "text": text})


async def test_updates_are_pushed_with_the_secret_and_in_order(pg: Playground, receiver: Receiver) -> None:
    await pg.call("setWebhook", url=receiver.url, secret_token="s3cret", max_connections=5)
    await say(pg, *"abcde")
    await pg.wait_for(lambda: taken(pg))
    assert receiver.texts == list("abcde")
    assert set(receiver.secrets) == {"s3cret"}
    info = (await pg.call("getWebhookInfo"))["result"]
    assert info["pending_update_count"] == 0


async def test_what_waited_before_is_pushed_when_the_webhook_is_set(
    pg: Playground, receiver: Receiver
) -> None:
    await say(pg, "early")
    await pg.call("setWebhook", url=receiver.url)
    await pg.wait_for(lambda: taken(pg))
    assert receiver.texts == ["early"]


async def test_a_failed_push_is_tried_again_and_holds_its_chat_back(
    pg: Playground, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "FIRST_DELAY_S", 0.01)
    receiver.answers = [web.Response(status=500), web.Response(status=502)]
    await pg.call("setWebhook", url=receiver.url)
    await say(pg, "first", "second")
    await pg.wait_for(lambda: taken(pg))
    assert receiver.texts == ["first", "first", "first", "second"]
    info = (await pg.call("getWebhookInfo"))["result"]
    assert info["last_error_message"] == "Wrong response from the webhook: 502 Bad Gateway"


async def test_a_call_in_the_answer_is_carried_out(pg: Playground, receiver: Receiver) -> None:
    receiver.answers = [web.json_response({"method": "sendMessage", "chat_id": CHAT, "text": "by answer"})]
    await pg.call("setWebhook", url=receiver.url)
    await say(pg, "hello")
    await pg.wait_for(lambda: taken(pg))
    assert (await pg.messages(CHAT))[-1]["message"]["text"] == "by answer"


async def test_a_deleted_webhook_gets_nothing_more(pg: Playground, receiver: Receiver) -> None:
    await pg.call("setWebhook", url=receiver.url)
    await pg.call("deleteWebhook")
    await say(pg, "for the poll")
    assert [u["message"]["text"] for u in await pg.updates()] == ["for the poll"]
    assert receiver.bodies == []


async def test_waiting_updates_can_be_dropped(pg: Playground, receiver: Receiver) -> None:
    await say(pg, "old")
    await pg.call("setWebhook", url=receiver.url, drop_pending_updates=True)
    await say(pg, "new")
    await pg.wait_for(lambda: taken(pg))
    assert receiver.texts == ["new"]


async def test_a_server_that_ends_delivers_no_more() -> None:
    async with playground() as pg:
        await pg.call("setWebhook", url="http://127.0.0.1:1/webhook", secret_token="s")
        await community(pg, drain=False)
        deliveries = pg.service.webhooks

        async def under_way() -> bool:
            return bool(deliveries._under_way)

        await pg.wait_for(under_way)
    for _ in range(3):
        await asyncio.sleep(0)
        assert deliveries._under_way == {}
