"""When much comes at once: what must not wait does not, and what waits stays in bounds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

from prometheus_client import generate_latest
from sqlalchemy import select

from bot.delivery.outbox_loader import ROOM
from bot.delivery.rate_limits import GROUP, RateLimits
from bot.delivery.worker import Delivery
from bot.operations.web.status import count_rows
from bot.platforms.telegram.calls import Gateway, Priority, Reply, chat_ref, person_ref
from bot.runtime.clock import Clock, ScaledClock, SystemClock
from rules.engine.events import Chat, Person
from storage import outbox
from storage.directory import PERSON, Directory
from storage.outbox import OUTBOX
from storage.store import Store
from tests.behaviour.conftest import World


class Slow:
    """A gateway whose posts end when the test lets them."""

    name = "slow"

    def __init__(self) -> None:
        self.called: list[tuple[str, Mapping[str, Any]]] = []
        self.go = asyncio.Event()

    async def call(self, method: str, params: Mapping[str, Any]) -> Reply:
        """Note the call; a post waits."""
        self.called.append((method, params))
        if method.startswith("send"):
            await self.go.wait()
            return Reply(ok=True, result={"message_id": len(self.called)})
        return Reply(ok=True, result=True)

    async def updates(self, offset: int, timeout: int, kinds: Sequence[str]) -> list[Any]:
        """None."""
        return []

    async def download(self, path: str, most: int) -> Reply:
        """There are no files."""
        return Reply(ok=False)

    async def close(self) -> None:
        """Nothing to close."""

    def methods(self) -> list[str]:
        """What was called."""
        return [method for method, _ in self.called]


def row(number: int, lane: int, method: str, priority: Priority, **more: Any) -> dict[str, Any]:
    """A row of the outbox."""
    return {
        "key": f"test:{number}",
        "lane": lane,
        "method": method,
        "params": {"chat_id": chat_ref(lane), **more.pop("params", {})},
        "retry": "never_if_ambiguous" if method.startswith("send") else "free",
        "priority": int(priority),
        "not_before": 0,
        "follow": None,
        "at": int(time.time()),
        **more,
    }


def chats(store: Store, count: int) -> list[int]:
    """Own ids of new groups."""
    directory = Directory()
    made = [Chat(-1000 - n, "supergroup", f"Group {n}") for n in range(count)]
    with store.write() as connection:
        directory.resolve(connection, made, [])
    return [directory.chat(c.id).id for c in made]


@asynccontextmanager
async def delivering(
    store: Store, gateway: Gateway, *, pacing: bool = False, clock: Clock | None = None
) -> AsyncIterator[Delivery]:
    """A delivery at work."""
    delivery = Delivery(store, gateway, clock or SystemClock(), RateLimits(on=pacing))
    task = asyncio.create_task(delivery.run())
    try:
        yield delivery
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def queue(store: Store, delivery: Delivery, *rows: dict[str, Any]) -> None:
    """Commit rows, as the pipeline does."""
    with store.write() as connection:
        outbox.add(connection, rows)
    delivery.new_rows()


async def until(true: Any, timeout: float = 10) -> None:
    """Wait for a condition."""
    async with asyncio.timeout(timeout):
        while not true():  # noqa: ASYNC110  # nobody tells
            await asyncio.sleep(0.005)


async def test_posts_that_take_long_leave_room_for_removals(store: Store) -> None:
    gateway = Slow()
    lanes = chats(store, 60)
    async with delivering(store, gateway) as delivery:
        posts = [row(n, lane, "sendMessage", Priority.SCHEDULED) for n, lane in enumerate(lanes[:50])]
        queue(store, delivery, *posts)
        await until(lambda: len(gateway.called) >= 16)
        removals = [
            row(100 + n, lane, "deleteMessage", Priority.MODERATION, params={"message_id": n + 1})
            for n, lane in enumerate(lanes[50:])
        ]
        queue(store, delivery, *removals)
        await until(lambda: gateway.methods().count("deleteMessage") == 10)
        assert gateway.methods().count("sendMessage") == 16
        gateway.go.set()
        await until(lambda: gateway.methods().count("sendMessage") == 50)


async def test_a_thousand_waiting_answers_hold_no_removal_back(store: Store) -> None:
    gateway = Slow()
    gateway.go.set()
    (lane,) = chats(store, 1)
    most = ROOM[Priority.REPLY]
    async with delivering(store, gateway, pacing=True) as delivery:
        answers = [row(n, lane, "sendMessage", Priority.REPLY) for n in range(2 * most)]
        queue(store, delivery, *answers)
        await until(lambda: "sendMessage" in gateway.methods())
        removal = row(9_999, lane, "deleteMessage", Priority.MODERATION, params={"message_id": 7})
        queue(store, delivery, removal)
        await until(lambda: "deleteMessage" in gateway.methods())
        assert delivery.loaded(Priority.REPLY) <= most
        assert gateway.methods().count("sendMessage") <= GROUP[0]
    with store.read() as connection:
        assert outbox.waiting(connection)[Priority.REPLY] >= 2 * most - GROUP[0]


async def test_what_is_due_much_later_takes_no_room(store: Store) -> None:
    gateway = Slow()
    (lane,) = chats(store, 1)
    due = int(time.time()) + 3600
    async with delivering(store, gateway) as delivery:
        late = [
            row(n, lane, "deleteMessage", Priority.SCHEDULED, params={"message_id": n + 1}, not_before=due)
            for n in range(ROOM[Priority.SCHEDULED] + 500)
        ]
        queue(store, delivery, *late)
        await until(lambda: delivery.planned == len(late))
        assert delivery.loaded(Priority.SCHEDULED) == 0
        now = row(9_999, lane, "pinChatMessage", Priority.SCHEDULED, params={"message_id": 7})
        queue(store, delivery, now)
        await until(lambda: gateway.methods() == ["pinChatMessage"])


async def test_what_is_due_later_leaves_when_its_time_has_come(store: Store) -> None:
    gateway = Slow()
    (lane,) = chats(store, 1)
    start = time.time()
    clock = ScaledClock(start, start, 60)
    async with delivering(store, gateway, clock=clock) as delivery:
        later = {"params": {"message_id": 1}, "not_before": int(start) + 60}
        queue(store, delivery, row(1, lane, "deleteMessage", Priority.SCHEDULED, **later))
        await until(lambda: delivery.planned == 1)
        await until(lambda: len(gateway.called) == 1)
        assert clock.now() >= int(start) + 60


async def test_a_note_that_would_be_gone_by_now_is_not_sent_any_more(store: Store) -> None:
    gateway = Slow()
    gateway.go.set()
    (lane,) = chats(store, 1)
    short = [{"kind": "delete", "after": 60}]
    long_ago = int(time.time()) - 90
    async with delivering(store, gateway) as delivery:
        queue(
            store,
            delivery,
            row(1, lane, "sendMessage", Priority.REPLY, follow=short, at=long_ago, params={"text": "late"}),
            row(2, lane, "sendMessage", Priority.REPLY, follow=short, params={"text": "in time"}),
            row(3, lane, "sendMessage", Priority.SCHEDULED, at=long_ago, params={"text": "planned"}),
        )
        await until(lambda: len(gateway.called) == 2)
    assert [params["text"] for _, params in gateway.called] == ["in time", "planned"]
    with store.read() as connection:
        states = {r.key: r.state for r in connection.execute(select(OUTBOX.c.key, OUTBOX.c.state))}
    assert (states["test:1"], states["test:2"], states["test:3"]) == ("gone", "done", "done")


async def test_a_stop_leaves_nothing_in_doubt_that_never_left(store: Store) -> None:
    gateway = Slow()
    lanes = chats(store, 40)
    async with delivering(store, gateway) as delivery:
        posts = [row(n, lane, "sendMessage", Priority.REPLY) for n, lane in enumerate(lanes)]
        queue(store, delivery, *posts)
        await until(lambda: len(gateway.called) >= 16)
        gateway.go.set()
    with store.read() as connection:
        states = outbox.states(connection)
    assert "sending" not in states
    assert states["done"] == len(gateway.called)
    assert states["done"] + states.get("pending", 0) == len(lanes)


async def test_a_person_who_was_forgotten_is_not_written_to(store: Store) -> None:
    gateway = Slow()
    (lane,) = chats(store, 1)
    directory = Directory()
    with store.write() as connection:
        directory.resolve(connection, [], [Person(77, "Ann")])
    ann = directory.person(77).id
    async with delivering(store, gateway) as delivery:
        mute = {"params": {"user_id": person_ref(ann)}}
        queue(store, delivery, row(1, lane, "restrictChatMember", Priority.MODERATION, **mute))
        await until(lambda: len(gateway.called) == 1)
        with store.write() as connection:
            connection.execute(PERSON.update().where(PERSON.c.id == ann).values(platform_id=None))
        queue(store, delivery, row(2, lane, "restrictChatMember", Priority.MODERATION, **mute))

        def gone() -> bool:
            with store.read() as reading:
                return outbox.states(reading).get("gone") == 1

        async with asyncio.timeout(10):
            while not gone():  # noqa: ASYNC110  # the database tells nobody
                await asyncio.sleep(0.01)
    assert len(gateway.called) == 1


async def test_queues_are_shown_in_the_metrics(world: World) -> None:
    await world.write(2, "buy now")
    await world.bot.settled()
    count_rows(world.bot.store, world.bot.app.clock.now())
    shown = generate_latest().decode()
    assert 'zhiqun_outbox_waiting{priority="moderation"} 0.0' in shown
    assert 'zhiqun_outbox_waiting{priority="scheduled"} 1.0' in shown  # the note's removal
    for name in ("outbox_loaded", "outbox_planned", "calls_under_way", "receipts_waiting", "timers_due"):
        assert f"zhiqun_{name}" in shown


async def test_two_on_one_database_send_a_post_once(store: Store) -> None:
    gateway = Slow()
    gateway.go.set()
    lanes = chats(store, 30)
    async with delivering(store, gateway) as first, delivering(store, gateway) as second:
        with store.write() as connection:
            posts = [row(n, lane, "sendMessage", Priority.REPLY) for n, lane in enumerate(lanes)]
            outbox.add(connection, posts)
        first.new_rows()
        second.new_rows()
        await until(lambda: len(gateway.called) >= len(lanes))
    assert len(gateway.called) == len(lanes)
    with store.read() as connection:
        assert outbox.states(connection) == {"done": len(lanes)}
