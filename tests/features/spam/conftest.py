"""A model that was trained on the shipped texts just now."""

from __future__ import annotations

import pytest

from bot.features.spam.training_data import Learned, Lesson, study


@pytest.fixture(scope="session")
def learned() -> Learned:
    """What the seed set teaches."""
    return study(Lesson())
