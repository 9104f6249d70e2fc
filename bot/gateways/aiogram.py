"""Telegram through aiogram: its HTTP session, but neither its models nor its dispatcher.

aiogram validates a batch of updates as one, so that a single odd update would make the bot deaf;
here every answer stays JSON until `decode` looks at each update alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import aiohttp
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods.base import Response, TelegramMethod

from bot.gateways.answers import in_doubt, never_left, reply_of
from bot.telegram.calls import GatewayError, Reply

_TIMEOUT = 30.0  # seconds for a call
_SLACK = 10.0  # seconds a poll may take longer than asked


class _RawSession(AiohttpSession):
    """aiogram's session, handing answers through as (status, body)."""

    def check_response(
        self, bot: Bot, method: TelegramMethod[Any], status_code: int, content: str
    ) -> Response[Any]:
        """No models, no exceptions: the gateway's `Reply` says what happened."""
        return Response[Any](ok=True, result=(status_code, content))


@cache
def _method(name: str) -> type[TelegramMethod[Any]]:
    """A method class for any name, with fields as they come."""
    body = {"__module__": __name__, "__returning__": Any, "__api_method__": name}
    made: type[TelegramMethod[Any]] = type(f"Raw_{name}", (TelegramMethod[Any],), body)
    return made


class AiogramGateway:
    """The default gateway."""

    name = "aiogram"

    def __init__(self, token: str, base_url: str) -> None:
        """`base_url` is the Bot API server's, such as https://api.telegram.org."""
        server = TelegramAPIServer.from_base(base_url)
        self._session = _RawSession(api=server, timeout=_TIMEOUT, limit=100)
        self._bot = Bot(token, session=self._session)
        self._secret = token

    async def call(self, method: str, params: Mapping[str, Any]) -> Reply:
        """Make one call; network trouble becomes a reply too."""
        return await self._request(method, params, _TIMEOUT)

    async def updates(self, offset: int, timeout: int, kinds: Sequence[str]) -> list[Any]:
        """The next raw updates.

        Raises:
            GatewayError: the poll failed.
        """
        params = {"offset": offset, "timeout": timeout, "limit": 100, "allowed_updates": list(kinds)}
        reply = await self._request("getUpdates", params, timeout + _SLACK)
        if not reply.ok:
            raise GatewayError(reply)
        found: list[Any] = reply.result
        return found

    async def _request(self, method: str, params: Mapping[str, Any], timeout: float) -> Reply:
        given = {k: v for k, v in params.items() if v is not None}
        try:
            request = _method(method)(**given)
            # aiogram takes whole seconds and hands them on to aiohttp.
            status, body = await self._session.make_request(self._bot, request, timeout=int(timeout))
        except TelegramNetworkError as error:
            reason = str(error).replace(self._secret, "<token>")
            refused = isinstance(error.__cause__, aiohttp.ClientConnectorError)
            return never_left(reason) if refused else in_doubt(reason)
        except (OSError, asyncio.IncompleteReadError) as error:
            return in_doubt(type(error).__name__)
        return reply_of(status, body)

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()
