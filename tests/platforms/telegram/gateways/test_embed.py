"""The engine as one handler of a real python-telegram-bot application, on a local Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot.platforms.telegram.api_rules import ALLOWED_UPDATES
from bot.platforms.telegram.decode import Me, decode_batch
from bot.platforms.telegram.gateways.embed import Take, community_handler
from rules.engine.events import Event, Kind
from tests.servers import Playground

CHAT = -1001


class Host:
    """Somebody else's application: it keeps the order in which its parts heard of messages."""

    def __init__(self) -> None:
        self.order: list[str] = []
        self.errors: list[Exception | None] = []
        self.raws: list[bytes] = []

    async def take(self, raws: Sequence[Any]) -> None:
        """What a pipeline does."""
        self.raws += raws
        self.order += ["engine" for raw in raws if b'"text"' in raw]

    async def own(self, _update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """The application's own handler."""
        self.order.append("own")

    async def wrong(self, _update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The application's own error handler."""
        self.errors.append(context.error)

    def events(self, me: int) -> list[Event]:
        """What the engine makes of what it got."""
        events, dead = decode_batch(self.raws, Me(me))
        assert dead == []
        return events


@asynccontextmanager
async def running(pg: Playground, host: Host, take: Take) -> AsyncIterator[None]:
    """The application, polling."""
    builder = Application.builder().token(pg.token).base_url(f"{pg.url}/bot")
    application = builder.base_file_url(f"{pg.url}/file/bot").build()
    application.add_handler(community_handler(take), group=-1)
    application.add_handler(MessageHandler(filters.TEXT, host.own))
    application.add_error_handler(host.wrong)
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling(allowed_updates=ALLOWED_UPDATES)
        try:
            yield
        finally:
            await application.updater.stop()
            await application.stop()


async def write(pg: Playground, text: str) -> int:
    """Let Ming write."""
    act = {"do": "message", "chat": CHAT, "user": 2, "text": text}
    return int((await pg.act(act))["message_id"])


async def test_the_engine_commits_before_the_applications_own_handlers(pg: Playground) -> None:
    host = Host()
    async with running(pg, host, host.take):
        await write(pg, "hello")
        await write(pg, "again")
        await pg.wait_for(lambda: _length(host.order, 4))
    assert host.order == ["engine", "own", "engine", "own"]
    assert host.errors == []


async def _length(found: list[Any], wanted: int) -> bool:
    return len(found) >= wanted


async def test_an_update_reaches_the_engine_with_all_it_says(pg: Playground) -> None:
    host = Host()
    await pg.updates(allowed_updates=list(ALLOWED_UPDATES))
    asked = await write(pg, "😀 看 https://例子.测试/a #打卡 @bob_builds")
    reply = {"do": "message", "chat": CHAT, "user": 3, "text": "/me@local_bot now", "reply_to": asked}
    await pg.act(reply)
    await pg.act({"do": "message", "chat": CHAT, "user": 3, "media": "photo", "caption": "look"})
    await pg.act({"do": "react", "chat": CHAT, "user": 3, "message": asked, "emoji": ["👍"]})
    await pg.act({"do": "leave", "chat": CHAT, "user": 3})
    plain = await pg.updates()
    async with running(pg, host, host.take):
        await pg.wait_for(lambda: _length(host.raws, len(plain)))
    direct, _ = decode_batch([msgspec.json.encode(u) for u in plain], Me(pg.bot_id))
    assert host.events(pg.bot_id) == direct
    assert {Kind.MESSAGE, Kind.REACTION, Kind.LEAVE} <= {e.kind for e in direct}


async def test_when_the_engine_fails_the_application_hears_of_it_and_goes_on(pg: Playground) -> None:
    host = Host()

    async def fail(_raws: Sequence[Any]) -> None:
        raise OSError("the disk is full")

    async with running(pg, host, fail):
        await write(pg, "hello")
        await pg.wait_for(lambda: _length(host.order, 1))
    assert host.order == ["own"]
    assert [str(e) for e in host.errors] == ["the disk is full"]
