"""/approve /trust /report /note /pin /settings, by members and moderators."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.text.messages import plain
from storage.chats import CHAT
from storage.newcomers import NEWCOMER
from storage.reports import REPORT
from tests.behaviour.conftest import World
from tests.behaviour.test_captcha import EVE, SUM, join, member, notes, opened, press, wrong
from tests.behaviour.test_commands import ask
from tests.servers import Json

ROOM = -1002


async def test_a_moderator_lets_in_who_did_not_manage(tmp_path: Path) -> None:
    async with opened(tmp_path, "captcha: {kind: arithmetic, tries: 1, fail: stay}\n") as world:
        await join(world)
        (note,) = await notes(world)
        await press(world, EVE, note, wrong(note))
        assert "restricted" in (await member(world))["status"]
        assert "may come in" in await ask(world, 1, "/approve @eve_x")
        assert (await member(world))["status"] == "member"
        assert "isn't waiting" in await ask(world, 1, "/approve @eve_x")


async def test_a_moderator_approves_a_request(tmp_path: Path) -> None:
    async with opened(tmp_path, "requests: {mode: screen}\n") as world:
        await world.pg.act({"do": "request_join", "chat": world.chat, "user": EVE})
        await world.bot.settled()
        assert "may come in" in await ask(world, 1, "/approve @eve_x")
        assert EVE in (await world.pg.chat(world.chat))["present"]


async def test_whom_moderators_trust_neither_rules_nor_locks_nor_the_door_hold_up(tmp_path: Path) -> None:
    rules = "rules:\n  - {id: ads, when: {words: [buy now]}, then: [delete, {mute: 1h}]}\n"
    async with opened(tmp_path, SUM, moderation=rules) as world:
        await world.write(3, "hello")
        await ask(world, 1, "/lock links")
        assert "has trust" in await ask(world, 1, "/trust @bob_builds")
        assert "already" in await ask(world, 1, "/trust @bob_builds")
        written = [await world.write(3, t) for t in ("buy now", "https://a.org")]
        assert (await world.deleted()).isdisjoint(written)
        await world.pg.act({"do": "leave", "chat": world.chat, "user": 3})
        await join(world, 3)
        assert (await member(world, 3))["status"] == "member"
        assert await world.write(3, "buy now and here") not in await world.deleted()
        assert "no special trust" in await ask(world, 1, "/untrust @bob_builds")
        assert await world.write(3, "see https://b.org") in await world.deleted()


async def test_reports_reach_the_moderators_room_once_and_the_group_not_at_all(world: World) -> None:
    room = {"do": "create_chat", "chat": ROOM, "title": "Moderators", "owner": 1, "bot": True}
    await world.pg.act(room)
    await world.bot.settled()
    with world.bot.store.write() as connection:
        connection.execute(update(CHAT).where(CHAT.c.title == "Moderators").values(role="moderators"))
    await world.pg.act({"do": "create_person", "person": 7, "first_name": "Tim"})
    await world.pg.act({"do": "join", "chat": world.chat, "user": 7})
    spam = await world.write(3, "la la la")
    command = await world.write(2, "/report <i>noise</i>", reply_to=spam)
    again = await world.write(2, "/report", reply_to=spam)
    await world.write(7, "/report", reply_to=spam)
    assert {command, again} <= await world.deleted()
    alerts = [t for t in await world.bot.said(ROOM) if "eported" in t]
    assert len(alerts) == 1
    assert "<i>noise</i>" in alerts[0]
    assert "Bob" in alerts[0]
    assert len(world.bot.rows(select(REPORT))) == 2


async def test_without_a_room_a_report_asks_the_administrators_in_the_group(world: World) -> None:
    spam = await world.write(3, "la la la")
    assert "Olga" in await ask(world, 2, "/report", reply_to=spam)


@pytest.mark.parametrize("answered", ["nothing", "own", "owner"])
async def test_what_cannot_be_reported(world: World, answered: str) -> None:
    numbers = {"own": await world.write(2, "mine"), "owner": await world.write(1, "the owner's")}
    more = {"reply_to": numbers[answered]} if answered in numbers else {}
    assert await ask(world, 2, "/report", **more)
    assert world.bot.rows(select(REPORT)) == []


async def test_notes_are_saved_by_moderators_and_shown_to_all(world: World) -> None:
    assert "Saved" in await ask(world, 1, "/save homework Lesson 3 <b>by Friday</b>")
    message = await world.write(1, "The link: https://example.org/room")
    assert "Saved" in await ask(world, 1, "/save link", reply_to=message)
    assert "by Friday" in await ask(world, 2, "/note Homework")
    assert "example.org/room" in await ask(world, 2, "/note link", reply_to=message)
    assert "homework" in await ask(world, 2, "/notes")
    assert "moderators" in await ask(world, 3, "/save homework nonsense")
    assert "gone" in await ask(world, 1, "/delnote homework")
    assert "no note" in await ask(world, 3, "/note homework")


async def test_a_message_is_pinned_and_unpinned(world: World) -> None:
    message = await world.write(2, "read this")
    await ask(world, 1, "/pin", reply_to=message)
    assert (await world.pg.chat(world.chat))["pinned"] == [message]
    await ask(world, 1, "/unpin")
    assert (await world.pg.chat(world.chat))["pinned"] == []


async def page(world: World, user: int) -> Json:
    """The newest message of the private chat."""
    await world.bot.settled()
    mine = [m["message"] for m in await world.pg.messages(user) if m["author"] == world.pg.bot_id]
    found: Json = mine[-1]
    return found


async def choose(world: World, user: int, words: str) -> str:
    """Press the button that begins so; what the bot answers."""
    message = await page(world, user)
    rows = message["reply_markup"]["inline_keyboard"]
    data = next(b["callback_data"] for row in rows for b in row if b["text"].startswith(words))
    act = {"do": "press", "chat": user, "user": user, "message": message["message_id"], "data": data}
    pressed = await world.pg.act(act)
    answer = await world.pg.get(f"/sim/answers/{pressed['callback_id']}")
    return str(answer["answer"]["text"])


async def test_a_moderator_sets_a_group_in_private_and_the_file_stays_what_it_is(world: World) -> None:
    await world.pg.act({"do": "create_person", "person": EVE, "first_name": "Eve"})
    await world.pg.act({"do": "message", "chat": 1, "user": 1, "text": "/settings"})
    await choose(world, 1, "Learners")
    assert "Captcha: off · nothing in screening.yaml" in (await page(world, 1))["text"]
    await choose(world, 1, "Captcha")
    assert "Captcha: button · set here by Olga" in (await page(world, 1))["text"]
    await join(world)
    assert (await member(world))["status"] == "restricted"
    await choose(world, 1, "↩︎ Captcha")
    assert "Captcha: off · nothing" in (await page(world, 1))["text"]
    await world.pg.act({"do": "create_person", "person": 41, "first_name": "Ada"})
    await join(world, 41)
    assert (await member(world, 41))["status"] == "member"


async def test_members_have_no_settings_and_former_moderators_none_any_more(world: World) -> None:
    await world.write(2, "hello there")  # whom the bot never saw it asks Telegram about first
    await world.pg.act({"do": "message", "chat": 2, "user": 2, "text": "/settings"})
    assert plain("en", "settings-none") in (await page(world, 2))["text"]
    await world.pg.act({"do": "promote", "chat": world.chat, "user": 1, "target": 2})
    await world.bot.settled()
    await world.pg.act({"do": "message", "chat": 2, "user": 2, "text": "/settings"})
    await choose(world, 2, "Learners")
    await world.pg.act({"do": "demote", "chat": world.chat, "user": 1, "target": 2})
    await world.bot.settled()
    assert await choose(world, 2, "Captcha") == plain("en", "settings-not-yours")
    assert world.bot.rows(select(NEWCOMER)) == []
