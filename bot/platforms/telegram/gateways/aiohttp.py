"""Telegram through aiohttp, the HTTP client of aiogram: parameters leave as JSON, answers stay JSON.

`decode` looks at each update alone, so a single odd one makes nobody deaf. Parameters leave as JSON too: a
form, which only files need, costs several times as much.
"""

from __future__ import annotations

import ssl
from functools import cache
from typing import Any

import aiohttp
import certifi
import msgspec

from bot.platforms.telegram.gateways.base import (
    CONNECT,
    PIECE,
    TIMEOUT,
    Body,
    HttpGateway,
    Unanswered,
    Unsent,
    upload_in,
)

MOST_CONNECTIONS = 100
_NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
_JSON = {"Content-Type": "application/json"}
_NAMES_KEPT = 3600  # seconds that the address of a host is remembered


@cache
def _trusted() -> ssl.SSLContext:
    """Read the certificates that are trusted, once: that takes 30 ms."""
    return ssl.create_default_context(cafile=certifi.where())


def _form(params: dict[str, Any]) -> aiohttp.FormData | None:
    """The parameters as a form; None when no file is among them."""
    files = {name: found for name, value in params.items() if (found := upload_in(value)) is not None}
    if not files:
        return None
    form = aiohttp.FormData()
    for name, value in params.items():
        if name in files:
            form.add_field(name, files[name][1], filename=files[name][0])
        else:
            form.add_field(name, value if isinstance(value, str) else msgspec.json.encode(value).decode())
    return form


class AiohttpGateway(HttpGateway):
    """The default gateway."""

    name = "aiohttp"

    def __init__(self, token: str, base_url: str, *, timeout: float = TIMEOUT) -> None:
        """`base_url` is the Bot API server's, such as https://api.telegram.org; `timeout` is a call's."""
        super().__init__(token, timeout)
        self._base = f"{base_url.rstrip('/')}/bot{token}"
        self._files = f"{base_url.rstrip('/')}/file/bot{token}"
        self._session: aiohttp.ClientSession | None = None

    async def _opened(self) -> aiohttp.ClientSession:
        """The session, opened with the first call: it belongs to the loop that runs then."""
        if self._session is None:
            connector = aiohttp.TCPConnector(
                limit=MOST_CONNECTIONS, ssl=_trusted(), ttl_dns_cache=_NAMES_KEPT
            )
            self._session = aiohttp.ClientSession(connector=connector)
        return self._session

    async def _post(self, method: str, params: dict[str, Any], timeout: float) -> tuple[int, Body]:
        session = await self._opened()
        limits = aiohttp.ClientTimeout(total=timeout, sock_connect=CONNECT)
        form = _form(params)
        data, headers = (form, None) if form is not None else (msgspec.json.encode(params), _JSON)
        try:
            async with session.post(
                f"{self._base}/{method}", data=data, headers=headers, timeout=limits
            ) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise (Unsent if isinstance(error, _NOT_SENT) else Unanswered) from error

    async def _get(self, path: str, most: int) -> tuple[int, bytes]:
        session = await self._opened()
        limits = aiohttp.ClientTimeout(total=self._timeout, sock_connect=CONNECT)
        body = bytearray()
        try:
            async with session.get(f"{self._files}/{path}", timeout=limits, allow_redirects=False) as answer:
                async for piece in answer.content.iter_chunked(PIECE):
                    body += piece
                    if len(body) > most:
                        break
                return answer.status, bytes(body)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise (Unsent if isinstance(error, _NOT_SENT) else Unanswered) from error

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
