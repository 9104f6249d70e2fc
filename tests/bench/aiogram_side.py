"""aiogram's dispatcher, fed as its own polling feeds it, but with orjson, which is quicker than json."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tests.bench.measurement import Options
from tests.bench.rounds import BOT, Feed

if TYPE_CHECKING:
    from aiogram import Dispatcher

TOKEN = f"{BOT}:BENCH"
_MANY = "start help me top rules courses suggest why checkin warn mute ban kick purge"
COMMANDS = _MANY.split()
WORDS = ("天气", "股票", "彩票", "menu", "invoice", "timetable", "上课时间", "退款")

Handler = Callable[..., Awaitable[None]]


async def nothing(*_given: Any, **_named: Any) -> None:
    """Do nothing."""


@asynccontextmanager
async def _dispatching(prepare: Callable[[Dispatcher], None]) -> AsyncIterator[Feed]:
    import orjson
    from aiogram import Bot, Dispatcher
    from aiogram.types import Update

    bot, dispatcher = Bot(TOKEN), Dispatcher()
    prepare(dispatcher)
    context = {"bot": bot}

    async def feed(raws: Sequence[bytes]) -> None:
        for raw in raws:
            await dispatcher.feed_update(bot, Update.model_validate(orjson.loads(raw), context=context))

    yield feed
    await bot.session.close()


def _everything(dispatcher: Dispatcher, handler: Handler) -> None:
    for kind in ("message", "edited_message", "message_reaction", "chat_member", "my_chat_member"):
        dispatcher.observers[kind].register(handler)


@asynccontextmanager
async def one_handler(_options: Options) -> AsyncIterator[Feed]:
    """One empty handler for everything."""
    async with _dispatching(lambda d: _everything(d, nothing)) as feed:
        yield feed


def _thirty(dispatcher: Dispatcher) -> None:
    """Commands, words, a regular expression, kinds of content, and what is left."""
    from aiogram import F
    from aiogram.filters import Command

    for name in COMMANDS:
        dispatcher.message.register(nothing, Command(name))
    for word in WORDS:
        dispatcher.message.register(nothing, F.text.contains(word))
    dispatcher.message.register(nothing, F.text.regexp(r"^(?:order|订单)\s*\d{6,}"))
    dispatcher.message.register(nothing, F.photo)
    dispatcher.message.register(nothing, F.document)
    for kind in ("message", "edited_message", "message_reaction", "chat_member", "my_chat_member"):
        dispatcher.observers[kind].register(nothing)


@asynccontextmanager
async def thirty_handlers(_options: Options) -> AsyncIterator[Feed]:
    """Thirty ordinary handlers that do nothing."""
    async with _dispatching(_thirty) as feed:
        yield feed


@asynccontextmanager
async def commit_each(_options: Options) -> AsyncIterator[Feed]:
    """One handler that adds a row to SQLite and commits it, with our journal mode and synchronous=FULL."""
    import aiosqlite

    with TemporaryDirectory() as folder:
        async with aiosqlite.connect(f"{folder}/theirs.db") as database:
            await database.execute("PRAGMA journal_mode=WAL")
            await database.execute("PRAGMA synchronous=FULL")
            await database.execute("CREATE TABLE seen (id INTEGER PRIMARY KEY, chat INTEGER, at INTEGER)")

            async def keep(event: Any) -> None:
                row = (event.chat.id, int(event.date.timestamp()))
                await database.execute("INSERT INTO seen (chat, at) VALUES (?, ?)", row)
                await database.commit()

            async with _dispatching(lambda d: _everything(d, keep)) as feed:
                yield feed
