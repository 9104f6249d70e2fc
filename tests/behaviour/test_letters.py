"""Dead letters that are decided again count once, or stay dead."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.core.batch import Batch
from bot.features import registry
from bot.operations import dead_letters
from rules.engine.events import Event, Kind
from storage.event_log import DEAD, EVENT, TEXT
from storage.ledger import LEDGER
from storage.timers import TIMER, set_timer
from tests.behaviour.conftest import World

UPDATE: dict[str, Any] = {
    "update_id": 900_000_001,
    "message": {
        "message_id": 5000,
        "date": 1_800_000_000,
        "chat": {"id": -1001, "type": "supergroup", "title": "Learners"},
        "from": {"id": 2, "is_bot": False, "first_name": "小明"},
        "text": "a thought worth two points",
    },
}


class Broken:
    """The handlers of messages, which fail as long as `reason` is set."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, reason: str) -> None:
        self.reason, self._real = reason, registry().events[Kind.MESSAGE]
        monkeypatch.setitem(registry().events, Kind.MESSAGE, (self,))

    def __call__(self, batch: Batch, event: Event) -> None:
        """Decide, or fail."""
        if self.reason:
            raise RuntimeError(self.reason)
        for handle in self._real:
            handle(batch, event)


def count(world: World, table: Any) -> int:
    """Rows of a table."""
    (row,) = world.bot.rows(select(func.count().label("n")).select_from(table))
    return int(row["n"])


async def buried(world: World, *bodies: dict[str, Any] | bytes) -> list[int]:
    """Let updates arrive that become dead letters; their numbers."""
    await world.bot.settled()
    await world.bot.app.take([b if isinstance(b, bytes) else json.dumps(b).encode() for b in bodies])
    return [r["id"] for r in world.bot.rows(select(DEAD).order_by(DEAD.c.id))]


async def retry(world: World, numbers: list[int] | None) -> dead_letters.Retried:
    """What `zhiqun dead retry` does, beside the running bot."""
    return await asyncio.to_thread(dead_letters.retried, world.bot.app.settings, numbers, 15)


async def test_what_could_not_be_decided_is_decided_later_and_counts_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Broken(monkeypatch, "no luck")
    before = count(world, EVENT)
    numbers = await buried(world, UPDATE)
    broken.reason = "still none"
    first = await retry(world, numbers)
    assert first.failed == {numbers[0]: "RuntimeError: still none"}
    assert (count(world, EVENT), count(world, LEDGER)) == (before, 0)
    broken.reason = ""
    assert (await retry(world, numbers)).decided == numbers
    assert count(world, DEAD) == 0
    assert (count(world, EVENT), count(world, LEDGER)) == (before + 1, 1)
    assert count(world, TEXT) == 1
    # Neither Telegram nor the operator can bring it in once more.
    await world.bot.app.take([json.dumps(UPDATE).encode()])
    assert (await retry(world, numbers)).unknown == numbers
    assert (count(world, EVENT), count(world, LEDGER)) == (before + 1, 1)


async def test_whoever_asks_at_the_same_time_the_letter_counts_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Broken(monkeypatch, "no luck")
    before = count(world, EVENT)
    await buried(world, UPDATE, {**UPDATE, "update_id": 900_000_002})
    broken.reason = ""
    await asyncio.gather(*(retry(world, None) for _ in range(4)))
    assert count(world, EVENT) == before + 2


async def test_a_body_that_was_unreadable_stays_dead_and_harms_nobody(world: World) -> None:
    before = count(world, EVENT)
    poison = {**UPDATE, "message": {"message_id": "x"}}
    numbers = await buried(world, b"no json", poison)
    outcome = await retry(world, None)
    assert sorted(outcome.failed) == numbers
    assert count(world, EVENT) == before
    await world.bot.app.take([json.dumps({**UPDATE, "update_id": 900_000_009}).encode()])
    assert count(world, EVENT) == before + 1


async def test_letters_whose_number_was_unreadable_count_once_when_it_can_be_read(world: World) -> None:
    before = count(world, EVENT)
    await buried(world)
    rows = [
        {"update_id": 0, "at": 1, "reason": "a bug of the past", "body": json.dumps(UPDATE), "state": "open"}
        for _ in range(2)
    ]
    with world.bot.store.write() as connection:
        connection.execute(DEAD.insert(), rows)
    assert len((await retry(world, None)).decided) == 2
    assert count(world, EVENT) == before + 1


async def test_a_timer_that_failed_happens_when_it_is_retried(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.bot.settled()
    happened: list[str] = []

    def handle(_batch: Batch, event: Event) -> None:
        if not happened:
            happened.append("failed")
            raise RuntimeError("no luck")
        assert event.timer is not None
        happened.append(event.timer.payload)

    monkeypatch.setitem(registry().events, Kind.TIMER, (handle,))
    with world.bot.store.write() as connection:
        set_timer(connection, "t", "test", 1, None, 1, "the payload")

    async def is_buried() -> bool:
        return count(world, DEAD) == 1

    await world.pg.wait_for(is_buried)
    assert len((await retry(world, None)).decided) == 1
    assert happened == ["failed", "the payload"]
    (row,) = world.bot.rows(select(TIMER).where(TIMER.c.key == "t"))
    assert row["fired_at"] > 0


async def test_what_is_dropped_is_forgotten_and_not_decided(world: World) -> None:
    numbers = await buried(world, {**UPDATE, "message": {"message_id": "x", "text": "a secret"}})
    settings = world.bot.app.settings
    assert "a secret" in "\n".join(dead_letters.shown(settings, numbers[0]))
    assert dead_letters.dropped(settings, numbers) == numbers
    assert (await retry(world, numbers)).unknown == numbers
    assert "a secret" not in dead_letters.shown(settings, numbers[0])
    assert dead_letters.listed(settings, every=False, limit=10) == []
    (line,) = dead_letters.listed(settings, every=True, limit=10)
    assert (line.number, line.state, line.size) == (numbers[0], "dropped", 0)
