"""Check this machine and what is stored: room, rights, the file, what waits, backups."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, func, select, text

from bot.operations.backups import MARK
from bot.operations.check_results import Check, check
from bot.runtime.missing_tables import told
from storage import dead_letters, outbox, spool
from storage.commit_counter import Missing
from storage.event_log import SEEN
from storage.file_lock import database_file
from storage.learning import watermark

_MB = 1 << 20
_LITTLE = 100 * _MB  # so little room that the next commits may fail
_SCARCE = 1024 * _MB
_LARGE_WAL = 256 * _MB
_OTHERS = 0o006  # read and write for everybody
_PASS = 0o001  # may go through a folder
_DAY = 86_400
_OLD_BACKUP = 7  # days
_OVERDUE = 3600  # seconds


def files(url: str, env: Path = Path(".env")) -> Iterator[Check]:
    """Room on the disk, size of the write-ahead log, and who else may read .env and the database."""
    database = database_file(url)
    if database is not None and database.parent.is_dir():
        yield room(
            shutil.disk_usage(database.parent).free, database.stat().st_size if database.exists() else 0
        )
        wal = database.with_name(f"{database.name}-wal")
        size = wal.stat().st_size if wal.exists() else 0
        if size > _LARGE_WAL:
            yield check("advice", "wal", "large", size=_megabytes(size))
    there = [f for f in (env, database) if f is not None and f.exists()]
    open_ones = [f for f in there if open_to_others(f)]
    if open_ones:
        yield check("advice", "files", "open", files=_listed(open_ones))
    elif there:
        yield check("good", "files", "good", files=_listed(there))
    else:
        yield check("good", "files", "none")


def _listed(files: Iterable[Path]) -> str:
    return ", ".join(map(str, files))


def room(free: int, database: int) -> Check:
    """Whether the disk has room for the database to grow, and for a backup."""
    values = {"free": _megabytes(free)}
    if free < _LITTLE:
        return check("bad", "disk", "full", **values)
    if free < max(_SCARCE, 2 * database):
        return check("advice", "disk", "scarce", **values)
    return check("good", "disk", "good", **values)


def open_to_others(file: Path) -> bool:
    """Whether every account of the machine may read or write a file, and get to it."""
    path = file.resolve()
    reachable = all(folder.stat().st_mode & _PASS for folder in path.parents)
    return reachable and bool(path.stat().st_mode & _OTHERS)


def commits(missing_ones: Sequence[Missing]) -> Iterator[Check]:
    """Whether all commits are there that were counted."""
    yield from map(missing, missing_ones)
    if not missing_ones:
        yield check("good", "missing", "none")


def missing(found: Missing) -> Check:
    """Something that is missing, and what to do."""
    return check("bad" if found.bad else "advice", "missing", "some", told=partial(told, found))


def stored(connection: Connection, now: int) -> Iterator[Check]:
    """The file's soundness, dead letters, calls in doubt or overdue, and the newest backup."""
    if connection.dialect.name == "sqlite":
        said = connection.execute(text("PRAGMA quick_check(1)")).scalars().first()
        yield (
            check("good", "integrity", "good")
            if said == "ok"
            else check("bad", "integrity", "damaged", reason=str(said))
        )
        yield from _backup(connection, now)
    dead = dead_letters.open_count(connection)
    yield check("advice", "letters", "open", count=dead) if dead else check("good", "letters", "none")
    count, since = spool.waiting(connection)
    if count:
        yield check("advice", "spool", "some", count=count, minutes=max(0, now - since) // 60)
    yield _calls(connection, now)


def _calls(connection: Connection, now: int) -> Check:
    states = outbox.states(connection)
    late = (outbox.OUTBOX.c.state == "pending") & (outbox.OUTBOX.c.at < now - _OVERDUE)
    late &= outbox.OUTBOX.c.not_before < now - _OVERDUE
    overdue = connection.execute(select(func.count()).where(late)).scalar_one()
    if overdue:
        return check("advice", "calls", "late", count=overdue)
    if doubtful := states.get("unknown", 0):
        return check("advice", "calls", "doubtful", count=doubtful)
    return check("good", "calls", "good")


def _backup(connection: Connection, now: int) -> Iterator[Check]:
    """How old the newest is. A database of less than a day needs none yet."""
    newest = watermark(connection, MARK)
    if newest:
        days = max(0, now - newest) // _DAY
        old = days > _OLD_BACKUP
        yield check("advice" if old else "good", "backup", "old" if old else "good", days=days)
        return
    first = connection.execute(select(func.min(SEEN.c.at))).scalar()
    if first and now - first > _DAY:
        yield check("advice", "backup", "none")


def _megabytes(size: int) -> int:
    return size // _MB
