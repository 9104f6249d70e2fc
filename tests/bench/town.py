"""A town to put under load: the local Telegram and the bot as two processes, and people who act on time."""

from __future__ import annotations

import asyncio
import gc
import json
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil

from bot.simulation.people import Json, People
from bot.simulation.processes import Child, free_port
from bot.simulation.system import TOKEN, bot_child, database_in
from tests.bench.people import chats, people
from tests.bench.talk import INVITING

OWNER = 1
_AT_ONCE = 500  # acts in a request that makes the town
_OPEN = 200  # acts under way; beyond that the load generator itself would be what is measured


class Town:
    """Chats with their people, the bot in all of them, and when what it has to remove was written.

    A rule may remove earlier messages along with the one that hit: those are nobody's to wait for, so only
    messages that hold `awaited` count.
    """

    def __init__(
        self, telegram: Child, bot: Child, url: str, status: str, folder: Path, awaited: str
    ) -> None:
        self.telegram, self.bot = telegram, bot
        self.side, self.status, self.database = People(url), status, database_in(folder)
        self.chats: list[int] = []
        self.people: list[int] = []
        self.written: dict[tuple[int, int], float] = {}  # (chat, message) → unix seconds, by our clock
        self.refused = 0
        self._awaited = awaited
        self._room = asyncio.Semaphore(_OPEN)

    async def settle(self, chat_count: int, person_count: int) -> None:
        """Make the chats; everybody is in each of them, and the bot has seen them all."""
        homes, folk = chats(chat_count), people(person_count)
        self.chats, self.people = [c["id"] for c in homes], [p["id"] for p in folk]
        acts: list[Json] = [{"do": "create_person", "person": OWNER, "first_name": "Owner"}]
        acts += [_person(p) for p in folk]
        acts += [
            {
                "do": "create_chat",
                "chat": home["id"],
                "title": home["title"],
                "owner": OWNER,
                "members": self.people,
                "bot": True,
            }
            for home in homes
        ]
        for at in range(0, len(acts), _AT_ONCE):
            for result in await self.side.act(acts[at : at + _AT_ONCE]):
                if not result["ok"]:
                    raise RuntimeError(result["error"])
        await self.quiet()

    async def invite(self, numbers: Iterable[int]) -> None:
        """Make people who are in no chat yet."""
        acts: list[Json] = [{"do": "create_person", "person": n, "first_name": f"New {n}"} for n in numbers]
        for at in range(0, len(acts), _AT_ONCE):
            await self.side.act(acts[at : at + _AT_ONCE])

    async def quiet(self, patience: float = 60.0) -> None:
        """Wait until the bot has confirmed every update."""
        async with asyncio.timeout(patience):
            while (await self.side.get("/sim/stats"))["pending"]:  # noqa: ASYNC110  # told no other way
                await asyncio.sleep(0.05)

    async def act(self, act: Json, due: float) -> None:
        """Let one thing happen that was due at `due`, unix seconds."""
        async with self._room:
            (result,) = await self.side.act([act])
        if not result["ok"]:
            self.refused += 1
        elif self._awaited in act.get("text", ""):
            self.written[act["chat"], result["message_id"]] = due

    async def play(self, acts: Iterable[Json], rate: float) -> None:
        """Let the acts happen, `rate` a second, whether or not earlier ones are through."""
        gc.collect()
        gc.disable()  # a load generator that stops to look for garbage measures itself
        try:
            await self._play(acts, rate)
        finally:
            gc.enable()

    async def _play(self, acts: Iterable[Json], rate: float) -> None:
        start, under_way = time.time(), set[asyncio.Task[None]]()
        for number, act in enumerate(acts):
            due = start + number / rate
            await asyncio.sleep(max(0.0, due - time.time()))
            task = asyncio.create_task(self.act(act, due))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
        await asyncio.gather(*under_way)

    async def calls(self) -> list[Json]:
        """Everything the bot called, oldest first."""
        found: list[Json] = []
        while True:
            after = found[-1]["n"] if found else 0
            more = (await self.side.get("/sim/calls", after=after, limit=5000))["calls"]
            if not more:
                return found
            found += more

    async def metrics(self) -> dict[str, float]:
        """The bot's metrics, labels and all, as its /metrics shows them."""
        import aiohttp

        async with aiohttp.ClientSession() as http, http.get(f"{self.status}/metrics") as response:
            lines = (await response.text()).splitlines()
        pairs = (line.rpartition(" ") for line in lines if line and not line.startswith("#"))
        return {name: float(value) for name, _, value in pairs}

    def usage(self) -> dict[str, psutil.Process]:
        """Both processes, to look at."""
        found = {"bot": self.bot.pid, "telegram": self.telegram.pid}
        return {name: psutil.Process(pid) for name, pid in found.items()}


def _person(user: Json) -> Json:
    named = ("first_name", "last_name", "username", "language_code", "is_premium")
    return {"do": "create_person", "person": user["id"]} | {k: user[k] for k in named if k in user}


@asynccontextmanager
async def town(
    rules: Path,
    chat_count: int,
    person_count: int,
    *,
    flood: bool = True,
    awaited: str = INVITING,
    settings: dict[str, str] | None = None,
) -> AsyncIterator[Town]:
    """A town in a temporary folder, with Telegram's limits on sending unless `flood` is off.

    `awaited` is what every message holds that the bot has to remove.
    """
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        options = ["--port", str(port), "--token", TOKEN, *([] if flood else ["--no-flood"])]
        telegram = Child("bot.playground", options, port, folder / "telegram.log")
        wanted = {"open_door": "true", "log_level": "warning", "schedule": "false", **(settings or {})}
        bot, status = bot_child(folder, url, "system", rules, **wanted)
        made = Town(telegram, bot, url, status, folder, awaited)
        await stack.enter_async_context(made.side)
        for child in (telegram, bot):
            stack.push_async_callback(child.stop)
            await child.start()
        await made.settle(chat_count, person_count)
        yield made


def enforcements(calls: Iterable[Json]) -> dict[tuple[int, int], float]:
    """When each message was removed: (chat, message) → unix seconds at which the call came in."""
    found: dict[tuple[int, int], float] = {}
    for call in calls:
        if call["method"] not in ("deleteMessage", "deleteMessages"):
            continue
        given: dict[str, Any] = call["params"]
        numbers = given.get("message_ids", [given.get("message_id")])
        for number in json.loads(numbers) if isinstance(numbers, str) else numbers:
            found.setdefault((int(given["chat_id"]), int(number)), call["real"])
    return found
