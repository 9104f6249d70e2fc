"""The hot path's questions find their rows by an index, however long the past is."""

from __future__ import annotations

from typing import Any

import pytest

from storage import outbox, standings
from storage.direct import Statement, on_driver
from storage.store import Store


@pytest.mark.parametrize(
    ("statement", "values", "index"),
    [
        (standings._GIVEN_BY, (1, "2026-01-01", 1), "ix_ledger_actor_id_day"),
        (standings._PAST_OF, ("key", 1, 1), "ledger_1 (key=?)"),
        (outbox._PAGE, (0, 0, 10), "ix_outbox_state_priority_id"),
    ],
)
async def test_a_question_has_its_index(
    store: Store, statement: Statement, values: tuple[Any, ...], index: str
) -> None:
    prepared = statement.prepared
    async with store.read() as connection:
        plan = await on_driver(
            connection,
            lambda bare: bare.execute(
                f"EXPLAIN QUERY PLAN {prepared.sql}", prepared.values(values)
            ).fetchall(),
        )
    searches = [row[3] for row in plan if "ledger" in row[3] or "outbox" in row[3]]
    assert searches
    assert all(index in search for search in searches)
