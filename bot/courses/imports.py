"""Reading who took which course when, from a CSV."""

from __future__ import annotations

import csv
import re
import time
from collections.abc import Collection, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.courses.columns import mark_of
from bot.courses.dates import seconds_of
from bot.courses.ratings import STARS
from rules.config.problems import nearest
from storage import learning, outcomes
from storage.directory import PERSON

_COLUMNS = {"person", "course"}
_TELEGRAM = re.compile(r"[1-9][0-9]{0,15}")
_KINDS = ("taken", "finished", "interested", "dismissed", "clicked", "rated")
_DAY = 86_400
_LATEST = 1e11  # unix seconds
_LARGEST = 64 << 20  # bytes: some million lines


_TOLD = 10  # lines with unknown courses
_HOW = " With --unknown, courses that are not there are taken over all the same."


def read_course_events(
    path: Path, now: float | None = None, courses: Collection[str] | None = None
) -> list[dict[str, Any]]:
    """The events of a CSV, each once: the latest rating, the first of all else; only of `courses`, if given.

    Raises:
        ValueError: lines cannot be used; each with its number.
    """
    rows: dict[tuple[str, str, str], dict[str, Any]] = {}
    wrong: list[str] = []
    unknown: list[str] = []
    for line, row in _read(path, time.time() if now is None else now, wrong):
        if courses is not None and row["course"] not in courses:
            unknown.append(
                f"{path.name}:{line}: there is no course '{row['course']}'{nearest(row['course'], courses)}"
            )
        key = (row["person"], row["course"], row["kind"])
        rows[key] = _counting(rows.get(key), row)
    if wrong or unknown:
        raise ValueError(
            "\n".join([*wrong, *_told(unknown), "Nothing was stored." + (_HOW if unknown else "")])
        )
    return list(rows.values())


def _counting(before: dict[str, Any] | None, row: dict[str, Any]) -> dict[str, Any]:
    """Which of two lines about the same counts."""
    if before is None:
        return row
    later = row["at"] >= before["at"]
    return row if later is (row["kind"] == "rated") else before


def _told(unknown: list[str]) -> list[str]:
    left = len(unknown) - _TOLD
    more = [f"… and {left} more line{'s' if left > 1 else ''} with courses that are not there"]
    return unknown[:_TOLD] + (more if left > 0 else [])


async def import_course_events(
    connection: AsyncConnection, community: int, path: Path, now: float | None = None
) -> int:
    """Store the events of a CSV; how many were new.

    Raises:
        ValueError: a line cannot be used; with its number. Nothing is stored then.
    """
    return await add_course_events(connection, community, read_course_events(path, now))


async def add_course_events(
    connection: AsyncConnection, community: int, rows: Sequence[dict[str, Any]]
) -> int:
    """Store events; how many were new. The same line again changes nothing.

    Columns: `person` (a Telegram id, or any name for somebody who is not on Telegram), `course`, and if
    wanted `kind` (taken), `at` (unix seconds, or days ago as `-12`) and `value`, the stars of a rating. Who
    finished a course took it. An enrolment within a week of a suggestion counts as what came of that.
    """
    people = await _people(connection, {r["person"] for r in rows})
    # Last, so that a line that says when somebody began goes before.
    implied = [r | {"kind": "taken"} for r in rows if r["kind"] == "finished"]
    new = await learning.add_course_events(connection, [_row(community, people, r) for r in rows])
    further = await learning.add_course_events(connection, [_row(community, people, r) for r in implied])
    if new or further:
        await outcomes.attribute(connection, community)
    return new


def _row(community: int, people: dict[str, int], event: dict[str, Any]) -> dict[str, Any]:
    key = f"import:{community}:{event['person']}:{event['course']}:{event['kind']}"
    key = f"{key}:{event['value']}" if event["kind"] == "rated" else key
    what = (event["course"], event["kind"], event["at"])
    return learning.course_event(key, community, people[event["person"]], *what, value=event["value"])


def _read(path: Path, now: float, wrong: list[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line numbers and events; what keeps other lines from being used goes into `wrong`."""
    if path.stat().st_size > _LARGEST:
        raise ValueError(f"{path.name} is larger than {_LARGEST >> 20} MB: import it in parts")
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            head = file.readline()
            file.seek(0)
            reader = csv.DictReader(file, delimiter=mark_of(head) or ",", strict=True)
            absent = _COLUMNS - set(reader.fieldnames or ())
            if absent:
                raise ValueError(f"{path.name}:1: a column is missing: {', '.join(sorted(absent))}")
            for row in reader:
                try:
                    event = _event(row, now)
                except ValueError as reason:
                    wrong.append(f"{path.name}:{reader.line_num}: {reason}")
                else:
                    yield reader.line_num, event
        except UnicodeDecodeError:
            raise ValueError(f"{path.name} is not UTF-8 text: save it as UTF-8") from None
        except csv.Error as error:
            wrong.append(f"{path.name}:{reader.reader.line_num}: is no CSV: {error}")


def _event(row: dict[str, Any], now: float) -> dict[str, Any]:
    person, course = (row["person"] or "").strip(), (row["course"] or "").strip()
    kind = (row.get("kind") or "taken").strip()
    if kind not in _KINDS:
        raise ValueError(f"'{kind}' is none of {', '.join(_KINDS)}")
    if not person or not course:
        raise ValueError("person and course have to be there")
    stars = (row.get("value") or "").strip()
    if kind == "rated" and stars not in map(str, STARS):
        raise ValueError(f"a rating needs 1 to 5 in the column value, not '{stars}'")
    at = _moment((row.get("at") or "0").strip(), now)
    value = int(stars) if kind == "rated" else 1
    return {"person": person, "course": course, "kind": kind, "at": at, "value": value}


def _moment(text: str, now: float) -> int:
    try:
        number = float(text)
        at = now + number * _DAY if number <= 0 else number
    except ValueError:
        at = seconds_of(text)
    if not 0 <= at < _LATEST:
        raise ValueError(
            f"'{text}' is no time: write unix seconds, a date such as 2026-01-31, or days ago as -12"
        )
    if at > now + _DAY:  # a day's grace for clocks and zones
        raise ValueError(f"'{text}' is still to come")
    return int(at)


async def _people(connection: AsyncConnection, names: set[str]) -> dict[str, int]:
    """Own ids; whoever is unknown gets a row, those without a Telegram id under a number of their own."""
    numbers = {n: int(n) if _TELEGRAM.fullmatch(n) else _outside(n) for n in sorted(names)}
    found: dict[int, int] = {}
    wanted = sorted(numbers.values())
    for start in range(0, len(wanted), 1000):
        query = select(PERSON.c.platform_id, PERSON.c.id).where(
            PERSON.c.platform_id.in_(wanted[start : start + 1000])
        )
        found |= {r.platform_id: r.id for r in await connection.execute(query)}
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
            found[number] = int((await connection.execute(statement)).scalar_one())
    return {name: found[number] for name, number in numbers.items()}


def _outside(name: str) -> int:
    """A negative number no Telegram user has, always the same for a name."""
    return -1 - (int.from_bytes(blake2b(name.encode(), digest_size=7).digest(), "big"))
