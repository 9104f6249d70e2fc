"""Telegram through aiogram: its HTTP session, but neither its models nor its dispatcher.

aiogram validates a batch of updates as one, so that a single odd update would make the bot deaf;
here every answer stays JSON until `decode` looks at each update alone. Parameters leave as JSON too:
a form, which only files need, costs several times as much.
"""

from __future__ import annotations

from typing import Any

import aiohttp
import msgspec
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.platforms.telegram.gateways.base import (
    CONNECT,
    PIECE,
    TIMEOUT,
    Body,
    HttpGateway,
    Unanswered,
    Unsent,
)

_NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
_JSON = {"Content-Type": "application/json"}


class AiogramGateway(HttpGateway):
    """The default gateway."""

    name = "aiogram"

    def __init__(self, token: str, base_url: str, *, timeout: float = TIMEOUT) -> None:
        """`base_url` is the Bot API server's, such as https://api.telegram.org; `timeout` is a call's."""
        super().__init__(token, timeout)
        self._session = AiohttpSession(api=TelegramAPIServer.from_base(base_url), limit=100)

    async def _post(self, method: str, params: dict[str, Any], timeout: float) -> tuple[int, Body]:
        session = await self._session.create_session()
        url = self._session.api.api_url(token=self._token, method=method)
        limits = aiohttp.ClientTimeout(total=timeout, sock_connect=CONNECT)
        body = msgspec.json.encode(params)
        try:
            async with session.post(url, data=body, headers=_JSON, timeout=limits) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise (Unsent if isinstance(error, _NOT_SENT) else Unanswered) from error

    async def _get(self, path: str, most: int) -> tuple[int, bytes]:
        session = await self._session.create_session()
        url = self._session.api.file_url(token=self._token, path=path)
        limits = aiohttp.ClientTimeout(total=self._timeout, sock_connect=CONNECT)
        body = bytearray()
        try:
            async with session.get(url, timeout=limits, allow_redirects=False) as answer:
                async for piece in answer.content.iter_chunked(PIECE):
                    body += piece
                    if len(body) > most:
                        break
                return answer.status, bytes(body)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise (Unsent if isinstance(error, _NOT_SENT) else Unanswered) from error

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()
