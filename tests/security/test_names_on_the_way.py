"""People with hostile names in a real group: every message of the bot's is taken by the local Telegram."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from storage.chats import CHAT
from storage.outbox import OUTBOX, RECEIPT
from tests.behaviour.conftest import INCENTIVES, MODERATION, World
from tests.bots import running_bot, write_rules
from tests.servers import Playground, playground

COURSE = '  - {{id: c{n}, title: "<i>C{n}</i> & @co", language: any}}\n'
COURSES = "courses:\n" + "".join(COURSE.format(n=n) for n in range(3))
LINKS = ("</a>&lt;", '"><a href="tg://person/1">x', "t.me/free @olga_owner")
HOSTILE = ("<b>Bob", *LINKS, "{reason}", "\u202eevil", "&" * 64)
OWNER = {"do": "create_person", "person": 1, "first_name": "Olga", "username": "olga_owner"}


async def group(pg: Playground, name: str) -> None:
    """A group and a room of moderators; its title and a member are named like that."""
    create = {"do": "create_chat", "chat": -1001, "title": name, "owner": 1, "members": [2], "bot": True}
    room = {"do": "create_chat", "chat": -1002, "title": "Room", "owner": 1, "members": [], "bot": True}
    for act in (OWNER, {"do": "create_person", "person": 2, "first_name": name}, create, room):
        await pg.act(act)


@pytest.mark.parametrize("name", HOSTILE)
async def test_every_message_about_somebody_with_a_hostile_name_is_taken(tmp_path: Path, name: str) -> None:
    files = {"moderation": MODERATION, "incentives": INCENTIVES, "courses": COURSES}
    rules = write_rules(tmp_path / "rules", **files)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        await group(pg, name)
        await bot.settled()
        with bot.store.write() as connection:
            connection.execute(CHAT.update().where(CHAT.c.title == "Room").values(role="moderators"))
        world = World(pg, bot, -1001)
        await pg.act({"do": "create_person", "person": 3, "first_name": name})
        await pg.act({"do": "join", "chat": -1001, "user": 3})
        texts = ("hello bot", f"buy now {name}", "/me", "/why", f"/courses {name}", "/suggest", "/top")
        for text in texts:
            await world.write(2, text)
            await pg.post("/sim/clock", {"advance": 20})
        number = await world.write(3, "good morning to all")
        await pg.post("/sim/clock", {"advance": 20})
        await world.write(1, f"/warn {name}", reply_to=number)
        await bot.settled()
        refused = select(RECEIPT, OUTBOX.c.method).join(OUTBOX, OUTBOX.c.id == RECEIPT.c.outbox_id)
        assert bot.rows(refused.where(RECEIPT.c.ok.is_(False))) == []
        said = [m["message"] for m in await pg.messages(-1001, limit=200) if m["author"] == pg.bot_id]
        assert len(said) >= len(texts)
        marked = {e["type"] for m in said for e in m.get("entities", ())}
        assert marked <= {"bold", "text_mention", "italic", "blockquote", "bot_command"}
