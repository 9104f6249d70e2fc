"""What is due."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, insert, text

from storage import timers
from storage.store import Store
from storage.timers import TIMER


async def a_chat(store: Store) -> None:
    """A chat for the timers."""
    async with store.write() as connection:
        await connection.execute(
            text(
                "INSERT INTO chat (id, kind, title, username, role, status, claimed_at, administrators_at)"
                " VALUES (1, 'supergroup', '', '', 'members', 'member', 0, 0)"
            )
        )


async def test_timers_that_fired_are_neither_due_nor_counted(store: Store) -> None:
    await a_chat(store)
    async with store.write() as connection:
        for number in range(3):
            await timers.set_timer(connection, f"t{number}", "again", 1, None, 100 + number)
        first, *_ = await timers.due(connection, 200)
        assert await timers.fire(connection, first["id"], 200)
        assert [row["key"] for row in await timers.due(connection, 200)] == ["t1", "t2"]
        assert await timers.count_due(connection, 101) == 1
        assert await timers.count_due(connection, 200) == 2


async def test_a_long_past_of_timers_is_not_looked_through(store: Store) -> None:
    await a_chat(store)
    past = [
        {"key": f"p{n}", "kind": "again", "chat_id": 1, "payload": "", "due_at": n, "fired_at": n + 1}
        for n in range(500)
    ]
    asked: list[tuple[str, Any]] = []
    event.listen(
        store.engine.sync_engine, "before_cursor_execute", lambda *given: asked.append((given[2], given[3]))
    )
    async with store.write() as connection:
        await connection.execute(insert(TIMER), past)
        assert await timers.due(connection, 1000) == []
        statement, values = asked[-1]
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        assert "USING INDEX ix_timer_due_at" in " ".join(str(row) for row in plan)
