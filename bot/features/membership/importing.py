"""Members who paid elsewhere, from a table: who, which plan, until when. A line again changes nothing."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from bot.features.membership.operating import book_of, opened, plan_named
from bot.features.membership.standing import LOOK
from bot.runtime.settings import Settings
from rules.config.datetimes import seconds_of
from rules.config.files import opened as file_opened
from rules.config.membership import Membership, course_alone
from rules.config.problems import Several, nearest
from rules.config.table_reader import Broken, LeftOut, lines_in, table
from rules.engine.entitlements import Entry
from rules.engine.events import Person
from rules.engine.state import FOREVER
from rules.sentences import say
from storage import chats, entitlements, timers
from storage.directory import PERSON, Directory

SOURCE = "import"
COLUMNS = ("member", "plan", "until")
_LARGEST = 16 << 20  # bytes


class Line(NamedTuple):
    """Somebody who has a plan until a moment, or FOREVER."""

    number: int
    member: str
    plan: str
    until: int


class Imported(NamedTuple):
    """What came of a table: lines that can be used, how many were new, and what was left out."""

    lines: int
    new: int
    told: list[str]


def import_members(settings: Settings, folder: Path, path: Path, *, dry: bool) -> Imported:
    """Grant what a table says; `dry`: only look at it.

    Raises:
        ValueError: none of it can be used, or the database or rules can't.
        OSError: it cannot be read.
    """
    membership, left_out = book_of(folder).file(Membership), LeftOut(path.name)
    lines = _read(path, membership, left_out)
    if not lines:
        raise Several([*left_out.told(), say("nothing-stored")])
    new, lost, now = 0, 0, int(time.time())
    with opened(settings) as (store, community), store.write() as connection:
        groups = chats.groups(connection, community)
        for line in lines:
            person = _person(connection, line.member)
            if person is None:
                lost += 1
                left_out.add(line.number, say("no-member", name=line.member))
            elif not dry:
                ends = line.until
                key = f"{SOURCE}:{community}:{person}:{line.plan}:{ends}"
                entry = Entry(key, line.plan, SOURCE, min(now, ends) if ends != FOREVER else now, ends)
                added = entitlements.add(connection, community, person, [entry], now)
                new += len(added)
                if added and groups:
                    look, payload = f"{LOOK}:{key}", f"{community}:{person}:{line.plan}"
                    timers.set_timer(connection, look, LOOK, groups[0].id, person, now, payload)
    return Imported(len(lines) - lost, new, left_out.told() if left_out else [])


def _read(path: Path, membership: Membership, left_out: LeftOut) -> list[Line]:
    lines = []
    with file_opened(path, _LARGEST) as file:
        found = table(lines_in(file, path.name), path.name)
        if missing := [c for c in COLUMNS if c not in found.head]:
            where, why = f"{path.name}:{found.line}", say("columns-missing", names=", ".join(missing))
            raise ValueError(say("at-line", where=where, why=why))
        for row in found.rows:
            if isinstance(row, Broken):
                left_out.add(row.line, row.reason)
                continue
            try:
                cells = {name: value.strip() for name, value in row.cells.items()}
                until = FOREVER if cells["until"] == "forever" else int(seconds_of(cells["until"]))
                lines.append(Line(row.line, cells["member"], _named(membership, cells["plan"]), until))
            except ValueError as reason:
                left_out.add(row.line, reason)
    return lines


def _named(membership: Membership, said: str) -> str:
    """What the ledger calls a plan, or a course that a plan opens and that was bought alone: `course:ID`."""
    course, known = course_alone(said), membership.closed_courses
    if not course:
        return plan_named(membership, said).id
    if course not in known:
        raise ValueError(say("plan-course", name=course, hint=nearest(course, known)))
    return said


def _person(connection: Connection, who: str) -> int | None:
    """Somebody by the platform's number, whom the bot may have to get to know first, or by @username."""
    name = who.lstrip("@")
    if name.isdigit() and not who.startswith("@"):
        directory = Directory()
        directory.resolve(connection, [], [Person(int(name))])
        return directory.person(int(name)).id
    query = select(PERSON.c.id).where(func.lower(PERSON.c.username) == name.lower()).limit(2)
    found = list(connection.execute(query).scalars())
    return int(found[0]) if len(found) == 1 else None
