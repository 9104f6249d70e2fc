"""The webhook: who may post, what is answered when, in which order updates are taken."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot.core.webhook import PATH, Collector, webhook_router
from bot.operations.web.server import bind, serve
from bot.platforms.telegram.api_rules import ALLOWED_UPDATES
from tests.servers import Playground

SECRET = "s3cret-part"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
CHAT = -1001


class Pipeline:
    """Takes batches; while `down` it refuses them, and with `slow` each waits for a pass."""

    def __init__(self, *, slow: bool = False) -> None:
        self.batches: list[list[int]] = []
        self.refused = 0
        self.down = 0
        self.slow = slow
        self.passes = asyncio.Semaphore(0)
        self.begun: asyncio.Queue[list[int]] = asyncio.Queue()

    async def take(self, raws: Sequence[Any]) -> None:
        """One batch."""
        numbers = [json.loads(raw)["update_id"] for raw in raws]
        self.begun.put_nowait(numbers)
        if self.slow:
            await self.passes.acquire()
        if self.down:
            self.down -= 1
            self.refused += 1
            raise OSError("the database is away")
        self.batches.append(numbers)

    @property
    def taken(self) -> list[int]:
        """The numbers of the updates, in order."""
        return [n for batch in self.batches for n in batch]


@asynccontextmanager
async def receiver(pipeline: Pipeline) -> AsyncIterator[httpx.AsyncClient]:
    """The web application, without a network."""
    app = FastAPI()
    app.include_router(webhook_router(pipeline.take, SECRET))
    headers = {"Content-Type": "application/json"}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot", headers=headers) as client:
        yield client


def body(number: int) -> bytes:
    """A small update."""
    return json.dumps({"update_id": number}).encode()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({HEADER: ""}, 403),
        ({HEADER: "guess"}, 403),
        ({HEADER: SECRET + "x"}, 403),
        ({HEADER: "密".encode()}, 403),
        ({HEADER: SECRET}, 200),
    ],
)
async def test_only_who_knows_the_secret_may_post(headers: Any, status: int) -> None:
    pipeline = Pipeline()
    async with receiver(pipeline) as client:
        answer = await client.post(PATH, content=body(1), headers=headers)
    assert answer.status_code == status
    assert pipeline.taken == ([1] if status == 200 else [])


def test_without_a_secret_there_is_no_webhook() -> None:
    with pytest.raises(ValueError, match="secret"):
        webhook_router(Pipeline().take, "")


@pytest.mark.parametrize(("size", "status"), [(1 << 20, 200), ((1 << 20) + 1, 413)])
async def test_a_giant_is_refused(size: int, status: int) -> None:
    pipeline = Pipeline()
    padded = body(1) + b" " * (size - len(body(1)))
    async with receiver(pipeline) as client:
        answer = await client.post(PATH, content=padded, headers={HEADER: SECRET})
    assert answer.status_code == status


async def test_only_posts_are_served() -> None:
    async with receiver(Pipeline()) as client:
        assert (await client.get(PATH, headers={HEADER: SECRET})).status_code == 405


async def test_what_was_not_committed_is_not_confirmed_and_comes_again() -> None:
    pipeline = Pipeline()
    pipeline.down = 1
    async with receiver(pipeline) as client:
        first = await client.post(PATH, content=body(1), headers={HEADER: SECRET})
        again = await client.post(PATH, content=body(1), headers={HEADER: SECRET})
    assert (first.status_code, again.status_code) == (503, 200)
    assert pipeline.taken == [1]


async def sharing(pipeline: Pipeline, *numbers: int) -> list[asyncio.Task[bool]]:
    """Requests whose updates are being taken in one batch, which waits for a pass."""
    collector = Collector(pipeline.take)
    first = asyncio.create_task(collector.commit(body(1)))
    await pipeline.begun.get()
    others = [asyncio.create_task(collector.commit(body(n))) for n in numbers]
    await asyncio.sleep(0)
    pipeline.passes.release()
    assert await first
    assert sorted(await pipeline.begun.get()) == sorted(numbers)
    return others


async def test_requests_that_come_together_are_one_batch_in_the_order_of_their_numbers() -> None:
    pipeline = Pipeline(slow=True)
    requests = await sharing(pipeline, 9, 4, 7, 2)
    pipeline.passes.release()
    assert await asyncio.gather(*requests) == [True] * 4
    assert pipeline.batches == [[1], [2, 4, 7, 9]]


async def test_a_refused_batch_is_refused_to_all_who_share_it() -> None:
    pipeline = Pipeline(slow=True)
    requests = await sharing(pipeline, 2, 3)
    pipeline.down = 1
    pipeline.passes.release()
    assert await asyncio.gather(*requests) == [False, False]


async def test_an_aborted_request_does_not_strand_those_who_share_its_batch() -> None:
    pipeline = Pipeline(slow=True)
    leader, sharer = await sharing(pipeline, 2, 3)
    leader.cancel()
    assert await sharer is False
    assert leader.cancelled()


async def test_a_crowd_is_taken_in_batches_of_a_hundred() -> None:
    pipeline = Pipeline()
    collector = Collector(pipeline.take)
    assert all(await asyncio.gather(*(collector.commit(body(n)) for n in range(1, 251))))
    assert sorted(pipeline.taken) == list(range(1, 251))
    assert max(len(batch) for batch in pipeline.batches) <= 100


async def test_what_is_no_update_is_handed_on_to_become_a_dead_letter() -> None:
    taken: list[Any] = []

    async def take(raws: Sequence[Any]) -> None:
        taken.extend(raws)

    assert await Collector(take).commit(b"<html>")
    assert taken == [b"<html>"]


async def test_telegram_posts_again_until_it_hears_that_all_is_committed(pg: Playground) -> None:
    pipeline = Pipeline()
    pipeline.down = 2
    app = FastAPI()
    app.include_router(webhook_router(pipeline.take, SECRET))
    listener = bind("127.0.0.1:0")
    server = asyncio.create_task(serve(app, listener))
    hook: dict[str, Any] = {
        "url": f"http://127.0.0.1:{listener.getsockname()[1]}{PATH}",
        "secret_token": SECRET,
        "allowed_updates": list(ALLOWED_UPDATES),
        "max_connections": 1,
    }
    assert (await pg.call("setWebhook", **hook))["ok"]
    acts = [{"do": "message", "chat": CHAT, "user": 2, "text": str(n)} for n in range(5)]
    numbers = [n for result in await pg.acts(acts) for n in result["update_ids"]]

    async def all_taken() -> bool:
        return len(pipeline.taken) >= len(numbers)

    try:
        await pg.wait_for(all_taken, timeout=30)
    finally:
        await pg.call("deleteWebhook")
        server.cancel()
        await asyncio.gather(server, return_exceptions=True)
        listener.close()
    assert pipeline.taken == numbers
    assert pipeline.refused == 2
