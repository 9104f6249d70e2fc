"""Telegram's HTTP answers as replies, the same for every library."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from bot.platforms.telegram.calls import Reply

_GATEWAY_TIMEOUT = 504


class _Parameters(msgspec.Struct):
    retry_after: int = 0
    migrate_to_chat_id: int = 0


class _Answer(msgspec.Struct):
    ok: bool
    result: Any = None
    description: str = ""
    error_code: int = 0
    parameters: _Parameters = msgspec.field(default_factory=_Parameters)


class _Updates(_Answer):
    result: list[msgspec.Raw] = msgspec.field(default_factory=list)


def reply_of(status: int, body: bytes | str) -> Reply:
    """What the server answered to a call."""
    return _reply(status, body, _Answer)


def updates_of(status: int, body: bytes | str) -> Reply:
    """What the server answered to getUpdates; the result is each update's JSON, as bytes and unread."""
    reply = _reply(status, body, _Updates)
    return msgspec.structs.replace(reply, result=[bytes(u) for u in reply.result]) if reply.ok else reply


def _reply(status: int, body: bytes | str, kind: type[_Answer]) -> Reply:
    """A body that is no answer, a proxy's page for one, says nothing unless its status is a refusal."""
    try:
        answer = _decoded(body, kind)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        text = f"the answer is no JSON of the Bot API (HTTP {status})"
        return Reply(ok=False, code=status, text=text, ambiguous=not 400 <= status < 500)
    if answer.ok:
        return Reply(ok=True, result=answer.result)
    code = answer.error_code or status
    return Reply(
        ok=False,
        code=code,
        text=answer.description,
        retry_after=answer.parameters.retry_after,
        migrate_to=answer.parameters.migrate_to_chat_id,
        ambiguous=code == _GATEWAY_TIMEOUT,
    )


def _decoded(body: bytes | str, kind: type[_Answer]) -> _Answer:
    """The answer; half a character (a lone surrogate), which msgspec refuses, becomes "?"."""
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.DecodeError:
        repaired = json.dumps(json.loads(body), ensure_ascii=False).encode("utf-8", "replace")
        return msgspec.json.decode(repaired, type=kind)


def never_left(reason: str) -> Reply:
    """The call did not reach the server."""
    return Reply(ok=False, code=0, text=reason)


def in_doubt(reason: str) -> Reply:
    """The call left, and no answer came."""
    return Reply(ok=False, code=0, text=reason, ambiguous=True)
