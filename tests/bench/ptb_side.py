"""python-telegram-bot's application, fed with updates as its updater would."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from tests.bench.aiogram_side import COMMANDS, TOKEN, WORDS, nothing
from tests.bench.measurement import Options
from tests.bench.rounds import BOT, Feed

if TYPE_CHECKING:
    from telegram.ext import Application

_ME = f'{{"ok":true,"result":{{"id":{BOT},"is_bot":true,"first_name":"Bench","username":"bench_bot"}}}}'


def _offline() -> Any:
    """A request object that answers getMe and nothing else."""
    from telegram.request import BaseRequest

    class Offline(BaseRequest):
        @property
        def read_timeout(self) -> float:
            return 1.0

        async def initialize(self) -> None:
            """Nothing to open."""

        async def shutdown(self) -> None:
            """Nothing to close."""

        async def do_request(self, *_given: Any, **_named: Any) -> tuple[int, bytes]:
            return 200, _ME.encode()

    return Offline()


@asynccontextmanager
async def _applying(
    prepare: Callable[[Application[Any, Any, Any, Any, Any, Any]], None],
) -> AsyncIterator[Feed]:
    import orjson
    from telegram import Update
    from telegram.ext import Application

    builder = Application.builder().token(TOKEN).updater(None)
    application = builder.request(_offline()).get_updates_request(_offline()).build()
    prepare(application)

    async def feed(raws: Sequence[bytes]) -> None:
        for raw in raws:
            await application.process_update(Update.de_json(orjson.loads(raw), application.bot))

    async with application:
        yield feed


def _one(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    from telegram import Update
    from telegram.ext import TypeHandler

    application.add_handler(TypeHandler(Update, nothing))


@asynccontextmanager
async def one_handler(_options: Options) -> AsyncIterator[Feed]:
    """One empty handler for everything."""
    async with _applying(_one) as feed:
        yield feed


def _thirty(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """The same as on aiogram's side."""
    from telegram import Update
    from telegram.ext import (
        ChatMemberHandler,
        CommandHandler,
        MessageHandler,
        MessageReactionHandler,
        TypeHandler,
        filters,
    )

    for name in COMMANDS:
        application.add_handler(CommandHandler(name, nothing))
    for word in WORDS:
        application.add_handler(MessageHandler(filters.Regex(word), nothing))
    application.add_handler(MessageHandler(filters.Regex(r"^(?:order|订单)\s*\d{6,}"), nothing))
    application.add_handler(MessageHandler(filters.PHOTO, nothing))
    application.add_handler(MessageHandler(filters.Document.ALL, nothing))
    application.add_handler(ChatMemberHandler(nothing, ChatMemberHandler.ANY_CHAT_MEMBER))
    application.add_handler(MessageReactionHandler(nothing))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, nothing))
    application.add_handler(MessageHandler(filters.ALL, nothing))
    application.add_handler(TypeHandler(Update, nothing))


@asynccontextmanager
async def thirty_handlers(_options: Options) -> AsyncIterator[Feed]:
    """Thirty ordinary handlers that do nothing."""
    async with _applying(_thirty) as feed:
        yield feed
