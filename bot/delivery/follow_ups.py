"""Act on receipts: write the next outbox rows, and tell features of calls that ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Connection

from bot.platforms.telegram.calls import (
    REMOVED_LATER,
    Follow,
    FollowKind,
    Priority,
    Reply,
    chat_ref,
    follow_kinds,
)
from bot.platforms.telegram.follow_up import FollowUp, Receipt, Refusals
from bot.runtime import logs
from storage.outbox import Waiting

log = logs.get("delivery")

_METHODS = {REMOVED_LATER: "deleteMessage"}


@dataclass(frozen=True)
class FollowUps:
    """By the kind of `Follow`: what calls that were carried out set off, and what refused ones do."""

    done: Mapping[FollowKind, FollowUp] = field(default_factory=dict)
    refused: Mapping[FollowKind, FollowUp] = field(default_factory=dict)
    refusals: Sequence[Refusals] = ()  # told of every urgent call that was refused


def next_rows(call: Waiting, message_id: int, now: int) -> list[dict[str, Any]]:
    """The calls that follow a call which posted a message."""
    return [
        _next_row(follow, f"{call.key}/{number}", call.lane, message_id, now)
        for number, follow in enumerate(follows_of(call))
        if follow.kind in _METHODS
    ]


def is_remembered(call: Waiting) -> bool:
    """Whether something else than a call follows: `follow_up` does that."""
    return any(follow["kind"] not in _METHODS for follow in call.follow)


def follows_of(call: Waiting) -> tuple[Follow, ...]:
    """What follows from a call."""
    return msgspec.convert(call.follow, tuple[Follow, ...])


def follow_up(
    connection: Connection,
    known: Mapping[FollowKind, FollowUp],
    ended: Iterable[tuple[Waiting, Reply, int]],
    now: int,
) -> None:
    """Let features do what follows from calls that ended: each with its reply and the message it posted.

    An older version may have queued what nobody knows any more: that is logged.
    """
    for call, reply, message_id in ended:
        for follow in follows_of(call):
            if follow.kind not in follow_kinds():
                log.error("nobody knows what follows", kind=follow.kind, method=call.method)
            handle = known.get(follow.kind)
            if handle is not None:
                handle(connection, Receipt(call, reply, follow, message_id, now))


def _next_row(follow: Follow, key: str, lane: int, message_id: int, now: int) -> dict[str, Any]:
    method = _METHODS[follow.kind]
    params: dict[str, Any] = {"chat_id": chat_ref(lane), "message_id": message_id}
    return {
        "key": key,
        "lane": lane,
        "method": method,
        "params": params,
        "retry": "free",
        "priority": int(Priority.SCHEDULED),
        "not_before": now + follow.after,
        "follow": None,
        "at": now,
    }
