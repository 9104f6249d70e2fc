"""What many tests need: an open database."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, create_engine

from bot.core import timekeeping
from rules.config import rule_book_store
from storage import store as store_module
from storage.store import Store
from tests.books import loaded
from tests.databases import drop_made, new_database, on_server

gc.disable()  # until everything is collected: of what that takes, a third went into looking for garbage

# The same examples on every machine, however slow it is; `--hypothesis-profile=default` explores.
settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new database of the newest shape."""
    opened = Store(new_database(tmp_path), synchronous="OFF")
    yield opened
    opened.close()


@pytest.fixture(autouse=True, scope="session")
def _books() -> Iterator[None]:
    """Compile rule files of the same content once for all bots; the loader's own tests call it directly."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rule_book_store, "load_book", loaded)
        yield


@pytest.fixture(autouse=True, scope="session")
def _looks() -> Iterator[None]:
    """Look at timers more often than a bot that others wait for: most tests wait for one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timekeeping, "TICK", 0.2)
        yield


@pytest.fixture(autouse=True, scope="session")
def _statements() -> Iterator[None]:
    """Compile every statement once for all databases of SQLite, which wait for no disk."""
    first = create_engine("sqlite://")
    first.connect().close()
    prepare = store_module._prepare_sqlite
    compiled: dict[Any, Any] = {}

    def prepared(engine: Engine, _synchronous: str) -> None:
        prepare(engine, "OFF")
        engine.dialect = first.dialect  # what was compiled is looked for by dialect
        engine.update_execution_options(compiled_cache=compiled)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store_module, "_prepare_sqlite", prepared)
        yield
    first.dispose()


@pytest.fixture(autouse=on_server())
def _drop_databases() -> Iterator[None]:
    """Leave no database on the server."""
    yield
    drop_made()


def pytest_collection_finish() -> None:
    """Look for garbage from now on, and never again among what stays."""
    gc.enable()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what is about the other database alone."""
    other = "sqlite" if on_server() else "postgresql"
    for item in items:
        if item.get_closest_marker(other):
            item.add_marker(pytest.mark.skip(reason=f"about {other} alone"))
