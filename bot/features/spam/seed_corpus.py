"""Learn the first model from texts written for this project: what advertisers write into groups of learners,
and what learners write there, in both languages. `python -m
bot.features.spam.training_data --shipped` does so again.
"""

from __future__ import annotations

from pathlib import Path

from bot.features.spam.label_files import Labelled, lines
from bot.features.spam.model import SpamModel

_FOLDER = Path(__file__).with_name("seeds")
SHIPPED = _FOLDER / "model.npz"


def seed() -> list[Labelled]:
    """All of it: one text a line, a file for each language and kind."""
    found: list[Labelled] = []
    for kind in ("spam", "ham"):
        for path in sorted(_FOLDER.glob(f"{kind}_*.txt")):
            found += lines(path, spam=kind == "spam")
    return found


def shipped() -> SpamModel:
    """The model that was learned from it, so that nobody has to wait for one at the first start."""
    return SpamModel.from_bytes(SHIPPED.read_bytes())
