"""Reading whichever file is given."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bot.trial.history import desktop, jsonl
from bot.trial.history.past import Past, Unreadable


def read_history(path: Path, limit: int = 0) -> Iterator[Past | Unreadable]:
    """The first `limit` entries of a file (0: all), told apart by its name.

    Raises:
        ValueError: the file is of neither kind, or broken as a whole.
        OSError: it cannot be read.
    """
    if path.name.endswith((".jsonl", ".jsonl.gz")):
        events = jsonl.read(path)
    elif path.suffix == ".json":
        events = desktop.read(path)
    else:
        raise ValueError(f"{path.name}: give a .jsonl or .jsonl.gz file, or Telegram Desktop's result.json")
    return islice(events, limit or None)
