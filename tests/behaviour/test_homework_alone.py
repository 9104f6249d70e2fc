"""Homework of operators, graded by numbers; and where there is no moderators' group."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.behaviour.conftest import World
from tests.behaviour.shop import ROOM, pass_, press, room, write
from tests.behaviour.test_homework import ESSAY, LIVELY, TERMS, cards, handed, paid, post
from tests.behaviour.test_schedule import run
from tests.bots import running_bot, write_rules
from tests.databases import new_database
from tests.servers import community, playground


async def test_what_operators_wrote_is_posted_once_and_scores_are_given_by_answers(tmp_path: Path) -> None:
    text = "score: true\nhomework:\n  - {id: essay, title: Essay, due: 2099-01-01 20:00, points: 50}\n"
    rules = write_rules(
        tmp_path / "rules",
        homework=text,
        incentives="per_day: 100\n",
        community=LIVELY,
        schedule="quiet: off\njobs: []\n",
    )
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        town = World(pg, bot, await community(pg, drain=False))
        await room(town)
        for _ in range(2):
            await run(town, "homework")
            await pass_(town, 60)
        await pg.wait_for(lambda: _posted(town))
        number = await post(town, "Essay")
        assert len([s for s in await bot.said(town.chat) if "Essay" in s]) == 1
        await town.write(2, ESSAY, reply_to=number)
        card = (await cards(town))[-1]["message_id"]
        act = {"do": "message", "chat": ROOM, "user": 1, "reply_to": card}
        await pg.act(act | {"text": "870 is too much"})
        assert [h["grade"] for h in await handed(town)] == [""]
        await pg.act(act | {"text": "87分：清楚，简洁"})
        (row,) = await handed(town)
        assert (row["grade"], row["comment"], paid(town)) == ("87", "清楚，简洁", [44])
        await town.write(3, "", reply_to=number, media={"kind": "voice"})
        assert [h["version"] for h in await handed(town)] == [1, 1], "a voice is a hand-in"
        assert any("voice" in m["message"] for m in await pg.messages(ROOM, limit=200))
        await pg.act(act | {"text": "even better when read again"})
        assert [h["comment"] for h in await handed(town)] == ["even better when read again", ""]
        assert paid(town) == [44], "a word is no grade"


async def _posted(world: World) -> bool:
    return any("Essay" in s for s in await world.bot.said(world.chat))


async def test_without_a_moderators_group_whoever_set_it_grades_in_private_also_after_a_restart(
    tmp_path: Path,
) -> None:
    rules = write_rules(
        tmp_path / "rules",
        homework=TERMS,
        incentives="per_day: 100\n",
        community=LIVELY,
        schedule="quiet: off\njobs: []\n",
    )
    database = new_database(tmp_path, "kept.db")
    async with playground(flood=False) as pg:
        async with running_bot(pg, tmp_path, rules, database=database) as bot:
            town = World(pg, bot, await community(pg, drain=False))
            for user in (1, 2):
                await pg.act({"do": "profile", "user": user, "language_code": "en"})
                await town.write(user, f"good morning to you all from {user}")
                await pg.act({"do": "start", "user": user, "payload": "hello"})
            await bot.settled()
            await write(town, 1, "/homework")
            await press(town, "Set homework", 1)
            await write(town, 1, "Week 1")
        async with running_bot(pg, tmp_path, rules, database=database) as bot:
            town = World(pg, bot, town.chat)
            assert "Until when" in await write(town, 1, "Write about yourself."), "the dialogue goes on"
            await write(town, 1, "3d")
            await press(town, "Post it", 1)
            number = await post(town, "Week 1")
            await town.write(2, ESSAY, reply_to=number)
            await press(town, "Good", 1)
            assert paid(town) == [14]
            assert "✅ Good" in (await bot.said(1))[-1]
            await press(town, "Remove the grade", 1)
            await write(town, 1, "/homework")
            await press(town, "📝 1", 1)
            await press(town, "Excellent", 1)
            assert sum(paid(town)) == 20
            assert (await bot.said(1))[-1].count("✅ Excellent") == 1


async def test_pictures_files_and_albums_are_handed_in_in_private_and_nobody_is_woken(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    night = {"start": f"{now - timedelta(hours=1):%H:%M}", "end": f"{now + timedelta(hours=4):%H:%M}"}
    due = now + timedelta(hours=3)
    rules = write_rules(
        tmp_path / "rules",
        homework=f"homework:\n  - {{id: essay, title: Essay, due: {due:%Y-%m-%d %H:%M}}}\n",
        incentives="per_day: 100\n",
        community=LIVELY,
        schedule=f"quiet: {{start: '{night['start']}', end: '{night['end']}'}}\njobs: []\n",
    )
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        town = World(pg, bot, await community(pg, drain=False))
        for user in (2, 3):
            await pg.act({"do": "profile", "user": user, "language_code": "en"})
            await town.write(user, f"good morning to you all from {user}")
            await pg.act({"do": "start", "user": user, "payload": "hello"})
        await room(town)
        await run(town, "homework")
        await pass_(town, 60)
        assert not any("Essay" in s for s in await bot.said(town.chat)), "not in quiet hours"
        assert not any("Essay" in s for s in await bot.said(2))
        await pg.act({"do": "start", "user": 2, "payload": "hw_essay"})
        photo = {"do": "message", "chat": 2, "user": 2, "media": "photo"}
        await pg.acts([photo | {"album": "777", "text": f"page {n}"} for n in range(3)])
        await bot.settled()
        await pg.act({"do": "start", "user": 3, "payload": "hw_essay"})
        file = {"kind": "document", "name": "essay.pdf"}
        await pg.act({"do": "message", "chat": 3, "user": 3, "media": file})
        assert [(h["version"], h["late"]) for h in await handed(town)] == [(1, False), (1, False)]
        shown = [m["message"] for m in await pg.messages(ROOM, limit=200)]
        assert len([m for m in shown if "photo" in m]) == 3, "the whole album is shown"
        assert len([m for m in shown if "document" in m]) == 1
        assert len(await cards(town)) == 2
        assert len([s for s in await bot.said(2) if s.startswith("Handed in")]) == 1
