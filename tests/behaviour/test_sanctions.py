"""Moderators' commands in their kinds and places."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.text.messages import plain
from storage.cases import CASE
from storage.casework import NOTE
from storage.members import WARNING
from tests.behaviour.conftest import INCENTIVES, World
from tests.behaviour.test_buttons import ask, behind, press
from tests.behaviour.test_cases import BOB, EVE, MANY, MING, OWNER, ROOM, RULES, cards, settle
from tests.bots import running_bot, write_rules
from tests.servers import Json, community, playground

SECOND = -1007


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """Two groups of one community, both with Bob in them and Olga as their owner, and the room."""
    rules = write_rules(tmp_path / "rules", moderation=RULES, incentives=INCENTIVES)
    with (rules / "community.yaml").open("a", encoding="utf-8") as file:
        file.write(MANY)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = await settle(World(pg, bot, await community(pg, drain=False)))
        second = {"do": "create_chat", "chat": SECOND, "title": "Two", "owner": OWNER, "members": [MING, BOB]}
        await pg.act(second | {"bot": True})
        await pg.act({"do": "message", "chat": SECOND, "user": BOB, "text": "hello from the other group"})
        await pg.act({"do": "start", "user": OWNER})
        await bot.settled()
        yield world


async def banned(world: World) -> set[int]:
    """The groups in which somebody was banned."""
    return {int(c["chat_id"]) for c in await world.bot.called("banChatMember")}


@pytest.mark.parametrize("command", ["/sban", "/skick", "/smute 1h", "/swarn"])
async def test_silent_commands_say_nothing_in_the_group_and_go(town: World, command: str) -> None:
    victim = await town.write(BOB, "la la la")
    number = await town.write(OWNER, f"{command} too loud", reply_to=victim)
    assert number in await town.deleted()
    assert [text for text in await town.bot.said(town.chat) if text] == []  # but for service messages
    (card,) = await cards(town)
    assert "by Olga" in card["text"]
    assert "too loud" in card["text"]


@pytest.mark.parametrize("command", ["/tban", "/tmute", "/tban because", "/mute 5s", "/ban 400d"])
async def test_a_time_that_would_be_forever_or_is_missing_is_refused(town: World, command: str) -> None:
    victim = await town.write(BOB, "la la la")
    answer = await ask_reply(town, command, victim)
    assert "duration" in answer
    assert town.bot.rows(select(CASE)) == []


async def ask_reply(world: World, text: str, to: int) -> str:
    """What the bot says to a command that answers a message."""
    before = len(await world.bot.said(world.chat))
    await world.write(OWNER, text, reply_to=to)
    return "\n".join((await world.bot.said(world.chat))[before:])


async def test_a_forwarded_message_in_private_names_its_author_in_every_group(town: World) -> None:
    bad = await town.write(BOB, "what a nuisance")
    forward = {"do": "message", "chat": OWNER, "user": OWNER, "text": "what a nuisance"}
    there = await town.pg.act(forward | {"forward_from": BOB, "forward_message": bad})
    command = {
        "do": "message",
        "chat": OWNER,
        "user": OWNER,
        "text": "/ban 30d",
        "reply_to": there["message_id"],
    }
    await town.pg.act(command)
    assert "2 groups" in (await town.bot.said(OWNER))[-1]
    assert await banned(town) == {town.chat, SECOND}
    assert len(town.bot.rows(select(CASE))) == 2


async def test_answering_a_card_in_the_room_is_about_the_member_it_tells_of(town: World) -> None:
    await town.write(MING, "buy now")
    (card,) = await cards(town)
    act = {"do": "message", "chat": ROOM, "user": OWNER, "text": "/ban", "reply_to": card["message_id"]}
    await town.pg.act(act)
    calls = await town.bot.called("banChatMember")
    assert {int(c["user_id"]) for c in calls} == {MING}


async def test_in_the_room_only_those_who_moderate_a_group_are_obeyed(town: World) -> None:
    answer = await ask(town, EVE, "/ban @bob_builds", ROOM)
    assert answer["text"] == plain("en", "command-moderators-only")
    assert await banned(town) == set()
    await ask(town, OWNER, "/ban @bob_builds", ROOM)
    assert await banned(town) == {town.chat, SECOND}


async def test_in_a_basic_group_what_would_be_forever_is_refused(town: World) -> None:
    basic = {"do": "create_chat", "chat": -55, "title": "Small", "type": "group", "owner": OWNER}
    await town.pg.act(basic | {"members": [MING], "bot": True})
    message = await town.pg.act({"do": "message", "chat": -55, "user": MING, "text": "hello"})
    await town.bot.settled()
    act = {"do": "message", "chat": -55, "user": OWNER, "text": "/ban 2h", "reply_to": message["message_id"]}
    await town.pg.act(act)
    assert "supergroup" in (await town.bot.said(-55))[-1]
    assert await banned(town) == set()


@pytest.mark.parametrize("command", ["/mute", "/mute 2h", "/tmute 2h"])
async def test_in_a_basic_group_a_moderator_hears_that_nobody_can_be_muted(town: World, command: str) -> None:
    message = await basic_group(town, "hello")
    await town.pg.act({"do": "message", "chat": -55, "user": OWNER, "text": command, "reply_to": message})
    assert (await town.bot.said(-55))[-1] == plain("en", "target-basic-group-mute")
    assert town.bot.rows(select(CASE)) == []


async def test_a_rules_mute_in_a_basic_group_is_told_plainly_and_the_rest_is_done(town: World) -> None:
    message = await basic_group(town, "buy now")
    (card,) = await cards(town)
    assert "Not carried out: the mute (in a basic group Telegram neither mutes nor restricts" in card["text"]
    assert "turn it into a supergroup" in card["text"]
    shown = {m["message"]["message_id"]: m for m in await town.pg.messages(-55)}
    assert shown[message]["deleted_by"] == town.pg.bot_id
    assert not any("muted" in t for t in await town.bot.said(-55))
    assert [c for c in await town.pg.calls() if c["method"] == "restrictChatMember"] == []
    again = await town.pg.act({"do": "message", "chat": -55, "user": MING, "text": "buy now"})
    await town.bot.settled()
    warnings = town.bot.rows(select(WARNING))
    assert (again["message_id"] > message, len(warnings)) == (True, 2)


async def basic_group(world: World, text: str) -> int:
    """A basic group with the bot in it, in which Ming writes; the message."""
    basic = {"do": "create_chat", "chat": -55, "title": "Small", "type": "group", "owner": OWNER}
    await world.pg.act(basic | {"members": [MING], "bot": True})
    message = await world.pg.act({"do": "message", "chat": -55, "user": MING, "text": text})
    await world.bot.settled()
    return int(message["message_id"])


async def test_cases_are_listed_in_pages_and_by_member_and_by_rule(town: World) -> None:
    for n in range(10):
        await town.write(BOB, f"aaargh {n}")
        await town.pg.post("/sim/clock", {"advance": 20})
    await town.write(MING, "buy now")
    page = await ask(town, OWNER, "/cases", ROOM)
    assert "1–8 of 11" in page["text"]
    assert await press(town, EVE, page["message_id"], behind(page)[0], ROOM) == plain("en", "button-another")
    assert await press(town, OWNER, page["message_id"], behind(page)[0], ROOM) == ""
    await town.bot.settled()
    shown = next(m["message"] for m in await town.pg.messages(ROOM, limit=99) if _is(m, page))
    assert "9–11 of 11" in shown["text"]
    assert "of 1<" not in (await ask(town, OWNER, "/cases @bob_builds", ROOM))["text"]
    assert "1–1 of 1" in (await ask(town, OWNER, "/cases ads", ROOM))["text"]
    assert (await ask(town, OWNER, "/cases nothing", ROOM))["text"] == plain("en", "cases-none")


def _is(found: Json, page: Json) -> bool:
    return bool(found["message"]["message_id"] == page["message_id"])


async def test_a_note_stays_with_its_case(town: World) -> None:
    await town.write(MING, "buy now")
    await town.bot.settled()
    (case,) = town.bot.rows(select(CASE))
    await ask(town, OWNER, f"/case {case['id']} talked to her, it was a joke", ROOM)
    answer = await ask(town, OWNER, f"/case {case['id']}", ROOM)
    assert "it was a joke" in answer["text"]
    assert "carried out: 2 of 2" in answer["text"]
    (note,) = town.bot.rows(select(NOTE))
    assert note["text"] == "talked to her, it was a joke"


async def test_a_case_of_a_group_one_does_not_moderate_is_not_shown(town: World) -> None:
    await town.pg.act({"do": "promote", "chat": SECOND, "user": OWNER, "target": BOB})
    await town.write(MING, "buy now")
    await town.bot.settled()
    (case,) = town.bot.rows(select(CASE))
    act = {"do": "message", "chat": SECOND, "user": BOB, "text": f"/case {case['id']}"}
    await town.pg.act(act)
    assert (await town.bot.said(SECOND))[-1] == f"There is no case {case['id']} in the groups you moderate."


async def test_an_anonymous_administrators_command_waits_for_a_name(town: World) -> None:
    victim = await town.write(BOB, "la la la")
    await town.write(OWNER, "/mute 2h too loud", reply_to=victim, anonymous=True)
    question = await last(town)
    assert await town.bot.called("restrictChatMember") == []
    (data,) = behind(question)
    assert await press(town, MING, question["message_id"], data) == plain("en", "command-moderators-only")
    assert await town.bot.called("restrictChatMember") == []
    assert await press(town, OWNER, question["message_id"], data) == ""
    assert len(await town.bot.called("restrictChatMember")) == 1
    assert any("Olga confirmed /mute" in text for text in await town.bot.said(town.chat))
    (case,) = town.bot.rows(select(CASE))
    assert case["reason"] == "too loud"
    await press(town, OWNER, question["message_id"], data)
    assert len(await town.bot.called("restrictChatMember")) == 1


async def last(world: World) -> Json:
    """The bot's newest message in the group."""
    await world.bot.settled()
    found = await world.pg.messages(world.chat, limit=99)
    return next(m["message"] for m in reversed(found) if m["author"] == world.pg.bot_id)


async def test_purge_in_a_topic_leaves_the_others_alone(town: World) -> None:
    forum = {"do": "create_chat", "chat": -1003, "title": "Forum", "owner": OWNER, "members": [MING]}
    await town.pg.act({**forum, "is_forum": True, "bot": True})
    topics = [
        (await town.pg.act({"do": "create_topic", "chat": -1003, "user": OWNER, "name": n}))["thread"]
        for n in ("One", "Two")
    ]
    act = {"do": "message", "chat": -1003, "user": MING, "text": "hello"}
    kept, gone = [(await town.pg.act(act | {"thread": t}))["message_id"] for t in topics]
    await town.pg.act({**act, "user": OWNER, "text": "/purge 5", "thread": topics[1]})
    await town.bot.settled()
    removed = {
        m["message"]["message_id"]
        for m in await town.pg.messages(-1003, limit=99)
        if m.get("deleted_by") == town.pg.bot_id
    }
    assert gone in removed
    assert kept not in removed
