"""Refusals, word for word as the real server says them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.servers import Playground, community, playground

CHAT, GROUP, CHANNEL, SMALL = -1001, -50, -1005, -60
FULL = {"chat_id": CHAT, "user_id": 2}
BAD = "Bad Request: "
Json = dict[str, Any]

SCENES: dict[str, list[Json]] = {
    "": [],
    "kicked": [{"do": "remove_bot", "chat": CHAT}],
    "plain": [{"do": "demote", "chat": CHAT, "user": 1, "target": 1000}],
    "muted": [
        {"do": "demote", "chat": CHAT, "user": 1, "target": 1000},
        {"do": "restrict", "chat": CHAT, "user": 1, "target": 1000},
    ],
    "group": [
        {
            "do": "create_chat",
            "chat": GROUP,
            "type": "group",
            "title": "Old",
            "owner": 1,
            "members": [2],
            "bot": False,
        }
    ],
    "migrated": [
        {"do": "create_chat", "chat": GROUP, "type": "group", "title": "Old", "owner": 1, "bot": True},
        {"do": "migrate", "chat": GROUP, "to": -1099},
    ],
    "thrown out": [
        {"do": "create_chat", "chat": GROUP, "type": "group", "title": "Old", "owner": 1, "bot": True},
        {"do": "remove_bot", "chat": GROUP},
    ],
    "deleted": [{"do": "delete_chat", "chat": CHAT, "user": 1}],
    "public": [{"do": "create_chat", "chat": -1007, "title": "Open", "owner": 1, "username": "open_chat"}],
    "channel": [{"do": "create_chat", "chat": CHANNEL, "type": "channel", "title": "News", "owner": 1}],
    "started": [{"do": "start", "user": 2}],
    "blocked": [{"do": "start", "user": 2}, {"do": "block", "user": 2}],
    "gone": [{"do": "start", "user": 2}, {"do": "deactivate", "user": 2}],
    "another bot": [{"do": "create_bot", "token": "77:X", "username": "other_bot"}],
    "admin": [{"do": "promote", "chat": CHAT, "user": 1, "target": 2}],
    "spoken": [{"do": "message", "chat": CHAT, "user": 2, "text": "hi"}],
    "asked": [
        {"do": "create_person", "person": 9, "first_name": "Nora"},
        {"do": "request_join", "chat": CHAT, "user": 9},
    ],
}
SAY = {"chat_id": CHAT, "text": "x"}
TABLE: list[tuple[str, str, Json, int, str]] = [
    ("", "sendMessage", {"text": "x"}, 400, BAD + "chat_id is empty"),
    ("", "sendMessage", {"chat_id": "", "text": "x"}, 400, BAD + "chat_id is empty"),
    ("", "sendMessage", {"chat_id": -5, "text": "x"}, 400, BAD + "chat not found"),
    ("", "sendMessage", {"chat_id": "@nowhere", "text": "x"}, 400, BAD + "chat not found"),
    ("", "sendMessage", {"chat_id": CHAT}, 400, BAD + "message text is empty"),
    ("", "sendMessage", {"chat_id": CHAT, "text": " \n"}, 400, BAD + "message text is empty"),
    ("", "sendMessage", {"chat_id": CHAT, "text": "x" * 4097}, 400, BAD + "message is too long"),
    ("", "sendMessage", {"chat_id": CHAT, "text": "😀" * 2049}, 400, BAD + "message is too long"),
    ("", "sendMessage", SAY | {"parse_mode": "Markdown9"}, 400, BAD + "unsupported parse_mode"),
    (
        "",
        "sendMessage",
        SAY | {"text": "<b>x", "parse_mode": "HTML"},
        400,
        BAD + "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    (
        "",
        "sendMessage",
        SAY | {"reply_parameters": {"message_id": 99}},
        400,
        BAD + "message to be replied not found",
    ),
    ("", "sendMessage", SAY | {"message_thread_id": 9}, 400, BAD + "message thread not found"),
    ("", "sendPhoto", {"chat_id": CHAT, "photo": "?"}, 400, BAD + "wrong file identifier/HTTP URL specified"),
    ("kicked", "sendMessage", SAY, 403, "Forbidden: bot was kicked from the supergroup chat"),
    (
        "thrown out",
        "sendMessage",
        SAY | {"chat_id": GROUP},
        403,
        "Forbidden: bot was kicked from the group chat",
    ),
    (
        "public",
        "sendMessage",
        SAY | {"chat_id": "@open_chat"},
        403,
        "Forbidden: bot is not a member of the supergroup chat",
    ),
    ("deleted", "sendMessage", SAY, 403, "Forbidden: the supergroup chat was deleted"),
    (
        "migrated",
        "sendMessage",
        SAY | {"chat_id": GROUP},
        400,
        BAD + "group chat was upgraded to a supergroup chat",
    ),
    ("muted", "sendMessage", SAY, 400, BAD + "not enough rights to send text messages to the chat"),
    ("blocked", "sendMessage", SAY | {"chat_id": 2}, 403, "Forbidden: bot was blocked by the user"),
    ("gone", "sendMessage", SAY | {"chat_id": 2}, 403, "Forbidden: user is deactivated"),
    (
        "",
        "sendMessage",
        SAY | {"chat_id": 2},
        403,
        "Forbidden: bot can't initiate conversation with a user",
    ),
    (
        "another bot",
        "sendMessage",
        SAY | {"chat_id": 77},
        403,
        "Forbidden: the bot can't send messages to the bot",
    ),
    (
        "",
        "deleteMessage",
        {"chat_id": CHAT, "message_id": 99},
        400,
        BAD + "message to delete not found",
    ),
    ("", "editMessageText", SAY | {"message_id": 99}, 400, BAD + "message to edit not found"),
    ("spoken", "editMessageText", SAY | {"message_id": 1}, 400, BAD + "message can't be edited"),
    ("", "setMessageReaction", {"chat_id": CHAT, "message_id": 99}, 400, BAD + "message to react not found"),
    ("", "pinChatMessage", {"chat_id": CHAT, "message_id": 99}, 400, BAD + "message to pin not found"),
    (
        "",
        "forwardMessage",
        {"chat_id": CHAT, "from_chat_id": CHAT, "message_id": 99},
        400,
        BAD + "message to forward not found",
    ),
    (
        "",
        "copyMessage",
        {"chat_id": CHAT, "from_chat_id": CHAT, "message_id": 99},
        400,
        BAD + "message to copy not found",
    ),
    (
        "plain",
        "banChatMember",
        FULL,
        400,
        BAD + "not enough rights to restrict/unrestrict chat member",
    ),
    ("", "banChatMember", FULL | {"user_id": 1}, 400, BAD + "can't remove chat owner"),
    ("admin", "banChatMember", FULL, 400, BAD + "user is an administrator of the chat"),
    ("", "banChatMember", FULL | {"user_id": 1000}, 400, BAD + "can't restrict self"),
    ("", "banChatMember", FULL | {"user_id": 987}, 400, BAD + "PARTICIPANT_ID_INVALID"),
    (
        "group",
        "restrictChatMember",
        FULL | {"chat_id": GROUP, "permissions": {}},
        400,
        BAD + "method is available only for supergroups",
    ),
    (
        "group",
        "unbanChatMember",
        FULL | {"chat_id": GROUP},
        400,
        BAD + "method is available for supergroup and channel chats only",
    ),
    ("group", "getChatMember", {"chat_id": GROUP, "user_id": 3}, 400, BAD + "member not found"),
    ("", "getChatMember", FULL | {"user_id": 987}, 400, BAD + "PARTICIPANT_ID_INVALID"),
    ("admin", "promoteChatMember", FULL | {"can_pin_messages": True}, 400, BAD + "CHAT_ADMIN_REQUIRED"),
    ("plain", "promoteChatMember", FULL, 400, BAD + "not enough rights"),
    ("", "approveChatJoinRequest", FULL, 400, BAD + "USER_ALREADY_PARTICIPANT"),
    ("", "approveChatJoinRequest", FULL | {"user_id": 987}, 400, BAD + "USER_ID_INVALID"),
    (
        "started",
        "approveChatJoinRequest",
        FULL | {"user_id": 777000},
        400,
        BAD + "HIDE_REQUESTER_MISSING",
    ),
    (
        "plain",
        "approveChatJoinRequest",
        FULL,
        400,
        BAD + "not enough rights to manage chat join requests",
    ),
    (
        "plain",
        "unpinChatMessage",
        {"chat_id": CHAT},
        400,
        BAD + "not enough rights to manage pinned messages in the chat",
    ),
    (
        "",
        "answerCallbackQuery",
        {"callback_query_id": "5"},
        400,
        BAD + "query is too old and response timeout expired or query ID is invalid",
    ),
    (
        "",
        "sendMessage",
        SAY | {"reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "好" * 22}]]}},
        400,
        BAD + "BUTTON_DATA_INVALID",
    ),
    (
        "spoken",
        "setMessageReaction",
        {"chat_id": CHAT, "message_id": 1, "reaction": [{"type": "emoji", "emoji": "🥑"}]},
        400,
        BAD + "REACTION_INVALID",
    ),
    ("", "getFile", {"file_id": "x"}, 400, BAD + "invalid file_id"),
    (
        "",
        "deleteMessages",
        {"chat_id": CHAT, "message_ids": list(range(101))},
        400,
        BAD + "too many message identifiers specified",
    ),
    ("", "restrictChatMember", FULL, 400, BAD + 'parameter "permissions" is required'),
    ("", "banChatMember", {"chat_id": CHAT, "user_id": "x"}, 400, BAD + 'can\'t parse parameter "user_id"'),
    ("channel", "sendMessage", SAY | {"chat_id": CHANNEL}, 400, BAD + "chat not found"),
    ("", "getDreams", {}, 404, "Not Found: method not found"),
]


@pytest.mark.parametrize(("scene", "method", "params", "code", "description"), TABLE)
async def test_a_refusal_says_what_the_real_server_says(
    pg: Playground, scene: str, method: str, params: Json, code: int, description: str
) -> None:
    for act in SCENES[scene]:
        await pg.act(act)
    answer = await pg.call(method, **params)
    assert not answer["ok"]
    assert answer["error_code"] == code
    assert answer["description"] == description


async def test_a_migrated_group_names_its_new_number(pg: Playground) -> None:
    for act in SCENES["migrated"]:
        await pg.act(act)
    answer = await pg.call("sendMessage", chat_id=GROUP, text="x")
    assert answer["parameters"] == {"migrate_to_chat_id": -1099}


async def test_an_unchanged_edit_is_refused(pg: Playground) -> None:
    sent = (await pg.call("sendMessage", chat_id=CHAT, text="same"))["result"]
    answer = await pg.call("editMessageText", chat_id=CHAT, message_id=sent["message_id"], text="same")
    assert answer["description"].startswith("Bad Request: message is not modified: specified new message")


@pytest.mark.parametrize(
    ("token", "description"),
    [("1000:WRONG", "Unauthorized"), ("nonsense", "Unauthorized: invalid token specified")],
)
async def test_a_wrong_token_is_401(pg: Playground, token: str, description: str) -> None:
    answer = await pg.post(f"/bot{token}/getMe", {})
    assert answer == {"ok": False, "error_code": 401, "description": description}


@pytest.mark.parametrize(("hours", "deletable"), [(47, True), (48, False)])
async def test_messages_can_be_deleted_for_48_hours(hours: int, deletable: bool) -> None:
    async with playground() as pg:
        await community(pg)
        sent = await pg.act({"do": "message", "chat": CHAT, "user": 2, "text": "old"})
        await pg.post("/sim/clock", {"advance": hours * 3600})
        answer = await pg.call("deleteMessage", chat_id=CHAT, message_id=sent["message_id"])
        assert answer["ok"] is deletable
        assert deletable or answer["description"] == "Bad Request: message can't be deleted"


async def test_without_the_right_a_bot_deletes_only_its_own_messages() -> None:
    async with playground() as pg:
        await community(pg, rights=["can_pin_messages"])
        sent = await pg.act({"do": "message", "chat": CHAT, "user": 2, "text": "theirs"})
        theirs = await pg.call("deleteMessage", chat_id=CHAT, message_id=sent["message_id"])
        assert theirs["description"] == "Bad Request: message can't be deleted"
        mine = (await pg.call("sendMessage", chat_id=CHAT, text="mine"))["result"]["message_id"]
        assert (await pg.call("deleteMessage", chat_id=CHAT, message_id=mine))["ok"]
