"""How people stand in chats: rights, restrictions and bans that end, requests, topics, migration."""

from __future__ import annotations

from typing import Any

import pytest

from tests.servers import Playground

CHAT, FORUM = -1001, -1002
SPEAK = {"do": "message", "chat": CHAT, "user": 2, "text": "may I?"}
DAY = 86_400


async def later(pg: Playground, seconds: float) -> None:
    """Let time pass."""
    await pg.post("/sim/clock", {"advance": seconds})


async def now(pg: Playground) -> int:
    """The time."""
    return int((await pg.state())["now"])


async def standing(pg: Playground, user: int = 2) -> Any:
    """How somebody stands."""
    return (await pg.call("getChatMember", chat_id=CHAT, user_id=user))["result"]


async def test_a_mute_ends_by_itself(pg: Playground) -> None:
    until = await now(pg) + 600
    await pg.call("restrictChatMember", chat_id=CHAT, user_id=2, permissions={}, until_date=until)
    assert (await standing(pg))["until_date"] == until
    await pg.refused(SPEAK)
    await later(pg, 601)
    assert (await standing(pg))["status"] == "member"
    await pg.act(SPEAK)


@pytest.mark.parametrize(
    ("seconds", "forever"), [(29, True), (31, False), (365 * DAY, False), (367 * DAY, True)]
)
async def test_very_short_and_very_long_mutes_are_for_ever(
    pg: Playground, seconds: int, forever: bool
) -> None:
    until = await now(pg) + seconds
    await pg.call("restrictChatMember", chat_id=CHAT, user_id=2, permissions={}, until_date=until)
    assert (await standing(pg))["until_date"] == (0 if forever else until)


async def test_all_permissions_lift_a_mute(pg: Playground) -> None:
    await pg.call("restrictChatMember", chat_id=CHAT, user_id=2, permissions={})
    everything = dict.fromkeys([n for n in (await standing(pg)) if n.startswith("can_")], True)
    await pg.call("restrictChatMember", chat_id=CHAT, user_id=2, permissions=everything)
    assert (await standing(pg))["status"] == "member"


@pytest.mark.parametrize(
    ("permissions", "media", "allowed"),
    [
        ({"can_send_messages": True}, None, True),
        ({"can_send_messages": True}, "photo", False),
        ({"can_send_photos": True}, "photo", True),
        ({"can_send_photos": True}, "document", False),
        ({"can_send_other_messages": True}, "sticker", True),
        ({}, None, False),
    ],
)
async def test_each_kind_of_message_has_its_permission(
    pg: Playground, permissions: dict[str, bool], media: str | None, allowed: bool
) -> None:
    params = {"permissions": permissions, "use_independent_chat_permissions": True}
    await pg.call("restrictChatMember", chat_id=CHAT, user_id=2, **params)
    (result,) = await pg.acts([SPEAK | ({"media": media} if media else {})])
    assert result["ok"] is allowed


async def test_a_banned_person_is_out_until_the_ban_is_over(pg: Playground) -> None:
    until = await now(pg) + 3600
    assert (await pg.call("banChatMember", chat_id=CHAT, user_id=2, until_date=until))["ok"]
    assert (await standing(pg))["status"] == "kicked"
    await pg.refused({"do": "join", "chat": CHAT, "user": 2})
    await later(pg, 3601)
    await pg.act({"do": "join", "chat": CHAT, "user": 2})
    assert (await standing(pg))["status"] == "member"


async def test_unban_puts_a_member_out_unless_only_banned_ones_are_meant(pg: Playground) -> None:
    await pg.call("unbanChatMember", chat_id=CHAT, user_id=2, only_if_banned=True)
    assert (await standing(pg))["status"] == "member"
    await pg.call("unbanChatMember", chat_id=CHAT, user_id=2)
    assert (await standing(pg))["status"] == "left"


async def test_changes_are_told_with_who_did_them_and_what_was_before(pg: Playground) -> None:
    await pg.updates(allowed_updates=["chat_member"])
    await pg.call("restrictChatMember", chat_id=CHAT, user_id=2, permissions={})
    await pg.act({"do": "leave", "chat": CHAT, "user": 3})
    mute, leave = [u["chat_member"] for u in await pg.updates()]
    assert (mute["old_chat_member"]["status"], mute["new_chat_member"]["status"]) == ("member", "restricted")
    assert mute["from"]["id"] == pg.bot_id
    assert (leave["old_chat_member"]["status"], leave["new_chat_member"]["status"]) == ("member", "left")


async def test_a_request_waits_until_it_is_approved_or_declined(pg: Playground) -> None:
    for number, name in ((8, "Nora"), (9, "Omar")):
        await pg.act({"do": "create_person", "person": number, "first_name": name})
        await pg.act({"do": "request_join", "chat": CHAT, "user": number})
    requests = [u["chat_join_request"]["from"]["id"] for u in await pg.updates()]
    assert requests == [8, 9]
    assert (await pg.call("approveChatJoinRequest", chat_id=CHAT, user_id=8))["ok"]
    assert (await pg.call("declineChatJoinRequest", chat_id=CHAT, user_id=9))["ok"]
    assert [(await standing(pg, n))["status"] for n in (8, 9)] == ["member", "left"]
    again = await pg.call("approveChatJoinRequest", chat_id=CHAT, user_id=9)
    assert again["description"] == "Bad Request: HIDE_REQUESTER_MISSING"


async def test_a_link_opens_the_door_as_often_as_it_says(pg: Playground) -> None:
    made = await pg.call("createChatInviteLink", chat_id=CHAT, member_limit=1)
    link = made["result"]["invite_link"]
    for number in (8, 9):
        await pg.act({"do": "create_person", "person": number, "first_name": f"P{number}"})
    await pg.updates(allowed_updates=["chat_member"])
    await pg.act({"do": "join", "chat": CHAT, "user": 8, "invite_link": link})
    (update,) = await pg.updates()
    assert update["chat_member"]["invite_link"]["invite_link"] == link
    await pg.refused({"do": "join", "chat": CHAT, "user": 9, "invite_link": link})


async def test_messages_in_a_topic_carry_it_and_answers_stay_in_it(pg: Playground) -> None:
    forum = {"do": "create_chat", "chat": FORUM, "title": "Forum", "owner": 1, "is_forum": True, "bot": True}
    await pg.act(forum | {"members": [2]})
    thread = (await pg.act({"do": "create_topic", "chat": FORUM, "user": 1, "name": "Python"}))["thread"]
    sent = await pg.act({"do": "message", "chat": FORUM, "user": 2, "text": "hi", "thread": thread})
    body = (await pg.updates())[-1]["message"]
    assert (body["message_thread_id"], body["is_topic_message"]) == (thread, True)
    reply = {"message_id": sent["message_id"]}
    answer = await pg.call("sendMessage", chat_id=FORUM, text="hello", reply_parameters=reply)
    assert answer["result"]["message_thread_id"] == thread
    await pg.refused({"do": "message", "chat": FORUM, "user": 2, "text": "hi", "thread": 999})


async def test_a_group_moves_with_its_people_and_tells_both_numbers(pg: Playground) -> None:
    old = {
        "do": "create_chat",
        "chat": -50,
        "type": "group",
        "title": "Old",
        "owner": 1,
        "members": [2],
        "bot": True,
    }
    await pg.act(old)
    await pg.updates(offset=pg.service.world.main_bot.next_update)
    await pg.act({"do": "migrate", "chat": -50, "to": -1050})
    bodies = [u["message"] for u in await pg.updates() if "message" in u]
    assert {
        (b["chat"]["id"], b.get("migrate_to_chat_id", b.get("migrate_from_chat_id"))) for b in bodies
    } == {
        (-50, -1050),
        (-1050, -50),
    }
    await pg.act({"do": "message", "chat": -1050, "user": 2, "text": "still here"})


async def test_an_anonymous_administrator_writes_in_the_groups_name(pg: Playground) -> None:
    await pg.act({"do": "promote", "chat": CHAT, "user": 1, "target": 2, "anonymous": True})
    await pg.updates(offset=pg.service.world.main_bot.next_update)
    await pg.act(SPEAK)
    body = (await pg.updates())[-1]["message"]
    assert (body["from"]["username"], body["sender_chat"]["id"]) == ("GroupAnonymousBot", CHAT)
