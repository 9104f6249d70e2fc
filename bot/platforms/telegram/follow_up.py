"""Define what is handed on when a call has ended and something is to follow from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from sqlalchemy import Connection

from bot.platforms.telegram.calls import Follow, Reply
from storage.outbox import Waiting


class Receipt(NamedTuple):
    """A call that ended, with one of its follow-ups: what Telegram said, and which message was posted."""

    call: Waiting
    reply: Reply
    follow: Follow
    message_id: int
    now: int


FollowUp: TypeAlias = Callable[[Connection, Receipt], None]
# Outbox ids of urgent calls that were not carried out, each with its state and why.
Refusals: TypeAlias = Callable[[Connection, Mapping[int, tuple[str, str]], int], None]
