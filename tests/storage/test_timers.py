"""What is due."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, insert, text

from storage import timers
from storage.store import Store
from storage.timers import TIMER


def a_chat(store: Store) -> None:
    """A chat for the timers."""
    with store.write() as connection:
        connection.execute(
            text(
                "INSERT INTO chat (id, kind, title, username, role, status, claimed_at, administrators_at)"
                " VALUES (1, 'supergroup', '', '', 'members', 'member', 0, 0)"
            )
        )


def test_timers_that_fired_are_neither_due_nor_counted(store: Store) -> None:
    a_chat(store)
    with store.write() as connection:
        for number in range(3):
            timers.set_timer(connection, f"t{number}", "again", 1, None, 100 + number)
        first, *_ = timers.due(connection, 200)
        assert timers.fire(connection, first["id"], 200)
        assert [row["key"] for row in timers.due(connection, 200)] == ["t1", "t2"]
        assert timers.count_due(connection, 101) == 1
        assert timers.count_due(connection, 200) == 2


@pytest.mark.sqlite("plans are spelled in its words")
def test_a_long_past_of_timers_is_not_looked_through(store: Store) -> None:
    a_chat(store)
    past = [
        {"key": f"p{n}", "kind": "again", "chat_id": 1, "payload": "", "due_at": n, "fired_at": n + 1}
        for n in range(500)
    ]
    asked: list[tuple[str, Any]] = []
    event.listen(store.engine, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
    with store.write() as connection:
        connection.execute(insert(TIMER), past)
        assert timers.due(connection, 1000) == []
        statement, values = asked[-1]
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        assert "USING INDEX ix_timer_due_at" in " ".join(str(row) for row in plan)
