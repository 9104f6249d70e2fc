"""Read tables as people have them: detect separators and quotes, and name what cannot be used.

Rows are read line by line, so that a quote nobody closes costs its own row and not all that follow.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import BinaryIO, NamedTuple, TypeAlias

from rules.config.encodings import decoded, encoding_of
from rules.config.files import lines_of
from rules.sentences import Said, said, say

LONGEST = 1 << 20  # characters of a row
_MOST_LINES = 1_000  # of a row: texts with line breaks
_MARKS = ",;|"
_TOLD = 20  # rows that cannot be used, each in a sentence
csv.field_size_limit(LONGEST)

Cells: TypeAlias = Mapping[str, str]
Begins: TypeAlias = Callable[[Cells], bool]
Lines: TypeAlias = Iterable[tuple[int, str | None]]


class Row(NamedTuple):
    """Cells by column, empty where the row has none, and the line that the row begins in."""

    line: int
    cells: dict[str, str]


class Broken(NamedTuple):
    """A row that cannot be used, why, and the cells of it that can be told all the same."""

    line: int
    reason: str
    cells: Cells = MappingProxyType({})


class Table(NamedTuple):
    """What parts the columns, their names, the line they stand in, and the rows below."""

    mark: str
    head: list[str]
    line: int
    rows: Iterator[Row | Broken]


class Misread(ValueError):
    """No table can be read here: in which line, and why."""

    def __init__(self, name: str, line: int, reason: Said) -> None:
        super().__init__(say("at-line", where=f"{name}:{line}", why=reason))
        self.line, self.reason = line, reason


class LeftOut:
    """The rows of a file that could not be used: how many, and the first of them with their lines."""

    def __init__(self, name: str) -> None:
        self.count = 0
        self._name = name
        self._told: list[str] = []

    def add(self, line: int, reason: object) -> None:
        """One more."""
        self.add_at(f"{self._name}:{line}", reason)

    def add_at(self, where: str, reason: object) -> None:
        """One more, of a file that is told apart by something else than lines."""
        self.count += 1
        if len(self._told) < _TOLD:
            why = said(reason) if isinstance(reason, ValueError) else reason
            self._told.append(say("at-line", where=where, why=why))

    def __bool__(self) -> bool:
        return self.count > 0

    def told(self) -> list[str]:
        """A sentence for each of the first, and how many more there are."""
        left = self.count - len(self._told)
        more = [say("table-more" if left > 1 else "table-one-more", count=left)]
        return self._told + (more if left else [])


def too_long() -> Said:
    """What is said of a line longer than any row may be."""
    return say("table-long", limit=f"{LONGEST:,}")


def lines_in(file: BinaryIO, name: str) -> Lines:
    """The lines of a file in whatever encoding it has; None for one that is too long.

    Raises:
        ValueError: it is no text.
    """
    codec = encoding_of(file, name)
    yield from lines_of(io.TextIOWrapper(file, encoding=codec), LONGEST)


def lines_from(raw: bytes, name: str) -> Lines:
    """The same of bytes.

    Raises:
        ValueError: they are no text.
    """
    yield from lines_of(io.StringIO(decoded(raw, name), newline=None), LONGEST)


def mark_of(line: str) -> str:
    """Detect the column separator of a line: a tab, or whichever of comma, semicolon and bar it has most of.

    Empty if there is none outside of quotes. `csv.Sniffer` is no better at it: of "spam<tab>hello, you, all",
    a labelled text without a head, it makes commas. Of tables drawn by hypothesis, 6,000 with heads and 6,000
    without, this is wrong for 0 and 221; the Sniffer given the first line for 0 and 304, and given 20 lines
    for 80 (quoted texts with line breaks) and 189.
    """
    bare = "".join(line.split('"')[::2])
    most = "\t" if "\t" in bare else max(_MARKS, key=bare.count)
    return most if most in bare else ""


def table(
    lines: Lines,
    name: str,
    *,
    head: Callable[[Sequence[str]], Sequence[str] | None] | None = None,
    begins: Begins | None = None,
) -> Table:
    """A table whose first line that is not blank names its columns.

    Args:
        name: what problems call it.
        head: names the columns of a table whose first line may be a row already; None when it is none.
        begins: whether the cells of a line look like a row of their own, and not like a text that goes on.

    Raises:
        ValueError: there is no such line.
    """
    left = iter(lines)
    number, first = _first(left, name)
    mark = mark_of(first)
    if first.lower().startswith("sep=") and len(first.strip()) == len("sep=,"):
        mark = first.strip()[-1]
        number, first = _first(left, name)
    cells = _cells(first, mark)
    if cells is None:
        raise Misread(name, number, say("table-quote"))
    named = head(cells) if head is not None else None
    names = [_column(c) for c in cells] if named is None else list(named)
    while names and not names[-1]:
        names.pop()
    rest: Iterator[tuple[int, str | None]] = left if named is None else _before((number, first), left)
    return Table(mark, names, number, _rows(rest, mark, names, begins))


def _first(lines: Iterator[tuple[int, str | None]], name: str) -> tuple[int, str]:
    for number, line in lines:
        if line is None:
            raise Misread(name, number, too_long())
        if line.strip("\ufeff \t\n,;|\"'"):
            return number, line.lstrip("\ufeff").rstrip("\n")
    raise ValueError(say("table-empty", who=f"{name} "))


def _before(
    first: tuple[int, str], rest: Iterator[tuple[int, str | None]]
) -> Iterator[tuple[int, str | None]]:
    yield first
    yield from rest


def _column(name: str) -> str:
    return name.strip().lower()


def _rows(
    lines: Iterator[tuple[int, str | None]], mark: str, head: list[str], begins: Begins | None
) -> Iterator[Row | Broken]:
    ahead: list[tuple[int, str | None]] = []  # lines that were looked at and are rows of their own
    while True:
        number, line = ahead.pop(0) if ahead else next(lines, (0, ""))
        if not number:
            return
        if line is None:
            yield Broken(number, too_long())
            continue
        line = line.rstrip("\n")
        cells = _cells(line, mark)
        if cells is None:
            cells = _going_on(line, mark, head, begins, lines, ahead)
        if cells is None and mark == "\t":
            cells = line.split(mark)  # between tabs, quotes are nothing special
        if cells is None:
            reason = say("table-quote")
            whole = line.partition('"')[0].split(mark or ",")[:-1]
            yield Broken(number, reason, dict(zip(head, whole, strict=False)))
        elif any(map(str.strip, cells)):
            yield _row(number, cells, head)


def _row(number: int, cells: list[str], head: list[str]) -> Row | Broken:
    if any(c.strip() for c in cells[len(head) :]):
        return Broken(number, say("table-values"), dict(zip(head, cells, strict=False)))
    missing = [""] * (len(head) - len(cells))
    return Row(number, {name: cell for name, cell in zip(head, [*cells, *missing], strict=False) if name})


def _going_on(
    line: str,
    mark: str,
    head: list[str],
    begins: Begins | None,
    lines: Iterator[tuple[int, str | None]],
    ahead: list[tuple[int, str | None]],
) -> list[str] | None:
    """A row whose text goes on in the next lines; None, with those lines `ahead`, when it does not end.

    Inside of quotes, one that is meant stands twice: a line with an odd number of them closes.
    """
    if not _is_open(line, mark):
        return None
    parts, length = [line], len(line)
    for seen in range(_MOST_LINES):
        if seen == len(ahead):
            following = next(lines, None)
            if following is None:
                return None
            ahead.append(following)
        text = ahead[seen][1]
        if text is None or length + len(text) > LONGEST or _stands_alone(text, mark, head, begins):
            return None
        parts.append(text.rstrip("\n"))
        length += len(text)
        if text.count('"') % 2:
            cells = _cells("\n".join(parts), mark)
            if cells is None or any(c.strip() for c in cells[len(head) :]):
                return None
            del ahead[: seen + 1]
            return cells
    return None


def _stands_alone(line: str, mark: str, head: list[str], begins: Begins | None) -> bool:
    if begins is None:
        return False
    line = line.rstrip("\n")
    if line.count('"') % 2:  # it may close what is open: what stands before its quote has to tell
        cells = line.partition('"')[0].split(mark or ",")
    else:
        cells = _cells(line, mark) or line.split(mark or ",")
        if len(cells) < len(head):
            return False
    found = _row(0, cells, head)
    return isinstance(found, Row) and begins(found.cells)


def _cells(row: str, mark: str) -> list[str] | None:
    """The cells of a whole row; None when its quotes do not add up."""
    if '"' not in row:
        return row.split(mark) if mark else [row]
    try:
        return next(_read(row, mark), [])
    except csv.Error:
        return None


def _is_open(row: str, mark: str) -> bool:
    """Whether a quote that begins a cell is still open at the end."""
    try:
        next(_read(row, mark), None)
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _read(row: str, mark: str) -> Iterator[list[str]]:
    return csv.reader((f"{part}\n" for part in row.split("\n")), delimiter=mark or ",", strict=True)
