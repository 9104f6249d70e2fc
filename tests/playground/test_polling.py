"""getUpdates: what it hands over, confirms, waits for, and when it is refused."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.servers import Playground

CHAT = -1001
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
HOOKED = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


async def said(pg: Playground, *texts: str) -> list[int]:
    """Messages of a member; the updates they became."""
    acts = [{"do": "message", "chat": CHAT, "user": 2, "text": t} for t in texts]
    return [n for result in await pg.acts(acts) for n in result["update_ids"]]


async def test_updates_come_again_until_their_number_is_confirmed(pg: Playground) -> None:
    numbers = await said(pg, "a", "b", "c")
    assert [u["update_id"] for u in await pg.updates()] == numbers
    assert [u["update_id"] for u in await pg.updates()] == numbers
    assert [u["update_id"] for u in await pg.updates(offset=numbers[1])] == numbers[1:]
    assert await pg.updates(offset=numbers[2] + 1) == []


async def test_numbers_follow_each_other(pg: Playground) -> None:
    numbers = await said(pg, *"abcd")
    assert numbers == list(range(numbers[0], numbers[0] + 4))


async def test_a_negative_offset_keeps_the_last_ones_and_drops_the_rest(pg: Playground) -> None:
    numbers = await said(pg, "a", "b", "c")
    assert [u["update_id"] for u in await pg.updates(offset=-2)] == numbers[1:]
    assert [u["update_id"] for u in await pg.updates()] == numbers[1:]


async def test_a_limit_bounds_the_batch(pg: Playground) -> None:
    await said(pg, *(str(n) for n in range(120)))
    assert len(await pg.updates(limit=7)) == 7
    assert len(await pg.updates(limit=500)) == 100


async def test_a_waiting_poll_is_woken_by_an_update(pg: Playground) -> None:
    poll = asyncio.create_task(pg.updates(timeout=50))
    await pg.wait_for(lambda: waiting(pg))
    (number,) = await said(pg, "wake up")
    assert [u["update_id"] for u in await poll] == [number]


async def waiting(pg: Playground) -> bool:
    """Whether a poll waits."""
    return bool(pg.service.polling._waiting)


async def test_ids_that_began_anew_are_handed_out_to_a_bot_that_asks_far_beyond_them(pg: Playground) -> None:
    (old,) = await said(pg, "before the silence")
    await pg.act({"do": "setup_bot", "next_update_id": old - 5000})
    await pg.updates(offset=old + 1)
    (new,) = await said(pg, "after it")
    assert [u["update_id"] for u in await pg.updates(offset=old + 1)] == [old, new]


async def test_a_newer_poll_ends_the_older_one_with_409(pg: Playground) -> None:
    older = asyncio.create_task(pg.call("getUpdates", timeout=50))
    await pg.wait_for(lambda: waiting(pg))
    newer = asyncio.create_task(pg.call("getUpdates", timeout=50))
    answer = await older
    assert (answer["error_code"], answer["description"]) == (409, CONFLICT)
    await said(pg, "for the newer one")
    assert len((await newer)["result"]) == 1


async def test_with_a_webhook_there_is_no_polling(pg: Playground) -> None:
    assert (await pg.call("setWebhook", url="http://127.0.0.1:9/none"))["ok"]
    answer = await pg.call("getUpdates")
    assert (answer["error_code"], answer["description"]) == (409, HOOKED)
    await pg.call("deleteWebhook")
    assert (await pg.call("getUpdates"))["ok"]


REACT = {"do": "react", "chat": CHAT, "user": 3, "message": 1, "emoji": ["👍"]}
JOIN = {"do": "leave", "chat": CHAT, "user": 3}


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        (None, ["message", "message"]),
        ([], ["message", "message"]),
        (["chat_member"], ["chat_member"]),
        (["message_reaction", "message"], ["message", "message_reaction", "message"]),
        (
            ["message", "chat_member", "message_reaction"],
            ["message", "message_reaction", "chat_member", "message"],
        ),
        (["callback_query"], []),
    ],
)
async def test_only_the_kinds_a_bot_asks_for_are_queued(pg: Playground, asked: Any, kinds: list[str]) -> None:
    await pg.updates(**({} if asked is None else {"allowed_updates": asked}))
    for act in ({"do": "message", "chat": CHAT, "user": 2, "text": "hi"}, REACT, JOIN):
        await pg.act(act)
    assert [next(k for k in u if k != "update_id") for u in await pg.updates()] == kinds


async def test_the_choice_of_kinds_holds_until_another_is_made(pg: Playground) -> None:
    await pg.updates(allowed_updates=["chat_member"])
    await said(pg, "not for the bot")
    assert await pg.updates() == []
    await pg.updates(allowed_updates=[])
    await said(pg, "for the bot")
    assert len(await pg.updates()) == 1


async def test_privacy_mode_hides_talk_but_not_commands_from_a_plain_member(pg: Playground) -> None:
    await pg.act({"do": "setup_bot", "privacy": True})
    await pg.act({"do": "demote", "chat": CHAT, "user": 1, "target": pg.bot_id})
    await pg.updates(offset=-1)
    await pg.updates(offset=pg.service.world.main_bot.next_update)
    await said(pg, "just talk", "/me", "/me@local_bot", "/me@other_bot")
    assert [u["message"]["text"] for u in await pg.updates()] == ["/me", "/me@local_bot"]
