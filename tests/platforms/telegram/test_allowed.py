"""Which calls may be repeated, and what each refusal of the Bot API means."""

from __future__ import annotations

from typing import Any

import pytest

from bot.platforms.telegram.api_rules import ALLOWED_UPDATES, outcome, retry_class
from bot.platforms.telegram.calls import Reply
from bot.playground.spec import table


def test_kinds_are_those_of_the_bot_api_and_the_hidden_ones_are_asked_for() -> None:
    assert set(ALLOWED_UPDATES) <= set(table()["types"]["Update"]["fields"])
    assert {"chat_member", "message_reaction", "chat_join_request"} <= set(ALLOWED_UPDATES)
    assert len(set(ALLOWED_UPDATES)) == len(ALLOWED_UPDATES)


@pytest.mark.parametrize(
    "method",
    [
        "answerCallbackQuery",
        "approveChatJoinRequest",
        "banChatMember",
        "declineChatJoinRequest",
        "deleteMessage",
        "deleteMessages",
        "editMessageText",
        "getChatAdministrators",
        "leaveChat",
        "pinChatMessage",
        "promoteChatMember",
        "restrictChatMember",
        "sendChatAction",
        "setMessageReaction",
        "unbanChatMember",
        "unpinChatMessage",
    ],
)
def test_a_call_is_free_when_doing_it_twice_is_doing_it_once(method: str) -> None:
    assert retry_class(method) == "free"


@pytest.mark.parametrize(
    "method",
    [
        "sendMessage",
        "sendPhoto",
        "forwardMessage",
        "copyMessage",
        "createChatInviteLink",
        "answerWebAppQuery",
    ],
)
def test_a_call_that_posts_something_is_never_repeated_in_doubt(method: str) -> None:
    assert retry_class(method) == "never_if_ambiguous"


@pytest.mark.parametrize("method", sorted(m for m in table()["methods"] if m.startswith(("send", "copy"))))
def test_no_method_that_posts_is_free(method: str) -> None:
    assert retry_class(method) == "never_if_ambiguous" or method == "sendChatAction"


def refused(code: int, text: str, **fields: Any) -> Reply:
    """A refusal."""
    return Reply(ok=False, code=code, text=text, **fields)


IN_DOUBT = Reply(ok=False, code=0, text="no answer", ambiguous=True)
NEVER_LEFT = Reply(ok=False, code=0, text="connection refused")


@pytest.mark.parametrize(
    ("method", "reply", "state"),
    [
        ("sendMessage", Reply(ok=True, result={"message_id": 1}), "done"),
        ("sendMessage", NEVER_LEFT, "retry"),
        ("sendMessage", IN_DOUBT, "unknown"),
        ("createChatInviteLink", IN_DOUBT, "unknown"),
        ("deleteMessage", IN_DOUBT, "retry"),
        ("sendMessage", refused(504, "Gateway Timeout", ambiguous=True), "unknown"),
        ("sendMessage", refused(429, "Too Many Requests: retry after 7", retry_after=7), "retry"),
        ("sendMessage", refused(500, "Internal Server Error: restart"), "retry"),
        ("sendMessage", refused(502, "Bad Gateway"), "retry"),
        ("sendMessage", refused(401, "Unauthorized"), "retry"),
        (
            "sendMessage",
            refused(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to=-1002),
            "retry",
        ),
        ("fetchDreams", refused(404, "Not Found: method not found"), "failed"),
    ],
)
def test_trouble_on_the_way_is_repeated_where_that_is_safe(method: str, reply: Reply, state: str) -> None:
    assert outcome(method, reply) == state


@pytest.mark.parametrize(
    "text",
    [
        "Bad Request: chat not found",
        "Forbidden: the group chat was deleted",
        "Forbidden: bot was kicked from the group chat",
        "Forbidden: bot was kicked from the supergroup chat",
        "Forbidden: bot is not a member of the channel chat",
        "Forbidden: user is deactivated",
        "Forbidden: bot was blocked by the user",
        "Forbidden: bot can't initiate conversation with a user",
        "Forbidden: the bot can't send messages to the bot",
    ],
)
@pytest.mark.parametrize("method", ["sendMessage", "deleteMessage"])
def test_without_an_addressee_a_call_is_gone(method: str, text: str) -> None:
    assert outcome(method, refused(403, text)) == "gone"
    assert outcome(method, refused(403, text.capitalize())) == "gone"


NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.mark.parametrize(
    ("method", "text", "state"),
    [
        ("deleteMessage", "Bad Request: message to delete not found", "done"),
        ("deleteMessage", "Bad Request: message can't be deleted", "failed"),
        ("deleteMessage", "Bad Request: message can't be deleted for everyone", "failed"),
        ("editMessageText", NOT_MODIFIED, "done"),
        ("editMessageText", "Bad Request: message to edit not found", "done"),
        ("editMessageText", "Bad Request: message is too long", "failed"),
        ("setMessageReaction", "Bad Request: message to react not found", "done"),
        ("setMessageReaction", "Bad Request: REACTION_INVALID", "failed"),
        ("pinChatMessage", "Bad Request: message to pin not found", "done"),
        ("answerCallbackQuery", TOO_OLD, "done"),
        ("approveChatJoinRequest", "Bad Request: USER_ALREADY_PARTICIPANT", "done"),
        ("declineChatJoinRequest", "Bad Request: USER_ALREADY_PARTICIPANT", "failed"),
        ("declineChatJoinRequest", "Bad Request: HIDE_REQUESTER_MISSING", "done"),
        ("restrictChatMember", "Bad Request: user not found", "done"),
        ("restrictChatMember", "Bad Request: PARTICIPANT_ID_INVALID", "done"),
        ("restrictChatMember", "Bad Request: not enough rights to restrict/unrestrict chat member", "failed"),
        ("restrictChatMember", "Bad Request: user is an administrator of the chat", "failed"),
        ("banChatMember", "Bad Request: can't remove chat owner", "failed"),
        ("banChatMember", "Bad Request: user not found", "failed"),
        ("promoteChatMember", "Bad Request: user not found", "failed"),
        ("setChatPermissions", "Bad Request: CHAT_NOT_MODIFIED", "done"),
        ("sendMessage", "Bad Request: message to be replied not found", "failed"),
        ("sendMessage", "Bad Request: message text is empty", "failed"),
        ("sendMessage", "Bad Request: not enough rights to send text messages to the chat", "failed"),
        ("sendMessage", "Bad Request: can't parse entities: unexpected end tag at byte offset 4", "failed"),
    ],
)
def test_a_refusal_is_success_only_where_nothing_is_left_to_do(method: str, text: str, state: str) -> None:
    assert outcome(method, refused(400, text)) == state
