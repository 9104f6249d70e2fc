"""Read labelled texts from files: CSV, TSV, or one text a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from rules.config.files import opened
from rules.config.problems import Several
from rules.config.table_reader import Cells, LeftOut, Row, lines_in, table, too_long
from rules.engine.normalize import digest
from rules.sentences import say

_SPAM = {"spam", "1", "true", "yes", "y", "ad", "ads", "scam", "垃圾", "广告"}
_HAM = {"ham", "0", "false", "no", "n", "ok", "normal", "not spam", "非垃圾", "正常"}
_USUAL = (
    ("text", "message", "body", "content", "sms", "v2"),
    ("label", "class", "category", "spam", "v1"),
)
_LARGEST = 256 << 20  # bytes


class Labelled(Struct, frozen=True):
    """A text and whether it is spam."""

    text: str
    spam: bool


def read(path: Path, text: str = "", label: str = "", left_out: LeftOut | None = None) -> list[Labelled]:
    """The labelled texts of a table, with a head line or without; rows that cannot be used are left out.

    Args:
        path: the file.
        text, label: the columns, by name or by number from 1; found by themselves when empty.
        left_out: takes the rows that cannot be used.

    Raises:
        ValueError: a column cannot be found, or no row can be used; the sentence says where.
        OSError: the file cannot be read.
    """
    left_out = LeftOut(path.name) if left_out is None else left_out
    with opened(path, _LARGEST) as file:
        columns = _Columns(path.name, text, label)
        found = table(lines_in(file, path.name), path.name, head=columns.names, begins=columns.begins)
        rows: list[Row] = []
        for row in found.rows:
            if isinstance(row, Row):
                rows.append(row)
            else:
                left_out.add(row.line, row.reason)
    at_text, at_label = columns.places(rows)
    texts = [one for row in rows if (one := _labelled(row, at_text, at_label, left_out)) is not None]
    if left_out and not texts:
        raise Several(left_out.told())
    return texts


def lines(path: Path, *, spam: bool, left_out: LeftOut | None = None) -> list[Labelled]:
    """One text a line, all of one kind.

    Raises:
        ValueError: it is no plain file of text, or too large.
        OSError: the file cannot be read.
    """
    found = []
    with opened(path, _LARGEST) as file:
        for number, line in lines_in(file, path.name):
            if line is None and left_out is not None:
                left_out.add(number, too_long())
            elif line is not None and line.strip():
                found.append(Labelled(line.strip(), spam))
    return found


def distinct(found: Iterable[Labelled]) -> list[Labelled]:
    """Each text once, the first time it comes; empty ones left out."""
    seen: dict[int, Labelled] = {}
    for one in found:
        key = digest(one.text)
        if key:
            seen.setdefault(key, one)
    return list(seen.values())


class _Columns:
    """Which columns hold texts and labels, told by names, by numbers, or by what stands in them."""

    def __init__(self, file: str, text: str, label: str) -> None:
        self._file, self._wanted = file, (text.strip(), label.strip())
        self._found: list[int | None] = [None, None]
        self._label = ""  # the name of a column that has been found

    def names(self, first: Sequence[str]) -> list[str] | None:
        """Names for the columns when the first line is a row already; None when it names them."""
        head = [c.strip().lower() for c in first]
        self._found = [self._column(head, *about) for about in zip(self._wanted, _USUAL, strict=True)]
        by_name = [
            at is not None and not wanted.isdigit()
            for at, wanted in zip(self._found, self._wanted, strict=True)
        ]
        if not by_name[0] and _is_label(head) and not self._wanted[1].isdigit():
            self._found[1], by_name[1] = None, False  # the first line is a text with its label already
        numbered = [str(number) for number in range(len(head))]
        at = self._found[1]
        self._label = "" if at is None else numbered[at] if not any(by_name) else head[at]
        if any(by_name):
            self._order = head
            return None
        self._order = numbered
        return numbered

    def begins(self, cells: Cells) -> bool:
        """Whether a line is a row of its own: it has a label."""
        if self._label:
            return _is_label([cells.get(self._label, "").strip().lower()])
        return _is_label([c.strip().lower() for c in cells.values()])

    def places(self, rows: Sequence[Row]) -> tuple[str, str]:
        """The names of both columns.

        Raises:
            ValueError: what stands in the rows does not tell, either.
        """
        text, label = self._found
        if text is None or label is None:
            text, label = self._guessed([[*row.cells.values()] for row in rows[:50]], text, label)
        return self._order[text], self._order[label]

    def _column(self, head: list[str], wanted: str, usual: tuple[str, ...]) -> int | None:
        if wanted.isdigit():
            number = int(wanted)
            if not 1 <= number <= len(head):
                raise ValueError(say("spam-column", who=self._file, count=len(head), number=number))
            return number - 1
        found = [head.index(name) for name in ((wanted.lower(),) if wanted else usual) if name in head]
        if wanted and not found and not _is_label(head):
            told = ", ".join(head)[:200]
            raise ValueError(say("spam-no-column", who=self._file, name=wanted, names=told))
        return found[0] if found else None

    def _guessed(self, sample: list[list[str]], text: int | None, label: int | None) -> tuple[int, int]:
        """The label is the column that holds labels, the text is the longest other one."""
        width = min((len(row) for row in sample), default=0)
        if label is None:
            sure = [n for n in range(width) if all(_is_label([r[n].strip().lower()]) for r in sample)]
            if not sure:
                raise ValueError(say("spam-no-labels", who=self._file))
            label = sure[0]
        others = [n for n in range(width) if n != label]
        if text is None:
            if not others:
                raise ValueError(say("spam-no-texts", who=self._file))
            text = max(others, key=lambda n: sum(len(r[n]) for r in sample))
        return text, label


def _is_label(fields: Sequence[str]) -> bool:
    return any(f in _SPAM | _HAM for f in fields)


def _labelled(row: Row, text: str, label: str, left_out: LeftOut) -> Labelled | None:
    said = row.cells[label].strip().lower()
    if said not in _SPAM and said not in _HAM:
        left_out.add(row.line, say("spam-no-label", value=said[:40]))
        return None
    return Labelled(row.cells[text], said in _SPAM)
