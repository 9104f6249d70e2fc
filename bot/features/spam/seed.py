"""The set to begin with, written for this project: what advertisers write into groups of learners, and what
learners write there, in Chinese and English. `python -m bot.features.spam.seed` learns from it again."""

from __future__ import annotations

from pathlib import Path

from bot.features.spam.model import SpamModel
from bot.features.spam.reading import Labelled, lines

_FOLDER = Path(__file__).with_name("seeds")


def seed() -> list[Labelled]:
    """All of it: one text a line, a file for each language and kind."""
    found: list[Labelled] = []
    for kind in ("spam", "ham"):
        for path in sorted(_FOLDER.glob(f"{kind}_*.txt")):
            found += lines(path, spam=kind == "spam")
    return found


def shipped() -> SpamModel:
    """The model that was learned from it, so that nobody has to wait for one at the first start."""
    return SpamModel.from_bytes((_FOLDER / "model.npz").read_bytes())


if __name__ == "__main__":
    from bot.features.spam.lesson import Lesson, study

    (_FOLDER / "model.npz").write_bytes(study(Lesson()).body)
