"""Updates that are fetched ahead of their turn: kept as they came, decided in order, gone afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import Any, cast

import msgspec
import pytest
import pytest_asyncio
from sqlalchemy.exc import OperationalError

from bot.core import spool as spool_module
from bot.core.checkout import Checkouts
from bot.core.spool import Spool
from bot.runtime.clock import SystemClock
from storage import spool as table
from storage.store import Store
from tests.faults.stage import until


class Shop:
    """What is sold, and who was answered."""

    def __init__(self) -> None:
        self.expected = True
        self.asked: list[Any] = []

    def begin(self, raws: Sequence[Any]) -> None:
        self.asked += [raw for raw in raws if b"pre_checkout_query" in raw]


class Decided:
    """Decides what it is given, unless it is held up or fails."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.goes_on = asyncio.Event()
        self.goes_on.set()
        self.fails = 0

    async def decide(self, raws: Sequence[Any]) -> None:
        await self.goes_on.wait()
        if self.fails:
            self.fails -= 1
            raise OperationalError("locked", None, Exception())
        self.batches.append([msgspec.json.decode(raw)["update_id"] for raw in raws])

    @property
    def all(self) -> list[int]:
        return [n for batch in self.batches for n in batch]


@pytest_asyncio.fixture
async def made(store: Store, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Spool, Shop, Decided]]:
    monkeypatch.setattr(spool_module, "AHEAD", 0.0)
    monkeypatch.setattr(spool_module, "_AGAIN", 0.0)
    shop, decided = Shop(), Decided()
    spool = Spool(store, SystemClock(), cast(Checkouts, shop), decided.decide)
    work = asyncio.create_task(spool.run())
    yield spool, shop, decided
    work.cancel()
    with suppress(asyncio.CancelledError):
        await work


def updates(first: int, count: int) -> list[bytes]:
    """Raw updates with these ids."""
    return [b'{"update_id": %d}' % n for n in range(first, first + count)]


def waiting(store: Store) -> int:
    with store.read() as connection:
        return table.waiting(connection)[0]


async def test_a_batch_that_is_not_full_is_decided_at_once(
    made: tuple[Spool, Shop, Decided], store: Store
) -> None:
    spool, _, decided = made
    await spool.take(updates(1, 99))
    assert decided.batches == [list(range(1, 100))]
    assert waiting(store) == 0


@pytest.mark.parametrize(("sold", "polled"), [(False, True), (True, False)])
async def test_nothing_is_fetched_ahead_where_nobody_pays_or_nobody_polls(
    made: tuple[Spool, Shop, Decided], sold: bool, polled: bool
) -> None:
    spool, shop, decided = made
    shop.expected = sold
    decided.goes_on.clear()
    taking = asyncio.create_task(spool.take(updates(1, 100), polled=polled))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(taking), 0.05)
    decided.goes_on.set()
    await taking
    assert decided.batches == [list(range(1, 101))]


async def test_a_full_batch_is_kept_and_what_comes_next_waits_behind_it(
    made: tuple[Spool, Shop, Decided], store: Store
) -> None:
    spool, shop, decided = made
    decided.goes_on.clear()
    await spool.take(updates(1, 100))
    await spool.take(updates(101, 100))
    await spool.take([*updates(201, 3), b'{"update_id": 204, "pre_checkout_query": {}}'])
    assert waiting(store) == 204
    assert len(shop.asked) == 1
    assert decided.all == []
    decided.goes_on.set()
    await until(lambda: waiting(store) == 0)
    assert decided.all == list(range(1, 205))
    await until(lambda: not spool._behind)
    await spool.take(updates(205, 1))
    assert decided.batches[-1] == [205]


async def test_what_an_earlier_process_left_comes_first(
    made: tuple[Spool, Shop, Decided], store: Store
) -> None:
    spool, shop, decided = made
    asks = b'{"update_id": 150, "pre_checkout_query": {}}'
    with store.write() as connection:
        table.append(connection, [*updates(1, 149), asks], 1)
    await spool.begin()
    await spool.take(updates(151, 1), polled=False)
    await until(lambda: waiting(store) == 0)
    assert decided.all == list(range(1, 152))
    assert shop.asked == [asks]


async def test_a_database_that_fails_is_tried_again(made: tuple[Spool, Shop, Decided], store: Store) -> None:
    spool, _, decided = made
    decided.fails = 2
    await spool.take(updates(1, 100))
    await until(lambda: waiting(store) == 0)
    assert decided.all == list(range(1, 101))


async def test_only_so_many_wait_here_and_the_others_where_they_are(
    made: tuple[Spool, Shop, Decided], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool_module, "LONGEST", 250)
    spool, _, decided = made
    decided.goes_on.clear()
    await spool.take(updates(1, 100))
    await spool.take(updates(101, 100))
    third = asyncio.create_task(spool.take(updates(201, 100)))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(third), 0.05)
    assert waiting(store) == 200
    decided.goes_on.set()
    await third
    await until(lambda: waiting(store) == 0)
    assert decided.all == list(range(1, 301))
