"""Newcomers of an open group answer before they may write; what was restricted before stays so."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.text.messages import plain
from storage.cases import CASE
from storage.casework import ACT
from storage.newcomers import NEWCOMER
from storage.outbox import OUTBOX
from tests.behaviour.conftest import World
from tests.bots import running_bot, write_rules
from tests.servers import Json, Playground, community, playground

EVE = 40
NO_RIGHT = "Bad Request: not enough rights to restrict/unrestrict chat member"
SUM = "captcha: {kind: arithmetic, within: 2m, tries: 2}\n"


@asynccontextmanager
async def opened(
    tmp_path: Path, screening: str, pg: Playground | None = None, **more: Any
) -> AsyncIterator[World]:
    """A group with this screening.yaml, and Eve before its door."""
    rules = write_rules(tmp_path / "rules", screening=screening, **more)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        chat = await community(pg, drain=False)
        await pg.act({"do": "create_person", "person": EVE, "first_name": "Eve", "username": "eve_x"})
        await bot.settled()
        yield World(pg, bot, chat)


@pytest_asyncio.fixture
async def door(tmp_path: Path) -> AsyncIterator[World]:
    """Newcomers add two numbers."""
    async with opened(tmp_path, SUM) as world:
        yield world


async def join(world: World, user: int = EVE) -> None:
    """Somebody joins, and the bot has done what it does."""
    await world.pg.act({"do": "join", "chat": world.chat, "user": user})
    await world.bot.settled()


async def notes(world: World) -> list[Json]:
    """The captcha's notes that hang in the group."""
    await world.bot.settled()
    found = await world.pg.messages(world.chat, limit=200)
    return [m["message"] for m in found if "reply_markup" in m["message"] and "deleted_by" not in m]


def buttons(note: Json) -> list[Json]:
    """Its buttons, in order."""
    return [b for row in note["reply_markup"]["inline_keyboard"] for b in row]


def right(note: Json) -> Json:
    """The button with the sum."""
    asked = note["text"].split("What is ")[1].split("?")[0]
    left, _, other = asked.partition(" + ")
    return next(b for b in buttons(note) if b["text"] == str(int(left) + int(other)))


def wrong(note: Json) -> Json:
    """A button with another number."""
    return next(b for b in buttons(note) if b != right(note))


async def press(world: World, user: int, note: Json, chosen: Json) -> str:
    """Press it; what the bot answers."""
    act = {"do": "press", "chat": world.chat, "user": user, "message": note["message_id"]}
    pressed = await world.pg.act(act | {"data": chosen["callback_data"]})
    answer = await world.pg.get(f"/sim/answers/{pressed['callback_id']}")
    await world.bot.settled()
    return str(answer["answer"]["text"])


async def member(world: World, user: int = EVE) -> Json:
    """How somebody stands in the group."""
    found: Json = (await world.pg.chat(world.chat))["members"][str(user)]
    return found


def visit(world: World, user: int = EVE) -> str:
    """What became of the newest visit at the door."""
    rows = world.bot.rows(select(NEWCOMER.c.state))
    return str(rows[-1]["state"])


async def test_a_newcomer_writes_only_after_the_right_button(door: World) -> None:
    await join(door)
    assert (await member(door))["status"] == "restricted"
    (note,) = await notes(door)
    assert "Eve" in note["text"]
    assert "2 minutes" in note["text"]
    assert await press(door, EVE, note, right(note)) == plain("en", "captcha-passed")
    assert (await member(door))["status"] == "member"
    assert await notes(door) == []
    assert (await door.bot.said(door.chat))[-1].startswith("Welcome")


async def test_whom_telegram_does_not_let_write_has_the_note_and_answers_again(door: World) -> None:
    await door.pg.act({"do": "start", "user": 1})
    await join(door)
    (note,) = await notes(door)
    await door.pg.faults({"kind": "refusal", "method": "restrictChatMember", "times": 2, "text": NO_RIGHT})
    for _ in range(2):
        said = await press(door, EVE, note, right(note))
        assert "write now" not in said
        assert await notes(door) == [note]
        assert visit(door) == "open"
    (told,) = [t for t in await door.bot.said(1) if t.startswith("⚠️")]
    assert "giving the right to write back" in told
    assert "Ban users" in told
    assert not any(t.startswith("Welcome") for t in await door.bot.said(door.chat))
    await press(door, EVE, note, right(note))
    assert (await member(door))["status"] == "member"
    assert await notes(door) == []


async def test_wrong_answers_are_counted_and_the_last_one_puts_out(door: World) -> None:
    await join(door)
    (note,) = await notes(door)
    assert "one try left" in await press(door, EVE, note, wrong(note))
    await press(door, EVE, note, wrong(note))
    assert (await member(door))["status"] == "left"
    assert await notes(door) == []
    (case,) = door.bot.rows(select(CASE))
    assert (case["rule"], case["reason"]) == ("captcha", "wrong answers at the entrance")
    await join(door)
    assert len(await notes(door)) == 1


async def test_the_case_of_whoever_fails_tells_what_became_of_its_calls(door: World) -> None:
    await join(door)
    for _ in range(2):
        (note,) = await notes(door)
        await press(door, EVE, note, wrong(note))
    await door.bot.settled()
    acts = door.bot.rows(
        select(ACT.c.action, OUTBOX.c.method, OUTBOX.c.state)
        .join(OUTBOX, OUTBOX.c.key == ACT.c.key)
        .join(CASE, CASE.c.id == ACT.c.case_id)
        .where(CASE.c.rule == "captcha")
        .order_by(ACT.c.id)
    )
    assert [tuple(row.values()) for row in acts] == [
        ("kick", "banChatMember", "done"),
        ("kick", "unbanChatMember", "done"),
    ]


async def test_who_comes_back_and_is_silent_again_is_out_again(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules", screening=SUM)
    async with playground(flood=False) as pg:
        chat = await community(pg, drain=False)
        await pg.act({"do": "create_person", "person": EVE, "first_name": "Eve"})
        for late in (0, 200):
            clock = f"scaled:{time.time()}:{time.time() + late}:60"
            async with running_bot(pg, tmp_path, rules, clock=clock) as bot:
                world = World(pg, bot, chat)
                await join(world)

                async def out(world: World = world) -> bool:
                    return bool((await member(world))["status"] == "left")

                await pg.wait_for(out, 30)


async def test_nobody_answers_for_somebody_else(door: World) -> None:
    await join(door)
    (note,) = await notes(door)
    assert "just joined" in await press(door, 3, note, right(note))
    assert (await member(door))["status"] == "restricted"


async def test_made_up_data_lets_nobody_in(door: World) -> None:
    await join(door)
    (note,) = await notes(door)
    for data in ("captcha:aaaaaaaaaaaa:1:0", right(note)["callback_data"][:-1] + "9"):
        act = {"do": "press", "chat": door.chat, "user": EVE, "message": note["message_id"], "forged": True}
        await door.pg.act(act | {"data": data})
    await door.bot.settled()
    assert (await member(door))["status"] == "restricted"


async def test_time_runs_out_also_over_a_restart(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules", screening=SUM)
    async with playground(flood=False) as pg:
        async with running_bot(pg, tmp_path, rules) as bot:
            world = World(pg, bot, await community(pg, drain=False))
            await pg.act({"do": "create_person", "person": EVE, "first_name": "Eve"})
            await join(world)
            assert len(await notes(world)) == 1
        await pg.post("/sim/clock", {"advance": 130})
        later = f"scaled:{time.time()}:{time.time() + 130}:1"
        async with running_bot(pg, tmp_path, rules, clock=later) as bot:
            world = World(pg, bot, world.chat)

            async def out() -> bool:
                return bool((await member(world))["status"] == "left")

            await pg.wait_for(out)
            assert await notes(world) == []
            assert visit(world) == "expired"


@pytest.mark.parametrize("passes", [True, False])
async def test_an_earlier_restriction_is_never_lifted(door: World, passes: bool) -> None:
    await join(door)
    (note,) = await notes(door)
    await press(door, EVE, note, right(note))
    granted = {"can_send_messages": True}
    until = int(door.bot.app.clock.now()) + 7 * 86_400
    act = {"do": "restrict", "chat": door.chat, "user": 1, "target": EVE, "permissions": granted}
    await door.pg.act(act | {"until": until})
    await door.pg.act({"do": "leave", "chat": door.chat, "user": EVE})
    with door.bot.store.write() as connection:
        connection.execute(NEWCOMER.update().values(ended_at=0))  # passed long ago
    await join(door)
    assert (await member(door))["can_send_messages"] is False
    (note,) = await notes(door)
    if passes:
        await press(door, EVE, note, right(note))
        stands = await member(door)
        assert (stands["status"], stands["until_date"]) == ("restricted", until)
        assert stands["can_send_messages"] is True
        assert stands["can_send_photos"] is False
    else:
        await press(door, EVE, note, wrong(note))
        await press(door, EVE, note, wrong(note))
        stands = await member(door)
        assert stands["status"] == "restricted"
        assert stands["can_send_messages"] is False
        assert await door.bot.called("banChatMember") == []


async def test_a_moderators_restriction_meanwhile_holds_after_the_answer(door: World) -> None:
    await join(door)
    (note,) = await notes(door)
    act = {"do": "restrict", "chat": door.chat, "user": 1, "target": EVE, "permissions": {}}
    until = int(door.bot.app.clock.now()) + 86_400
    await door.pg.act(act | {"until": until})
    await door.bot.settled()
    await press(door, EVE, note, right(note))
    stands = await member(door)
    assert (stands["status"], stands["until_date"]) == ("restricted", until)


async def test_a_mute_by_command_meanwhile_holds_after_the_answer(door: World) -> None:
    await join(door)
    (note,) = await notes(door)
    await door.write(1, "/mute @eve_x 2h")
    await press(door, EVE, note, right(note))
    assert (await member(door))["status"] == "restricted"


async def test_a_moderator_who_lifts_the_restriction_has_let_them_in(door: World) -> None:
    await join(door)
    everything = (await door.pg.chat(door.chat))["permissions"]
    act = {"do": "restrict", "chat": door.chat, "user": 1, "target": EVE}
    await door.pg.act(act | {"permissions": everything})
    await door.bot.settled()
    assert visit(door) == "approved"
    assert await notes(door) == []


async def test_who_leaves_takes_the_note_along(door: World) -> None:
    await join(door)
    await door.pg.act({"do": "leave", "chat": door.chat, "user": EVE})
    assert await notes(door) == []
    assert visit(door) == "left"


async def test_who_is_added_by_a_moderator_answers_nothing(door: World) -> None:
    await door.pg.act({"do": "invite", "chat": door.chat, "user": 1, "target": EVE})
    assert await notes(door) == []
    assert (await member(door))["status"] == "member"


async def test_a_crowd_shares_one_note(door: World) -> None:
    for number in range(50, 60):
        await door.pg.act({"do": "create_person", "person": number, "first_name": f"P{number}"})
        await door.pg.act({"do": "join", "chat": door.chat, "user": number})
    await door.bot.settled()
    (note,) = await notes(door)
    await press(door, 57, note, right(note))
    assert (await member(door, 57))["status"] == "member"
    assert (await member(door, 58))["status"] == "restricted"
    assert len(await notes(door)) == 1


@pytest.mark.parametrize(("fail", "status"), [("kick", "left"), ("ban", "kicked"), ("stay", "restricted")])
async def test_whoever_fails_is_treated_as_the_file_says(tmp_path: Path, fail: str, status: str) -> None:
    screening = f"captcha: {{kind: arithmetic, tries: 1, fail: {fail}}}\n"
    async with opened(tmp_path, screening) as world:
        await join(world)
        (note,) = await notes(world)
        await press(world, EVE, note, wrong(note))
        assert (await member(world))["status"] == status


@pytest.mark.parametrize(("kind", "count"), [("button", 1), ("word", 6)])
async def test_other_kinds_hang_their_buttons(tmp_path: Path, kind: str, count: int) -> None:
    async with opened(tmp_path, f"captcha: {{kind: {kind}}}\n") as world:
        await join(world)
        (note,) = await notes(world)
        assert len(buttons(note)) == count
        if kind == "button":
            await press(world, EVE, note, buttons(note)[0])
            assert (await member(world))["status"] == "member"


async def test_what_slipped_through_before_the_answer_is_removed(door: World) -> None:
    said = {"do": "message", "chat": door.chat, "user": EVE, "text": "buy my course"}
    joined, written = await door.pg.acts([{"do": "join", "chat": door.chat, "user": EVE}, said])
    assert joined["ok"]
    assert written["message_id"] in await door.deleted()


async def test_without_screening_nobody_is_asked(world: World) -> None:
    await world.pg.act({"do": "create_person", "person": EVE, "first_name": "Eve"})
    await join(world)
    assert await notes(world) == []
    assert world.bot.rows(select(NEWCOMER)) == []


async def test_who_is_on_the_shared_ban_list_does_not_come_in(tmp_path: Path) -> None:
    from storage import shared_bans

    async with opened(tmp_path, "bans: {source: bans.txt}\n") as world:
        with world.bot.store.write() as connection:
            shared_bans.replace(connection, [EVE], 1)
        await join(world)
        assert (await member(world))["status"] == "kicked"
        assert (await member(world, 3))["status"] == "member"


async def test_a_rule_that_greets_newcomers_does_not_let_them_past_the_captcha(tmp_path: Path) -> None:
    greeting = "on: join, when: {joined: {less: 1h}}, then: [{reply: {text: Hi, lasts: 30s}}]"
    rules = f"rules:\n  - {{id: hi, {greeting}}}\n"
    async with opened(tmp_path, SUM, moderation=rules) as world:
        await join(world)
        assert "Hi" in await world.bot.said(world.chat)
        assert (await member(world))["status"] == "restricted"
