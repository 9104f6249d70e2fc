"""A group's own welcome and rules, set by its moderators in chat."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage.chat_settings import SETTING
from tests.behaviour.conftest import World
from tests.behaviour.test_about import alone
from tests.behaviour.test_commands import ask

OWNER, MING, BOB, NEW = 1, 2, 3, 8


async def joins(world: World, person: int = NEW) -> str:
    """What the group reads when somebody new comes in."""
    before = len(await world.bot.said(world.chat))
    await world.pg.act({"do": "create_person", "person": person, "first_name": "<b>Neo</b>"})
    await world.pg.act({"do": "join", "chat": world.chat, "user": person})
    return "\n".join((await world.bot.said(world.chat))[before:])


async def test_rules_in_prose_are_set_shown_and_restored(world: World) -> None:
    assert "1. No <ads> & co" in await ask(world, OWNER, "/setrules 1. No <ads> & co\n2. Be kind")
    answer = await ask(world, MING, "/rules")
    assert answer == "1. No <ads> & co\n2. Be kind"
    await world.pg.act({"do": "start", "user": MING})
    assert "1. No <ads> & co" in await alone(world, MING, "/rules")
    assert "Be kind." in await ask(world, OWNER, "/setrules reset")
    assert await ask(world, MING, "/rules") == "Be kind."
    assert world.bot.rows(select(SETTING)) == []


async def test_a_welcome_is_previewed_said_silenced_and_restored(world: World) -> None:
    preview = await ask(world, OWNER, "/setwelcome Hi {member}, this is {chat} <3")
    assert "Hi Olga, this is Learners <3" in preview
    assert await joins(world) == "Hi <b>Neo</b>, this is Learners <3"
    assert "set in this group" in await ask(world, OWNER, "/setwelcome")
    assert "newcomers are not welcomed" in await ask(world, OWNER, "/setwelcome off")
    assert await joins(world, 9) == ""
    assert "from the rule files" in await ask(world, OWNER, "/setwelcome reset")
    assert "Welcome" in await joins(world, 10)


async def test_a_text_may_be_that_of_the_answered_message(world: World) -> None:
    message = await world.write(OWNER, "Be brief.")
    assert "Be brief." in await ask(world, OWNER, "/setrules", reply_to=message)
    assert await ask(world, MING, "/rules") == "Be brief."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/setwelcome Hi {name}", "can't fill in {name}"),
        ("/setwelcome " + "a" * 1001, "at most 1,000"),
        ("/setrules " + "a" * 3501, "at most 3,500"),
    ],
)
async def test_what_cannot_be_used_changes_nothing(world: World, text: str, said: str) -> None:
    answer = await ask(world, OWNER, text)
    assert said in answer.replace("\u2060", "")
    assert "Nothing was changed" in answer
    assert world.bot.rows(select(SETTING)) == []


@pytest.mark.parametrize("text", ["/setrules anything goes", "/setwelcome come in", "/setrules reset"])
async def test_members_set_nothing(world: World, text: str) -> None:
    assert "Only moderators" in await ask(world, MING, text)
    assert world.bot.rows(select(SETTING)) == []


async def test_another_group_keeps_the_words_of_the_file(world: World) -> None:
    act = {"do": "create_chat", "chat": -1009, "title": "Two", "owner": OWNER, "members": [MING], "bot": True}
    await world.pg.act(act)
    await ask(world, OWNER, "/setrules Here we whisper.")
    there = World(world.pg, world.bot, -1009)
    assert await ask(there, MING, "/rules") == "Be kind."
