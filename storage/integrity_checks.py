"""What does not add up in a database: each finding is a sentence, and says whether it is wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Table, func, select, text
from sqlmodel import SQLModel

from storage import dead_letters
from storage.balances import Balance, off_balance
from storage.ledger import LEDGER
from storage.outbox import OUTBOX

_OLD = 3600  # seconds that a call may be overdue before it is told of
_SHOWN = 10  # of each kind


class Finding(Struct, frozen=True):
    """`bad`: it must not be so. Otherwise it is for the operator to know."""

    bad: bool
    sentence: str


class Asked(Struct, frozen=True):
    """What a check may know: the time, and whether a bot works on the database now."""

    now: int
    running: bool


Check: TypeAlias = Callable[[Connection, Asked], list[Finding]]


def check(
    connection: Connection,
    now: int,
    *,
    running: bool,
    show: Callable[[int, int], None] = lambda _done, _total: None,
) -> list[Finding]:
    """Look at everything in one consistent view, the wrong things first."""
    found: list[Finding] = []
    for done, look in enumerate(CHECKS, 1):
        found += look(connection, Asked(now, running))
        show(done, len(CHECKS))
    return sorted(found, key=lambda f: not f.bad)


def _file(connection: Connection, _asked: Asked) -> list[Finding]:
    """SQLite's own check of pages, indexes and constraints."""
    if connection.dialect.name != "sqlite":
        return []
    rows = connection.execute(text(f"PRAGMA integrity_check({_SHOWN})")).scalars()
    return [Finding(True, f"The file is damaged: {row}.") for row in rows if row != "ok"]


def _orphans(connection: Connection, _asked: Asked) -> list[Finding]:
    """Rows that point at something that is not there: every foreign key of every table."""
    found = []
    for table in SQLModel.metadata.sorted_tables:
        for key in sorted(table.foreign_keys, key=lambda k: k.parent.name):
            there = key.column.table.alias()
            missing = ~select(there.c[key.column.name]).where(there.c[key.column.name] == key.parent).exists()
            rows = _count(connection, table, key.parent.is_not(None), missing)
            if rows:
                where = f"{table.name}.{key.parent.name}"
                found.append(Finding(True, f"{where} names no {key.column.table.name} in {_rows(rows)}."))
    return found


def _triggers(connection: Connection, _asked: Asked) -> list[Finding]:
    """Whether the ledger still refuses changes."""
    catalogue = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger"
    )
    there = set(connection.execute(text(catalogue)).scalars())
    lost = sorted({"ledger_no_update", "ledger_no_delete"} - there)
    return [Finding(True, f"The ledger is not append-only: its trigger {name} is gone.") for name in lost]


def _ledger(connection: Connection, _asked: Asked) -> list[Finding]:
    """Keys that are unique; rows before others, and reversals, that exist and are the same person's."""
    twice = select(LEDGER.c.key).group_by(LEDGER.c.key).having(func.count() > 1).limit(_SHOWN)
    found = [
        Finding(True, f"The ledger has the key {key} more than once.")
        for key in connection.execute(twice).scalars()
    ]
    entry = LEDGER.alias()
    lone = (
        select(LEDGER.c.key, LEDGER.c.reverses)
        .outerjoin(entry, entry.c.key == LEDGER.c.reverses)
        .where(LEDGER.c.reverses.is_not(None), entry.c.id.is_(None))
        .limit(_SHOWN)
    )
    found += [
        Finding(True, f"The ledger's entry {row.key} takes back {row.reverses}, which is not there.")
        for row in connection.execute(lone)
    ]
    before = (
        select(LEDGER.c.key, LEDGER.c.previous)
        .outerjoin(entry, (entry.c.key == LEDGER.c.previous) & (entry.c.person_id == LEDGER.c.person_id))
        .where(func.coalesce(LEDGER.c.previous, "") != "", entry.c.id.is_(None))
        .limit(_SHOWN)
    )
    found += [
        Finding(True, f"The ledger's entry {row.key} comes after {row.previous}, which is not that person's.")
        for row in connection.execute(before)
    ]
    other = (
        select(LEDGER.c.key, entry.c.key.label("of"))
        .join(entry, entry.c.key == LEDGER.c.reverses)
        .where((LEDGER.c.person_id != entry.c.person_id) | (LEDGER.c.currency != entry.c.currency))
        .limit(_SHOWN)
    )
    found += [
        Finding(True, f"The ledger's entry {row.key} takes back {row.of} from somebody else.")
        for row in connection.execute(other)
    ]
    return found


def _balances(connection: Connection, _asked: Asked) -> list[Finding]:
    """Balances that are not the sum of the ledger."""
    off = off_balance(connection)
    found = [Finding(True, _off(balance)) for balance in off[:_SHOWN]]
    if len(off) > _SHOWN:
        found.append(Finding(True, f"So it is with {len(off) - _SHOWN} more."))
    if off:
        found.append(Finding(False, "`zhiqun db check --repair` rebuilds balances from the ledger."))
    return found


def _off(b: Balance) -> str:
    who = f"Person {b.person} in community {b.community}"
    if (b.xp, b.coins) == (b.ledger_xp, b.ledger_coins):
        return (
            f"{who} has {b.head or 'no key'} as the newest ledger key, but it is {b.ledger_head or 'none'}."
        )
    has = f"{b.xp} XP and {b.coins} coins"
    return f"{who} has {has}, but the ledger says {b.ledger_xp} and {b.ledger_coins}."


def _outbox(connection: Connection, asked: Asked) -> list[Finding]:
    """Calls that are stuck, in doubt or overdue."""
    found = []
    if not asked.running and (rows := _count(connection, OUTBOX, OUTBOX.c.state == "sending")):
        found.append(
            Finding(
                False,
                f"{_rows(rows, 'call')} left when the bot ended, and no bot runs: "
                "the next start repeats what may be repeated and names the others as in doubt.",
            )
        )
    doubtful = OUTBOX.c.state == "unknown"
    if rows := _count(connection, OUTBOX, doubtful):
        query = select(OUTBOX.c.key, OUTBOX.c.method, OUTBOX.c.lane, OUTBOX.c.at).where(doubtful)
        found += [
            Finding(
                False,
                f"In doubt, may have been carried out or not: {row.method} in chat {row.lane}, "
                f"queued {_moment(row.at)} (key {row.key}).",
            )
            for row in connection.execute(query.order_by(OUTBOX.c.id.desc()).limit(_SHOWN))
        ]
        if rows > _SHOWN:
            found.append(Finding(False, f"In doubt are {rows - _SHOWN} older calls too."))
    overdue = (OUTBOX.c.state == "pending") & (OUTBOX.c.at < asked.now - _OLD)
    overdue &= OUTBOX.c.not_before < asked.now - _OLD
    if rows := _count(connection, OUTBOX, overdue):
        oldest = connection.execute(select(func.min(OUTBOX.c.at)).where(overdue)).scalar_one()
        found.append(
            Finding(
                False,
                f"{_rows(rows, 'call')} should have left more than an hour ago, "
                f"the oldest was queued {_moment(oldest)}.",
            )
        )
    return found


def _dead_letters(connection: Connection, _asked: Asked) -> list[Finding]:
    """Updates nobody could decide and nobody has looked at."""
    rows = dead_letters.open_count(connection)
    word = "dead letter waits" if rows == 1 else "dead letters wait"
    return [Finding(False, f"{rows} {word} for you: `zhiqun dead list`.")] if rows else []


CHECKS: tuple[Check, ...] = (_file, _orphans, _triggers, _ledger, _balances, _outbox, _dead_letters)


def _count(connection: Connection, table: Table, *where: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(table).where(*where)
    return int(connection.execute(query).scalar_one())


def _rows(count: int, what: str = "row") -> str:
    return f"{count} {what}{'s' if count != 1 else ''}"


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M UTC")
