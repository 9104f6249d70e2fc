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
from rules.config.datetimes import seconds_of
from rules.config.files import opened
from rules.config.table_reader import Broken, lines_in, mark_of, table, too_long
from rules.sentences import Said, said, say

_USER = ("person", "user", "member", "user_id")
_ITEM = ("course", "item", "course_id", "item_id")
_TIME = ("at", "time", "timestamp")
_DAY = 86_400
_LARGEST = 4 << 30  # bytes


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
        raise ValueError(say("taken-nothing", who=path.name))
    timed = first_row.at is not None
    for user, item, at, where in chain([first_row], rows):
        if (at is not None) is not timed:
            raise _at(where, say("taken-untimed" if timed else "taken-timed"))
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
                raise _at(f"{name}:1", say("taken-neither", wanted=_wanted()))
            yield from (_Row(user, course, None, "") for course in courses)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file, unpacked; what cannot be read of it is a ValueError with its name."""
    with opened(path, _LARGEST, packed=path.suffix == ".gz") as file:
        for number, line in lines_in(file, path.name):
            if line is None:
                raise _at(f"{path.name}:{number}", too_long())
            yield number, line


def _first_line(lines: Iterator[tuple[int, str]], name: str) -> str:
    """The line that says how a file is written."""
    first = next(lines, None)
    if first is None:
        raise ValueError(say("table-empty", who=f"{name} "))
    if not first[1].strip() and any(line.strip() for _, line in lines):
        raise _at(f"{name}:1", say("taken-blank"))
    return first[1]


def _json_lines(lines: Iterator[tuple[int, str]], name: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    for number, line in lines:
        if not line.strip():
            continue
        where = f"{name}:{number}"
        try:
            row = json.loads(line)
        except ValueError as error:  # of a number with thousands of digits nothing says in which column
            raise _at(where, say("json-broken", column=getattr(error, "colno", 1))) from None
        except RecursionError:
            raise _at(where, say("nested-deep")) from None
        if not isinstance(row, dict):
            raise _at(where, say("json-no-object"))
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
            raise _at(where, row.reason)
        yield row.cells, where


def _check_columns(found: Collection[str], where: str) -> None:
    if not all(set(names) & set(found) for names in (_USER, _ITEM)):
        raise _at(where, say("taken-columns", found=", ".join(found), wanted=_wanted()))


def _wanted() -> Said:
    return say("taken-wanted", person=_USER, course=_ITEM, time=_TIME)


def _at(where: str, why: str) -> ValueError:
    """The refusal of a line."""
    return ValueError(say("at-line", where=where, why=why))


def _named(row: Mapping[str, Any], where: str) -> _Row:
    user, item, at = (_first(row, names) for names in (_USER, _ITEM, _TIME))
    if user in (None, "") or item in (None, ""):
        _check_columns(row.keys(), where)
        raise _at(where, say("row-who-what"))
    if at in (None, ""):
        return _Row(str(user), str(item), None, where)
    try:
        moment = _moment(str(at).strip())
    except ValueError as reason:
        raise _at(where, said(reason)) from None
    return _Row(str(user), str(item), moment, where)


def _moment(text: str) -> float:
    """A number as it is, for what counts is what came before what; or the seconds of a date."""
    try:
        moment = float(text)
    except ValueError:
        return seconds_of(text)
    if not isfinite(moment):
        raise ValueError(say("no-time-here", value=text))
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
        raise _at(f"{path.name}:1", say("texts-wanted"))
    for row, where in rows:
        id_, *rest = row.values() or [None]
        if id_ in (None, "") or not rest:
            raise _at(where, say("texts-wanted"))
        found[str(id_)] = " ".join(_plain(value) for value in rest)
    if not found.keys() & set(items):
        raise ValueError(say("texts-of-others", who=path.name))
    return [found.get(item, "") for item in items]


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(_plain, value))
    return value if isinstance(value, str) else ""
