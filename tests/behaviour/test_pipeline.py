"""Nothing is lost and nothing counts twice."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from sqlalchemy import func, select

from bot.core.batch import Batch
from bot.core.pipeline import TIMERS_AT_ONCE
from bot.core.unit_of_work import UnitOfWork
from bot.features import registry
from bot.runtime.clock import ScaledClock
from rules.engine.events import Event, Kind
from storage.activity import ActivityLog
from storage.directory import ALIAS, CHAT
from storage.event_log import DEAD, EVENT, SEEN
from storage.ledger import LEDGER, STANDING
from storage.member_cache import Known
from storage.outbox import OUTBOX
from storage.timers import due, set_timer
from tests.behaviour.conftest import World
from tests.bots import running_bot
from tests.servers import community, playground

_MESSAGE = {
    "message_id": 5000,
    "date": 1_800_000_000,
    "chat": {"id": -1001, "type": "supergroup", "title": "Learners"},
    "from": {"id": 2, "is_bot": False, "first_name": "小明"},
    "text": "a thought worth two points",
}
_UPDATE = {"update_id": 900_000_001, "message": _MESSAGE}


def count(world: World, table: Any) -> int:
    """Rows of a table."""
    (row,) = world.bot.rows(select(func.count().label("n")).select_from(table))
    return int(row["n"])


async def test_an_update_that_arrives_twice_counts_once(world: World) -> None:
    await world.bot.settled()
    before = count(world, EVENT)
    raw = json.dumps(_UPDATE).encode()
    await world.bot.app.take([raw, raw])
    await world.bot.app.take([raw])
    assert count(world, EVENT) == before + 1
    assert count(world, LEDGER) == 1


async def test_an_old_id_under_which_something_new_comes_is_decided_and_answered(world: World) -> None:
    """After a week of silence Telegram's ids go on anywhere, old ones included."""
    week = 8 * 86_400
    now = int(time.time())
    said = [{**_MESSAGE, "date": now, "text": "hello bot"}]
    said.append({**said[0], "date": now + week, "message_id": 5001})
    raws = [json.dumps({"update_id": 900_000_001, "message": m}).encode() for m in said]
    pipeline = world.bot.app.pipeline
    await world.bot.settled()
    pipeline.take([raws[0]])
    pipeline._clock = ScaledClock(time.time(), time.time() + week, 1)
    for _ in range(2):
        pipeline.take([raws[1], raws[1]])
    assert [r["message_id"] for r in world.bot.rows(select(EVENT).where(EVENT.c.message_id >= 5000))] == [
        5000,
        5001,
    ]
    calls = world.bot.rows(select(OUTBOX.c.params).where(OUTBOX.c.method == "sendMessage"))
    assert [c["params"]["reply_parameters"]["message_id"] for c in calls] == [5000, 5001]


async def test_a_timer_that_was_moved_and_fires_again_makes_its_calls_again(world: World) -> None:
    def says(batch: Batch, event: Event) -> None:
        batch.call(event, "sendChatAction", batch.chat(event).id, action="typing")

    await world.bot.settled()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(registry().events, Kind.TIMER, (says,))
        for due_at in (1, 2):
            with world.bot.store.write() as connection:
                (chat,) = connection.execute(select(CHAT.c.id)).scalars()
                set_timer(connection, "t", "speak", chat, None, due_at)
            world.bot.app.pipeline.take_timers()
    assert len(world.bot.rows(select(OUTBOX).where(OUTBOX.c.method == "sendChatAction"))) == 2


async def test_what_cannot_be_read_becomes_a_dead_letter_and_stops_nobody(world: World) -> None:
    await world.bot.settled()
    before = count(world, EVENT)
    poison = {**_UPDATE, "update_id": 900_000_002, "message": {"message_id": "x"}}
    batch = [b"no json", json.dumps(poison).encode(), json.dumps(_UPDATE).encode()]
    await world.bot.app.take(batch)
    letters = world.bot.rows(select(DEAD).order_by(DEAD.c.id))
    assert [x["update_id"] for x in letters] == [0, 900_000_002]
    assert "message" in letters[1]["reason"]
    assert count(world, EVENT) == before + 1
    assert count(world, SEEN) >= 2


async def test_what_cannot_be_decided_becomes_a_dead_letter_alone(world: World) -> None:
    await world.bot.settled()
    before = count(world, EVENT)
    broken = {**_UPDATE, "update_id": 900_000_003, "message": {**_MESSAGE, "date": 10**17}}
    await world.bot.app.take([json.dumps(broken).encode(), json.dumps(_UPDATE).encode()])
    (letter,) = world.bot.rows(select(DEAD))
    assert letter["update_id"] == 900_000_003
    assert count(world, EVENT) == before + 1


async def test_the_windows_survive_a_restart(world: World) -> None:
    for number in range(3):
        await world.write(2, f"number {number}")
    await world.bot.settled()
    pipeline = world.bot.app.pipeline
    pipeline.directory.forget()
    pipeline._activity.forget()
    pipeline._known.forget()
    await world.write(2, "number 4")
    assert await world.bot.called("restrictChatMember")


async def test_a_timer_that_cannot_be_carried_out_is_over(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_batch: object, _event: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(registry().events, Kind.TIMER, (fails,))
    await world.bot.settled()
    with world.bot.store.write() as connection:
        (chat,) = connection.execute(select(CHAT.c.id)).scalars()
        set_timer(connection, "t", "broken", chat, None, 1)
    assert world.bot.app.pipeline.take_timers() == 1
    assert world.bot.app.pipeline.take_timers() == 0
    (letter,) = world.bot.rows(select(DEAD))
    assert "ZeroDivisionError" in letter["reason"]


async def test_many_timers_at_once_leave_room_for_what_members_write(world: World) -> None:
    await world.bot.settled()
    with world.bot.store.write() as connection:
        (chat,) = connection.execute(select(CHAT.c.id)).scalars()
        for number in range(TIMERS_AT_ONCE + 1):
            set_timer(connection, f"t{number}", "unknown", chat, None, 1)
    assert world.bot.app.pipeline.take_timers() == TIMERS_AT_ONCE
    assert world.bot.app.pipeline.take_timers() == 1
    assert world.bot.app.pipeline.take_timers() == 0


async def test_a_timer_of_a_chat_without_a_platform_id_is_over(world: World) -> None:
    await world.bot.settled()
    with world.bot.store.write() as connection:
        (chat,) = connection.execute(select(CHAT.c.id)).scalars()
        set_timer(connection, "t", "broken", chat, None, 1)
        connection.execute(ALIAS.delete())
    world.bot.app.pipeline.take_timers()
    with world.bot.store.read() as connection:
        assert due(connection, 5) == []


async def test_a_message_under_two_update_ids_is_paid_once(world: World) -> None:
    await world.bot.settled()
    again = {**_UPDATE, "update_id": 900_000_010}
    later = {
        **_UPDATE,
        "update_id": 900_000_011,
        "message": {**_MESSAGE, "message_id": 5001, "text": "another"},
    }
    await world.bot.app.take([json.dumps(_UPDATE).encode()])
    await world.bot.app.take([json.dumps(again).encode(), json.dumps(later).encode()])
    assert count(world, SEEN) >= 3
    rows = world.bot.rows(select(LEDGER.c.message_id, LEDGER.c.previous).order_by(LEDGER.c.id))
    assert [r["message_id"] for r in rows].count(5000) == 1
    (standing,) = world.bot.rows(select(STANDING))
    assert standing["xp"] == sum(r["granted"] for r in world.bot.rows(select(LEDGER)))
    assert stored(world) == remembered(world)


def stored(world: World) -> tuple[Any, Any]:
    """Members and accounts as the database has them, of those whom the pipeline remembers."""
    kept, fresh = world.bot.app.pipeline._known, Known()
    with world.bot.store.read() as connection:
        for owner, account in kept.accounts.items():
            fresh.load(connection, (), [owner], account.newest.day)
        fresh.load(connection, kept.members, (), "")
    return states(fresh)


def remembered(world: World) -> tuple[Any, Any]:
    """The same as the pipeline remembers them."""
    return states(world.bot.app.pipeline._known)


def states(known: Known) -> tuple[Any, Any]:
    """What decisions depend on."""
    members = {p: structs.replace(m, xp=0, warnings=(), community=1) for p, m in known.members.items()}
    accounts = {
        o: (a.warnings, a.head, structs.replace(a.newest, head="", today=_some(a.newest.today)))
        for o, a in known.accounts.items()
    }
    return members, accounts


def _some(amounts: Mapping[str, int]) -> dict[str, int]:
    return {source: amount for source, amount in amounts.items() if amount}


async def test_what_the_pipeline_remembers_is_what_the_database_has(world: World) -> None:
    await world.bot.settled()
    updates = chatter(120)
    for start in range(0, 120, 9):
        await world.bot.app.take(updates[start : start + 9])
        assert stored(world) == remembered(world)
    await world.write(2, "buy now")
    await world.write(1, "/mute 2h", reply_to=await world.write(3, "hello"))
    await world.write(1, "/unwarn @bob_builds")
    await world.bot.settled()
    assert stored(world) == remembered(world)
    assert count(world, LEDGER) > 30


def chatter(count: int) -> list[bytes]:
    """Made-up talk over three days: messages, thanks, check-ins, reactions."""
    made = []
    for number in range(count):
        user = {"id": 50 + number % 5, "is_bot": False, "first_name": f"P{number % 5}"}
        place = {"id": -1001, "type": "supergroup", "title": "Learners"}
        at = 1_800_000_000 + 3_000 * number
        update: dict[str, Any] = {"update_id": 800_000_000 + number}
        if number % 7 == 6:
            update["message_reaction"] = {
                "chat": place,
                "message_id": 6_000 + number - 1,
                "user": user,
                "date": at,
                "old_reaction": [],
                "new_reaction": [{"type": "emoji", "emoji": "👍"}],
            }
        else:
            text = ("check in", "thanks", f"idea number {number}")[number % 3]
            update["message"] = {
                "message_id": 6_000 + number,
                "date": at,
                "chat": place,
                "from": user,
                "text": text,
            }
            if text == "thanks":
                other = {"id": 50 + (number + 2) % 5, "is_bot": False, "first_name": "P"}
                update["message"]["reply_to_message"] = {
                    "message_id": 6_000,
                    "date": at,
                    "chat": place,
                    "from": other,
                    "text": "hi",
                }
        made.append(json.dumps(update).encode())
    return made


async def test_the_same_updates_give_the_same_points_however_they_are_batched(
    world: World, tmp_path: Path
) -> None:
    rules = world.bot.app.settings.rules
    ledgers = []
    for size in (1, 7, 80):
        async with playground(flood=False) as pg:
            (tmp_path / str(size)).mkdir()
            async with running_bot(pg, tmp_path / str(size), rules) as bot:
                await community(pg, drain=False)
                await bot.settled()
                updates = chatter(80)
                for start in range(0, len(updates), size):
                    await bot.app.take(updates[start : start + size])
                columns = (LEDGER.c.key, LEDGER.c.granted, LEDGER.c.reason)
                ledgers.append(sorted(tuple(r.values()) for r in bot.rows(select(*columns))))
    assert len(ledgers[0]) > 30
    assert ledgers[0] == ledgers[1] == ledgers[2]


async def test_one_update_at_fault_costs_nobody_what_is_remembered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.write(2, "good morning")
    pipeline = world.bot.app.pipeline
    await world.bot.settled()
    read: list[str] = []
    monkeypatch.setattr(ActivityLog, "load", lambda *_: read.append("activity"))
    known = {pair for pair in pipeline._known.members if pair[1] != 2}
    handler = registry().events[Kind.MESSAGE][0]

    def fails(batch: Batch, event: Event) -> None:
        handler(batch, event)
        if event.text == "poison":
            raise ZeroDivisionError

    monkeypatch.setitem(registry().events, Kind.MESSAGE, (fails,))
    message = {**_MESSAGE, "text": "poison"}
    updates = [{**_UPDATE, "update_id": 900_000_100 + n} for n in range(8)]
    updates[5] = {**updates[5], "message": message}
    await world.bot.app.take([json.dumps(u).encode() for u in updates])
    (letter,) = world.bot.rows(select(DEAD))
    assert letter["update_id"] == 900_000_105
    assert read == []
    assert known <= set(pipeline._known.members)


async def test_the_messages_of_a_batch_are_written_together(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.bot.settled()
    flushed: list[int] = []
    flush = UnitOfWork.flush

    def count(work: UnitOfWork) -> None:
        flushed.append(len(work.events))
        flush(work)

    monkeypatch.setattr(UnitOfWork, "flush", count)
    somebody = {"is_bot": False, "first_name": "小明"}
    updates = [
        {
            "update_id": 900_000_000 + n,
            "message": {**_MESSAGE, "message_id": 5000 + n, "from": {**somebody, "id": 100 + n}},
        }
        for n in range(20)
    ]
    await world.bot.app.take([json.dumps(u).encode() for u in updates])
    assert [n for n in flushed if n] == [20]
