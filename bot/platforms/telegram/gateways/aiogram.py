"""Telegram through aiogram's HTTP session, for those who run aiogram, but without its models and dispatcher.

aiogram builds the validators of its hundreds of models when it is imported: three seconds and 100 MB that no
gateway has any use for. It validates a batch of updates as one, so that a single odd update would make the
bot deaf; here every answer stays JSON.
"""

from __future__ import annotations

import aiohttp
from aiogram.client.session.aiohttp import AiohttpSession

from bot.platforms.telegram.gateways.aiohttp import MOST_CONNECTIONS, AiohttpGateway
from bot.platforms.telegram.gateways.base import TIMEOUT


class AiogramGateway(AiohttpGateway):
    """The gateway for those who run aiogram."""

    name = "aiogram"

    def __init__(self, token: str, base_url: str, *, timeout: float = TIMEOUT) -> None:
        """As for `AiohttpGateway`."""
        super().__init__(token, base_url, timeout=timeout)
        self._aiogram = AiohttpSession(limit=MOST_CONNECTIONS)

    async def _opened(self) -> aiohttp.ClientSession:
        return await self._aiogram.create_session()

    async def close(self) -> None:
        """Close the connections."""
        await self._aiogram.close()
