"""What reaches Telegram when things go wrong on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import OperationalError

from bot.delivery import outbox_loader
from bot.platforms.telegram.calls import Priority
from storage import outbox
from storage.directory import PERSON
from storage.outbox import OUTBOX, RECEIPT
from tests.behaviour.conftest import World


async def states(world: World, method: str) -> list[str]:
    """The states of the calls of a method, without those that let a notice remove itself later."""
    await world.bot.settled()
    wanted = select(OUTBOX).where(OUTBOX.c.method == method, OUTBOX.c.priority < Priority.SCHEDULED)
    return [r["state"] for r in world.bot.rows(wanted)]


async def test_what_is_committed_during_a_look_for_addresses_takes_none_away(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.write(2, "hello bot")
    await world.bot.settled()
    delivery, store = world.bot.app.delivery, world.bot.store
    (person,) = [r["id"] for r in world.bot.rows(select(PERSON).where(PERSON.c.platform_id == 2))]
    look = store.look

    async def look_while_others_commit(work: Callable[[Connection], Any]) -> Any:
        found = await look(work)
        delivery.new_rows()
        return found

    delivery.new_rows()
    assert await delivery._where({1}, set()) == ({1: world.chat}, {})
    monkeypatch.setattr(store, "look", look_while_others_commit)
    assert await delivery._where({1}, {person}) == ({1: world.chat}, {person: 2})


async def test_acts_that_lead_to_no_call_send_nobody_to_the_outbox(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = await world.write(2, "hello everybody")
    await world.bot.settled()
    read, looks = outbox_loader._read, list[object]()

    def counted(wanted: dict[int, tuple[int, int]], due: list[int], connection: Connection) -> Any:
        looks.append(wanted)
        return read(wanted, due, connection)

    monkeypatch.setattr(outbox_loader, "_read", counted)
    for number in range(4):
        emoji = [] if number % 2 else ["👍"]
        react = {"do": "react", "chat": world.chat, "user": 3, "message": message, "emoji": emoji}
        await world.pg.act(react)
        await world.bot.settled()
    assert not looks
    await world.write(2, "/rules")
    assert await states(world, "sendMessage") == ["done"]
    assert looks


async def test_a_database_that_fails_for_a_moment_holds_nothing_up(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, failures = outbox.mark_sending, [OperationalError("", {}, Exception("database is locked"))]

    def fails_once(connection: Connection, ids: Iterable[int]) -> set[int]:
        wanted = list(ids)
        if wanted and failures:
            raise failures.pop()
        return real(connection, wanted)

    monkeypatch.setattr(outbox, "mark_sending", fails_once)
    await world.write(2, "/rules")

    async def said() -> bool:
        return await states(world, "sendMessage") == ["done"]

    assert await world.pg.wait_for(said, timeout=20)


async def test_every_call_leaves_a_receipt(world: World) -> None:
    await world.write(2, "buy now")
    await world.bot.settled()
    calls = world.bot.rows(select(OUTBOX).where(OUTBOX.c.state == "done"))
    receipts = {r["outbox_id"] for r in world.bot.rows(select(RECEIPT))}
    assert {c["id"] for c in calls} <= receipts


@pytest.mark.parametrize("kind", ["server_error", "timeout_after", "drop", "flood"])
async def test_a_removal_is_repeated_until_it_is_done(world: World, kind: str) -> None:
    await world.pg.faults({"kind": kind, "method": "deleteMessage", "times": 1, "seconds": 1})
    message = await world.write(2, "buy now")

    async def done() -> bool:
        return await states(world, "deleteMessage") == ["done"]

    await world.pg.wait_for(done, timeout=30)
    assert await world.deleted() == {message}


async def test_a_message_in_doubt_is_not_sent_again_and_not_forgotten(world: World) -> None:
    await world.pg.faults({"kind": "drop", "method": "sendMessage", "times": 1})
    await world.write(2, "/rules")
    assert await states(world, "sendMessage") == ["unknown"]
    (receipt,) = world.bot.rows(select(RECEIPT).where(RECEIPT.c.state == "unknown"))
    assert receipt["text"]


async def test_a_message_that_was_surely_refused_is_sent_again(world: World) -> None:
    await world.pg.faults({"kind": "flood", "method": "sendMessage", "times": 1, "seconds": 1})
    await world.write(2, "/rules")

    async def said() -> bool:
        return await states(world, "sendMessage") == ["done"]

    await world.pg.wait_for(said, timeout=30)
    assert await world.bot.said(world.chat) == ["Be kind."]


async def test_a_group_that_became_a_supergroup_gets_what_waited_for_it(world: World) -> None:
    await world.pg.act(
        {
            "do": "create_chat",
            "chat": -77,
            "title": "Small",
            "owner": 1,
            "type": "group",
            "members": [2],
            "bot": True,
        }
    )
    await world.bot.settled()
    moved = await world.pg.act({"do": "migrate", "chat": -77})
    new = int(moved.get("chat") or moved["to"])
    message = (await world.pg.act({"do": "message", "chat": new, "user": 2, "text": "buy now"}))["message_id"]
    await world.bot.settled()
    (ghost,) = [m for m in await world.pg.messages(new) if m["message"]["message_id"] == message]
    assert ghost["deleted_by"] == world.pg.bot_id


async def test_calls_to_a_group_that_put_the_bot_out_end_without_noise(world: World) -> None:
    await world.pg.faults({"kind": "kicked", "times": 1, "method": "deleteMessage"})
    await world.write(2, "buy now")
    assert set(await states(world, "deleteMessage")) <= {"gone", "failed"}
