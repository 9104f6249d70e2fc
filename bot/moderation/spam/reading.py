"""Labelled texts from files: CSV, TSV, or one text a line."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from rules.engine.normalize import digest

_SPAM = {"spam", "1", "true", "yes", "y", "ad", "ads", "scam", "垃圾", "广告"}
_HAM = {"ham", "0", "false", "no", "n", "ok", "normal", "not spam", "非垃圾", "正常"}
_TEXTS, _LABELS = (
    ("text", "message", "body", "content", "sms", "v2"),
    ("label", "class", "category", "spam", "v1"),
)
_LONGEST_FIELD = 1 << 20  # characters


class Labelled(Struct, frozen=True):
    """A text and whether it is spam."""

    text: str
    spam: bool


def read(path: Path, text: str = "", label: str = "") -> list[Labelled]:
    """The labelled texts of a file: .tsv, .txt and .csv alike, with a head line or without.

    Args:
        path: the file, UTF-8.
        text, label: the columns, by name or by number from 1; found by themselves when empty.

    Raises:
        ValueError: a column or a label cannot be understood; the sentence says where.
        OSError: the file cannot be read.
    """
    rows = list(_rows(path))
    if not rows:
        raise ValueError(f"{path.name} is empty")
    head = [c.strip().lower() for c in rows[0][1]]
    at_text, at_label = _column(path, head, text, _TEXTS), _column(path, head, label, _LABELS)
    named = at_text is not None and not text.isdigit()
    if not named and _is_label(head) and not label.isdigit():
        at_label = None  # the first line is a text with its label already, not a name of columns
    named = named or (at_label is not None and not label.isdigit())
    if at_label is None or at_text is None:
        at_label, at_text = _guessed(path, rows, at_label, at_text)
    body = rows[1:] if named else rows
    return [_labelled(path, line, row, at_text, at_label) for line, row in body]


def lines(path: Path, *, spam: bool) -> list[Labelled]:
    """One text a line, all of one kind.

    Raises:
        OSError: the file cannot be read.
    """
    body = path.read_text(encoding="utf-8-sig", errors="replace")
    return [Labelled(line.strip(), spam) for line in body.splitlines() if line.strip()]


def distinct(found: Iterable[Labelled]) -> list[Labelled]:
    """Each text once, the first time it comes; empty ones left out."""
    seen: dict[int, Labelled] = {}
    for one in found:
        key = digest(one.text)
        if key:
            seen.setdefault(key, one)
    return list(seen.values())


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Line numbers and fields. Between tabs, quotes are nothing special."""
    csv.field_size_limit(min(sys.maxsize, _LONGEST_FIELD))
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        first = file.readline()
        file.seek(0)
        if "\t" in first and (path.suffix != ".csv" or "," not in first):
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, line.rstrip("\r\n").split("\t")
            return
        reader = csv.reader(file, delimiter=";" if first.count(";") > first.count(",") else ",")
        for row in reader:
            if row:
                yield reader.line_num, row


def _column(path: Path, head: list[str], wanted: str, usual: tuple[str, ...]) -> int | None:
    """Where a column is; None when the first line does not name it."""
    if wanted.isdigit():
        number = int(wanted)
        if not 1 <= number <= len(head):
            raise ValueError(f"{path.name} has {len(head)} columns, and none with the number {number}")
        return number - 1
    found = [head.index(name) for name in ((wanted.lower(),) if wanted else usual) if name in head]
    if wanted and not found and not _is_label(head):
        raise ValueError(f"{path.name} has no column '{wanted}'; its first line has: {', '.join(head)[:200]}")
    return found[0] if found else None


def _is_label(fields: list[str]) -> bool:
    return any(f in _SPAM | _HAM for f in fields)


def _guessed(
    path: Path, rows: list[tuple[int, list[str]]], label: int | None, text: int | None
) -> tuple[int, int]:
    """Without a head line: the label is the column that holds labels, the text is the longest other one."""
    sample = [row for _, row in rows[:50]]
    width = min(len(row) for row in sample)
    if label is None:
        sure = [
            n for n in range(width) if all(r[n].strip().lower() in _SPAM | _HAM for r in sample[1:] or sample)
        ]
        if not sure:
            raise ValueError(
                f"{path.name}: no column holds labels such as spam and ham, or 1 and 0; "
                "name the columns with --text and --label, or give --spam FILE and --ham FILE"
            )
        label = sure[0]
    others = [n for n in range(width) if n != label]
    if text is None:
        if not others:
            raise ValueError(f"{path.name} has no column beside the labels")
        text = max(others, key=lambda n: sum(len(r[n]) for r in sample))
    return label, text


def _labelled(path: Path, line: int, row: list[str], text: int, label: int) -> Labelled:
    if max(text, label) >= len(row):
        raise ValueError(f"{path.name}:{line}: {len(row)} columns are too few")
    said = row[label].strip().lower()
    if said not in _SPAM and said not in _HAM:
        raise ValueError(f"{path.name}:{line}: '{said[:40]}' is no label; write spam or ham, or 1 or 0")
    return Labelled(row[text], said in _SPAM)
