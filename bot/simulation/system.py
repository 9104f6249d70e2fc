"""Run a local Telegram and the bot beside it, as two processes in one folder."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from bot.simulation.people import Json, People
from bot.simulation.processes import Child, free_port
from bot.simulation.summary import backlog, summary
from rules.engine.state import BEFORE, MemberState
from storage import cache_invalidations
from storage.imported_history import claimed_chat, remember
from storage.members import Pair
from storage.store import Store

TOKEN = "1000:LOCAL"  # noqa: S105  # of a bot that exists in the local Telegram alone


def database_in(folder: Path) -> str:
    """Where the bot of a trial stores everything."""
    return f"sqlite:///{folder / 'zhiqun.db'}"


def bot_child(folder: Path, telegram: str, clock: str, rules: Path, **settings: str) -> tuple[Child, str]:
    """The bot as a process that talks to `telegram`, and the address of its status."""
    address = settings.get("http") or f"127.0.0.1:{free_port()}"
    wanted = {
        "token": TOKEN,
        "api_url": telegram,
        "database": database_in(folder),
        "rules": str(rules),
        "clock": clock,
        "http": address,
        "webhook_url": "",
        "log_format": "json",
        "stop_seconds": "10",
        **settings,
    }
    env = {f"ZHIQUN_{name.upper()}": value for name, value in wanted.items()}
    port = int(address.rpartition(":")[2])
    return Child("bot.cli", ["run"], port, folder / "bot.log", env), f"http://{address}"


async def metric(status: str, name: str) -> list[float]:
    """All values of a metric of a bot; none when it does not answer."""
    import aiohttp

    try:
        async with aiohttp.ClientSession() as http, http.get(f"{status}/metrics") as response:
            lines = (await response.text()).splitlines()
    except aiohttp.ClientError:
        return []
    return [float(line.rpartition(" ")[2]) for line in lines if line.startswith((name + " ", name + "{"))]


async def settled(
    look: Callable[[], Awaitable[tuple[int, float]]],
    store: Store,
    patience: float,
    quiet: int = 3,
    pause: float = 0.2,
) -> bool:
    """Wait until nothing waits any more, `quiet` looks in a row; False when it took too long.

    `look` gives the updates the bot has not confirmed, and the local Telegram's time.
    """
    calm = 0
    loop = asyncio.get_running_loop()
    until = loop.time() + patience
    while calm < quiet:
        if loop.time() > until:
            return False
        pending, now = await look()
        calm = calm + 1 if not pending and not await store.aside(backlog, store, now) else 0
        await asyncio.sleep(pause)
    return True


class System:
    """Both processes, the people's side, and the bot's database to read.

    Args:
        folder: where the journal, the database and the logs are.
        clock: of both, as `ZHIQUN_CLOCK` spells it.
        rules: the rule files.
        settings: further settings of the bot, without the prefix.
    """

    def __init__(self, folder: Path, clock: str, rules: Path, **settings: str) -> None:
        self._folder = folder
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        journal = str(folder / "telegram.journal")
        arguments = [
            "--port",
            str(port),
            "--clock",
            clock,
            "--state",
            journal,
            "--token",
            TOKEN,
            "--no-flood",
        ]
        self.telegram = Child("bot.playground", arguments, port, folder / "telegram.log")
        self.bot, self._status = bot_child(folder, url, clock, rules, **settings)
        self.people = People(url)
        self._stack = AsyncExitStack()
        self.store: Store

    async def __aenter__(self) -> System:
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            await self._stack.enter_async_context(self.people)
            self._stack.push_async_callback(self.telegram.stop)
            await self.telegram.start()
            self._stack.push_async_callback(self.bot.stop)
            await self.bot.start()
        except BaseException:
            await self._stack.aclose()
            raise
        self.store = Store(database_in(self._folder))
        self._stack.callback(self.store.close)
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self._stack.aclose()

    async def settled(self, patience: float, quiet: int = 3, pause: float = 0.2) -> bool:
        """Wait until the bot confirmed every update and sent all that is due; False when it took too long."""

        async def look() -> tuple[int, float]:
            stats = await self.people.get("/sim/stats")
            return stats["pending"], float((await self.people.get("/sim/state"))["now"])

        return await settled(look, self.store, patience, quiet, pause)

    async def there_before(self, people: Iterable[tuple[int, int, str]]) -> None:
        """Let the bot know who was in its groups before it came: chat and person by the platform's ids, name.

        Chats that it does not know, or that are nobody's, are left out.
        """
        accounts: dict[Pair, MemberState] = {}
        names: dict[int, str] = {}
        with self.store.write() as connection:
            for chat, person, name in people:
                own = claimed_chat(connection, chat)
                if own is not None:
                    accounts[own, person] = MemberState(person=0, chat=own, first_seen=BEFORE)
                    names[person] = name
            told = remember(connection, accounts, names)
            cache_invalidations.mark(connection, told)

    async def summary(self, seconds: float) -> dict[str, Any]:
        """The accounts so far; `seconds` is how long the updates took."""
        stats = await self.people.get("/sim/stats")
        state: Json = await self.people.get("/sim/state")
        errors = sum(await metric(self._status, "zhiqun_errors_total"))
        bot, now = state["bots"][0], float(state["now"])
        return await self.store.aside(summary, self.store, stats, bot, now, int(errors), seconds)
