"""What many tests need: an open database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from hypothesis import HealthCheck, settings

from storage.migrate import upgrade
from storage.store import Store

# The same examples on every machine, however slow it is; `--hypothesis-profile=default` explores.
settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


@pytest_asyncio.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A new database of the newest shape, in a file."""
    opened = Store(f"sqlite+aiosqlite:///{tmp_path / 'test.db'}", synchronous="OFF")
    await upgrade(opened)
    yield opened
    await opened.close()
