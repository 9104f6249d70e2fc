"""Pressed buttons against those who press what is not theirs, with data any client can make up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.text.messages import plain
from storage.directory import CHAT, PERSON
from tests.behaviour.conftest import World
from tests.bots import running_bot, write_rules
from tests.servers import Json, community, playground

COURSES = "courses:\n" + "".join(f'  - {{id: c{n}, title: "Course {n}", language: any}}\n' for n in range(14))
ANOTHER, OLD, UNKNOWN = (plain("en", f"button-{k}") for k in ("another", "old", "unknown"))
MOST = "\ncommands: {times: 1000, within: 30s}\n"


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """A group with a catalogue of three pages and two members, Bob 3 and Eve 4."""
    rules = write_rules(tmp_path / "rules", courses=COURSES)
    with (rules / "community.yaml").open("a", encoding="utf-8") as file:
        file.write(MOST)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        chat = await community(pg, drain=False)
        await pg.act({"do": "create_person", "person": 4, "first_name": "Eve", "language_code": "en"})
        await pg.act({"do": "profile", "user": 3, "language_code": "en"})
        await pg.act({"do": "join", "chat": chat, "user": 4})
        await bot.settled()
        yield World(pg, bot, chat)


async def ask(world: World, user: int, text: str, chat: int = 0) -> Json:
    """The bot's message that answers a command."""
    act = {"do": "message", "chat": chat or world.chat, "user": user, "text": text}
    number = (await world.pg.act(act))["message_id"]
    await world.bot.settled()
    found = [m["message"] for m in await world.pg.messages(chat or world.chat, limit=200)]
    return next(m for m in found if m.get("reply_to_message", {}).get("message_id") == number)


def behind(message: Json) -> list[str]:
    """The data behind a message's buttons."""
    return [b["callback_data"] for row in message["reply_markup"]["inline_keyboard"] for b in row]


async def press(world: World, user: int, message: int, data: str, chat: int = 0) -> str:
    """What the bot answers to a press, of whatever data."""
    act = {"do": "press", "chat": chat or world.chat, "user": user, "message": message, "data": data}
    pressed = await world.pg.act(act | {"forged": True})
    answer = (await world.pg.get(f"/sim/answers/{pressed['callback_id']}", timeout=25))["answer"]
    assert answer is not None, "the button spins for ever"
    return str(answer.get("text", ""))


async def edits(world: World) -> int:
    """How many messages the bot changed."""
    return len(await world.bot.called("editMessageText"))


async def test_who_asked_turns_the_pages(town: World) -> None:
    message = await ask(town, 3, "/courses")
    assert await press(town, 3, message["message_id"], behind(message)[0]) == ""
    assert await edits(town) == 1


async def test_another_member_does_not(town: World) -> None:
    message = await ask(town, 3, "/courses")
    assert await press(town, 4, message["message_id"], behind(message)[0]) == ANOTHER
    assert await edits(town) == 0


@pytest.mark.parametrize("change", [("1:", "0:"), ("1:", "2:"), ("cat:", "sg:"), ("1:", "1:x")])
async def test_tampered_arguments_do_nothing(town: World, change: tuple[str, str]) -> None:
    message = await ask(town, 3, "/courses")
    data = behind(message)[0]
    changed = change[1].join(data.rsplit(change[0], 1))
    assert changed != data
    assert await press(town, 3, message["message_id"], changed) == UNKNOWN
    assert await edits(town) == 0


async def test_a_button_of_one_message_does_not_work_on_another(town: World) -> None:
    board = await ask(town, 3, "/rules")
    message = await ask(town, 3, "/courses")
    assert await press(town, 3, board["message_id"], behind(message)[0]) == OLD
    assert await edits(town) == 0


async def test_another_chats_button_does_nothing(town: World) -> None:
    message = await ask(town, 3, "/courses")
    act = {"do": "create_chat", "chat": -1009, "title": "Elsewhere", "owner": 3, "members": [4], "bot": True}
    await town.pg.act(act)
    await town.bot.settled()
    there = await ask(town, 3, "/courses", -1009)
    assert await press(town, 3, there["message_id"], behind(message)[0], -1009) == UNKNOWN
    assert await edits(town) == 0


async def test_buttons_posted_by_an_older_version_ask_to_ask_again(town: World) -> None:
    message = await ask(town, 3, "/rules")
    for data in ("cat:1:", "sg:1:like", "sg:0:stop"):
        assert await press(town, 3, message["message_id"], data) == OLD
    assert await edits(town) == 0


async def test_a_suggestion_is_answered_by_whom_it_is_for(town: World) -> None:
    message = await ask(town, 3, "/suggest")
    like = next(d for d in behind(message) if d.endswith(":like"))
    stop = next(d for d in behind(message) if d.endswith(":stop"))
    assert await press(town, 4, message["message_id"], like) == ANOTHER
    assert await press(town, 3, message["message_id"], like) == plain("en", "pressed-like")
    assert await press(town, 4, message["message_id"], stop) == plain("en", "pressed-stop")


async def test_a_button_that_waited_too_long_asks_to_ask_again(town: World) -> None:
    message = await ask(town, 3, "/courses")
    (chat,) = town.bot.rows(select(CHAT).where(CHAT.c.title == "Learners"))
    (bob,) = town.bot.rows(select(PERSON).where(PERSON.c.name == "Bob"))
    app = town.bot.app
    long_ago = app.clock.now() - 8 * 86_400
    old = app.services.buttons.sign("cat", "1:", chat=chat["id"], person=bob["id"], now=long_ago)
    assert await press(town, 3, message["message_id"], old) == OLD


async def test_what_is_refused_is_counted_and_logged_without_what_it_said(
    town: World, capsys: pytest.CaptureFixture[str]
) -> None:
    message = await ask(town, 3, "/courses")
    await press(town, 3, message["message_id"], "cat:AAAAAAAAAAAA:hush")
    said = capsys.readouterr()
    assert "press refused" in said.err + said.out
    assert "hush" not in said.err + said.out


async def test_buttons_survive_a_restart(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules", courses=COURSES)
    async with playground(flood=False) as pg:
        chat = await community(pg, drain=False)
        async with running_bot(pg, tmp_path, rules) as bot:
            before = World(pg, bot, chat)
            message = await ask(before, 3, "/courses")
        async with running_bot(pg, tmp_path, rules) as bot:
            after = World(pg, bot, chat)
            assert await press(after, 3, message["message_id"], behind(message)[0]) == ""
            assert await edits(after) == 1


async def test_a_pressed_filter_narrows_the_message_itself(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules", courses=COURSES + "  - {id: dear, title: Dear, price: 9}\n")
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False))
        message = await ask(world, 3, "/courses dear")
        (free,) = [d for d in behind(message) if d.endswith("$0 dear")]
        assert await press(world, 3, message["message_id"], free) == ""
        (edit,) = await bot.called("editMessageText")
        assert "Nothing found" in edit["text"]
        assert edit["reply_markup"]["inline_keyboard"][0][0]["text"] == "show all"
