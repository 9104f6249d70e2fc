"""A local Telegram and a community in it, for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.servers import Playground, community, playground


@pytest_asyncio.fixture
async def pg() -> AsyncIterator[Playground]:
    """A local Telegram without sending limits, with the community of `tests.servers`."""
    async with playground(flood=False) as running:
        await community(running)
        yield running
