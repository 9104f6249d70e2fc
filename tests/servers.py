"""A local Telegram for tests, served over HTTP in this event loop."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from fastapi import APIRouter

from bot.playground.clock import Clock
from bot.playground.server import serving
from bot.playground.service import Service
from bot.playground.state import Update
from bot.playground.stats import Stats
from bot.playground.world import World
from tests.playground.validate import reply_problems, update_problems

Json = dict[str, Any]


class Playground:
    """A running local Telegram: where it is, what people do in it, what it saw."""

    def __init__(self, service: Service, url: str, http: aiohttp.ClientSession) -> None:
        self.service, self.url, self.http = service, url, http
        self.token = service.world.main_bot.token
        self.bot_id = service.world.main_bot.id

    async def act(self, act: Json) -> Json:
        """Let one thing happen; what came of it.

        Raises:
            AssertionError: it was refused.
        """
        result = (await self.acts([act]))[0]
        assert result["ok"], f"{act}: {result['error']}"
        return result

    async def refused(self, act: Json) -> str:
        """The reason why an act is refused.

        Raises:
            AssertionError: it was not.
        """
        result = (await self.acts([act]))[0]
        assert not result["ok"], f"{act} was not refused"
        return str(result["error"])

    async def acts(self, acts: list[Json]) -> list[Json]:
        """Let things happen; the results, refusals among them."""
        results: list[Json] = (await self.post("/sim/acts", {"acts": acts}))["results"]
        return results

    async def call(self, method: str, **params: Any) -> Json:
        """A bot's call as plain JSON: the whole answer."""
        return await self.post(f"/bot{self.token}/{method}", params)

    async def state(self) -> Json:
        """People, chats and bots as they stand."""
        return await self.get("/sim/state")

    async def chat(self, chat: int) -> Json:
        """One chat as it stands."""
        return next(c for c in (await self.state())["chats"] if c["id"] == chat)

    async def messages(self, chat: int, **query: Any) -> list[Json]:
        """A chat's messages, oldest first, deleted ones with `deleted_by`."""
        found: list[Json] = (await self.get(f"/sim/chats/{chat}/messages", **query))["messages"]
        return found

    async def calls(self, after: int = 0) -> list[Json]:
        """What bots called."""
        found: list[Json] = (await self.get("/sim/calls", after=after))["calls"]
        return found

    async def updates(self, **params: Any) -> list[Json]:
        """What getUpdates gives."""
        answer = await self.call("getUpdates", **params)
        assert answer["ok"], answer
        found: list[Json] = answer["result"]
        return found

    def pending(self) -> int:
        """How many updates no bot has confirmed, without asking over HTTP."""
        return sum(len(bot.queue) for bot in self.service.world.bots.values())

    async def faults(self, *rules: Json) -> None:
        """Let things go wrong."""
        await self.post("/sim/faults", list(rules))

    async def clear_faults(self) -> None:
        """Let nothing go wrong any more."""
        async with self.http.delete(f"{self.url}/sim/faults") as response:
            assert response.ok, response.status

    async def wait_for(self, predicate: Callable[[], Awaitable[Any]], timeout: float = 30) -> Any:
        """The first true thing that `predicate` gives.

        Raises:
            TimeoutError: it gave none in time.
        """
        async with asyncio.timeout(timeout):
            while not (found := await predicate()):  # noqa: ASYNC110  # the server tells it no other way
                await asyncio.sleep(0.01)
        return found

    async def get(self, path: str, **query: Any) -> Json:
        """GET, as JSON."""
        async with self.http.get(self.url + path, params=query) as response:
            answer: Json = await response.json()
            return answer

    async def post(self, path: str, body: Any) -> Json:
        """POST JSON, get JSON."""
        async with self.http.post(self.url + path, json=body) as response:
            answer: Json = await response.json()
            return answer


class CheckedStats(Stats):
    """Figures that also look at the shape of everything that leaves the server."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: list[str] = []

    def handed_out(self, updates: list[Update]) -> None:
        """A bot received these updates."""
        super().handed_out(updates)
        for update in updates:
            self.problems += update_problems(json.loads(update.body))

    def called(self, entry: Json) -> None:
        """A bot called."""
        super().called(entry)
        if entry["ok"]:
            self.problems += reply_problems(entry["method"], entry["result"])


@asynccontextmanager
async def playground(
    *,
    clock: str = "system",
    state: Path | None = None,
    port: int = 0,
    pages: Sequence[APIRouter | Callable[[Service], APIRouter]] = (),
    check: bool = True,
    **options: Any,
) -> AsyncIterator[Playground]:
    """A local Telegram on a free port; `options` go to `World` (seed, token, username, flood …).

    `pages` are further routers, or functions that make them for the service.

    Raises:
        AssertionError: at the end, if a reply or update had another shape than the Bot API gives it;
            `check=False` saves the time this takes.
    """
    service = Service(World(**options), Clock(clock), state)
    stats = CheckedStats()
    if check:
        service.stats = stats
    routers = [p if isinstance(p, APIRouter) else p(service) for p in pages]
    async with serving(service, port, pages=routers) as url, aiohttp.ClientSession() as http:
        yield Playground(service, url, http)
    if check:
        stats.handed_out([u for bot in service.world.bots.values() for u in bot.queue])
    assert not stats.problems, stats.problems


async def community(pg: Playground, *, rights: Any = True, drain: bool = True, **chat: Any) -> int:
    """A supergroup -1001 with the owner Olga 1 and the members Ming 2 and Bob 3, and the bot in it.

    With `drain` the bot's updates of all that are taken away.
    """
    people = [
        {"do": "create_person", "person": 1, "first_name": "Olga", "username": "olga_owner"},
        {"do": "create_person", "person": 2, "first_name": "小明", "language_code": "en"},
        {"do": "create_person", "person": 3, "first_name": "Bob", "username": "bob_builds"},
    ]
    place: Json = {"do": "create_chat", "chat": -1001, "title": "Learners", "owner": 1, "members": [2, 3]}
    for act in [*people, place | {"bot": rights} | chat]:
        await pg.act(act)
    if not drain:
        return int((place | chat)["chat"])
    await pg.call("getUpdates", offset=-1)
    await pg.call("getUpdates", offset=pg.service.world.main_bot.next_update)
    return int((place | chat)["chat"])
