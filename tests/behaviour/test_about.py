"""Cards of members, numeric ids, and who leads a group."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage.outbox import OUTBOX
from tests.behaviour.conftest import World
from tests.behaviour.test_commands import ask

OWNER, MING, BOB = 1, 2, 3


async def alone(world: World, user: int, text: str) -> str:
    """What the bot answers somebody in private."""
    before = len(await world.bot.said(user))
    await world.pg.act({"do": "message", "chat": user, "user": user, "text": text})
    return "\n".join((await world.bot.said(user))[before:])


async def test_a_members_card_goes_to_the_moderator_in_private(world: World) -> None:
    await world.pg.act({"do": "start", "user": OWNER})
    message = await world.write(BOB, "good morning everyone")
    await world.write(MING, "/report rude", reply_to=message)
    await world.write(OWNER, "/warn no singing", reply_to=message)
    await world.pg.act({"do": "profile", "user": BOB, "username": "bob_builds"})
    await world.write(BOB, "sorry")
    case = await alone(world, OWNER, "/case 1 talked to him")
    assert "talked to him" in case
    before = len(await world.bot.said(OWNER))
    assert "in private" in await ask(world, OWNER, "/info @bob_builds")
    card = "\n".join((await world.bot.said(OWNER))[before:])
    for said in ("Bob", "3", "bob_builds", "member, since", "2 messages", "trust 0 of 3", "warnings 1 of 3"):
        assert said in card
    assert "Cases: 1" in card
    assert "reports of their messages: 1" in card
    assert "talked to him" in card


async def test_whoever_never_opened_the_private_chat_is_shown_the_way(world: World) -> None:
    message = await world.write(BOB, "good morning everyone")
    answer = await ask(world, OWNER, "/info", reply_to=message)
    assert "open our private chat" in answer
    assert "trust" not in answer


async def test_members_see_no_cards(world: World) -> None:
    message = await world.write(BOB, "good morning everyone")
    assert "Only moderators" in await ask(world, MING, "/info", reply_to=message)


async def test_ids_are_told_in_the_group_and_in_private(world: World) -> None:
    message = await world.write(BOB, "good morning everyone")
    answer = await ask(world, MING, "/id", reply_to=message)
    assert [line.split(": ")[1] for line in answer.splitlines()] == ["2", "3", str(world.chat)]
    await world.pg.act({"do": "start", "user": MING})
    assert await alone(world, MING, "/id") == "Your id: 2"


async def test_administrators_are_named_and_nobody_is_woken(world: World) -> None:
    await world.pg.act({"do": "promote", "chat": world.chat, "user": OWNER, "target": BOB})
    answer = await ask(world, MING, "/admins")
    assert "Olga" in answer
    assert "Bob" in answer
    posted = [r["params"] for r in world.bot.rows(select(OUTBOX)) if "Olga" in str(r["params"])]
    assert "tg://user" not in str(posted)
    assert all(p["disable_notification"] for p in posted)


@pytest.mark.parametrize("asker", [OWNER, MING])
async def test_anonymous_administrators_are_not_named(world: World, asker: int) -> None:
    act = {"do": "promote", "chat": world.chat, "user": OWNER, "target": BOB, "anonymous": True}
    await world.pg.act(act)
    answer = await ask(world, asker, "/admins")
    assert "Olga" in answer
    assert "Bob" not in answer
