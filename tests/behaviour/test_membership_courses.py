"""Paid membership, from the file to Telegram: courses whose links only those get who have a plan."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.features.membership import access, importing, operating
from rules.config.membership import Membership
from rules.config.schedule import Job
from tests.behaviour.conftest import World
from tests.behaviour.shop import DAY, EVE, MEMBERSHIP, buy, inside, pass_, press, sells, shop, start, write

__all__ = ["shop"]  # a fixture
OPENED = MEMBERSHIP.replace("seats: 1}", "seats: 1, groups: [], courses: [secrets]}").replace(
    "price: 300}", "price: 300, groups: []}"
)
SECRET = "https://example.org/secret"
COURSES = f"""
courses:
- {{id: secrets, title: {{zh: 秘密, en: Secrets}}, language: any, url: "{SECRET}/course",
   lessons: [{{at: "2031-01-01 10:00", url: "{SECRET}/lesson"}}]}}
- {{id: basics, title: {{zh: 基础, en: Basics}}, language: any, url: "https://example.org/basics"}}
"""


async def opens(world: World) -> None:
    """A course that the plan `week` opens, and one for all."""
    rules = world.bot.app.settings.rules
    (rules / "courses.yaml").write_text(COURSES, encoding="utf-8")
    await sells(world, OPENED)

    async def both() -> bool:
        book = world.bot.app.book()
        return bool(book.courses and book.file(Membership).closed_courses)

    await world.pg.wait_for(both)


async def seen(world: World, chat: int) -> str:
    """All that the bot ever wrote in a chat, with its buttons."""
    return json.dumps([m["message"] for m in await world.pg.messages(chat, limit=200)])


async def test_the_link_of_a_course_is_given_to_those_who_have_its_plan(shop: World) -> None:
    await opens(shop)
    await shop.pg.act({"do": "invite", "chat": shop.chat, "user": 1, "target": EVE})
    await start(shop)
    await write(shop, EVE, "/courses")
    assert "start=course_secrets" in await seen(shop, EVE)
    assert "example.org/basics" in await seen(shop, EVE)
    assert SECRET not in await seen(shop, EVE)
    await start(shop, payload="course_secrets")
    assert "Secrets is for members. With one of these" in (await shop.bot.said(EVE))[-1]
    assert "A week: ⭐ 50 for 7 days" in (await shop.bot.said(EVE))[-1]
    await press(shop, "A week")
    assert "Opens: Secrets." in await seen(shop, EVE)
    await buy(shop, "week")
    await pass_(shop, 60)  # commands have a limit
    await write(shop, EVE, "/courses")
    assert f"{SECRET}/course" in await seen(shop, EVE)
    await start(shop, payload="course_secrets")
    assert (await shop.bot.said(EVE))[-1].startswith("Secrets")
    assert "opens the course Secrets" in await write(shop, EVE, "/why access")
    settings = shop.bot.app.settings
    held = operating.access(settings, settings.rules, "@eve_x")
    assert list(access.printed("en", held, "UTC"))[2:] == ["· opens the course secrets"]
    await pass_(shop, 9 * DAY)
    await start(shop, payload="course_secrets")
    assert "Secrets is for members" in (await shop.bot.said(EVE))[-1]


async def test_a_group_never_sees_the_link_of_a_course_for_members(shop: World) -> None:
    await opens(shop)
    for number in range(3):
        await shop.write(2, f"good morning {number}")
    await write(shop, 2, "/courses", shop.chat)
    await write(shop, 2, "/suggest", shop.chat)
    options: dict[str, Any] = {"group": 3, "private": True}
    job = Job(id="s", job="suggestions", cron="* * * * *", timezone="UTC", options=options)
    await shop.bot.app.scheduler.run(job, 100)
    await shop.bot.settled()
    found = await seen(shop, shop.chat)
    assert "start=course_secrets" in found
    assert SECRET not in found


async def test_a_course_bought_elsewhere_alone_opens_that_course_and_no_door(
    shop: World, tmp_path: Path
) -> None:
    await opens(shop)
    await start(shop)
    file = tmp_path / "members.csv"
    lines = ["member,plan,until", "@eve_x,course:secrets,forever", "@eve_x,course:secret,forever"]
    file.write_text("\n".join(lines), "utf-8")
    settings = shop.bot.app.settings
    found = importing.import_members(settings, settings.rules, file, dry=False)
    assert (found.lines, found.new) == (1, 1)
    told = "courses.yaml has no course 'secret' that plans could open (did you mean 'secrets'?)"
    assert any("members.csv:3" in str(t) and told in str(t) for t in found.told)
    await shop.bot.settled()
    await start(shop, payload="course_secrets")
    assert f"{SECRET}/course" in await seen(shop, EVE)
    assert "Secrets: until for good" in await write(shop, EVE, "/membership")
    await shop.pg.act({"do": "request_join", "chat": shop.chat, "user": EVE})
    await shop.bot.settled()
    assert not await inside(shop)
