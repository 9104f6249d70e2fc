"""Paid membership, from the file to Telegram: topics in which only those write who have a plan."""

from __future__ import annotations

from storage.cases import CASE
from storage.entitlements import TOLD
from tests.behaviour.conftest import World
from tests.behaviour.shop import DAY, EVE, ROOM, count, pass_, room, sells, shop, write
from tests.servers import Json

__all__ = ["shop"]  # a fixture
FORUM, OWNER, MEMBER = -1005, 1, 2


def plans(topic: int, groups: str = "[]") -> str:
    """A plan that opens a topic of a group in which everybody is."""
    opened = f"topics: [{{group: {FORUM}, topic: {topic}}}]"
    return f"""
terms: What you buy is yours alone.
support: Ask @olga_owner.
plans:
  - {{id: desk, name: The <desk>, price: 50, period: 7d, grace: 1d, groups: {groups}, {opened}}}
  - {{id: all, name: All, price: 90, period: 7d, groups: [], includes: [desk], sold: false}}
"""


async def forum(world: World) -> int:
    """A forum with a topic that a plan opens; Eve is in, and has none."""
    act = {
        "do": "create_chat",
        "chat": FORUM,
        "title": "Forum",
        "owner": OWNER,
        "bot": True,
        "is_forum": True,
    }
    await world.pg.act(act)
    await world.bot.settled()
    await world.pg.act({"do": "message", "chat": FORUM, "user": OWNER, "text": "welcome"})
    made = await world.pg.act({"do": "create_topic", "chat": FORUM, "user": OWNER, "name": "Desk"})
    await world.pg.act({"do": "join", "chat": FORUM, "user": EVE})
    await sells(world, plans(int(made["thread"])))
    await world.bot.settled()
    return int(made["thread"])


async def wrote(world: World, user: int, text: str, topic: int, **more: object) -> bool:
    """Somebody writes in a topic; whether it stays."""
    act = {"do": "message", "chat": FORUM, "user": user, "text": text, "thread": topic, **more}
    number = (await world.pg.act(act))["message_id"]
    await world.bot.settled()
    found = await world.pg.messages(FORUM, limit=100)
    return not any(m["message"]["message_id"] == number and "deleted_by" in m for m in found)


async def notes(world: World) -> list[Json]:
    """What the bot said in the forum, gone or not."""
    found = await world.pg.messages(FORUM, limit=100)
    return [m["message"] for m in found if "this topic is for" in m["message"].get("text", "")]


async def test_a_topic_is_for_those_who_have_its_plan(shop: World) -> None:
    await room(shop)
    topic = await forum(shop)
    assert await wrote(shop, EVE, "anybody may write here", 0)
    assert not await wrote(shop, EVE, "may I come in?", topic)
    assert not await wrote(shop, EVE, "hello?", topic)
    (note,) = await notes(shop)  # once, however often
    assert "Eve, this topic is for those who have The <desk>." in note["text"]
    assert note["message_thread_id"] == topic
    link = note["reply_markup"]["inline_keyboard"][0][0]["url"]
    assert link.endswith("?start=plan_desk")
    assert await wrote(shop, OWNER, "I lead this group", topic)
    mine = {"do": "create_chat", "chat": -1077, "title": "Mine", "type": "channel", "owner": EVE}
    await shop.pg.act(mine)
    assert not await wrote(shop, EVE, "in the name of my channel", topic, as_channel=-1077)
    assert "Mine, this topic is for those who have" in (await notes(shop))[-1]["text"]
    assert count(shop.bot, CASE) == 0
    await write(shop, OWNER, "/grant @eve_x all 2d", ROOM)  # it includes the other
    assert await wrote(shop, EVE, "now I may", topic)
    assert "opens topic" in await write(shop, EVE, "/why access")
    await pass_(shop, 2 * DAY + 60)
    assert not await wrote(shop, EVE, "over", topic)


async def test_anonymous_administrators_write_there_and_what_stays_is_not_said_to_be_gone(
    shop: World,
) -> None:
    topic = await forum(shop)
    led = {"chat": FORUM, "user": OWNER}
    await shop.pg.act({"do": "promote", "target": EVE, "anonymous": True, **led})
    await shop.bot.settled()
    assert await wrote(shop, EVE, "nobody knows who leads here", topic)
    await shop.pg.act({"do": "demote", "target": EVE, **led})
    await shop.pg.act({"do": "add_bot", "rights": {"can_invite_users": True}, **led})
    await shop.bot.settled()
    assert await wrote(shop, EVE, "Telegram refuses to remove this", topic)
    assert await notes(shop) == []
    assert count(shop.bot, TOLD) == 0
