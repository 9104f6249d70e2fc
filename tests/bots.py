"""The real bot beside a local Telegram, in this event loop."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from bot.app import App, opened
from bot.runtime.settings import Settings
from storage.store import Store
from tests.databases import new_database
from tests.servers import Json, Playground

RULES = Path(__file__).parents[1] / "rules"
COMMUNITY = """
name: Test
language: en
timezone: UTC
welcome: "Welcome {member}"
rules: "Be kind."
notice_seconds: 600
answer_seconds: 600
reporters: {member_for: 0s, messages: 0}
raters: {member_for: 0s, messages: 0}
"""
_PATIENCE = 30  # seconds, on a busy machine
_LOOK = 0.003  # seconds between looks at whether something has happened
_DUE = """
SELECT EXISTS (SELECT 1 FROM outbox WHERE state IN ('pending', 'sending') AND not_before <= {now})
    OR EXISTS (SELECT 1 FROM spooled_update)
    OR EXISTS (SELECT 1 FROM timer WHERE fired_at = 0 AND due_at <= {now})
"""


def write_rules(folder: Path, **files: str) -> Path:
    """A folder of rule files: a small community.yaml, and those given by name."""
    folder.mkdir(exist_ok=True)
    for name, text in {"community": COMMUNITY, **files}.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def default_rules(folder: Path) -> Path:
    """A copy of the rule files that come with the project."""
    skipped = shutil.ignore_patterns("*.py", "__pycache__", "config", "conditions", "engine", "schema")
    return Path(shutil.copytree(RULES, folder, ignore=skipped))


class Given(Settings):
    """Settings as they are given: nothing is looked for in the environment, which takes its time."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        *_: PydanticBaseSettingsSource,
        **__: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what the code gives."""
        return (init_settings,)


class Bot:
    """A running bot: its app, and what it did in its local Telegram."""

    def __init__(self, pg: Playground, app: App) -> None:
        self.pg, self.app = pg, app
        self._owed_at: tuple[int, int] | None = None  # commits and second at which something waited

    @property
    def store(self) -> Store:
        """Its database."""
        return self.app.store

    async def settled(self) -> None:
        """Wait until every update is confirmed, no timer is due and everything due is sent."""
        async with asyncio.timeout(_PATIENCE):
            while self._owes():  # noqa: ASYNC110  # nobody tells it
                await asyncio.sleep(_LOOK)

    def _owes(self) -> bool:
        """Whether an update, a call or a timer waits.

        One statement looks at all rows, as a receipt sets timers and a timer queues calls.
        """
        if self.pg.pending() or self.app.services.beside.left:
            return True
        now = int(self.app.clock.now())
        at = (self.store.counter.noted, now) if self.store.counter is not None else None
        if at is not None and at == self._owed_at:
            return True  # nothing was committed since it waited
        with self.store.read() as connection:
            owes = bool(connection.exec_driver_sql(_DUE.format(now=now)).scalar_one())
        self._owed_at = at if owes else None
        return owes

    async def said(self, chat: int) -> list[str]:
        """The bot's messages in a chat that are still there, oldest first."""
        await self.settled()
        messages = await self.pg.messages(chat, limit=200)
        mine = [m for m in messages if m["author"] == self.pg.bot_id and "deleted_by" not in m]
        return [m["message"].get("text", "") for m in mine]

    async def called(self, method: str) -> list[Json]:
        """The parameters of its successful calls of a method."""
        await self.settled()
        return [c["params"] for c in await self.pg.calls() if c["method"] == method and c["ok"]]

    def rows(self, query: Any) -> list[Any]:
        """What its database answers."""
        with self.store.read() as connection:
            return list(connection.execute(query).mappings())


@asynccontextmanager
async def running_bot(
    pg: Playground,
    folder: Path,
    rules: Path,
    *,
    fetches: bool = True,
    waits: bool = True,
    menus: bool = False,
    **given: Any,
) -> AsyncIterator[Bot]:
    """The bot on the polls of `pg`, which it `waits` for; further settings by name.

    Its lists of commands, which take a quarter of the time of a start, it sets with `menus`.
    """
    wanted = {
        "token": SecretStr(pg.token),
        "api_url": pg.url,
        "database": new_database(folder, "bot.db"),
        "rules": rules,
        "http": "",
        "schedule": False,
        "open_door": True,
        "pacing": False,
        **given,
    }
    async with opened(Given(**wanted)) as app:
        task = asyncio.create_task(app.run(fetches=fetches, menus=menus))
        try:
            if fetches and waits:
                await _polls(pg, task)
            yield Bot(pg, app)
        finally:
            app.stop.set()
            await asyncio.wait_for(task, 20)


async def _polls(pg: Playground, task: asyncio.Task[None]) -> None:
    async with asyncio.timeout(_PATIENCE):
        while not pg.service.stats.methods["getUpdates"]:
            if task.done():
                await task
            await asyncio.sleep(_LOOK)
