"""Telegram through python-telegram-bot: its HTTP client, but neither its models nor its updater."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import httpx
from telegram.error import NetworkError
from telegram.request import HTTPXRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.gateways.answers import in_doubt, never_left, reply_of
from bot.telegram.calls import GatewayError, Reply

_TIMEOUT = 30.0  # seconds for a call
_SLACK = 10.0  # seconds a poll may take longer than asked
_POOL = 32


class PtbGateway:
    """The gateway for those who run python-telegram-bot."""

    name = "ptb"

    def __init__(self, token: str, base_url: str) -> None:
        """`base_url` is the Bot API server's, such as https://api.telegram.org."""
        self._base = f"{base_url.rstrip('/')}/bot{token}"
        self._secret = token
        self._calls = HTTPXRequest(connection_pool_size=_POOL, read_timeout=_TIMEOUT)
        self._polls = HTTPXRequest(connection_pool_size=1)
        self._ready = False

    async def call(self, method: str, params: Mapping[str, Any]) -> Reply:
        """Make one call; network trouble becomes a reply too."""
        return await self._request(self._calls, method, params, _TIMEOUT)

    async def updates(self, offset: int, timeout: int, kinds: Sequence[str]) -> list[Any]:
        """The next raw updates.

        Raises:
            GatewayError: the poll failed.
        """
        params = {"offset": offset, "timeout": timeout, "limit": 100, "allowed_updates": list(kinds)}
        reply = await self._request(self._polls, "getUpdates", params, timeout + _SLACK)
        if not reply.ok:
            raise GatewayError(reply)
        found: list[Any] = reply.result
        return found

    async def _request(
        self, client: HTTPXRequest, method: str, params: Mapping[str, Any], timeout: float
    ) -> Reply:
        if not self._ready:
            await self._calls.initialize()
            await self._polls.initialize()
            self._ready = True
        given = {k: v for k, v in params.items() if v is not None}
        data = RequestData([RequestParameter.from_input(k, v) for k, v in given.items()])
        try:
            status, body = await client.do_request(
                f"{self._base}/{method}", "POST", data if given else None, read_timeout=timeout
            )
        except NetworkError as error:
            reason = str(error).replace(self._secret, "<token>")
            refused = isinstance(
                error.__cause__, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout
            )
            return never_left(reason) if refused else in_doubt(reason)
        return reply_of(status, body)

    async def close(self) -> None:
        """Close the connections."""
        if self._ready:
            await self._calls.shutdown()
            await self._polls.shutdown()
