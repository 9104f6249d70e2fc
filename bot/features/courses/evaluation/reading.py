"""Reading who took what, and catalogues, from CSV, JSON lines, or a person's courses on a line."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from bot.features.courses.histories import Histories
from rules.config.files import opened
from rules.config.moments import seconds_of
from rules.config.problems import shown
from rules.config.tables import LONGEST, Broken, lines_in, mark_of, table

_USER = ("person", "user", "member", "user_id")
_ITEM = ("course", "item", "course_id", "item_id")
_TIME = ("at", "time", "timestamp")
_DAY = 86_400
_LARGEST = 4 << 30  # bytes
_MOST = 200  # characters of a file's columns
_WANTED = (
    f"needed are a person ({', '.join(_USER)}) and a course ({', '.join(_ITEM)}), "
    f"and if known a time ({', '.join(_TIME)})"
)
_TEXTS = "needed are CSV with a head of columns or JSON lines: a course's id, then texts such as its title"


class _Row(NamedTuple):
    """Who took what, when if known, and where it says so."""

    user: str
    item: str
    at: float | None
    where: str


@dataclass(frozen=True)
class Data:
    """Histories with the names of people and courses, and the held-out courses of each person."""

    histories: Histories
    people: list[str]
    items: list[str]
    test: list[list[int]] | None = None  # by person, in order; empty for those without
    newest: float = 0.0  # when the newest course was taken, unix seconds, where times are known


def read_data(interactions: Path, test: Path | None = None) -> Data:
    """Histories from a file; rows of a person are in order, or have times.

    Raises:
        ValueError: a line cannot be used, with its number.
        OSError: a file cannot be read.
    """
    people: dict[str, int] = {}
    items: dict[str, int] = {}
    lists, times = _histories(interactions, people, items)
    held: list[list[int]] | None = None
    if test is not None:
        held, _ = _histories(test, people, items)
        lists += [[] for _ in range(len(people) - len(lists))]
        held += [[] for _ in range(len(people) - len(held))]
    histories, newest = Histories.of(lists, len(items)), 0.0
    if times is not None:
        times += [[] for _ in range(len(lists) - len(times))]
        newest = max((t[-1] for t in times if t), default=0.0)
        age = np.array([(newest - at) / _DAY for of in times for at in of], dtype=np.float32)
        histories = Histories(histories.items, histories.offsets, histories.courses, age)
    return Data(histories, list(people), list(items), held, newest)


def _histories(
    path: Path, people: dict[str, int], items: dict[str, int]
) -> tuple[list[list[int]], list[list[float]] | None]:
    """Courses by person, each once, in order of time where there is one, else of the lines."""
    lists: list[list[int]] = [[] for _ in people]
    times: list[list[float]] = [[] for _ in people]
    rows = _rows(path)
    first_row = next(rows, None)
    if first_row is None:
        raise ValueError(f"{path.name} has no rows of who took what")
    timed = first_row.at is not None
    for user, item, at, where in chain([first_row], rows):
        if (at is not None) is not timed:
            raise ValueError(
                f"{where}: {'has a time' if at is not None else 'has no time'}, unlike the rows before: "
                "give every row one, or none"
            )
        person = people.setdefault(user, len(people))
        if person == len(lists):
            lists.append([])
            times.append([])
        lists[person].append(items.setdefault(item, len(items)))
        times[person].append(at or 0.0)
    if timed:
        orders = [sorted(range(len(of)), key=of.__getitem__) for of in times]
        lists = [[one[i] for i in order] for one, order in zip(lists, orders, strict=True)]
        times = [[one[i] for i in order] for one, order in zip(times, orders, strict=True)]
    once = [list(dict.fromkeys(one)) for one in lists]
    if not timed:
        return once, None
    firsts = [dict(reversed(list(zip(a, b, strict=True)))) for a, b in zip(lists, times, strict=True)]
    return once, [[of[i] for i in one] for of, one in zip(firsts, once, strict=True)]


def _rows(path: Path) -> Iterator[_Row]:
    name, lines = path.name, _lines(path)
    first = _first_line(lines, name)
    lines = chain([(1, first)], lines)
    if first.lstrip().startswith("{"):
        yield from (_named(row, where) for row, where in _json_lines(lines, name))
    elif mark_of(first):
        yield from (_named(row, where) for row, where in _table(lines, name, who_took_what=True))
    else:
        for number, line in lines:
            user, *courses = line.split() or [""]
            if not user:
                continue
            if not courses and number == 1:
                raise ValueError(
                    f"{name}:1: is neither a person with courses nor a head of columns: {_WANTED}"
                )
            yield from (_Row(user, course, None, "") for course in courses)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file, unpacked; what cannot be read of it is a ValueError with its name."""
    with opened(path, _LARGEST, packed=path.suffix == ".gz") as file:
        for number, line in lines_in(file, path.name):
            if line is None:
                raise ValueError(f"{path.name}:{number}: the line is longer than {LONGEST:,} characters")
            yield number, line


def _first_line(lines: Iterator[tuple[int, str]], name: str) -> str:
    """The line that says how a file is written."""
    first = next(lines, None)
    if first is None:
        raise ValueError(f"{name} is empty")
    if not first[1].strip() and any(line.strip() for _, line in lines):
        raise ValueError(f"{name}:1: the first line is blank: take it out")
    return first[1]


def _json_lines(lines: Iterator[tuple[int, str]], name: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    for number, line in lines:
        if not line.strip():
            continue
        where = f"{name}:{number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"{where}: is no JSON: {error}") from None
        if not isinstance(row, dict):
            raise ValueError(f"{where}: is no JSON object")
        yield row, where


def _table(
    lines: Iterator[tuple[int, str]], name: str, *, who_took_what: bool
) -> Iterator[tuple[Mapping[str, Any], str]]:
    found = table(lines, name)
    if who_took_what:
        _check_columns(found.head, name)
    for row in found.rows:
        where = f"{name}:{row.line}"
        if isinstance(row, Broken):
            raise ValueError(f"{where}: {row.reason}")
        yield row.cells, where


def _check_columns(found: Collection[str], where: str) -> None:
    if not all(set(names) & set(found) for names in (_USER, _ITEM)):
        raise ValueError(f"{where}: has {', '.join(found)[:_MOST]}; {_WANTED}")


def _named(row: Mapping[str, Any], where: str) -> _Row:
    user, item, at = (_first(row, names) for names in (_USER, _ITEM, _TIME))
    if user in (None, "") or item in (None, ""):
        _check_columns(row.keys(), where)
        raise ValueError(f"{where}: person and course have to be there")
    if at in (None, ""):
        return _Row(str(user), str(item), None, where)
    try:
        moment = _moment(str(at).strip())
    except ValueError as reason:
        raise ValueError(f"{where}: {reason}") from None
    return _Row(str(user), str(item), moment, where)


def _moment(text: str) -> float:
    """A number as it is, for what counts is what came before what; or the seconds of a date."""
    try:
        moment = float(text)
    except ValueError:
        return seconds_of(text)
    if not isfinite(moment):
        raise ValueError(f"'{shown(text)}' is no time: write unix seconds, or a date such as 2026-01-31")
    return moment


def _first(row: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((row[n] for n in names if n in row), None)


def read_texts(path: Path, items: list[str]) -> list[str]:
    """The text of each item: all columns of a catalogue (CSV or JSON lines) but the id, its first one.

    Raises:
        ValueError: a line cannot be used, with its number.
        OSError: the file cannot be read.
    """
    found: dict[str, str] = {}
    lines = _lines(path)
    first = _first_line(lines, path.name)
    lines = chain([(1, first)], lines)
    if first.lstrip().startswith("{"):
        rows = _json_lines(lines, path.name)
    elif mark_of(first):
        rows = _table(lines, path.name, who_took_what=False)
    else:
        raise ValueError(f"{path.name}:1: {_TEXTS}")
    for row, where in rows:
        id_, *rest = row.values() or [None]
        if id_ in (None, "") or not rest:
            raise ValueError(f"{where}: {_TEXTS}")
        found[str(id_)] = " ".join(_plain(value) for value in rest)
    if not found.keys() & set(items):
        raise ValueError(
            f"{path.name} tells of no course that anybody took: its first column has to be their id"
        )
    return [found.get(item, "") for item in items]


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(_plain, value))
    return value if isinstance(value, str) else ""
