"""Commands of members and moderators, and who may not use them."""

from __future__ import annotations

import pytest

from tests.behaviour.conftest import World


async def ask(world: World, user: int, text: str, **more: object) -> str:
    """What the bot answers."""
    before = len(await world.bot.said(world.chat))
    await world.write(user, text, **more)
    said = await world.bot.said(world.chat)
    return "\n".join(said[before:])


async def test_me_tells_points_and_place(world: World) -> None:
    await world.write(2, "good morning everyone")
    answer = await ask(world, 2, "/me")
    assert "2 points" in answer
    assert "place 1" in answer


async def test_top_lists_members_and_not_the_staff(world: World) -> None:
    await world.write(1, "good morning from the owner")
    await world.write(2, "good morning everyone")
    answer = await ask(world, 3, "/top")
    assert "小明 · 2" in answer
    assert "Olga" not in answer


async def test_why_explains_points_and_sanctions(world: World) -> None:
    await world.write(2, "good morning everyone")
    await world.write(2, "buy now")
    answer = await ask(world, 2, "/why")
    assert "+2 message" in answer
    assert "advertising" in answer


@pytest.mark.parametrize(("command", "answer"), [("/rules", "Be kind."), ("/courses", "Nothing found")])
async def test_members_get_their_answers(world: World, command: str, answer: str) -> None:
    assert answer in await ask(world, 2, command)


async def test_help_shows_moderators_more(world: World) -> None:
    assert "/ban" not in await ask(world, 2, "/help")
    assert "/ban" in await ask(world, 1, "/help")


async def test_a_command_for_another_bot_is_left_alone(world: World) -> None:
    assert await ask(world, 2, "/me@another_bot") == ""


async def test_an_answered_member_is_muted_for_as_long_as_told(world: World) -> None:
    message = await world.write(2, "la la la")
    answer = await ask(world, 1, "/mute 2h too loud", reply_to=message)
    assert "muted for 2 hours" in answer
    assert "too loud" in answer
    (call,) = await world.bot.called("restrictChatMember")
    assert int(call["user_id"]) == 2


@pytest.mark.parametrize("target", ["@bob_builds", "3"])
async def test_a_member_can_be_named(world: World, target: str) -> None:
    await world.pg.act({"do": "profile", "user": 3, "username": "bob_builds"})
    await world.write(3, "hello there")
    if target == "3":
        await world.pg.act({"do": "create_person", "person": 345, "first_name": "Carl"})
        await world.pg.act({"do": "join", "chat": world.chat, "user": 345})
        await world.bot.settled()
        target = "345"
    await ask(world, 1, f"/ban {target} 30d spam")
    (call,) = await world.bot.called("banChatMember")
    assert int(call["user_id"]) in (3, 345)


async def test_a_kick_lets_them_come_back(world: World) -> None:
    message = await world.write(2, "la la la")
    await world.write(1, "/kick", reply_to=message)
    await world.bot.settled()
    back = await world.pg.act({"do": "join", "chat": world.chat, "user": 2})
    assert back["ok"]


async def test_warnings_are_given_listed_and_taken_back(world: World) -> None:
    message = await world.write(2, "la la la")
    await world.write(1, "/warn no singing", reply_to=message)
    assert message in await world.deleted()
    await world.pg.act({"do": "profile", "user": 2, "username": "ming_x"})
    await world.write(2, "sorry about that")
    assert "1 of 3" in await ask(world, 1, "/warns @ming_x")
    assert "Took back" in await ask(world, 1, "/unwarn @ming_x")
    assert "0 of 3" in await ask(world, 1, "/warns @ming_x")


async def test_purge_removes_from_the_answered_message_on(world: World) -> None:
    numbers = [await world.write(2, f"line {n}", ts=2_000_000_000 + 60 * n) for n in range(3)]
    purge = await world.write(1, "/purge", reply_to=numbers[1])
    assert await world.deleted() >= {*numbers[1:], purge}
    assert numbers[0] not in await world.deleted()


MODERATORS = [
    "/ban",
    "/kick",
    "/mute 1h",
    "/purge",
    "/unban @bob_builds",
    "/unmute",
    "/unwarn",
    "/warn",
    "/warns",
]


@pytest.mark.parametrize("command", MODERATORS)
async def test_a_member_cannot_do_what_moderators_do_by_any_path(world: World, command: str) -> None:
    message = await world.write(3, "hello there")
    victim = {"reply_to": message}
    await world.write(2, command, **victim)
    own = await world.write(2, "good morning", **victim)
    await world.pg.act({"do": "edit", "chat": world.chat, "user": 2, "message": own, "text": command})
    owners = await world.write(1, "/checkin")
    forward = {"forward_from": 1, "forward_message": owners}
    await world.write(2, command, **forward)
    await world.write(1, command, anonymous=True, **victim)
    await world.bot.settled()
    for method in ("banChatMember", "restrictChatMember", "unbanChatMember"):
        assert await world.bot.called(method) == []
    assert message not in await world.deleted()


async def test_administrators_are_out_of_commands_reach(world: World) -> None:
    await world.pg.act({"do": "promote", "chat": world.chat, "user": 1, "target": 3})
    message = await world.write(3, "I help here")
    assert "out of this command's reach" in await ask(world, 1, "/ban", reply_to=message)
    assert await world.bot.called("banChatMember") == []


async def test_a_command_whose_role_is_unknown_waits_for_the_list(world: World) -> None:
    from sqlalchemy import update

    from storage.chats import CHAT, MEMBER

    with world.bot.store.write() as connection:
        connection.execute(update(CHAT).values(administrators_at=0))
        connection.execute(update(MEMBER).values(role="member"))
    message = await world.write(2, "la la la")
    await world.write(1, "/mute 1h", reply_to=message)

    async def muted() -> bool:
        return bool(await world.bot.called("restrictChatMember"))

    assert await world.pg.wait_for(muted)
