"""Reading whichever file is given."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bot.simulation.history import desktop, jsonl, table
from bot.simulation.history.past import LARGEST, Past, Unreadable
from rules.config.files import opened
from rules.sentences import say


def read_history(path: Path, limit: int = 0) -> Iterator[Past | Unreadable]:
    """The first `limit` entries of a file (0: all), told apart by its name.

    Raises:
        ValueError: the file is of no known kind, or broken as a whole.
        OSError: it cannot be read.
    """
    if path.name.endswith((".jsonl", ".jsonl.gz")):
        events = jsonl.read(path)
    elif path.suffix == ".json":
        events = desktop.read(path)
    elif path.suffix in (".csv", ".tsv"):
        events = table.read(path)
    else:
        raise ValueError(say("history-kinds", who=path.name))
    return islice(events, limit or None)


def count_entries(path: Path) -> int:
    """About how many entries a file has, to show how far reading is.

    Raises:
        ValueError: it is no plain file, or too large.
        OSError: it cannot be read.
    """
    mark = b'"date":' if path.suffix == ".json" else b"\n"
    found = 0
    with opened(path, LARGEST, packed=path.suffix == ".gz") as file:
        while piece := file.read(1 << 20):
            found += piece.count(mark)
    return found
