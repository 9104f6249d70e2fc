"""Know what the Bot API allows and answers: update kinds, which calls may be repeated, what a refusal means.

The texts of refusals are those of the official server (tdlib/telegram-bot-api and tdlib/td); they are
compared without case, as libraries change it.
"""

from __future__ import annotations

from typing import Any, Literal

from bot.platforms.telegram.calls import Reply, Retry

ALLOWED_UPDATES: tuple[str, ...] = (
    "message",
    "edited_message",
    "callback_query",
    "chat_member",  # these three are not sent unless named
    "message_reaction",
    "chat_join_request",
    "my_chat_member",
    "pre_checkout_query",
    "poll_answer",
    "subscription",
)

State = Literal["done", "failed", "retry", "unknown", "gone"]

# Doing these twice does what doing them once does.
_IDEMPOTENT_STARTS = (
    "answer",
    "approve",
    "ban",
    "decline",
    "delete",
    "edit",
    "get",
    "pin",
    "promote",
    "restrict",
    "revoke",
    "set",
    "unban",
    "unpin",
)
# A second refund is refused, a second invoice link is one more that nobody pays.
_IDEMPOTENT = ("createInvoiceLink", "leaveChat", "refundStarPayment", "sendChatAction")
_POSTING = ("answerWebAppQuery",)  # it writes a message, whatever its name

# A repeated or belated call of these methods is refused with these texts, and nothing is left to do.
_DONE_ALREADY: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("message to delete not found", ("delete",)),
    ("message to react not found", ("set",)),
    ("message to edit not found", ("edit",)),
    ("message is not modified", ("edit",)),
    ("message to pin not found", ("pin",)),
    ("message to unpin not found", ("unpin",)),
    ("chat_not_modified", ("set", "pin", "unpin")),
    ("query is too old", ("answer",)),
    ("user_already_participant", ("approve",)),
    ("hide_requester_missing", ("approve", "decline")),
    ("user not found", ("restrict", "unban")),
    ("member not found", ("restrict", "unban")),
    ("participant_id_invalid", ("restrict", "unban")),
    ("charge_already_refunded", ("refund",)),
)
# There is nobody left to write to.
_GONE = (
    "bot was kicked",
    "bot was blocked",
    "bot is not a member",
    "user is deactivated",
    "the group chat was deleted",
    "can't initiate conversation",
    "can't send messages to the bot",
    "chat not found",
)
# The bot lacks a right.
_LACKS = (
    "not enough rights",
    "chat_admin_required",
    "need administrator rights",
    "message can't be deleted",
    "can't remove messages",
)
_PROTECTED = ("user is an administrator", "can't remove chat owner", "user_admin_invalid")
# Nobody has such an id, as far as the bot may know.
_UNKNOWN = ("participant_id_invalid", "user_id_invalid", "user not found")
# The call found things to be already as it wants them: what it takes back is not there.
_NOTHING = ("not found", "chat_not_modified", "hide_requester_missing", "user_already_participant")


def retry_class(method: str) -> Retry:
    """Whether a call may be repeated when nobody knows what became of it."""
    if method in _POSTING:
        return "never_if_ambiguous"
    free = method.startswith(_IDEMPOTENT_STARTS) or method in _IDEMPOTENT
    return "free" if free else "never_if_ambiguous"


def outcome(method: str, reply: Reply) -> State:
    """What a reply makes of a call: done, failed for good, to be repeated, in doubt, or without addressee.

    A refused token (401) leaves calls waiting: the operator puts in a new one, and nothing was sent.
    """
    if reply.ok:
        return "done"
    if reply.ambiguous:
        return "retry" if retry_class(method) == "free" else "unknown"
    if reply.code in (0, 401, 429) or reply.code >= 500 or reply.migrate_to:
        return "retry"
    text = reply.text.lower()
    if any(known in text for known in _GONE):
        return "gone"
    if any(known in text and method.startswith(methods) for known, methods in _DONE_ALREADY):
        return "done"
    return "failed"


def as_asked(right: str, reply: Reply) -> Reply:
    """The answer to whether the bot has a right, read from the list of a chat's administrators: it is a
    refusal when the bot is not among them, or has not that right.
    """
    if not reply.ok or not isinstance(reply.result, list):
        return reply
    mine: dict[str, Any] = next((m for m in reply.result if m.get("user", {}).get("is_bot")), {})
    has = mine.get("status") == "administrator" and mine.get(right)
    return reply if has else Reply(ok=False, code=400, text=f"Bad Request: not enough rights: {right}")


def lacks_right(text: str) -> bool:
    """Whether a refusal says that the bot lacks a right."""
    return _says(text, _LACKS)


def is_protected(text: str) -> bool:
    """Whether a refusal says that whom the call is about leads the group."""
    return _says(text, _PROTECTED)


def knows_nobody(text: str) -> bool:
    """Whether a refusal says that whom the call is about is not known to Telegram."""
    return _says(text, _UNKNOWN)


def found_nothing(text: str) -> bool:
    """Whether a refusal says that there was nothing to do."""
    return _says(text, _NOTHING)


def _says(text: str, known: tuple[str, ...]) -> bool:
    return any(each in text.lower() for each in known)
