"""Where a scenario plays: a local Telegram, a group full of members, and what it takes to judge."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

from tests.bots import COMMUNITY, Bot, running_bot, write_rules
from tests.faults.crowd import Crowd
from tests.faults.judge import ANSWERED, Verdict, judge
from tests.faults.rows import Rows, waiting
from tests.faults.scenario import Options
from tests.faults.witness import Witness
from tests.servers import Json, Playground, playground

OWNER, FIRST, MEMBERS = 1, 100, 30
CHATS = (-1001, -1002)
MODERATION = """
rules:
  - id: ads
    title: advertising
    when: {words: [buy now]}
    then: [delete]
  - id: hello
    title: hello
    when: {words: [hello bot]}
    then: [{reply: {text: "Hi {member}", lasts: 1d}}, {react: 👍}]
"""
INCENTIVES = """
per_day: 1000000
message: {points: 2, cooldown: 0s, shortest: 3, per_day: 1000000}
"""
PATIENCE = 300.0
_STARTING = asyncio.Lock()  # the tool for migrations works on one database a process at a time


class Stage:
    """A local Telegram with its witness. The bot's database is `database`."""

    def __init__(self, pg: Playground, folder: Path, rules: Path, draw: Random) -> None:
        self.pg, self.folder, self.rules, self.draw = pg, folder, rules, draw
        self.world = pg.service.world
        self.witness = Witness(self.world.main_bot)
        pg.service.stats = self.witness
        self.crowd = Crowd(pg.service, list(CHATS), list(range(FIRST, FIRST + MEMBERS)), draw)
        self.database = folder / "zhiqun.db"

    @property
    def settings(self) -> dict[str, str]:
        """For a bot as a process."""
        return {
            "token": self.pg.token,
            "api_url": self.pg.url,
            "database": f"sqlite:///{self.database}",
            "rules": str(self.rules),
            "http": "",
            "open_door": "true",
            "pacing": "false",
            "schedule": "false",
            "log_format": "json",
            "log_level": "warning",
            "stop_seconds": "10",
        }

    @asynccontextmanager
    async def bot(self, **settings: Any) -> AsyncIterator[Bot]:
        """The bot in this process, on this stage's database."""
        given = {"database": f"sqlite:///{self.database}", **settings}
        async with AsyncExitStack() as stack:
            async with _STARTING:
                bot = await stack.enter_async_context(running_bot(self.pg, self.folder, self.rules, **given))
            yield bot

    async def fault(self, **rule: Any) -> None:
        """Let something go wrong at the local Telegram."""
        await self.pg.faults(rule)

    async def answered(self, since: float, patience: float = PATIENCE, question: bool = True) -> float:
        """Seconds since `since` (monotonic) until the bot has answered a member anew.

        Raises:
            TimeoutError: it does not.
        """
        before = self.witness.answers
        if question:
            await self.crowd.write(1, ANSWERED)
        await until(lambda: self.witness.answers > before, patience)
        return time.monotonic() - since

    async def settled(self, patience: float = PATIENCE) -> bool:
        """Wait until the bot has confirmed every update and every due call has ended; whether that came."""
        calm, end = 0, time.monotonic() + patience
        while calm < 3:
            if time.monotonic() > end:
                return False
            calm = 0 if self._busy() else calm + 1
            await asyncio.sleep(0.05)
        return True

    def _busy(self) -> bool:
        try:
            return bool(self.world.main_bot.queue) or waiting(self.database, self.pg.service.clock.now()) > 0
        except sqlite3.OperationalError:
            return True

    def verdict(self, *, refusals: bool = False, database: Path | None = None) -> Verdict:
        """Compare what Telegram sent and has with the database."""
        return judge(self.witness.sent, self.world, Rows(database or self.database), refusals=refusals)


async def until(happens: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Wait for something.

    Raises:
        TimeoutError: it does not come.
    """
    async with asyncio.timeout(patience):
        while not happens():  # noqa: ASYNC110  # what is looked at tells it no other way
            await asyncio.sleep(0.005)


@asynccontextmanager
async def stage(
    options: Options, name: str, /, *, chat: Json | None = None, **world: Any
) -> AsyncIterator[Stage]:
    """A stage in a folder of its own: two groups that everybody is in; `chat` changes how they are made."""
    folder = options.folder / name
    folder.mkdir(parents=True)
    # Notes that remove themselves are skipped when they come late, and on a busy machine they may.
    community = COMMUNITY.replace("notice_seconds: 600", "notice_seconds: 86400")
    rules = write_rules(folder / "rules", community=community, moderation=MODERATION, incentives=INCENTIVES)
    async with playground(flood=False, check=False, seed=options.seed, **world) as pg:
        made = Stage(pg, folder, rules, options.draw(name))
        people = [OWNER, *made.crowd.people]
        acts: list[Json] = [{"do": "create_person", "person": p, "first_name": f"Person {p}"} for p in people]
        acts += [
            {
                "do": "create_chat",
                "chat": c,
                "title": f"Group {-c}",
                "owner": OWNER,
                "members": people,
                "bot": True,
            }
            | (chat or {})
            for c in CHATS
        ]
        for act in acts:
            await pg.act(act)
        yield made
