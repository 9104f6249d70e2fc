"""Reading a table of messages: CSV or TSV with a heading."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from bot.simulation.history.past import KINDS, LARGEST, Past, Unreadable, mistaken, no_kind, sound
from rules.config.datetimes import seconds_of
from rules.config.files import opened
from rules.config.table_reader import Broken, Cells, lines_in, table
from rules.sentences import say

_NEEDED = ("ts", "user", "text")
_KNOWN = {"kind", "chat", "user", "msg", "reply_to", "text", "media", "name", "file", "via"}


def read(path: Path) -> Iterator[Past | Unreadable]:
    """The rows of a file with the columns ts (a date, or unix seconds), user and text, and any others that
    events have.

    Raises:
        ValueError: a column is missing, or it is no plain file of text.
        OSError: it cannot be read.
    """
    with opened(path, LARGEST) as file:
        found = table(lines_in(file, path.name), path.name, begins=_begins)
        missing = [c for c in _NEEDED if c not in found.head]
        if missing:
            raise ValueError(say("table-lacks", who=path.name, name=missing[0], needed=_NEEDED))
        for row in found.rows:
            where = f"{path.name}:{row.line}"
            if isinstance(row, Broken):
                yield Unreadable(where, row.reason)
                continue
            try:
                yield _past(row.cells, row.line)
            except ValueError as error:
                yield Unreadable(where, mistaken(error))


def _begins(cells: Cells) -> bool:
    """Whether a line is a row of its own: it begins with a time."""
    try:
        seconds_of(cells["ts"])
    except ValueError:
        return False
    return True


def _past(cells: Cells, number: int) -> Past:
    given = {name: value for name, value in cells.items() if name in _KNOWN and value.strip()}
    numbers = {"kind": "message", "chat": "chat", "msg": number, **given, "ts": seconds_of(cells["ts"])}
    event = msgspec.convert(numbers, Past, strict=False)
    if event.kind not in KINDS:
        raise ValueError(no_kind(event.kind))
    return sound(event)
