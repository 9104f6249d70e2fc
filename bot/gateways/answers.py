"""Telegram's HTTP answers as replies, the same for every library."""

from __future__ import annotations

from typing import Any

import msgspec

from bot.telegram.calls import Reply


class _Parameters(msgspec.Struct):
    retry_after: int = 0
    migrate_to_chat_id: int = 0


class _Answer(msgspec.Struct):
    ok: bool
    result: Any = None
    description: str = ""
    error_code: int = 0
    parameters: _Parameters = msgspec.field(default_factory=_Parameters)


def reply_of(status: int, body: bytes | str) -> Reply:
    """What the server answered. A body that is no answer (a proxy's page) leaves open what happened."""
    try:
        answer = msgspec.json.decode(body, type=_Answer)
    except (msgspec.MsgspecError, UnicodeError):
        return Reply(
            ok=False, code=status, text="the answer is no JSON of the Bot API", ambiguous=status >= 500
        )
    if answer.ok:
        return Reply(ok=True, result=answer.result)
    return Reply(
        ok=False,
        code=answer.error_code or status,
        text=answer.description,
        retry_after=answer.parameters.retry_after,
        migrate_to=answer.parameters.migrate_to_chat_id,
    )


def never_left(reason: str) -> Reply:
    """The call did not reach the server."""
    return Reply(ok=False, code=0, text=reason)


def in_doubt(reason: str) -> Reply:
    """The call left, and no answer came."""
    return Reply(ok=False, code=0, text=reason, ambiguous=True)
