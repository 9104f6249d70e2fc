"""Mark members whose rows were changed beside the pipeline, so that it reads them again."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, select

from storage import tables
from storage.members import Pair
from storage.prepared_statements import Statement, many, rows_of
from storage.store import table
from storage.upsert import upsert

STALE = table(tables.Stale)
EVERYBODY = (0, 0)
_ALL = Statement(lambda _: select(STALE.c.chat_id, STALE.c.person_id), ())
_NONE = Statement(lambda _: delete(STALE), ())


def mark(connection: Connection, members: Iterable[Pair]) -> None:
    """Let the pipeline read these (chat, person) again; 0 stands for every chat, or every person."""
    rows = [{"chat_id": c, "person_id": p} for c, p in sorted(set(members))]
    upsert(connection, STALE, rows, ["chat_id", "person_id"], ["person_id"])


def take(connection: Connection) -> list[Pair]:
    """All marks, which are gone then."""
    found = [(c, p) for c, p in rows_of(connection, _ALL)]
    if found:
        many(connection, _NONE, [()])
    return found
