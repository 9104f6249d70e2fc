"""Find what does not add up in a database: each finding is a sentence, and says whether it is wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Table, func, select, text
from sqlmodel import SQLModel

from rules.sentences import Said, say
from storage import coins, dead_letters
from storage.balances import Balance, off_balance
from storage.ledger import LEDGER
from storage.outbox import OUTBOX

_OLD = 3600  # seconds that a call may be overdue before it is told of
_SHOWN = 10  # of each kind


class Finding(Struct, frozen=True):
    """`bad`: it must not be so. Otherwise it is for the operator to know. The sentence knows languages."""

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
    rows = (connection.execute(text(f"PRAGMA integrity_check({_SHOWN})"))).scalars()
    return [Finding(True, say("check-file", why=row)) for row in rows if row != "ok"]


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
                found.append(
                    Finding(
                        True,
                        say(
                            "check-orphans",
                            place=where,
                            table=key.column.table.name,
                            rows=_several(rows, "row"),
                        ),
                    )
                )
    return found


def _triggers(connection: Connection, _asked: Asked) -> list[Finding]:
    """Whether the ledger and entitlements still refuse changes."""
    catalogue = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger"
    )
    there = set(connection.execute(text(catalogue)).scalars())
    guarded = {f"{table}_no_{verb}" for table in ("ledger", "entitlement") for verb in ("update", "delete")}
    lost = sorted(guarded - there)
    return [Finding(True, say("check-trigger", name=name)) for name in lost]


def _ledger(connection: Connection, _asked: Asked) -> list[Finding]:
    """Keys that are unique; rows before others, and reversals, that exist and are the same person's."""
    twice = select(LEDGER.c.key).group_by(LEDGER.c.key).having(func.count() > 1).limit(_SHOWN)
    found = [Finding(True, say("check-key-twice", key=key)) for key in connection.execute(twice).scalars()]
    entry = LEDGER.alias()
    lone = (
        select(LEDGER.c.key, LEDGER.c.reverses)
        .outerjoin(entry, entry.c.key == LEDGER.c.reverses)
        .where(LEDGER.c.reverses.is_not(None), entry.c.id.is_(None))
        .limit(_SHOWN)
    )
    found += [
        Finding(True, say("check-reversed-gone", key=row.key, other=row.reverses))
        for row in connection.execute(lone)
    ]
    before = (
        select(LEDGER.c.key, LEDGER.c.previous)
        .outerjoin(entry, (entry.c.key == LEDGER.c.previous) & (entry.c.person_id == LEDGER.c.person_id))
        .where(func.coalesce(LEDGER.c.previous, "") != "", entry.c.id.is_(None))
        .limit(_SHOWN)
    )
    found += [
        Finding(True, say("check-previous", key=row.key, other=row.previous))
        for row in connection.execute(before)
    ]
    other = (
        select(LEDGER.c.key, entry.c.key.label("of"))
        .join(entry, entry.c.key == LEDGER.c.reverses)
        .where((LEDGER.c.person_id != entry.c.person_id) | (LEDGER.c.currency != entry.c.currency))
        .limit(_SHOWN)
    )
    found += [
        Finding(True, say("check-reversed-other", key=row.key, other=row.of))
        for row in connection.execute(other)
    ]
    # What was pending had granted nothing; all else is undone by just as much.
    unequal = (
        select(LEDGER.c.key, entry.c.key.label("of"))
        .join(entry, entry.c.key == LEDGER.c.reverses)
        .where(LEDGER.c.granted != -entry.c.granted, entry.c.status != "pending")
        .limit(_SHOWN)
    )
    found += [
        Finding(True, say("check-reversed-amount", key=row.key, other=row.of))
        for row in connection.execute(unequal)
    ]
    return found


def _balances(connection: Connection, _asked: Asked) -> list[Finding]:
    """Balances that are not the sum of the ledger."""
    off = off_balance(connection)
    found = [Finding(True, _off(balance)) for balance in off[:_SHOWN]]
    if len(off) > _SHOWN:
        found.append(Finding(True, say("check-balances-more", count=len(off) - _SHOWN)))
    if off:
        found.append(Finding(False, say("check-repair")))
    return found


def _coins(connection: Connection, _asked: Asked) -> list[Finding]:
    """Days whose coins are not what the points of those days brought when they were counted last."""
    found = [
        Finding(True, say("check-coins", community=community, person=person, day=day, coins=has, due=wanted))
        for community, person in coins.owners(connection)
        for day, has, wanted in coins.unlike(connection, community, person)
    ]
    return found[:_SHOWN]


def _off(b: Balance) -> Said:
    who = {"person": b.person, "community": b.community}
    if (b.xp, b.coins) == (b.ledger_xp, b.ledger_coins):
        return say("check-head", **who, head=b.head or "–", ledger_head=b.ledger_head or "–")
    sums = {"xp": b.xp, "coins": b.coins, "ledger_xp": b.ledger_xp, "ledger_coins": b.ledger_coins}
    return say("check-balance", **who, **sums)


def check_points(connection: Connection, now: int) -> list[Finding]:
    """Whether the ledger is whole, and every balance its sum; the wrong things first."""
    asked = Asked(now, running=False)
    found = [f for look in (_triggers, _ledger, _balances, _coins) for f in look(connection, asked)]
    return sorted(found, key=lambda f: not f.bad)


def _outbox(connection: Connection, asked: Asked) -> list[Finding]:
    """Calls that are stuck, in doubt or overdue."""
    found = []
    if not asked.running and (rows := _count(connection, OUTBOX, OUTBOX.c.state == "sending")):
        found.append(Finding(False, say("check-sending", calls=_several(rows, "call"))))
    doubtful = OUTBOX.c.state == "unknown"
    if rows := _count(connection, OUTBOX, doubtful):
        query = select(OUTBOX.c.key, OUTBOX.c.method, OUTBOX.c.lane, OUTBOX.c.at).where(doubtful)
        found += [
            Finding(
                False,
                say("check-doubt", method=row.method, chat=row.lane, at=_moment(row.at), key=row.key),
            )
            for row in connection.execute(query.order_by(OUTBOX.c.id.desc()).limit(_SHOWN))
        ]
        if rows > _SHOWN:
            found.append(Finding(False, say("check-doubt-more", count=rows - _SHOWN)))
    overdue = (OUTBOX.c.state == "pending") & (OUTBOX.c.at < asked.now - _OLD)
    overdue &= OUTBOX.c.not_before < asked.now - _OLD
    if rows := _count(connection, OUTBOX, overdue):
        oldest = (connection.execute(select(func.min(OUTBOX.c.at)).where(overdue))).scalar_one()
        found.append(Finding(False, say("check-overdue", calls=_several(rows, "call"), at=_moment(oldest))))
    return found


def _dead_letters(connection: Connection, _asked: Asked) -> list[Finding]:
    """Updates nobody could decide and nobody has looked at."""
    rows = dead_letters.open_count(connection)
    return [Finding(False, _several(rows, "letter"))] if rows else []


CHECKS: tuple[Check, ...] = (_file, _orphans, _triggers, _ledger, _balances, _coins, _outbox, _dead_letters)


def _count(connection: Connection, table: Table, *where: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(table).where(*where)
    return int(connection.execute(query).scalar_one())


def _several(count: int, what: str) -> Said:
    """So many of them, or one."""
    return say(f"check-{what}") if count == 1 else say(f"check-{what}s", count=count)


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M UTC")
