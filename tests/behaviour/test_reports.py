"""Reports: the moderators' card about a message, with its text, who reports it and why, and what to do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.text.messages import plain, say
from storage.cases import CASE
from storage.reports import REPORTED
from tests.behaviour.conftest import INCENTIVES, World
from tests.behaviour.test_cases import BOB, EVE, MING, RULES, cards, data, offers, push, settle, writes
from tests.bots import default_rules, running_bot, write_rules
from tests.servers import Json, community, playground


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """The group, a moderators' group, and the rule about @admin that ships."""
    rules = write_rules(tmp_path / "rules", moderation=RULES + CALL, incentives=INCENTIVES)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        yield await settle(World(pg, bot, await community(pg, drain=False)))


CALL = """
  - id: call-admin
    on: message
    when:
      all:
        - mentions: {names: [admin, admins, guanliyuan]}
        - reply: {given: false, to: member}
    then: [alert, {react: 👀}]
"""


async def card(world: World) -> Json:
    """The only card about a report."""
    (found,) = [c for c in await cards(world) if "🚩" in c["text"]]
    return found


@pytest.mark.parametrize("call", ["/report noisy", "@admin noisy", "@管理员 noisy"])
async def test_a_card_is_about_the_reported_message_and_not_about_who_reports(town: World, call: str) -> None:
    message = await town.write(BOB, "la <b>la</b> la")
    await town.write(MING, call, reply_to=message)
    found = await card(town)
    for part in ("la <b>la</b> la", "Bob", "小明", "noisy", "Learners"):
        assert part in found["text"]
    assert offers(found) == ["delete", "warn", "mute", "ban", "dismiss"]
    assert town.bot.rows(select(CASE)) == []


async def test_the_card_tells_which_reporters_are_new(town: World) -> None:
    await town.pg.act({"do": "create_person", "person": 7, "first_name": "Tim"})
    await town.pg.act({"do": "join", "chat": town.chat, "user": 7})
    message = await town.write(BOB, "la la la")
    await town.write(7, "/report noisy", reply_to=message)
    assert f"Tim{say('en', 'report-by-new')}: noisy" in (await card(town))["text"]


async def test_a_trusted_reporter_has_no_mark(town: World) -> None:
    await town.write(1, "/trust", reply_to=await town.write(MING, "good morning"))
    message = await town.write(BOB, "la la la")
    await town.write(MING, "/report noisy", reply_to=message)
    assert "小明: noisy" in (await card(town))["text"]


async def test_a_second_report_changes_the_card(town: World) -> None:
    await town.pg.act({"do": "create_person", "person": 7, "first_name": "Tim"})
    await town.pg.act({"do": "join", "chat": town.chat, "user": 7})
    message = await town.write(BOB, "la la la")
    await town.write(MING, "/report noisy", reply_to=message)
    await town.bot.settled()
    await town.write(7, "/report very noisy", reply_to=message)
    text = (await card(town))["text"]
    assert "Reported 2 times" in text
    assert "very noisy" in text


async def test_who_reported_without_a_word_may_say_why_later(town: World) -> None:
    message = await town.write(BOB, "la la la")
    await town.write(MING, "/report", reply_to=message)
    assert "小明\n" in (await card(town))["text"].replace(str(say("en", "report-by-new")), "")
    await town.write(MING, "/report it is noise", reply_to=message)
    text = (await card(town))["text"]
    assert "Reported in" in text  # by one member still
    assert text.count("it is noise") == 1


async def test_reports_that_come_at_once_are_one_card_with_both(town: World) -> None:
    await town.pg.act({"do": "create_person", "person": 7, "first_name": "Tim"})
    await town.pg.act({"do": "join", "chat": town.chat, "user": 7})
    message = await town.write(BOB, "la la la")
    reports = [
        {"do": "message", "chat": town.chat, "user": u, "text": f"/report by {u}", "reply_to": message}
        for u in (MING, 7)
    ]
    await town.pg.acts(reports)
    await town.pg.wait_for(lambda: both(town))


async def both(world: World) -> bool:
    """Whether the card names both."""
    text = (await card(world))["text"]
    return "by 2" in text and "by 7" in text


@pytest.mark.parametrize(("what", "can_write"), [("delete", True), ("warn", True), ("mute", False)])
async def test_a_moderator_decides_with_one_press(town: World, what: str, can_write: bool) -> None:
    message = await town.write(BOB, "la la la")
    await town.write(MING, "/report", reply_to=message)
    await push(town, await card(town), what)
    assert message in await town.deleted()
    assert await writes(town, BOB) is can_write
    after = await card(town)
    assert "✅ Decided: " in after["text"]
    assert after["text"].endswith("· Olga")
    assert offers(after) == []


async def test_a_ban_asks_once_more(town: World) -> None:
    message = await town.write(BOB, "la la la")
    await town.write(MING, "/report", reply_to=message)
    assert await push(town, await card(town), "ban") == plain("en", "press-sure")
    await town.bot.settled()
    assert await town.bot.called("banChatMember") == []
    asked = await card(town)
    assert offers(asked) == ["sure", "back"]
    await push(town, asked, "back")
    await town.bot.settled()
    assert "ban" in offers(await card(town))
    await push(town, await card(town), "ban")
    await town.bot.settled()
    await push(town, await card(town), "sure")
    await town.bot.settled()
    (call,) = await town.bot.called("banChatMember")
    assert int(call["user_id"]) == BOB


async def test_what_is_no_case_is_left_alone(town: World) -> None:
    message = await town.write(BOB, "la la la")
    await town.write(MING, "/report", reply_to=message)
    await push(town, await card(town), "dismiss")
    assert message not in await town.deleted()
    assert "Not a case" in (await card(town))["text"]


async def test_whoever_does_not_moderate_the_group_decides_nothing(town: World) -> None:
    message = await town.write(BOB, "la la la")
    await town.write(MING, "/report", reply_to=message)
    assert await push(town, await card(town), "delete", EVE) == plain("en", "case-not-yours")
    (row,) = town.bot.rows(select(REPORTED))
    assert row["state"] == "open"


async def test_a_call_without_an_answered_message_offers_no_ban_without_a_question(town: World) -> None:
    await town.write(MING, "@admin somebody advertises")
    (found,) = await cards(town)
    assert await push(town, found, "ban") == plain("en", "press-sure")
    await town.bot.settled()
    assert await town.bot.called("banChatMember") == []
    assert data((await cards(town))[0], "back")


async def test_the_rules_that_ship_leave_a_call_about_a_message_to_its_report(tmp_path: Path) -> None:
    rules = default_rules(tmp_path / "rules")
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = await settle(World(pg, bot, await community(pg, drain=False)))
        message = await world.write(BOB, "la la la")
        await world.write(MING, "@admin noisy", reply_to=message)
        assert "la la la" in (await card(world))["text"]
        assert [c for c in world.bot.rows(select(CASE)) if c["rule"] == "call-admin"] == []
