"""Reading a table of messages: CSV or TSV with a heading."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from bot.trial.history.past import KINDS, Past, Unreadable

_NEEDED = ("ts", "user", "text")
_KNOWN = {"ts", "kind", "chat", "user", "msg", "reply_to", "text", "media", "name", "file", "via"}


def read(path: Path) -> Iterator[Past | Unreadable]:
    """The rows of a file with the columns ts (unix seconds or ISO 8601), user and text, and any others that
    events have.

    Raises:
        ValueError: a column is missing.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t" if path.suffix == ".tsv" else ",")
        missing = [c for c in _NEEDED if c not in (rows.fieldnames or ())]
        if missing:
            raise ValueError(f"{path.name} lacks the column {missing[0]}: ts, user and text are needed")
        for number, row in enumerate(rows, 2):
            try:
                yield _past(row, number)
            except (ValueError, msgspec.ValidationError) as error:
                yield Unreadable(f"{path.name}:{number}", str(error))


def _past(row: dict[str, Any], number: int) -> Past:
    given = {name: value for name, value in row.items() if name in _KNOWN and value}
    given = {"kind": "message", "chat": "chat", "msg": number, **given, "ts": _seconds(row["ts"])}
    event = msgspec.convert(given, Past, strict=False)
    if event.kind not in KINDS:
        raise ValueError(f"'{event.kind}' is none of {', '.join(KINDS)}")
    return event


def _seconds(text: str | None) -> float:
    try:
        return float(text or "")
    except ValueError:
        moment = datetime.fromisoformat(text or "")
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
