"""A local Telegram, and each gateway talking to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from importlib import import_module

import pytest
import pytest_asyncio

from bot.platforms.telegram.calls import Gateway
from bot.platforms.telegram.gateways import open_gateway
from tests.servers import Playground, community, playground


@pytest.fixture(autouse=True, scope="session")
def _libraries() -> None:
    """Load the libraries before a server waits for them: that takes seconds."""
    for name in ("aiogram", "ptb"):
        import_module(f"bot.platforms.telegram.gateways.{name}")


@pytest_asyncio.fixture
async def pg() -> AsyncIterator[Playground]:
    """A local Telegram without sending limits, with the community of `tests.servers`."""
    async with playground(flood=False) as running:
        await community(running)
        yield running


@pytest_asyncio.fixture(params=["aiohttp", "aiogram", "ptb"])
async def gateway(request: pytest.FixtureRequest, pg: Playground) -> AsyncIterator[Gateway]:
    """The bot's gateway."""
    opened = open_gateway(request.param, pg.token, pg.url)
    yield opened
    await opened.close()
