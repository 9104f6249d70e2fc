"""Homework from the dialogue to the grade, and those who try to earn more by it."""

from __future__ import annotations

import asyncio
import csv
import io
from base64 import b64decode
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from storage.homework import DRAFT, HANDIN, HOMEWORK
from storage.ledger import LEDGER, STANDING
from storage.outbox import OUTBOX
from tests.behaviour.conftest import World
from tests.behaviour.shop import ROOM, buttons, newest, pass_, press, room, write
from tests.behaviour.test_cases import cards as in_room
from tests.behaviour.test_cases import undone
from tests.behaviour.test_schedule import run
from tests.bots import running_bot, write_rules
from tests.servers import Json, community, playground

HOUR, DAY = 3_600, 86_400
LIVELY = "name: Test\nlanguage: en\ntimezone: UTC\ncommands: {times: 100, within: 1s}\nanswer_seconds: 0\n"
TERMS = """points: 20
form: {text: 12}
late_for: 2d
late_share: 0.5
"""
ESSAY = "I am Ming, and I sell tea in Shanghai"


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """A group with a moderators' group; the owner 1 and Ming 2 opened the private chat, Bob 3 did not."""
    rules = write_rules(
        tmp_path / "rules",
        homework=TERMS,
        incentives="per_day: 100\n",
        community=LIVELY,
        schedule="quiet: off\njobs: []\n",
    )
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False))
        for user in (1, 2, 3):
            await pg.act({"do": "profile", "user": user, "language_code": "en"})
            await world.write(user, f"good morning to you all from {user}")
        for user in (1, 2):
            await pg.act({"do": "start", "user": user, "payload": "hello"})
        await room(world)
        yield world


async def set_one(world: World, title: str = "Week 1", due: str = "3d") -> int:
    """The owner sets homework in the dialogue; the number of its post."""
    await write(world, 1, "/homework")
    await press(world, "Set homework", 1)
    await write(world, 1, title)
    await write(world, 1, "Write about yourself.")
    await write(world, 1, due)
    await press(world, "Post it", 1)
    return await post(world, title)


async def post(world: World, title: str) -> int:
    """The post of homework in the group."""
    await world.bot.settled()
    found = [m["message"] for m in await world.pg.messages(world.chat, limit=200)]
    return int(next(m["message_id"] for m in found if m.get("text", "").startswith(f"📝 {title}")))


async def cards(world: World) -> list[Json]:
    """The cards in the moderators' group, the newest last."""
    await world.bot.settled()
    found = [m["message"] for m in await world.pg.messages(ROOM, limit=200)]
    return [m for m in found if m.get("text", "").startswith("📝") and "reply_markup" in m]


async def grade(world: World, words: str, user: int = 1, card: int = -1, times: int = 1) -> str:
    """Press a grade below a card; what whoever pressed is told at last."""
    message = (await cards(world))[card]
    data = next(b["callback_data"] for b in buttons(message) if words in b["text"])
    act = {"do": "press", "chat": ROOM, "user": user, "message": message["message_id"], "data": data}
    pressed = await asyncio.gather(*(world.pg.act(act | {"forged": True}) for _ in range(times)))
    answer = (await world.pg.get(f"/sim/answers/{pressed[-1]['callback_id']}", timeout=25))["answer"]
    await world.bot.settled()
    return str((answer or {}).get("text", ""))


def paid(world: World) -> list[int]:
    """What the ledger says of homework."""
    rows = world.bot.rows(select(LEDGER).where(LEDGER.c.source == "homework").order_by(LEDGER.c.id))
    return [r["granted"] for r in rows]


def proved(world: World) -> bool:
    """Whether every balance is the sum of the ledger."""
    sums: dict[int, int] = {}
    for row in world.bot.rows(select(LEDGER)):
        sums[row["person_id"]] = sums.get(row["person_id"], 0) + row["granted"]
    return all(r["xp"] == sums.get(r["person_id"], 0) for r in world.bot.rows(select(STANDING)))


async def handed(world: World) -> list[dict[str, Any]]:
    """What was handed in."""
    await world.bot.settled()
    return [dict(row) for row in world.bot.rows(select(HANDIN).order_by(HANDIN.c.id))]


async def test_homework_is_set_handed_in_and_graded_and_a_changed_grade_moves_the_points(town: World) -> None:
    number = await set_one(town)
    mine = await town.write(2, ESSAY, reply_to=number)
    await town.bot.settled()
    (shown,) = await town.bot.called("setMessageReaction")
    assert (shown["message_id"], shown["reaction"][0]["emoji"]) == (mine, "✍")
    assert len(await cards(town)) == 1
    assert ESSAY in await town.bot.said(ROOM), "whoever grades sees a copy"
    await grade(town, "Good", times=8)
    assert paid(town) == [14], "however often the button is pressed"
    assert "“Week 1”: Good, 14 points" in (await town.bot.said(2))[-1]
    assert "this grade already" in await grade(town, "✓ Good")
    await grade(town, "Excellent")
    assert paid(town) == [14, -14, 20]
    await grade(town, "Remove the grade")
    assert paid(town) == [14, -14, 20, -20]
    await grade(town, "Excellent")
    assert paid(town)[-1] == 20
    assert proved(town)
    await town.write(2, "I want more points for this one here", reply_to=number)
    assert [h["version"] for h in await handed(town)] == [1], "what is graded stands"
    assert "Week 1" in await write(town, 2, "/homework")
    assert "Excellent" in (await town.bot.said(2))[-1]
    answer = (await town.pg.messages(2))[-1]["message"]
    assert "Hand in: Week 1" not in str(answer.get("reply_markup")), "no button for what would be refused"
    await town.write(2, "/why")
    assert "homework" in (await town.bot.said(town.chat))[-1]


async def test_a_comment_goes_along_and_another_hand_in_is_asked_for(town: World) -> None:
    number = await set_one(town)
    await town.write(2, ESSAY, reply_to=number)
    card = (await cards(town))[-1]["message_id"]
    act = {"do": "message", "chat": ROOM, "user": 1, "text": "a bit <b>short</b>", "reply_to": card}
    await town.pg.act(act)
    await grade(town, "Hand in again")
    said = (await town.bot.said(2))[-1]
    assert "💬 a bit <b>short</b>" in said, "words stay words"
    assert "hand it in again" in said
    assert paid(town) == []
    await pass_(town, 6 * DAY)  # the time is over, and what was asked for is still taken
    await town.write(2, "I am Ming, and I sell green tea in Shanghai", reply_to=number)
    (row,) = await handed(town)
    assert (row["version"], row["late"], row["grade"], row["comment"]) == (2, False, "", "")
    assert "newer one was handed in" in await grade(town, "Excellent", card=-2)
    await grade(town, "Excellent")
    assert paid(town) == [20]


async def test_newer_ones_replace_older_ones_in_private_too_and_late_ones_pay_less(town: World) -> None:
    number = await set_one(town)
    await town.pg.act({"do": "start", "user": 2, "payload": "hw_1"})
    assert "it needs 12 letters" in (await write(town, 2, "/homework"), await town.bot.said(2))[1][-2]
    assert "needs 12 letters" in await write(town, 2, "too short")
    assert "Handed in: “Week 1”. Until" in await write(town, 2, ESSAY)
    assert "not graded yet" in await write(town, 2, "/homework")
    await pass_(town, 3 * DAY + HOUR)
    await town.write(2, "I am Ming, and I sell black tea in Shanghai", reply_to=number)
    (row,) = await handed(town)
    assert (row["version"], row["late"]) == (2, True)
    assert any("A newer one takes its place" in text for text in await town.bot.said(ROOM))
    await grade(town, "Excellent")
    assert paid(town) == [10]
    await pass_(town, 2 * DAY)
    await town.write(3, "I am Bob and this is my first hand-in", reply_to=number)
    assert len(await handed(town)) == 1
    assert any("is over" in text for text in await town.bot.said(town.chat))


async def test_a_member_who_cannot_be_written_to_is_told_below_the_work(town: World) -> None:
    number = await set_one(town)
    await town.write(3, "I am Bob and I repair old bicycles", reply_to=number)
    await grade(town, "Pass")
    said = (await town.bot.said(town.chat))[-1]
    assert "“Week 1” was graded" in said
    assert "Pass" not in said, "the grade itself is nobody else's"


async def test_nothing_is_won_by_copies_edits_forwards_or_a_removed_message(town: World) -> None:
    number = await set_one(town, due="1h")
    mine = await town.write(2, ESSAY, reply_to=number)
    await town.write(3, ESSAY, reply_to=number)
    assert "The same as what 小明 handed in" in (await cards(town))[-1]["text"]
    forward = {"forward_origin": {"type": "hidden_user", "sender_user_name": "Ann", "date": 1_700_000_000}}
    await town.write(1, "what a long question is this one here?", reply_to=number)
    act = {"do": "message", "chat": town.chat, "user": 3, "text": "somebody else wrote this at length"}
    await town.pg.act(act | {"reply_to": number, "fields": forward})
    assert [h["version"] for h in await handed(town)] == [1, 1]
    edit = {"do": "edit", "chat": town.chat, "user": 2, "message": mine}
    await pass_(town, 2 * HOUR)
    await town.pg.act(edit | {"text": "I am Ming, and after the time I wrote much more"})
    (row, _) = await handed(town)
    assert (row["version"], row["late"]) == (2, True), "an edit after the time is late"
    await grade(town, "Excellent")
    await town.pg.act(edit | {"text": "I am Ming, and changed it after the grade"})
    assert (await handed(town))[0]["version"] == 2
    assert paid(town) == [10]
    await town.write(1, "/del", reply_to=mine)
    await town.bot.settled()
    assert sum(paid(town)) == 0, "what is removed pays nothing"
    assert "was removed" in await grade(town, "Pass")
    await undone(town, (await in_room(town))[-1])
    assert sum(paid(town)) == 10, "and what comes back pays as before"
    assert proved(town)


async def test_a_dialogue_refuses_what_it_cannot_read_and_survives_a_restart(town: World) -> None:
    await write(town, 1, "/homework")
    await press(town, "Set homework", 1)
    assert "one line" in await write(town, 1, "two\nlines")
    await write(town, 1, "Week 2")
    await write(town, 1, "-")
    assert "such as" in await write(town, 1, "soon")
    assert "such as" in await write(town, 1, "2020-01-01 10:00")
    assert "such as" in await write(town, 1, "3d please")
    town.bot.app.pipeline.directory.forget()
    ((step,),) = [tuple(r.values()) for r in town.bot.rows(select(DRAFT.c.step))]
    assert step == "due"
    assert "This goes to" in await write(town, 1, "2d")
    assert "press one of the buttons" in await write(town, 1, "yes")
    message = await newest(town, 1, words="Post it")
    data = next(b["callback_data"] for b in buttons(message) if "Post" in b["text"])
    act = {
        "do": "press",
        "chat": 1,
        "user": 1,
        "message": message["message_id"],
        "data": data,
        "forged": True,
    }
    await asyncio.gather(*(town.pg.act(act) for _ in range(8)))
    await town.bot.settled()
    assert len(town.bot.rows(select(HOMEWORK))) == 1, "a double press posts once"
    assert town.bot.rows(select(DRAFT)) == []
    await write(town, 1, "/homework")
    await press(town, "Set homework", 1)
    await press(town, "Cancel", 1)
    assert town.bot.rows(select(DRAFT)) == []


async def test_the_group_and_those_who_have_not_handed_in_are_reminded_once(town: World) -> None:
    number = await set_one(town)
    await town.write(3, "I am Bob and I repair old bicycles", reply_to=number)
    await run(town, "homework")
    assert not any("⏰" in s for s in await town.bot.said(town.chat))
    await pass_(town, 2 * DAY + 13 * HOUR)
    for _ in range(2):
        await run(town, "homework")
        await pass_(town, 60)
    assert len([s for s in await town.bot.said(town.chat) if s.startswith("⏰ Week 1")]) == 1
    assert len([s for s in await town.bot.said(2) if "nothing of yours" in s]) == 1
    assert not any("nothing of yours" in s for s in await town.bot.said(1)), "whoever grades is left alone"


async def test_results_are_a_table_for_moderators_alone(town: World) -> None:
    number = await set_one(town)
    await town.write(2, ESSAY, reply_to=number)
    card = (await cards(town))[-1]["message_id"]
    act = {"do": "message", "chat": ROOM, "user": 1, "text": "=1+1 is a formula", "reply_to": card}
    await town.pg.act(act)
    await grade(town, "Good")
    assert "moderators" in await write(town, 2, "/homework results 1")
    await town.write(1, "/homework results 1")
    await town.bot.settled()
    assert await town.bot.called("sendDocument") == [], "not where members read along"
    await town.pg.act({"do": "message", "chat": 1, "user": 1, "text": "/homework results 1"})
    await town.bot.settled()
    (sent,) = town.bot.rows(select(OUTBOX.c.params, OUTBOX.c.state).where(OUTBOX.c.method == "sendDocument"))
    assert sent["state"] == "done"
    text = b64decode(sent["params"]["document"]["upload"]).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["name"], row["grade"], row["points"], row["late"]) == ("小明", "good", "14", "no")
    assert row["comment"] == "'=1+1 is a formula"


EVE = 40
WHO = {"a member in the moderators' group": 2, "an outsider in it": EVE, "a former moderator": 3}


@pytest.mark.parametrize("who", WHO)
async def test_moderators_things_are_done_by_moderators_alone(town: World, who: str) -> None:
    user, number = WHO[who], await set_one(town)
    await town.pg.act({"do": "create_person", "person": EVE, "first_name": "Eve", "language_code": "en"})
    await town.write(2, ESSAY, reply_to=number)
    await town.pg.act({"do": "start", "user": user, "payload": "hello"})
    await town.pg.act({"do": "join", "chat": ROOM, "user": user})
    (card,) = await cards(town)
    act = {"chat": ROOM, "user": user}
    for one in buttons(card):
        pressing = {"do": "press", "message": card["message_id"], "data": one["callback_data"]}
        await town.pg.act(act | pressing | {"forged": True})
    await town.pg.act(act | {"do": "message", "text": "100 points please", "reply_to": card["message_id"]})
    await town.pg.act(act | {"do": "message", "text": "/homework results 1"})
    # The buttons of the owner's private chat, carried elsewhere.
    await write(town, 1, "/homework")
    mine = await newest(town, 1, words="Set homework")
    for one in buttons(mine):
        for chat in (user, ROOM, town.chat):
            pressing = {"do": "press", "chat": chat, "user": user, "data": one["callback_data"]}
            pressing["message"] = await bots_own(town, chat)
            await town.pg.acts([pressing | {"forged": True}])
    await town.pg.act({"do": "message", "chat": user, "user": user, "text": "/homework results 1"})
    (row,) = await handed(town)
    assert (row["grade"], row["comment"], paid(town)) == ("", "", [])
    assert town.bot.rows(select(DRAFT)) == []
    assert [r["ended_at"] for r in town.bot.rows(select(HOMEWORK))] == [0]
    assert await town.bot.called("sendDocument") == []
    assert not any("Set homework" in b["text"] for b in await own_buttons(town, user))


async def bots_own(world: World, chat: int) -> int:
    """A message of the bot's in a chat."""
    found = await world.pg.messages(chat, limit=200)
    return int(next(m["message"]["message_id"] for m in found if m["author"] == world.pg.bot_id))


async def own_buttons(world: World, user: int) -> list[Json]:
    """The buttons that somebody has in private."""
    await world.pg.act({"do": "message", "chat": user, "user": user, "text": "/homework"})
    await world.bot.settled()
    found = [m["message"] for m in await world.pg.messages(user, limit=200)]
    return [b for m in found for b in buttons(m)]


async def test_a_moderator_hands_in_to_others_and_grades_no_work_of_their_own(town: World) -> None:
    number = await set_one(town)
    await town.write(1, "I am Olga, and I set this homework", reply_to=number)
    assert await handed(town) == [], "whoever set it does not hand it in"
    await town.write(2, ESSAY, reply_to=number)
    await town.pg.act({"do": "promote", "chat": town.chat, "user": 1, "target": 2})
    await town.pg.act({"do": "join", "chat": ROOM, "user": 2})
    await town.bot.settled()
    assert "graded by others" in await grade(town, "Excellent", user=2)
    assert paid(town) == []
