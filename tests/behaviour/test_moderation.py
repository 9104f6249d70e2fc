"""Rules at work in a group."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from storage.cases import CASE
from tests.behaviour.conftest import World
from tests.bots import running_bot, write_rules
from tests.servers import community, playground


async def test_an_advertisement_goes_and_the_group_hears_why(world: World) -> None:
    message = await world.write(2, "please BUY  NOW!")
    assert await world.deleted() == {message}
    (notice,) = await world.bot.said(world.chat)
    assert "advertising" in notice
    assert "message removed" in notice
    (case,) = world.bot.rows(select(CASE))
    assert (case["rule"], case["matched"], case["mode"]) == ("ads", "buy now", "enforce")
    assert case["trace"]["condition"] == "words"


async def test_the_third_warning_mutes_as_the_ladder_says(world: World) -> None:
    for _ in range(3):
        await world.write(2, "buy now")
    (call,) = await world.bot.called("restrictChatMember")
    assert int(call["user_id"]) == 2
    assert await world.pg.refused({"do": "message", "chat": world.chat, "user": 2, "text": "still here"})


async def test_a_flooder_is_muted_and_the_whole_flood_goes(world: World) -> None:
    burst = [{"do": "message", "chat": world.chat, "user": 2, "text": f"number {n}"} for n in range(4)]
    numbers = {r["message_id"] for r in await world.pg.acts(burst)}
    assert await world.deleted() == numbers
    assert await world.bot.called("restrictChatMember")


async def test_an_edit_is_judged_like_a_new_message(world: World) -> None:
    message = await world.write(2, "good morning")
    await world.pg.act({"do": "edit", "chat": world.chat, "user": 2, "message": message, "text": "buy now"})
    assert await world.deleted() == {message}


async def test_a_shadow_rule_is_counted_and_does_nothing(world: World) -> None:
    await world.write(2, "maybe spam")
    assert await world.deleted() == set()
    (case,) = world.bot.rows(select(CASE))
    assert (case["rule"], case["mode"]) == ("looked-at", "shadow")
    assert await world.bot.called("banChatMember") == []


async def test_the_owner_and_anonymous_administrators_are_never_punished(world: World) -> None:
    await world.write(1, "buy now")
    await world.write(1, "buy now", anonymous=True)
    assert await world.deleted() == set()
    assert world.bot.rows(select(CASE)) == []


async def test_the_linked_channel_is_never_punished(world: World) -> None:
    await world.pg.act(
        {
            "do": "create_chat",
            "chat": -1009,
            "title": "News",
            "owner": 1,
            "type": "channel",
            "linked": world.chat,
        }
    )
    await world.pg.act({"do": "post", "channel": -1009, "text": "buy now"})
    assert await world.deleted() == set()


async def test_a_rule_may_answer_and_react(world: World) -> None:
    message = await world.write(2, "hello bot")
    assert "Hi 小明" in (await world.bot.said(world.chat))[0]
    (call,) = await world.bot.called("setMessageReaction")
    assert int(call["message_id"]) == message


async def test_a_newcomer_is_welcomed_and_markup_in_a_name_is_harmless(world: World) -> None:
    await world.pg.act({"do": "create_person", "person": 9, "first_name": "<b>Eve</b>"})
    await world.pg.act({"do": "join", "chat": world.chat, "user": 9})
    assert await world.bot.said(world.chat) == ["Welcome <b>Eve</b>"]


async def test_an_alert_reaches_the_moderators_room(world: World) -> None:
    await world.pg.act({"do": "create_chat", "chat": -1002, "title": "Moderators", "owner": 1, "bot": True})
    await world.bot.settled()
    with world.bot.store.write() as connection:
        from sqlalchemy import update

        from storage.chats import CHAT

        connection.execute(update(CHAT).where(CHAT.c.title == "Moderators").values(role="moderators"))
    await world.write(2, "buy now <3")
    (alert,) = await world.bot.said(-1002)
    assert "ads" in alert
    assert "buy now <3" in alert


async def test_what_is_said_about_a_message_in_a_topic_stays_in_the_topic(world: World) -> None:
    forum = {
        "do": "create_chat",
        "chat": -1003,
        "title": "Forum",
        "owner": 1,
        "members": [2],
        "is_forum": True,
    }
    await world.pg.act({**forum, "bot": True})
    topic = (await world.pg.act({"do": "create_topic", "chat": -1003, "user": 1, "name": "Python"}))["thread"]
    await world.pg.act({"do": "message", "chat": -1003, "user": 2, "thread": topic, "text": "buy now"})
    (call,) = await world.bot.called("sendMessage")
    assert int(call["message_thread_id"]) == topic


async def test_links_of_a_while_are_counted_together_also_over_a_restart(tmp_path: Path) -> None:
    rule = "{id: links, when: {rate: {times: 4, within: 1h, of: links}}, then: {delete: {matched: true}}}"
    rules = write_rules(tmp_path / "rules", moderation=f"rules: [{rule}]\n")
    async with playground(flood=False) as pg:
        async with running_bot(pg, tmp_path, rules) as bot:
            world = World(pg, bot, await community(pg, drain=False))
            early = await world.write(2, "see a.example.com and b.example.com")
            others = await world.write(3, "see c.example.com")
            assert await world.deleted() == set()
        async with running_bot(pg, tmp_path, rules) as bot:
            world = World(pg, bot, world.chat)
            said = ("see d.example.com", "words", "at e.example.com")
            late = [await world.write(2, text) for text in said]
            assert await world.deleted() == {early, late[0], late[2]}
            assert others not in await world.deleted()
