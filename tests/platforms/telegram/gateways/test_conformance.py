"""One suite for every gateway: what goes out, what comes back, and what each kind of trouble becomes."""

from __future__ import annotations

import asyncio
import base64
import json
from typing import Any

import pytest

from bot.platforms.telegram.api_rules import ALLOWED_UPDATES, outcome
from bot.platforms.telegram.calls import Gateway, GatewayError, Reply
from bot.platforms.telegram.decode import Me, decode_batch
from bot.platforms.telegram.gateways import NAMES, open_gateway
from rules.engine.events import Kind
from tests.servers import Playground

CHAT = -1001
SAY = {"chat_id": CHAT, "text": "x"}
BUTTONS = {"inline_keyboard": [[{"text": "感兴趣", "callback_data": "sg:1:like"}]]}


async def ok(gateway: Gateway, method: str, **params: Any) -> Any:
    """The result of a call.

    Raises:
        AssertionError: it was refused.
    """
    reply = await gateway.call(method, params)
    assert reply.ok, reply
    assert (reply.code, reply.ambiguous) == (200, False)
    return reply.result


async def poll(gateway: Gateway, offset: int = 0, timeout: int = 0) -> list[dict[str, Any]]:
    """The next updates, read."""
    return [json.loads(u) for u in await gateway.updates(offset, timeout, ALLOWED_UPDATES)]


async def write(pg: Playground, *texts: str) -> int:
    """Let Ming write; the last message's number."""
    acts = [{"do": "message", "chat": CHAT, "user": 2, "text": text} for text in texts]
    return int((await pg.acts(acts))[-1]["message_id"])


async def texts(pg: Playground) -> list[str]:
    """What the bot wrote, deleted or not."""
    found = await pg.messages(CHAT)
    return [m["message"]["text"] for m in found if m["author"] == pg.bot_id and "text" in m["message"]]


async def test_a_file_leaves_as_it_is_beside_the_other_parameters(pg: Playground, gateway: Gateway) -> None:
    content = bytes(range(256)) * 40
    given = {"upload": base64.b64encode(content).decode(), "name": "results.csv"}
    more = {"caption": "中文 “x”", "reply_markup": BUTTONS, "disable_notification": True}
    sent = await ok(gateway, "sendDocument", chat_id=CHAT, document=given, **more)
    assert (sent["caption"], sent["document"]["file_name"]) == ("中文 “x”", "results.csv")
    assert sent["reply_markup"] == BUTTONS
    told = await ok(gateway, "getFile", file_id=sent["document"]["file_id"])
    assert (await gateway.download(told["file_path"], 1 << 20)).result == content


async def test_polling_confirms_only_what_lies_below_the_offset(pg: Playground, gateway: Gateway) -> None:
    await write(pg, "one", "two", "three")
    first = await poll(gateway)
    assert [u["message"]["text"] for u in first] == ["one", "two", "three"]
    assert await poll(gateway) == first
    assert await poll(gateway, first[1]["update_id"]) == first[1:]
    assert await poll(gateway, first[2]["update_id"] + 1) == []


async def test_a_waiting_poll_is_answered_when_something_happens(pg: Playground, gateway: Gateway) -> None:
    waiting = asyncio.create_task(poll(gateway, timeout=20))
    await write(pg, "wake up")
    assert [u["message"]["text"] for u in await waiting] == ["wake up"]


async def test_every_kind_arrives_that_is_asked_for(pg: Playground, gateway: Gateway) -> None:
    await poll(gateway)
    number = await write(pg, "hello")
    await pg.act({"do": "react", "chat": CHAT, "user": 3, "message": number, "emoji": ["👍"]})
    await pg.act({"do": "leave", "chat": CHAT, "user": 3})
    raws = await gateway.updates(0, 0, ALLOWED_UPDATES)
    assert all(type(raw) is bytes for raw in raws)
    events, dead = decode_batch(raws, Me(pg.bot_id))
    assert dead == []
    assert {Kind.MESSAGE, Kind.REACTION, Kind.LEAVE} <= {e.kind for e in events}


async def test_calls_speak_and_hear_plain_json(pg: Playground, gateway: Gateway) -> None:
    assert (await ok(gateway, "getMe"))["id"] == pg.bot_id
    asked = await write(pg, "a question")
    said = await ok(
        gateway,
        "sendMessage",
        chat_id=CHAT,
        text="<b>你好</b> & 再见",
        parse_mode=None,
        reply_markup=BUTTONS,
        reply_parameters={"message_id": asked},
        disable_notification=True,
    )
    assert said["text"] == "<b>你好</b> & 再见"
    assert said["reply_markup"] == BUTTONS
    assert said["reply_to_message"]["message_id"] == asked


async def test_calls_of_many_methods_arrive_with_their_nested_parameters(
    pg: Playground, gateway: Gateway
) -> None:
    first, second = await write(pg, "one"), await write(pg, "two")
    mine = (await ok(gateway, "sendMessage", chat_id=CHAT, text="hi", parse_mode="HTML"))["message_id"]
    for method, params in {
        "editMessageText": {"message_id": mine, "text": "<i>hi</i>", "parse_mode": "HTML"},
        "editMessageReplyMarkup": {"message_id": mine, "reply_markup": BUTTONS},
        "setMessageReaction": {"message_id": first, "reaction": [{"type": "emoji", "emoji": "👍"}]},
        "pinChatMessage": {"message_id": first, "disable_notification": False},
        "unpinChatMessage": {"message_id": first},
        "restrictChatMember": {"user_id": 2, "permissions": {"can_send_messages": False}, "until_date": 0},
        "banChatMember": {"user_id": 3, "revoke_messages": False},
        "unbanChatMember": {"user_id": 3, "only_if_banned": True},
        "sendChatAction": {"action": "typing"},
        "setChatPermissions": {"permissions": {"can_send_messages": True, "can_send_polls": False}},
        "getChatAdministrators": {},
        "getChatMember": {"user_id": 2},
        "deleteMessages": {"message_ids": [first, second]},
        "deleteMessage": {"message_id": mine},
    }.items():
        await ok(gateway, method, chat_id=CHAT, **params)
    await ok(gateway, "setMyCommands", commands=[{"command": "me", "description": "分"}], language_code="zh")
    muted = (await pg.chat(CHAT))["members"]["2"]
    assert (muted["status"], muted["can_send_messages"]) == ("restricted", False)
    assert await ok(gateway, "getMyCommands", language_code="zh") == [{"command": "me", "description": "分"}]
    gone = {m["message"]["message_id"] for m in await pg.messages(CHAT) if "deleted_by" in m}
    assert {first, second, mine} <= gone


async def test_a_pressed_button_is_answered(pg: Playground, gateway: Gateway) -> None:
    said = await ok(gateway, "sendMessage", **SAY, reply_markup=BUTTONS)
    press = {"do": "press", "chat": CHAT, "user": 2, "message": said["message_id"], "data": "sg:1:like"}
    pressed = await pg.act(press)
    assert (
        await ok(gateway, "answerCallbackQuery", callback_query_id=pressed["callback_id"], text="好") is True
    )


@pytest.mark.parametrize(
    ("method", "params", "code", "text", "state"),
    [
        ("sendMessage", {"chat_id": -9, "text": "x"}, 400, "Bad Request: chat not found", "gone"),
        ("sendMessage", {"chat_id": CHAT}, 400, "Bad Request: message text is empty", "failed"),
        (
            "deleteMessage",
            {"chat_id": CHAT, "message_id": 9999},
            400,
            "Bad Request: message to delete not found",
            "done",
        ),
        ("fetchDreams", {}, 404, "Not Found: method not found", "failed"),
    ],
)
async def test_a_refusal_comes_back_word_for_word(
    gateway: Gateway, method: str, params: Any, code: int, text: str, state: str
) -> None:
    reply = await gateway.call(method, params)
    assert (reply.ok, reply.code, reply.text, reply.ambiguous) == (False, code, text, False)
    assert outcome(method, reply) == state


FLOOD: Any = {"kind": "flood", "seconds": 7}


@pytest.mark.parametrize(
    ("rule", "reply", "state"),
    [
        (FLOOD, Reply(ok=False, code=429, text="Too Many Requests: retry after 7", retry_after=7), "retry"),
        ({"kind": "server_error"}, Reply(ok=False, code=500, text="Internal Server Error: restart"), "retry"),
        ({"kind": "server_error", "code": 502}, Reply(ok=False, code=502, text="Bad Gateway"), "retry"),
        (
            {"kind": "kicked", "chat": CHAT},
            Reply(ok=False, code=403, text="Forbidden: bot was kicked from the supergroup chat"),
            "gone",
        ),
    ],
)
async def test_trouble_of_the_servers_is_named(
    pg: Playground, gateway: Gateway, rule: Any, reply: Reply, state: str
) -> None:
    await pg.faults(rule | {"method": "sendMessage"})
    assert await gateway.call("sendMessage", SAY) == reply
    assert outcome("sendMessage", reply) == state
    assert await texts(pg) == []


@pytest.mark.parametrize(("kind", "sent"), [("timeout_before", []), ("timeout_after", ["x"]), ("drop", [])])
async def test_a_broken_connection_leaves_in_doubt_what_happened(
    pg: Playground, gateway: Gateway, kind: str, sent: list[str]
) -> None:
    await pg.faults({"kind": kind, "method": "sendMessage", "seconds": 0.01})
    reply = await gateway.call("sendMessage", SAY)
    assert (reply.ok, reply.code, reply.ambiguous) == (False, 0, True)
    assert outcome("sendMessage", reply) == "unknown"
    assert await texts(pg) == sent
    assert (await gateway.call("sendMessage", SAY)).ok


async def test_a_group_that_migrated_names_its_new_number(pg: Playground, gateway: Gateway) -> None:
    group = {"do": "create_chat", "chat": -50, "type": "group", "title": "Old", "owner": 1, "bot": True}
    await pg.act(group)
    await pg.faults({"kind": "migrate", "method": "sendMessage", "chat": -50})
    reply = await gateway.call("sendMessage", {"chat_id": -50, "text": "x"})
    assert reply.migrate_to < -50
    assert outcome("sendMessage", reply) == "retry"
    assert (await gateway.call("sendMessage", {"chat_id": reply.migrate_to, "text": "x"})).ok


async def test_a_failed_poll_raises_with_its_reply(pg: Playground, gateway: Gateway) -> None:
    await pg.faults({"kind": "conflict", "method": "getUpdates"}, {"kind": "drop", "method": "getUpdates"})
    with pytest.raises(GatewayError, match="409 Conflict") as conflict:
        await gateway.updates(0, 0, ALLOWED_UPDATES)
    assert conflict.value.reply.code == 409
    with pytest.raises(GatewayError) as dropped:
        await gateway.updates(0, 0, ALLOWED_UPDATES)
    assert dropped.value.reply.ambiguous
    assert await gateway.updates(0, 0, ALLOWED_UPDATES) == []


@pytest.mark.parametrize("name", ["aiohttp", "aiogram", "ptb"])
@pytest.mark.parametrize(
    ("token", "text"),
    [
        ("1000:WRONG", "Unauthorized"),
        ("12345", "Unauthorized: invalid token specified"),
        ("http://x/../", "Unauthorized: invalid token specified"),
        ("", "Unauthorized: invalid token specified"),
    ],
)
async def test_a_wrong_token_is_refused_not_raised(pg: Playground, name: str, token: str, text: str) -> None:
    stranger = open_gateway(name, token, pg.url)
    reply = await stranger.call("getMe", {})
    assert (reply.ok, reply.code, reply.text) == (False, 401, text)
    with pytest.raises(GatewayError, match="401"):
        await stranger.updates(0, 0, ALLOWED_UPDATES)
    await stranger.close()


async def test_calls_run_beside_a_waiting_poll_and_each_other(pg: Playground, gateway: Gateway) -> None:
    waiting = asyncio.create_task(poll(gateway, timeout=20))
    replies = await asyncio.gather(*(gateway.call("sendMessage", SAY | {"text": str(n)}) for n in range(40)))
    assert all(r.ok for r in replies)
    assert not waiting.done()
    await write(pg, "over")
    assert len(await waiting) == 1


def test_an_unknown_gateway_is_refused_with_the_choice() -> None:
    with pytest.raises(ValueError, match=", ".join(NAMES)):
        open_gateway("pigeon", "1:x", "http://127.0.0.1")


async def sent(pg: Playground, content: bytes) -> str:
    """Let Ming send a file; what Telegram calls it."""
    medium = {"kind": "document", "name": "a.bin", "content": base64.b64encode(content).decode()}
    await pg.act({"do": "message", "chat": CHAT, "user": 2, "text": "", "media": medium})
    return str((await pg.messages(CHAT))[-1]["message"]["document"]["file_id"])


async def test_a_file_comes_as_it_was_sent(pg: Playground, gateway: Gateway) -> None:
    content = bytes(range(256)) * 999
    path = (await ok(gateway, "getFile", file_id=await sent(pg, content)))["file_path"]
    assert await gateway.download(path, len(content)) == Reply(ok=True, result=content)


async def test_a_file_that_is_larger_than_asked_for_is_not_taken(pg: Playground, gateway: Gateway) -> None:
    path = (await ok(gateway, "getFile", file_id=await sent(pg, b"x" * 500_000)))["file_path"]
    reply = await gateway.download(path, 499_999)
    assert (reply.ok, reply.result, reply.text) == (False, None, "the file has more than 499999 bytes")


@pytest.mark.parametrize("path", ["nothing/here.jpg", "/etc/passwd", "../../etc/passwd", ""])
async def test_a_file_that_is_not_there_is_a_reply(gateway: Gateway, path: str) -> None:
    reply = await gateway.download(path, 1000)
    assert (reply.ok, reply.code) == (False, 404)


async def test_a_picture_goes_along_with_a_call(pg: Playground, gateway: Gateway) -> None:
    upload = {"upload": base64.b64encode(b"\x89PNG a picture").decode(), "name": "pay.png"}
    found = await ok(gateway, "sendPhoto", chat_id=CHAT, photo=upload, caption="扫一扫", reply_markup=BUTTONS)
    assert found["caption"] == "扫一扫"
    file = await ok(gateway, "getFile", file_id=found["photo"][-1]["file_id"])
    assert (await gateway.download(file["file_path"], 1000)).result == b"\x89PNG a picture"
