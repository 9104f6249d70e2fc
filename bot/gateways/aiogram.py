"""Telegram through aiogram: its HTTP session, but neither its models nor its dispatcher.

aiogram validates a batch of updates as one, so that a single odd update would make the bot deaf;
here every answer stays JSON until `decode` looks at each update alone.
"""

from __future__ import annotations

from functools import cache
from typing import Any, cast

import aiohttp
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods.base import Response, TelegramMethod

from bot.gateways.base import CONNECT, TIMEOUT, Body, HttpGateway, Unanswered, Unsent

# Kept: pydantic forgets such a class, which takes a while to make, when nobody holds it.
_Handed = Response[Any]
_NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


class _RawSession(AiohttpSession):
    """aiogram's session, handing answers through as (status, body)."""

    def check_response(
        self, bot: Bot, method: TelegramMethod[Any], status_code: int, content: str
    ) -> Response[Any]:
        """No models, no exceptions: the gateway's `Reply` says what happened."""
        return _Handed(ok=True, result=(status_code, content))


@cache
def _method(name: str) -> type[TelegramMethod[Any]]:
    """A method class for any name, with fields as they come."""
    body = {"__module__": __name__, "__returning__": Any, "__api_method__": name}
    made: type[TelegramMethod[Any]] = type(f"Raw_{name}", (TelegramMethod[Any],), body)
    return made


class AiogramGateway(HttpGateway):
    """The default gateway."""

    name = "aiogram"

    def __init__(self, token: str, base_url: str, *, timeout: float = TIMEOUT) -> None:
        """`base_url` is the Bot API server's, such as https://api.telegram.org; `timeout` is a call's."""
        super().__init__(token, timeout)
        self._session = _RawSession(api=TelegramAPIServer.from_base(base_url), limit=100)
        self._bot = Bot(token, session=self._session) if self.well_formed else None

    async def _post(self, method: str, params: dict[str, Any], timeout: float) -> tuple[int, Body]:
        assert self._bot is not None
        # aiogram declares whole seconds and hands on to aiohttp whatever it is given.
        limits = cast(int, aiohttp.ClientTimeout(total=timeout, sock_connect=CONNECT))
        try:
            answer: tuple[int, str] = await self._session.make_request(
                self._bot, _method(method)(**params), timeout=limits
            )
        except TelegramNetworkError as error:
            cause = error.__cause__
            raise (Unsent if isinstance(cause, _NOT_SENT) else Unanswered) from cause
        return answer

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()
