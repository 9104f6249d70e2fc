"""Every declared command, crossed with everybody who may try it and every way to try: no way round.

The handlers are replaced by one that only writes down that it ran, so that a new command is in the table
as soon as it is declared.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import delete, select, update

from bot.core.command import Answer, Ask, Where, Who
from bot.core.private_access import Gate
from bot.features import registry
from storage.chats import CHAT
from storage.chats import MEMBER as MEMBERSHIP
from storage.directory import PERSON
from tests.behaviour.conftest import World
from tests.behaviour.test_cases import MANY
from tests.bots import Bot, running_bot, write_rules
from tests.servers import Json, community, playground

OWNER, MEMBER, ADMIN, ELSEWHERE, STRANGER, MUTED, GIF = 1, 2, 3, 5, 6, 7, 90
ROOM, OTHER, CHANNEL = -1002, -1009, -1077

Ran = set[tuple[str, int]]


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> Ran:
    """Which commands were obeyed, and by whom given."""
    found: Ran = set()

    def note(ask: Ask) -> Answer | None:
        found.add((ask.name, ask.event.person.id if ask.event.person else 0))
        return None

    for name, command in registry().commands.items():
        monkeypatch.setitem(registry().commands, name, replace(command, handler=note))
    return found


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """A group, the moderators' group, and another community's group that ELSEWHERE owns."""
    rules = write_rules(tmp_path / "rules")
    with (rules / "community.yaml").open("a", encoding="utf-8") as file:
        file.write(MANY)
    async with playground(flood=False, check=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        chat = await community(pg, drain=False)
        for number, name in ((ELSEWHERE, "Ela"), (STRANGER, "Sam"), (MUTED, "Mo")):
            await pg.act({"do": "create_person", "person": number, "first_name": name})
        await pg.act({"do": "create_person", "person": GIF, "first_name": "gif", "username": "gif_bot"} | BOT)
        for person in (ELSEWHERE, MUTED):
            await pg.act({"do": "join", "chat": chat, "user": person})
        await pg.act({"do": "promote", "chat": chat, "user": OWNER, "target": ADMIN})
        room = {
            "do": "create_chat",
            "chat": ROOM,
            "title": "Room",
            "owner": OWNER,
            "members": [MEMBER, ADMIN],
        }
        await pg.act(room | {"bot": True})
        other = {
            "do": "create_chat",
            "chat": OTHER,
            "title": "Other",
            "owner": ELSEWHERE,
            "members": [MEMBER],
        }
        await pg.act(other | {"bot": True})
        mine = {"do": "create_chat", "chat": CHANNEL, "title": "Mine", "type": "channel", "owner": MEMBER}
        await pg.act(mine)
        for person in (OWNER, MEMBER, ADMIN):
            await pg.act({"do": "start", "user": person})
        await bot.settled()
        with bot.store.write() as connection:
            titled = update(CHAT).where(CHAT.c.title == "Room")
            connection.execute(titled.values(role="moderators"))
            foreign = update(CHAT).where(CHAT.c.title == "Other")
            connection.execute(foreign.values(community_id=None))
        bot.app.pipeline.directory.forget()
        yield World(pg, bot, chat)


BOT = {"is_bot": True}


async def give(world: World, user: int, chat: int, **more: Any) -> None:
    """Somebody writes every command at once."""
    acts = [
        {"do": "message", "chat": chat, "user": user, "text": f"/{name} 12 what is this", **more}
        for name in registry().commands
    ]
    await world.pg.acts(acts)
    await world.bot.settled()


def named(who: tuple[Who, ...], where: tuple[Where, ...]) -> set[str]:
    """The commands of these people in these places."""
    return {c.name for c in registry().commands.values() if c.who in who and c.where in where}


ALL = tuple(Who)
HERE, ALONE = (Where.GROUP, Where.BOTH), (Where.PRIVATE, Where.BOTH)
OF_MEMBERS = (Who.MEMBER,)


@pytest.mark.parametrize(
    ("user", "chat", "obeyed"),
    [
        (OWNER, 0, named(ALL, HERE)),
        (ADMIN, 0, named(ALL, HERE)),
        (MEMBER, 0, named(OF_MEMBERS, HERE)),
        (ELSEWHERE, 0, named(OF_MEMBERS, HERE)),
        (STRANGER, 0, set()),
        (OWNER, OWNER, named((Who.MEMBER, Who.STAFF), ALONE)),
        (ADMIN, ADMIN, named((Who.MEMBER, Who.STAFF), ALONE)),
        (MEMBER, MEMBER, named(OF_MEMBERS, ALONE)),
        (STRANGER, STRANGER, {c.name for c in registry().commands.values() if c.gate is Gate.ANYBODY}),
        (ADMIN, ROOM, named((Who.MEMBER, Who.STAFF), HERE)),
        (MEMBER, ROOM, named(OF_MEMBERS, HERE)),
        (ELSEWHERE, OTHER, set()),
    ],
)
async def test_a_command_is_obeyed_by_role_and_place(
    town: World, ran: Ran, user: int, chat: int, obeyed: set[str]
) -> None:
    await give(town, user, chat or town.chat)
    assert {name for name, _ in ran} == obeyed
    assert {by for _, by in ran} <= {user}


async def forwarded(world: World) -> Json:
    """What forwards an owner's message."""
    return {"forward_from": OWNER, "forward_message": await world.write(OWNER, "good morning")}


@pytest.mark.parametrize("user", [OWNER, ADMIN, MEMBER])
async def test_words_that_are_not_ones_own_command_nothing(town: World, ran: Ran, user: int) -> None:
    await give(town, user, town.chat, via_bot=GIF)
    await give(town, user, town.chat, **await forwarded(town))
    assert ran == set()


async def test_a_channels_voice_commands_nothing(town: World, ran: Ran) -> None:
    await give(town, MEMBER, town.chat, as_channel=CHANNEL)
    assert ran == set()


async def test_an_edit_commands_nothing(town: World, ran: Ran) -> None:
    numbers = [await town.write(ADMIN, f"good morning {n}") for n in range(3)]
    for number, name in zip(numbers, ("ban", "case", "me"), strict=True):
        edit = {"do": "edit", "chat": town.chat, "user": ADMIN, "message": number, "text": f"/{name} 12"}
        await town.pg.act(edit)
    await town.bot.settled()
    assert ran == set()


async def test_an_anonymous_administrator_is_obeyed_in_nobodys_name(town: World, ran: Ran) -> None:
    await give(town, OWNER, town.chat, anonymous=True)
    assert ran == set()


async def test_whoever_is_demoted_is_obeyed_no_more(town: World, ran: Ran) -> None:
    await town.pg.act({"do": "demote", "chat": town.chat, "user": OWNER, "target": ADMIN})
    for chat in (town.chat, ADMIN, ROOM):
        await give(town, ADMIN, chat)
    assert {name for name, _ in ran} <= {c.name for c in registry().commands.values() if c.who is Who.MEMBER}


async def test_no_command_is_behind_a_button_of_ones_own_making(town: World, ran: Ran) -> None:
    await town.pg.act({"do": "message", "chat": town.chat, "user": MEMBER, "text": "/nothing"})
    posted = await town.pg.call("sendMessage", chat_id=town.chat, text="hello")
    press = {"do": "press", "chat": town.chat, "user": MEMBER, "message": posted["result"]["message_id"]}
    texts = [f"{name}:12" for name in registry().commands] + ["me:1", "case:1:undo", "me:AAAAAAAAAAAA:1"]
    await town.pg.acts([press | {"data": text, "forged": True} for text in texts])
    await town.bot.settled()
    assert ran == set()


PRIVATELY = ["/top", "/notes", "/note homework", "/courses", "/suggest", "/me", "/why python", "/start rate"]


async def privately(world: World, text: str) -> str:
    """What the bot says to a stranger."""
    before = len(await world.bot.said(STRANGER))
    await world.pg.act({"do": "message", "chat": STRANGER, "user": STRANGER, "text": text})
    await world.bot.settled()
    return "\n".join((await world.bot.said(STRANGER))[before:])


@pytest.mark.parametrize("command", [*PRIVATELY, "/rules", "/help", "/start", "/done python", "/interests"])
async def test_strangers_get_an_invitation_and_nothing_else(town: World, command: str) -> None:
    await town.pg.act({"do": "start", "user": STRANGER})
    await town.bot.settled()
    assert "answer those who are in one of its groups" in await privately(town, command)


async def test_what_operators_open_is_open(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules")
    with (rules / "community.yaml").open("a", encoding="utf-8") as file:
        file.write("open_to_strangers: [rules]\n")
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False))
        await pg.act({"do": "create_person", "person": STRANGER, "first_name": "Sam"})
        await pg.act({"do": "start", "user": STRANGER})
        assert "Be kind" in await privately(world, "/rules")
        assert "answer those who are" in await privately(world, "/top")


async def test_whoever_joined_before_the_bot_looked_is_found_by_asking_telegram(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules")
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False))
        await pg.act({"do": "create_person", "person": STRANGER, "first_name": "Sam"})
        await pg.act({"do": "join", "chat": world.chat, "user": STRANGER})
        await bot.settled()
        with bot.store.write() as connection:
            connection.execute(delete(MEMBERSHIP).where(MEMBERSHIP.c.person_id == own(bot, STRANGER)))
        await pg.act({"do": "start", "user": STRANGER})
        await bot.settled()
        assert "place" in await privately(world, "/me") or "points" in await privately(world, "/me")


def own(bot: Bot, person: int) -> int:
    """Somebody's own id."""
    (row,) = bot.rows(select(PERSON).where(PERSON.c.platform_id == person))
    return int(row["id"])
