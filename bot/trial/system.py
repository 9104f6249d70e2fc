"""A local Telegram and the bot beside it, as two processes in one folder."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from bot.trial.children import Child, free_port
from bot.trial.people import Json, People
from bot.trial.summary import backlog, summary
from storage.store import Store

TOKEN = "1000:LOCAL"  # noqa: S105  # of a bot that exists in the local Telegram alone


class System:
    """Both processes, the people's side, and the bot's database to read.

    Args:
        folder: where the journal, the database and the logs are.
        clock: of both, as `ZHIQUN_CLOCK` spells it.
        rules: the rule files.
        settings: further settings of the bot, without the prefix.
    """

    def __init__(self, folder: Path, clock: str, rules: Path, **settings: str) -> None:
        self.folder, self.rules = folder, rules
        self.database = f"sqlite+aiosqlite:///{folder / 'zhiqun.db'}"
        telegram, status = free_port(), free_port()
        self.url, self.status_url = f"http://127.0.0.1:{telegram}", f"http://127.0.0.1:{status}"
        arguments = ["--port", str(telegram), "--clock", clock, "--state", str(folder / "telegram.journal")]
        self.telegram = Child(
            "bot.playground", [*arguments, "--token", TOKEN, "--no-flood"], telegram, folder / "telegram.log"
        )
        wanted = {
            "token": TOKEN,
            "api_url": self.url,
            "database": self.database,
            "rules": str(rules),
            "clock": clock,
            "http": f"127.0.0.1:{status}",
            "webhook_url": "",
            **settings,
        }
        env = {f"ZHIQUN_{name.upper()}": value for name, value in wanted.items()}
        self.bot = Child("bot.cli", ["run"], status, folder / "bot.log", env)
        self.people = People(self.url)
        self._stack = AsyncExitStack()
        self.store: Store

    async def __aenter__(self) -> System:
        self.folder.mkdir(parents=True, exist_ok=True)
        await self._stack.enter_async_context(self.people)
        self._stack.push_async_callback(self.telegram.stop)
        await self.telegram.start()
        self._stack.push_async_callback(self.bot.stop)
        await self.bot.start()
        self.store = Store(self.database)
        self._stack.push_async_callback(self.store.close)
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self._stack.aclose()

    async def settled(self, patience: float) -> bool:
        """Wait until the bot confirmed every update and sent all that is due; False when it took too long."""
        quiet = 0
        async with asyncio.timeout(patience) as limit:
            try:
                while quiet < 3:
                    stats = await self.people.get("/sim/stats")
                    now = float((await self.people.get("/sim/state"))["now"])
                    quiet = quiet + 1 if not stats["pending"] and not await backlog(self.store, now) else 0
                    await asyncio.sleep(0.2)
            except asyncio.CancelledError:
                if not limit.expired():
                    raise
                return False
        return True

    async def errors(self) -> int:
        """How often the bot caught an error at an edge since it started."""
        return sum(int(v) for v in (await self.metric("zhiqun_errors_total")))

    async def metric(self, name: str) -> list[float]:
        """All values of a metric of the bot."""
        import aiohttp

        async with aiohttp.ClientSession() as http, http.get(f"{self.status_url}/metrics") as response:
            lines = (await response.text()).splitlines()
        return [float(line.rpartition(" ")[2]) for line in lines if line.startswith((name + " ", name + "{"))]

    async def summary(self, seconds: float) -> dict[str, Any]:
        """The accounts so far; `seconds` is how long the updates took."""
        stats = await self.people.get("/sim/stats")
        state: Json = await self.people.get("/sim/state")
        return await summary(self.store, stats, state["bots"][0], await self.errors(), seconds)
