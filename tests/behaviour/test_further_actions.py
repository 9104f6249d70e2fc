"""What rules do besides removing and sanctioning: review, restrict, tag, pin, points, private words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from sqlalchemy import select, update

from storage.cases import CASE
from storage.chats import CHAT
from storage.ledger import LEDGER
from storage.members import WARNING
from tests.behaviour.conftest import INCENTIVES, World
from tests.bots import running_bot, write_rules
from tests.servers import community, playground

ROOM = -1002
RULES = """
rules:
  - {id: held, mode: review, when: {text: {includes: hold me}}, then: [delete, warn, {mute: 1h}]}
  - {id: no-polls, when: {words: poll maniac}, then: {restrict: {kinds: [polls, media], lasts: 1h}}}
  - {id: tagged, when: {words: my tag}, then: {tag: helper}}
  - {id: pinned, when: {words: pin me}, then: pin}
  - {id: thanked, when: {hashtags: homework}, then: [{award: 7}, {react: 👍}]}
  - {id: idle, when: {words: farming}, then: void}
  - {id: quietly, when: {words: secret}, then: {private: "{member}, about {match} in {chat}"}}
  - {id: echo, when: {text: {pattern: 'echo.*'}}, then: {reply: "you said {match}"}}
  - {id: ads, when: {words: buy now}, then: [delete, warn]}
"""


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """The group, and a moderators' group beside it."""
    rules = write_rules(tmp_path / "rules", moderation=RULES, incentives=INCENTIVES)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        chat = await community(pg, drain=False)
        await pg.act({"do": "create_chat", "chat": ROOM, "title": "Moderators", "owner": 1, "bot": True})
        await bot.settled()
        with bot.store.write() as connection:
            connection.execute(update(CHAT).where(CHAT.c.title == "Moderators").values(role="moderators"))
        yield World(pg, bot, chat)


async def test_what_is_held_goes_to_the_moderators_with_its_picture_and_warns_nobody(
    world: World,
) -> None:
    message = await world.write(2, "", media="photo", caption="hold me")
    assert await world.deleted() == {message}
    (copied,) = await world.bot.called("copyMessage")
    assert (int(copied["chat_id"]), int(copied["message_id"])) == (ROOM, message)
    assert "held" in (await world.bot.said(ROOM))[-1]
    assert world.bot.rows(select(WARNING)) == []
    assert await world.bot.called("restrictChatMember") == []
    (case,) = world.bot.rows(select(CASE))
    assert (case["rule"], case["mode"]) == ("held", "review")


async def test_what_is_only_words_is_told_and_not_copied(world: World) -> None:
    message = await world.write(2, "hold me")
    assert await world.deleted() == {message}
    assert await world.bot.called("copyMessage") == []
    assert "hold me" in (await world.bot.said(ROOM))[-1]


async def test_a_member_may_be_kept_from_sending_some_kinds_and_still_writes(world: World) -> None:
    await world.write(2, "poll maniac")
    await world.bot.settled()
    photo = {"do": "message", "chat": world.chat, "user": 2, "media": "photo"}
    assert "may not send photo" in await world.pg.refused(photo)
    await world.write(2, "but words are fine")


async def test_a_tag_a_pin_and_points(world: World) -> None:
    await world.write(2, "my tag")
    message = await world.write(2, "pin me")
    answered = await world.write(3, "done #homework")
    assert [c["tag"] for c in await world.bot.called("setChatMemberTag")] == ["helper"]
    assert [int(c["message_id"]) for c in await world.bot.called("pinChatMessage")] == [message]
    rows = world.bot.rows(select(LEDGER).where(LEDGER.c.source == "rule"))
    assert [(r["granted"], r["message_id"]) for r in rows] == [(7, answered)]


async def test_points_from_a_rule_come_once_for_each_message(world: World) -> None:
    message = await world.write(3, "done #homework")
    edit = {"do": "edit", "chat": world.chat, "user": 3, "message": message, "text": "really done #homework"}
    await world.pg.act(edit)
    await world.bot.settled()
    rows = world.bot.rows(select(LEDGER).where(LEDGER.c.source == "rule"))
    assert [r["granted"] for r in rows] == [7]


async def test_a_void_message_earns_nothing_and_loses_what_it_had_earned(world: World) -> None:
    await world.write(2, "farming again")
    message = await world.write(3, "a good answer")
    await world.pg.act(
        {"do": "edit", "chat": world.chat, "user": 3, "message": message, "text": "farming now"}
    )
    await world.bot.settled()
    rows = world.bot.rows(select(LEDGER.c.granted).order_by(LEDGER.c.id))
    assert [r["granted"] for r in rows] == [2, -2]


async def test_words_in_private_reach_who_let_the_bot_and_are_harmless(world: World) -> None:
    await world.pg.act({"do": "message", "chat": world.pg.bot_id, "user": 2, "text": "/start"})
    await world.write(2, "a secret")
    sent = [c for c in await world.bot.called("sendMessage") if int(c["chat_id"]) == 2]
    assert any("about secret in" in call["text"] for call in sent)


async def test_what_a_member_wrote_is_repeated_as_plain_words(world: World) -> None:
    await world.write(2, "echo <b>@olga_owner</b> https://spam.example /ban {reason}")
    await world.bot.settled()
    (answer,) = [m["message"] for m in await world.pg.messages(world.chat) if m["author"] == world.pg.bot_id]
    assert answer["text"].replace("\u2060", "").startswith("you said echo <b>@olga_owner</b> https://spam")
    assert "entities" not in answer


async def test_what_a_moderator_took_back_is_not_done_again(world: World) -> None:
    first = await world.write(2, "please buy now")
    assert await world.deleted() == {first}
    with world.bot.store.write() as connection:
        when = int(world.bot.app.clock.now())
        connection.execute(update(CASE).values(state="undone", undone_at=when))
    await world.write(2, "I said buy now")
    await world.write(3, "buy now")
    await world.bot.settled()
    cases = world.bot.rows(select(CASE).order_by(CASE.c.id))
    assert [c["mode"] for c in cases] == ["enforce", "shadow", "enforce"]
