"""What the Bot API allows and answers: update kinds, which calls may be repeated, what a refusal means."""

from __future__ import annotations

from typing import Literal

from bot.telegram.calls import Reply, Retry

ALLOWED_UPDATES: tuple[str, ...] = (
    "message",
    "edited_message",
    "callback_query",
    "chat_member",  # these three are not sent unless named
    "message_reaction",
    "chat_join_request",
    "my_chat_member",
)

State = Literal["done", "failed", "retry", "unknown", "gone"]

# Repeating these twice does what doing them once does.
_IDEMPOTENT_STARTS = (
    "get",
    "set",
    "delete",
    "edit",
    "pin",
    "unpin",
    "ban",
    "unban",
    "restrict",
    "promote",
    "answer",
)
_IDEMPOTENT = {"approveChatJoinRequest", "declineChatJoinRequest", "leaveChat"}

# A repeated or belated call is refused with these, and nothing is left to do.
_DONE_ALREADY = (
    "message to delete not found",
    "message to react not found",
    "message is not modified",
    "message to edit not found",
    "message to pin not found",
    "query is too old",
    "user_already_participant",
    "hide_requester_missing",
    "user not found",
    "participant_id_invalid",
    "member not found",
)
# There is nobody left to write to.
_GONE = (
    "bot was kicked",
    "bot was blocked",
    "bot is not a member",
    "user is deactivated",
    "the group chat was deleted",
    "can't initiate conversation",
    "chat not found",
)


def retry_class(method: str) -> Retry:
    """Whether a call may be repeated when nobody knows what became of it."""
    if method.startswith(_IDEMPOTENT_STARTS) or method in _IDEMPOTENT:
        return "free"
    return "never_if_ambiguous"


def outcome(method: str, reply: Reply) -> State:
    """What a reply makes of a call: done, failed for good, to be repeated, in doubt, or without addressee."""
    if reply.ok:
        return "done"
    if reply.ambiguous:
        return "retry" if retry_class(method) == "free" else "unknown"
    if reply.code in (0, 429) or reply.code >= 500 or reply.migrate_to:
        return "retry"
    text = reply.text.lower()
    if any(known in text for known in _GONE):
        return "gone"
    if retry_class(method) == "free" and any(known in text for known in _DONE_ALREADY):
        return "done"
    return "failed"
