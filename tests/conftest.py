"""What many tests need: an open database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from storage.migrate import upgrade
from storage.store import Store

# The same examples on every machine, however slow it is; `--hypothesis-profile=default` explores.
settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new database of the newest shape, in a file."""
    opened = Store(f"sqlite:///{tmp_path / 'test.db'}", synchronous="OFF")
    upgrade(opened)
    yield opened
    opened.close()
