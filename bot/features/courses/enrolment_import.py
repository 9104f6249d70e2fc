"""Read who took which course when, from a CSV."""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import normalize

from sqlalchemy import Connection, insert, select

from bot.features.courses.ratings import STARS
from bot.runtime.opening import open_store
from bot.runtime.settings import Settings
from rules.config.datetimes import seconds_of
from rules.config.files import opened
from rules.config.problems import Several, nearest, shown
from rules.config.table_reader import Broken, Cells, LeftOut, Misread, lines_in, table
from rules.sentences import say
from storage import learning, suggestion_outcomes
from storage.directory import PERSON

_COLUMNS = {"person", "course"}
_TELEGRAM = re.compile(r"[1-9][0-9]{0,15}")
_KINDS = ("taken", "finished", "interested", "dismissed", "clicked", "rated")
_DAY = 86_400
_LARGEST = 64 << 20  # bytes: some million lines
_HINTS = 50  # courses that are not there for which the nearest is looked up
_AGO = re.compile(r"-\d+(\.\d+)?")
_WHOLE = re.compile(r"(\d+)[.,]0{1,2}")  # a number as a spreadsheet has it
_SHORTENED = re.compile(r"\d([.,]\d+)?[eE]\+?\d+")
_GROUPED = re.compile(r"\d{1,3}([., '’]\d{3})+")


class Enrolments(NamedTuple):
    """The events of a file, each once, and what of it could not be used."""

    rows: list[dict[str, Any]]
    left_out: LeftOut
    unknown: bool  # whether courses that are not in the catalogue were left out

    def __repr__(self) -> str:
        """In short: `asyncio.run` writes out what it gives, however long that is."""
        return f"Enrolments({len(self.rows)} rows)"

    def told(self) -> list[str]:
        """What could not be used, in sentences."""
        return [*self.left_out.told(), *([say("take-unknown")] if self.unknown else [])]


def read_course_events(
    path: Path, now: float | None = None, courses: Collection[str] | None = None
) -> Enrolments:
    """The events of a table: the latest rating, the first of all else; only of `courses`, if given.

    Raises:
        ValueError: none of it can be used, in sentences.
        OSError: it cannot be read.
    """
    rows: dict[tuple[str, str, str], dict[str, Any]] = {}
    left_out, unknown = LeftOut(path.name), False
    for line, row in _read(path, time.time() if now is None else now, left_out):
        if courses is not None and row["course"] not in courses:
            unknown = True
            name = shown(row["course"])
            hint = nearest(row["course"], courses) if left_out.count < _HINTS else ""
            left_out.add(line, say("course-unknown", name=name, hint=hint))
            continue
        key = (row["person"], row["course"], row["kind"])
        rows[key] = _counting(rows.get(key), row)
    found = Enrolments(list(rows.values()), left_out, unknown)
    if left_out and not rows:
        raise Several([*found.told(), say("nothing-stored")])
    return found


def _counting(before: dict[str, Any] | None, row: dict[str, Any]) -> dict[str, Any]:
    """Which of two lines about the same counts."""
    if before is None:
        return row
    later = row["at"] >= before["at"]
    return row if later is (row["kind"] == "rated") else before


def import_course_events(connection: Connection, community: int, path: Path, now: float | None = None) -> int:
    """Store what can be used of a table; how many were new.

    Raises:
        ValueError: nothing can.
        OSError: it cannot be read.
    """
    return add_course_events(connection, community, read_course_events(path, now).rows)


def add_course_events(connection: Connection, community: int, rows: Sequence[dict[str, Any]]) -> int:
    """Store events; how many were new. The same line again changes nothing.

    Columns: `person` (a Telegram id, or any name for somebody who is not on Telegram), `course`, and if
    wanted `kind` (taken), `at` (unix seconds, or days ago as `-12`) and `value`, the stars of a rating. Who
    finished a course took it. An enrolment within a week of a suggestion counts as what came of that.
    """
    people = _people(connection, {r["person"] for r in rows})
    # Last, so that a line that says when somebody began goes before.
    implied = [r | {"kind": "taken"} for r in rows if r["kind"] == "finished"]
    new = learning.add_course_events(connection, [_row(community, people, r) for r in rows])
    further = learning.add_course_events(connection, [_row(community, people, r) for r in implied])
    if new or further:
        suggestion_outcomes.attribute(connection, community)
    return new


def _row(community: int, people: dict[str, int], event: dict[str, Any]) -> dict[str, Any]:
    key = f"import:{community}:{event['person']}:{event['course']}:{event['kind']}"
    key = f"{key}:{event['value']}" if event["kind"] == "rated" else key
    what = (event["course"], event["kind"], event["at"])
    return learning.course_event(key, community, people[event["person"]], *what, value=event["value"])


def _read(path: Path, now: float, left_out: LeftOut) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line numbers and events; what cannot be used is `left_out`."""
    with opened(path, _LARGEST) as file:
        found = table(lines_in(file, path.name), path.name, begins=_begins)
        absent = _COLUMNS - set(found.head)
        if absent:
            raise Misread(path.name, found.line, say("columns-missing", names=sorted(absent)))
        for row in found.rows:
            if isinstance(row, Broken):
                left_out.add(row.line, row.reason)
                continue
            try:
                yield row.line, _event(row.cells, now)
            except ValueError as reason:
                left_out.add(row.line, reason)


def _begins(cells: Cells) -> bool:
    """Whether a line is a row of its own: who took what is short, and stands there."""
    return bool(cells["person"].strip() and cells["course"].strip())


def _event(row: Mapping[str, str], now: float) -> dict[str, Any]:
    person, course = _person(row["person"]), row["course"].strip()
    kind = row.get("kind", "").strip().lower() or "taken"
    if kind not in _KINDS:
        raise ValueError(say("none-of", given=say("given", value=shown(kind)), choices=_KINDS, hint=""))
    if not person or not course:
        raise ValueError(say("row-who-what"))
    stars = row.get("value", "").strip()
    stars = match[1] if (match := _WHOLE.fullmatch(stars)) else stars
    if kind == "rated" and stars not in map(str, STARS):
        raise ValueError(say("row-stars", value=shown(stars)))
    value = int(stars) if kind == "rated" else 1
    at = _moment(row.get("at", "").strip() or "0", now)
    return {"person": person, "course": course, "kind": kind, "at": at, "value": value}


def _person(given: str) -> str:
    """Whom a cell names. Numbers that a spreadsheet has changed are no names of anybody.

    Raises:
        ValueError: the number cannot be told any more.
    """
    text = given.strip()
    number = normalize("NFKC", text)
    if match := _WHOLE.fullmatch(number):
        return match[1]
    if _SHORTENED.fullmatch(number) or _GROUPED.fullmatch(number):
        raise ValueError(say("row-id-changed", value=shown(text)))
    return number if _TELEGRAM.fullmatch(number) else text


def _moment(text: str, now: float) -> int:
    at = now + float(text) * _DAY if text == "0" or _AGO.fullmatch(text) else seconds_of(text)
    if at < 0:
        raise ValueError(say("row-too-early", value=shown(text)))
    if at > now + _DAY:  # a day's grace for clocks and zones
        raise ValueError(say("row-to-come", value=shown(text)))
    return int(at)


def _people(connection: Connection, names: set[str]) -> dict[str, int]:
    """Own ids; whoever is unknown gets a row, those without a Telegram id under a number of their own."""
    numbers = {n: int(n) if _TELEGRAM.fullmatch(n) else _outside(n) for n in sorted(names)}
    found: dict[int, int] = {}
    wanted = sorted(numbers.values())
    for start in range(0, len(wanted), 1000):
        query = select(PERSON.c.platform_id, PERSON.c.id).where(
            PERSON.c.platform_id.in_(wanted[start : start + 1000])
        )
        found |= {r.platform_id: r.id for r in connection.execute(query)}
    for name, number in numbers.items():
        if number not in found:
            values = {
                "platform_id": number,
                "name": "" if number > 0 else name,
                "username": "",
                "language": "",
            }
            statement = (
                insert(PERSON)
                .values(**values, bot=False, channel=False, private_since=0)
                .returning(PERSON.c.id)
            )
            found[number] = int(connection.execute(statement).scalar_one())
    return {name: found[number] for name, number in numbers.items()}


def _outside(name: str) -> int:
    """A negative number no Telegram user has, always the same for a name."""
    return -1 - (int.from_bytes(blake2b(name.encode(), digest_size=7).digest(), "big"))


def import_courses(
    settings: Settings, file: Path, courses: Collection[str] | None = None
) -> tuple[int, Enrolments]:
    """Store what can be used of a table of course events, only of these courses if given; how many were new.

    Raises:
        ValueError: nothing of it can be used. Then nothing is stored, nor is a database made.
        OSError: it cannot be read.
    """
    found = read_course_events(file, courses=courses)
    store, community = open_store(settings.database, settings.community, int(time.time()))
    try:
        with store.write() as connection:
            return add_course_events(connection, community, found.rows), found
    finally:
        store.close()
