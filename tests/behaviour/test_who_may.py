"""What moderators may do, members do not, on whichever path they try."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from storage.cache_invalidations import EVERYBODY, mark
from storage.cases import CASE
from storage.chat_settings import SETTING
from storage.chats import CHAT, MEMBER
from storage.members import WARNING
from storage.notes import NOTE
from storage.timers import TIMER
from storage.trust import TRUSTED
from tests.behaviour import test_buttons as buttons
from tests.behaviour.conftest import World
from tests.behaviour.test_cases import data
from tests.bots import running_bot, write_rules
from tests.servers import community, playground

SANCTIONS = (
    *("banChatMember", "unbanChatMember", "restrictChatMember"),
    *("getChat", "setChatPermissions", "pinChatMessage", "approveChatJoinRequest"),
)
COMMANDS = (
    *("/ban @bob_builds", "/kick", "/mute 1h", "/purge 5", "/unmute", "/unban @bob_builds", "/warn"),
    *("/lock all", "/slow 1h", "/raid on", "/night on", "/trust", "/approve", "/save x y", "/pin"),
)
GIF = {"do": "create_person", "person": 90, "first_name": "gif", "username": "gif_bot", "is_bot": True}
ELSEWHERE, CHANNEL = -1009, -1077

Way = Callable[[World, str, int], Awaitable[object]]


def message(chat: int = 0, user: int = 2, **more: Any) -> Way:
    """A path: a message of somebody's that answers Bob's."""

    async def take(world: World, text: str, victim: int) -> object:
        act = {"do": "message", "chat": chat or world.chat, "user": user, "text": text, **more}
        return await world.pg.act(act if chat or "forward_from" in more else act | {"reply_to": victim})

    return take


async def edited(world: World, text: str, victim: int) -> object:
    """An innocent answer that is changed into a command."""
    number = await world.write(2, "good morning", reply_to=victim)
    return await world.pg.act({"do": "edit", "chat": world.chat, "user": 2, "message": number, "text": text})


async def forwarded(world: World, text: str, victim: int) -> object:
    """A moderator's own message, forwarded by a member."""
    number = await world.write(1, "mute everybody")
    return await message(forward_from=1, forward_message=number)(world, text, victim)


async def inline(world: World, text: str, victim: int) -> object:
    """Sent by way of an inline bot."""
    await world.pg.acts([GIF])  # refused when it is there already
    return await message(via_bot=90)(world, text, victim)


async def inline_moderator(world: World, text: str, victim: int) -> object:
    """A moderator's message by way of an inline bot: the bot chose its words."""
    await world.pg.acts([GIF])  # refused when it is there already
    return await message(user=1, via_bot=90)(world, text, victim)


async def channel(world: World, text: str, victim: int) -> object:
    """In the name of a channel of the member's own."""
    create = {"do": "create_chat", "chat": CHANNEL, "title": "Mine", "type": "channel", "owner": 2}
    await world.pg.acts([create])
    return await message(as_channel=CHANNEL)(world, text, victim)


async def private(world: World, text: str, victim: int) -> object:
    """In private, where nobody is a moderator."""
    await world.pg.act({"do": "start", "user": 2})
    return await message(chat=2)(world, text, victim)


async def press(world: World, text: str, victim: int) -> object:
    """As the data behind a button."""
    await world.write(2, "/rules")
    await world.bot.settled()
    found = await world.pg.messages(world.chat, limit=50)
    number = next(m["message"]["message_id"] for m in reversed(found) if m["author"] == world.pg.bot_id)
    act = {
        "do": "press",
        "chat": world.chat,
        "user": 2,
        "message": number,
        "data": text[1:61],
        "forged": True,
    }
    return await world.pg.act(act)


async def demoted(world: World, text: str, victim: int) -> object:
    """By somebody who moderated a moment ago."""
    await world.pg.act({"do": "promote", "chat": world.chat, "user": 1, "target": 2})
    await world.bot.settled()
    await world.pg.act({"do": "demote", "chat": world.chat, "user": 1, "target": 2})
    return await message()(world, text, victim)


async def stale(world: World, text: str, victim: int) -> object:
    """By somebody whose demotion the bot never heard of, with a list of yesterday."""

    async def looked_again() -> bool:
        return not world.bot.rows(select(TIMER).where(TIMER.c.kind == "again", TIMER.c.fired_at == 0))

    await world.pg.wait_for(looked_again)
    old = int(world.bot.app.clock.now()) - 86_400
    with world.bot.store.write() as connection:
        connection.execute(update(MEMBER).values(role="administrator"))
        connection.execute(update(CHAT).values(administrators_at=old))
        mark(connection, [EVERYBODY])
    return await message()(world, text, victim)


PATHS: dict[str, Way] = {
    "command": message(),
    "anonymous": message(user=1, anonymous=True),
    **{f.__name__: f for f in (edited, forwarded, inline, inline_moderator, channel, private)},
    **{f.__name__: f for f in (press, demoted, stale)},
}


@pytest.mark.parametrize("path", PATHS)
async def test_nobody_but_moderators_does_what_moderators_do(world: World, path: str) -> None:
    await world.pg.act({"do": "create_person", "person": 5, "first_name": "Tim"})
    victim = await world.write(3, "hello there")
    await world.bot.settled()
    before = len(await world.pg.calls())
    for text in COMMANDS:
        await world.bot.settled()
        await PATHS[path](world, text, victim)
        await world.pg.post("/sim/clock", {"advance": 15})
    await world.bot.settled()
    done = {c["method"] for c in (await world.pg.calls())[before:] if c["method"] in SANCTIONS}
    assert done == set()
    assert victim not in await world.deleted()
    assert world.bot.rows(select(CASE)) == []
    assert world.bot.rows(select(WARNING)) == []
    for table in (SETTING, TRUSTED, NOTE):
        assert world.bot.rows(select(table)) == []


async def test_in_a_group_that_nobody_claimed_not_even_its_owner_is_obeyed(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules")
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules, open_door=False) as bot:
        world = World(pg, bot, await community(pg, drain=False))
        victim = await world.write(3, "hello there")
        for text in (*COMMANDS, "/claim GUESS", "/start GUESS"):
            await world.write(1, text, reply_to=victim)
        await bot.settled()
        done = {c["method"] for c in await pg.calls()}
        assert done.isdisjoint({*SANCTIONS, "deleteMessage", "deleteMessages"})
        (row,) = bot.rows(select(CHAT).where(CHAT.c.title == "Learners"))
        assert row["community_id"] is None


async def test_whoever_guesses_codes_is_soon_no_longer_answered(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules")
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules, open_door=False) as bot:
        world = World(pg, bot, await community(pg, drain=False))
        before = len(await bot.said(world.chat))
        for number in range(20):
            await world.write(2, f"/claim guess{number}")
        assert len(await bot.said(world.chat)) - before == 6


async def test_a_moderator_of_one_group_is_a_member_in_another(world: World) -> None:
    act = {"do": "create_chat", "chat": ELSEWHERE, "title": "Two", "owner": 3, "members": [1, 2], "bot": True}
    await world.pg.act(act)
    await world.bot.settled()
    there = await world.pg.act({"do": "message", "chat": ELSEWHERE, "user": 2, "text": "hello"})
    said = {
        "do": "message",
        "chat": ELSEWHERE,
        "user": 1,
        "text": "/mute 1h",
        "reply_to": there["message_id"],
    }
    await world.pg.act(said)
    assert await world.bot.called("restrictChatMember") == []


async def test_a_moderator_is_obeyed_even_when_the_list_is_old(world: World) -> None:
    victim = await world.write(2, "la la la")
    await world.bot.settled()
    with world.bot.store.write() as connection:
        connection.execute(update(CHAT).values(administrators_at=1))
    await world.write(1, "/mute 1h", reply_to=victim)

    async def muted() -> bool:
        return bool(await world.bot.called("restrictChatMember"))

    assert await world.pg.wait_for(muted)


@pytest.mark.parametrize("word", ["²³¹", "9" * 300, "٣٤٥", "0x41", "-1001"])
async def test_a_number_that_is_no_id_names_nobody(world: World, word: str) -> None:
    before = len(await world.bot.said(world.chat))
    await world.write(1, f"/ban {word}")
    assert "numeric id" in (await world.bot.said(world.chat))[before:][0]
    assert await world.bot.called("banChatMember") == []


async def test_a_name_that_two_people_had_names_neither(world: World) -> None:
    await world.pg.act({"do": "profile", "user": 2, "username": "handed_on"})
    await world.write(2, "that is my name")
    await world.pg.act({"do": "profile", "user": 2, "username": "something_else"})
    await world.pg.act({"do": "profile", "user": 3, "username": "handed_on"})
    await world.write(3, "now it is mine")
    before = len(await world.bot.said(world.chat))
    await world.write(1, "/ban @handed_on")
    assert "more than one" in (await world.bot.said(world.chat))[before:][0]
    assert await world.bot.called("banChatMember") == []


REFUSED = {"kind": "refusal", "method": "getChatAdministrators", "times": -1, "text": "CHAT_ADMIN_REQUIRED"}


async def without_a_list(world: World) -> None:
    """Let the stored list be old, and Telegram refuse a new one."""
    await world.bot.settled()
    with world.bot.store.write() as connection:
        connection.execute(update(CHAT).values(administrators_at=1))
    await world.pg.faults(REFUSED)


async def test_who_gives_a_command_hears_when_nobody_knows_who_moderates(world: World) -> None:
    victim = await world.write(3, "good morning")
    await without_a_list(world)
    await world.write(1, "/ban", reply_to=victim)
    (said,) = await world.bot.said(world.chat)
    assert "who moderates" in said
    assert await world.bot.called("banChatMember") == []
    await world.pg.act({"do": "start", "user": 1})
    await world.pg.act({"do": "message", "chat": 1, "user": 1, "text": "/cases"})
    assert "who moderates" in (await world.bot.said(1))[-1]


async def test_who_presses_a_button_hears_when_nobody_knows_who_moderates(world: World) -> None:
    await world.write(2, "buy now")
    await world.pg.act({"do": "start", "user": 1})
    shown = await buttons.ask(world, 1, "/case 1", 1)
    await without_a_list(world)
    said = await buttons.press(world, 1, shown["message_id"], data(shown, "undo"), 1)
    assert "who moderates" in said
