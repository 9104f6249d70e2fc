"""What is a flood in a group, set in chat; figures; and the page that shows what is set."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.core.flood_limit import Limit, read
from bot.text.messages import plain
from storage.chat_settings import SETTING
from tests.behaviour.conftest import World
from tests.behaviour.test_about import alone
from tests.behaviour.test_buttons import behind, press
from tests.behaviour.test_commands import ask

OWNER, MING, BOB = 1, 2, 3


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("5 10s", Limit(5, 10)),
        ("5/10", Limit(5, 10)),
        ("5", Limit(5, 10)),
        ("6 in 20 seconds", Limit(6, 20)),
        ("8 条 半分钟", Limit(8, 30)),
        ("1 10s", None),
        ("5 2h", None),
        ("99 10s", None),
        ("often", None),
        ("", None),
    ],
)
def test_a_limit_is_read(text: str, limit: Limit | None) -> None:
    assert read(text) == limit


async def floods(world: World, user: int, count: int) -> bool:
    """Whether so many messages at once are taken for a flood."""
    numbers = [await world.write(user, f"line {n} of {user}") for n in range(count)]
    return bool(set(numbers) & await world.deleted())


async def test_a_group_has_a_limit_of_its_own(world: World) -> None:
    assert "6 messages" in await ask(world, OWNER, "/setflood 6 10s")
    assert not await floods(world, MING, 5)
    assert await floods(world, BOB, 6)
    await world.pg.post("/sim/clock", {"advance": 700})
    assert "let be" in await ask(world, OWNER, "/setflood off")
    assert not await floods(world, MING, 8)
    await world.pg.post("/sim/clock", {"advance": 700})
    assert "a flood is what moderation.yaml says" in await ask(world, OWNER, "/setflood reset")
    assert await floods(world, MING, 4)


@pytest.mark.parametrize("text", ["/setflood 1", "/setflood often", "/setflood 5 2h"])
async def test_a_limit_that_is_none_changes_nothing(world: World, text: str) -> None:
    assert "Nothing was changed" in await ask(world, OWNER, text)
    assert world.bot.rows(select(SETTING)) == []


async def test_moderators_are_told_how_lively_the_group_is(world: World) -> None:
    await world.pg.act({"do": "start", "user": OWNER})
    for person in (MING, BOB):
        await world.write(person, "good morning")
    answer = await alone(world, OWNER, "/stats")
    assert "Learners" in answer
    assert "Who wrote: 3 · 3" in answer or "Who wrote: 2 · 2" in answer
    assert "Only moderators" in await ask(world, MING, "/stats")


async def test_settings_show_what_is_set_in_chat_and_take_it_back(world: World) -> None:
    await world.pg.act({"do": "start", "user": OWNER})
    await world.write(OWNER, "/setrules We whisper.")
    await world.write(OWNER, "/lock links")
    await world.write(OWNER, "/setflood 9 10s")
    await alone(world, OWNER, "/settings")
    message = (await world.pg.messages(OWNER, limit=5))[-1]["message"]
    await press(world, OWNER, message["message_id"], behind(message)[0], OWNER)
    await world.bot.settled()
    page = (await world.pg.messages(OWNER, limit=5))[-1]["message"]
    assert "Rules in prose: set in the group" in page["text"]
    assert "9 messages" in page["text"]
    assert "Locked: links" in page["text"]
    data = next(d for d in behind(page) if d.endswith(":rules") or ":rules" in d)
    await press(world, OWNER, page["message_id"], data, OWNER)
    await world.bot.settled()
    assert "Be kind." in await ask(world, MING, "/rules")
    names = {row["name"] for row in world.bot.rows(select(SETTING))}
    assert names == {"lock:links", "flood"}
    assert (
        plain("en", "settings-words-file") in (await world.pg.messages(OWNER, limit=5))[-1]["message"]["text"]
    )
