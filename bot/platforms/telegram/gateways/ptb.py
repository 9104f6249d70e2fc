"""Telegram through python-telegram-bot: its HTTP client, but neither its models nor its updater."""

from __future__ import annotations

from typing import Any

import httpx
from telegram import InputFile
from telegram.error import NetworkError
from telegram.request import HTTPXRequest, RequestData

# The public `Bot` raises for every refusal and drops half of its text; `RequestData` takes only these.
from telegram.request._requestparameter import RequestParameter

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

_POOL = 32
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


def _parameter(name: str, value: Any) -> RequestParameter:
    found = upload_in(value)
    file = InputFile(found[1], filename=found[0]) if found is not None else None
    return RequestParameter.from_input(name, value if file is None else file)


class PtbGateway(HttpGateway):
    """The gateway for those who run python-telegram-bot."""

    name = "ptb"

    def __init__(self, token: str, base_url: str, *, timeout: float = TIMEOUT) -> None:
        """`base_url` is the Bot API server's, such as https://api.telegram.org; `timeout` is a call's."""
        super().__init__(token, timeout)
        self._base = f"{base_url.rstrip('/')}/bot{token}"
        self._files = f"{base_url.rstrip('/')}/file/bot{token}"
        self._calls = HTTPXRequest(
            _POOL, connect_timeout=CONNECT, write_timeout=timeout, pool_timeout=CONNECT
        )
        self._polls = HTTPXRequest(connection_pool_size=1, connect_timeout=CONNECT)
        self._ready = False

    async def _post(self, method: str, params: dict[str, Any], timeout: float) -> tuple[int, Body]:
        if not self._ready:
            self._ready = True
            await self._calls.initialize()
            await self._polls.initialize()
        client = self._polls if method == "getUpdates" else self._calls
        data = RequestData([_parameter(name, value) for name, value in params.items()])
        try:
            return await client.do_request(
                f"{self._base}/{method}", "POST", data if params else None, read_timeout=timeout
            )
        except NetworkError as error:
            cause = error.__cause__
            raise (Unsent if isinstance(cause, _NOT_SENT) else Unanswered) from cause

    async def _get(self, path: str, most: int) -> tuple[int, bytes]:
        # The library's own way to files reads them whole, however large.
        limits = httpx.Timeout(self._timeout, connect=CONNECT)
        body = bytearray()
        try:
            async with (
                httpx.AsyncClient(timeout=limits) as client,
                client.stream("GET", f"{self._files}/{path}") as answer,
            ):
                async for piece in answer.aiter_bytes(PIECE):
                    body += piece
                    if len(body) > most:
                        break
                return answer.status_code, bytes(body)
        except httpx.HTTPError as error:
            raise (Unsent if isinstance(error, _NOT_SENT) else Unanswered) from error

    async def close(self) -> None:
        """Close the connections."""
        if self._ready:
            await self._calls.shutdown()
            await self._polls.shutdown()
