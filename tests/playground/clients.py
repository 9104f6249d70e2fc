"""Unmodified aiogram and unmodified python-telegram-bot behind the few names in which they differ."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, Protocol

import aiogram
import aiogram.types
import telegram
import telegram.error
import telegram.ext
from aiogram import exceptions as aiogram_errors
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.platforms.telegram.api_rules import ALLOWED_UPDATES

Context = telegram.ext.ContextTypes.DEFAULT_TYPE


class Client(Protocol):
    """One library's bot; `types` holds its models, which bear the names of the Bot API."""

    bot: Any
    types: Any
    flood: type[Exception]
    forbidden: type[Exception]
    bad_request: type[Exception]
    conflict: type[Exception]
    unauthorized: type[Exception]
    migrated: type[Exception]
    broken: type[Exception]
    server_error: type[Exception]

    def upload(self, content: bytes, name: str) -> Any:
        """A file to send."""

    async def download(self, path: str) -> bytes:
        """A file's bytes."""

    def migrated_to(self, error: Any) -> int:
        """The number an error names."""

    def seconds(self, error: Any) -> int:
        """How long a flood lasts."""

    def echoing(self) -> Any:
        """The library's own application in an `async with`: it answers texts, presses and joins."""


class AiogramClient:
    """aiogram's `Bot` and `Dispatcher`."""

    types = aiogram.types
    flood = aiogram_errors.TelegramRetryAfter
    forbidden = aiogram_errors.TelegramForbiddenError
    bad_request = aiogram_errors.TelegramBadRequest
    conflict = aiogram_errors.TelegramConflictError
    unauthorized = aiogram_errors.TelegramUnauthorizedError
    migrated = aiogram_errors.TelegramMigrateToChat
    broken = aiogram_errors.TelegramNetworkError
    server_error = aiogram_errors.TelegramServerError

    def __init__(self, token: str, url: str) -> None:
        self.bot = aiogram.Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))

    async def start(self) -> None:
        """aiogram needs no start."""

    async def close(self) -> None:
        """Close the connections."""
        await self.bot.session.close()

    def upload(self, content: bytes, name: str) -> Any:
        """A file to send."""
        return aiogram.types.BufferedInputFile(content, name)

    async def download(self, path: str) -> bytes:
        """A file's bytes."""
        found = await self.bot.download_file(path)
        assert found is not None
        return found.read()

    def migrated_to(self, error: aiogram_errors.TelegramMigrateToChat) -> int:
        """The number an error names."""
        return error.migrate_to_chat_id

    def seconds(self, error: aiogram_errors.TelegramRetryAfter) -> int:
        """How long a flood lasts."""
        return error.retry_after

    @asynccontextmanager
    async def echoing(self) -> AsyncIterator[None]:
        """A polling dispatcher."""
        dispatcher = aiogram.Dispatcher()

        @dispatcher.message(aiogram.F.text)
        async def on_text(message: aiogram.types.Message) -> None:
            await message.reply(f"echo {message.text}")

        @dispatcher.callback_query()
        async def on_press(query: aiogram.types.CallbackQuery) -> None:
            await query.answer(f"pressed {query.data}")

        @dispatcher.chat_member()
        async def on_change(change: aiogram.types.ChatMemberUpdated) -> None:
            await change.answer(f"now {change.new_chat_member.status}")

        polling = asyncio.create_task(
            dispatcher.start_polling(self.bot, handle_signals=False, close_bot_session=False)
        )
        try:
            yield
        finally:
            await dispatcher.stop_polling()
            await polling


class PtbClient:
    """python-telegram-bot's `Bot` and `Application`."""

    types = telegram
    flood = telegram.error.RetryAfter
    forbidden = telegram.error.Forbidden
    bad_request = telegram.error.BadRequest
    conflict = telegram.error.Conflict
    unauthorized = telegram.error.InvalidToken
    migrated = telegram.error.ChatMigrated
    broken = telegram.error.NetworkError
    server_error = telegram.error.NetworkError

    def __init__(self, token: str, url: str) -> None:
        self.token, self.url = token, url
        self.bot = telegram.Bot(token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot")

    async def start(self) -> None:
        """Open the connections."""
        await self.bot.initialize()

    async def close(self) -> None:
        """Close the connections."""
        await self.bot.shutdown()

    def upload(self, content: bytes, name: str) -> Any:
        """A file to send."""
        return telegram.InputFile(content, name)

    async def download(self, path: str) -> bytes:
        """A file's bytes."""
        return await self.bot.request.retrieve(f"{self.url}/file/bot{self.token}/{path}")

    def migrated_to(self, error: telegram.error.ChatMigrated) -> int:
        """The number an error names."""
        return error.new_chat_id

    def seconds(self, error: telegram.error.RetryAfter) -> int:
        """How long a flood lasts."""
        assert isinstance(error.retry_after, timedelta), "the library was told to use it"
        return int(error.retry_after.total_seconds())

    @asynccontextmanager
    async def echoing(self) -> AsyncIterator[None]:
        """A polling application."""

        async def on_text(update: telegram.Update, _context: Context) -> None:
            assert update.message
            await update.message.reply_text(f"echo {update.message.text}", do_quote=True)

        async def on_press(update: telegram.Update, _context: Context) -> None:
            assert update.callback_query
            await update.callback_query.answer(f"pressed {update.callback_query.data}")

        async def on_change(update: telegram.Update, _context: Context) -> None:
            change = update.chat_member
            assert change
            await change.chat.send_message(f"now {change.new_chat_member.status}")

        builder = telegram.ext.Application.builder().token(self.token)
        application = builder.base_url(f"{self.url}/bot").base_file_url(f"{self.url}/file/bot").build()
        application.add_handler(telegram.ext.MessageHandler(telegram.ext.filters.TEXT, on_text))
        application.add_handler(telegram.ext.CallbackQueryHandler(on_press))
        changes = telegram.ext.ChatMemberHandler(on_change, telegram.ext.ChatMemberHandler.CHAT_MEMBER)
        application.add_handler(changes)
        async with application:
            await application.start()
            assert application.updater
            await application.updater.start_polling(allowed_updates=ALLOWED_UPDATES)
            try:
                yield
            finally:
                await application.updater.stop()
                await application.stop()
