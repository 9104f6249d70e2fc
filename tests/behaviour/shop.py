"""A shop: a group that only members of a plan get into, people with Stars, and what they do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio
from sqlalchemy import select, update

from bot.features.membership import reconciling
from storage.chats import CHAT
from tests.behaviour.conftest import World
from tests.bots import Bot, running_bot, write_rules
from tests.servers import Json, Playground, community, playground

EVE, DAN, ROOM, DAY = 40, 41, -1002, 86_400
MONTH = 30 * DAY
MEMBERSHIP = """
terms: What you buy is yours alone.
support: Ask @olga_owner, she answers within a day.
plans:
  - {id: monthly, name: Monthly, text: The reading room, price: 300}
  - {id: week, name: A week, price: 50, period: 7d, grace: 1d, trial: 2d, seats: 1}
  - {id: ever, name: For good, price: 5000, period: forever, includes: [monthly]}
"""
NIGHT_OFF = "quiet: off\njobs: []\n"


@pytest_asyncio.fixture
async def shop(tmp_path: Path) -> AsyncIterator[World]:
    """A group that only members of a plan get into, a moderators' group, and Eve and Dan outside."""
    rules = write_rules(tmp_path / "rules", membership=MEMBERSHIP, schedule=NIGHT_OFF)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False, asks=True))
        await people(pg)
        await bot.settled()
        yield world


async def people(pg: Playground) -> None:
    """Eve and Dan have accounts, and Stars."""
    for number, name in ((EVE, "Eve"), (DAN, "Dan")):
        person = {
            "do": "create_person",
            "person": number,
            "first_name": name,
            "username": f"{name.lower()}_x",
        }
        await pg.act(person | {"language_code": "en"})
        await pg.act({"do": "get_stars", "user": number, "amount": 10_000})


async def room(world: World) -> None:
    """A moderators' group, claimed."""
    act = {"do": "create_chat", "chat": ROOM, "title": "Staff", "owner": 1, "bot": True}
    await world.pg.act(act)
    await world.bot.settled()
    with world.bot.store.write() as connection:
        connection.execute(update(CHAT).where(CHAT.c.title == "Staff").values(role="moderators"))
    world.bot.app.pipeline.directory.forget()


async def start(world: World, user: int = EVE, payload: str = "plans") -> None:
    """Somebody follows a link to the bot."""
    await world.pg.act({"do": "start", "user": user, "payload": payload})
    await world.bot.settled()


async def write(world: World, user: int, text: str, chat: int = 0) -> str:
    """Somebody writes to the bot, or in a chat; the bot's newest message there."""
    await world.pg.act({"do": "message", "chat": chat or user, "user": user, "text": text})
    await world.bot.settled()
    return (await world.bot.said(chat or user))[-1]


async def newest(world: World, user: int = EVE, **with_: str) -> Json:
    """The newest message of a private chat that has a button with these words."""
    await world.bot.settled()
    messages = [m["message"] for m in await world.pg.messages(user, limit=200) if "deleted_by" not in m]
    found = [m for m in messages if any(with_["words"] in b["text"] for b in buttons(m))]
    assert found, [(m.get("text"), [b["text"] for b in buttons(m)]) for m in messages]
    return dict(found[-1])


def buttons(message: Json) -> list[Json]:
    """The buttons under a message."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [b for row in rows for b in row]


async def press(world: World, words: str, user: int = EVE) -> str:
    """Press the newest button with these words; the answer."""
    message = await newest(world, user, words=words)
    data = next(b["callback_data"] for b in buttons(message) if words in b["text"])
    act = {"do": "press", "chat": user, "user": user, "message": message["message_id"], "data": data}
    pressed = await world.pg.act(act)
    answer = await world.pg.get(f"/sim/answers/{pressed['callback_id']}")
    await world.bot.settled()
    return str((answer["answer"] or {}).get("text", ""))


async def invoice(world: World, plan: str, user: int = EVE) -> str:
    """The link by which somebody can pay for a plan."""
    await start(world, user, f"plan_{plan}")
    await press(world, "Buy for", user)
    message = await newest(world, user, words="Pay ⭐")
    return str(next(b["url"] for b in buttons(message) if "Pay ⭐" in b["text"]))


async def pay(world: World, link: str, user: int = EVE) -> Json:
    """Pay; how that ended."""
    checkout = (await world.pg.act({"do": "pay", "user": user, "invoice": link}))["checkout_id"]
    end = await world.pg.get(f"/sim/checkouts/{checkout}")
    await world.bot.settled()
    return end


async def buy(world: World, plan: str = "monthly", user: int = EVE) -> Json:
    """Buy a plan."""
    end = await pay(world, await invoice(world, plan, user), user)
    assert end["state"] == "paid", end
    return end


async def enter(world: World, user: int = EVE) -> bool:
    """Ask to join by the link the bot gave; whether that leads in."""
    message = await newest(world, user, words="Enter Learners")
    link = next(b["url"] for b in buttons(message) if "Enter" in b["text"])
    await world.pg.act({"do": "join", "chat": world.chat, "user": user, "invite_link": link})
    await world.bot.settled()
    return await inside(world, user)


async def inside(world: World, user: int = EVE) -> bool:
    """Whether somebody is in the group."""
    return user in (await world.pg.chat(world.chat))["present"]


async def pass_(world: World, seconds: float) -> None:
    """Let time pass, for Telegram and for the bot."""
    await world.pg.post("/sim/clock", {"advance": seconds})
    clock: Any = world.bot.app.clock
    before = clock.now
    clock.now = lambda: before() + seconds
    await world.bot.settled()


def count(bot: Bot, table: Any) -> int:
    """How many rows a table has."""
    return len(bot.rows(select(table)))


async def reconcile(world: World, mark: int) -> None:
    """The nightly job runs."""
    with world.bot.store.write() as connection:
        number = world.bot.app.community
        assert reconciling.begin(connection, number, mark, int(world.bot.app.clock.now()))
    world.bot.app.delivery.new_rows()
    await world.bot.settled()


async def sells(world: World, text: str) -> None:
    """Save another membership.yaml, and wait until it holds."""
    app = world.bot.app
    before = app.book().hash
    (app.settings.rules / "membership.yaml").write_text(text, encoding="utf-8")

    async def taken() -> bool:
        return app.book().hash != before

    await world.pg.wait_for(taken)
