"""A community in an open database."""

from __future__ import annotations

import pytest

from storage.store import Store
from tests.features.courses.worlds import Town


@pytest.fixture
def town(store: Store) -> Town:
    """One group, three people, a catalogue of four courses and a hidden one."""
    return Town(store).build()
