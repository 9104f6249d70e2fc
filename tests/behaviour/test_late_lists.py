"""Answers that Telegram gave before something changed, and that come after the update about it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import delete, select, update

from storage.chats import CHAT, MEMBER
from storage.directory import PERSON
from tests.behaviour.conftest import World

OWNER, MING, BOB = 1, 2, 3


@asynccontextmanager
async def late(world: World, method: str) -> AsyncIterator[None]:
    """What Telegram answers to a method from the next call on comes after all that happens here."""
    await world.bot.settled()
    await world.pg.faults({"kind": "late", "method": method, "seconds": 60})
    if method == "getChatAdministrators":
        with world.bot.store.write() as connection:
            connection.execute(update(CHAT).values(administrators_at=1))
        await world.write(OWNER, "/warns @bob_builds")  # that list is too old to decide on
    else:
        await world.pg.act({"do": "start", "user": MING})

    async def asked() -> bool:
        return [f["times"] for f in (await world.pg.get("/sim/faults"))["faults"]] == [0]

    await world.pg.wait_for(asked)
    yield
    await world.pg.clear_faults()
    await world.bot.settled()


def role(world: World, person: int) -> str:
    """What somebody is in the group, as the bot has it."""
    query = select(MEMBER.c.role).join(PERSON, PERSON.c.id == MEMBER.c.person_id)
    rows = world.bot.rows(query.where(PERSON.c.platform_id == person, MEMBER.c.chat_id == 1))
    return str(rows[0]["role"]) if rows else ""


async def becomes(world: World, person: int, wanted: str) -> None:
    """Wait until the bot has heard of it."""

    async def so() -> bool:
        return role(world, person) == wanted

    await world.pg.wait_for(so)


async def test_a_list_from_before_a_promotion_does_not_demote(world: World) -> None:
    await world.write(BOB, "hello")
    async with late(world, "getChatAdministrators"):
        await world.pg.act({"do": "promote", "chat": world.chat, "user": OWNER, "target": MING})
        await becomes(world, MING, "administrator")
    assert role(world, MING) == "administrator"
    await world.write(MING, "/mute @bob_builds 1h")
    assert any("muted" in t for t in await world.bot.said(world.chat))


@pytest.mark.parametrize("act", ["demote", "leave"])
async def test_a_list_from_before_a_demotion_does_not_promote(world: World, act: str) -> None:
    await world.pg.act({"do": "promote", "chat": world.chat, "user": OWNER, "target": MING})
    await becomes(world, MING, "administrator")
    who = {"user": MING} if act == "leave" else {"user": OWNER, "target": MING}
    async with late(world, "getChatAdministrators"):
        await world.pg.act({"do": act, "chat": world.chat, **who})
        await becomes(world, MING, "left" if act == "leave" else "member")
    assert role(world, MING) == ("left" if act == "leave" else "member")


async def test_a_list_counts_for_all_others(world: World) -> None:
    async with late(world, "getChatAdministrators"):
        await world.pg.act({"do": "promote", "chat": world.chat, "user": OWNER, "target": MING})
        await becomes(world, MING, "administrator")
        with world.bot.store.write() as connection:
            connection.execute(update(MEMBER).where(MEMBER.c.role == "creator").values(role="member"))
    assert role(world, OWNER) == "creator"


async def test_who_was_in_a_group_before_they_left_is_not_in_it(world: World) -> None:
    with world.bot.store.write() as connection:
        connection.execute(delete(MEMBER).where(MEMBER.c.role == "member"))
    world.bot.app.pipeline.directory.forget()
    async with late(world, "getChatMember"):
        await world.pg.act({"do": "leave", "chat": world.chat, "user": MING})
        await becomes(world, MING, "left")
    assert role(world, MING) == "left"
