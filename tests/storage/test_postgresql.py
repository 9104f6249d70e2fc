"""What PostgreSQL does by itself and the store has to bear: `make test-postgresql`."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, OperationalError

from storage.chats import COMMUNITY, ensure_community
from storage.event_log import DEAD
from storage.file_lock import Held, held, holder
from storage.store import Store
from tests.databases import ask

pytestmark = pytest.mark.postgresql
_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'"
_WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


def communities(store: Store) -> int:
    """How many there are."""
    with store.read() as connection:
        return int(connection.execute(select(func.count()).select_from(COMMUNITY)).scalar_one())


def test_after_the_server_ended_its_connections_work_goes_on(store: Store) -> None:
    with store.write() as connection:
        ensure_community(connection, "main", 1)
    assert communities(store) == 1
    ask(_OTHERS.format(store.engine.url.database))
    assert communities(store) == 1
    with pytest.raises(OperationalError), store.write() as connection:
        ensure_community(connection, "second", 1)
    with store.write() as connection:
        ensure_community(connection, "second", 1)
    assert communities(store) == 2


def test_a_view_changes_nothing(store: Store) -> None:
    with pytest.raises(DBAPIError, match="read-only"), store.read() as connection:
        connection.execute(DEAD.delete())


def test_writers_of_two_processes_take_turns(store: Store) -> None:
    other, order = Store(store.url), ["first"]

    def second() -> None:
        with other.write():
            order.append("second")

    with store.write() as connection:
        thread = threading.Thread(target=second)
        thread.start()
        while not connection.exec_driver_sql(_WAITING).scalar_one():
            pass
        order.append("first ends")
    thread.join()
    assert order == ["first", "first ends", "second"]
    other.close()


def test_a_database_has_one_bot_and_others_see_it(store: Store) -> None:
    assert holder(store.url) is None
    with held(store.url):
        assert holder(store.url) == 0
        with pytest.raises(Held), held(store.url):
            pass
    assert holder(store.url) is None


def test_a_server_that_is_away_is_held_by_nobody() -> None:
    with held("postgresql+psycopg://nobody@/x?host=/nowhere"):
        assert holder("postgresql+psycopg://nobody@/x?host=/nowhere") is None
