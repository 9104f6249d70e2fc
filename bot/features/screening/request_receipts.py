"""Act on the receipt of the answer to a request to join."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct, structs
from sqlalchemy import Connection

from bot.platforms.telegram.calls import Follow, follow_kind
from bot.platforms.telegram.follow_up import Receipt
from storage import timers

ENDED = follow_kind("request ended", "screening", tells=True)  # an answer to a request; and timer


class Ending(Struct, frozen=True):
    """An answer to a request to join. Ids are our own."""

    chat: int
    person: int
    state: str  # approved, declined, expired
    by: int = 0  # the moderator who decided
    card: tuple[int, int] | None = None  # the message (chat, number) whose button they pressed
    answers: list[dict[str, Any]] = []  # what the asker said, for the moderators
    answered: bool = False  # whoever gave a command is answered by what Telegram did
    why: str | None = None  # Telegram's words, if it was no plain yes

    @property
    def follow(self) -> Follow:
        """What the call sets off."""
        return Follow(ENDED, payload=msgspec.json.encode(self).decode())


def call_ended(connection: Connection, receipt: Receipt) -> None:
    """Set a timer: what became of the request is told in step with everything else."""
    ending = msgspec.json.decode(receipt.follow.payload, type=Ending)
    why = None if receipt.reply.ok else receipt.reply.text or "–"
    payload = msgspec.json.encode(structs.replace(ending, why=why)).decode()
    key = f"{ENDED}:{receipt.call.key}"
    timers.set_timer(connection, key, ENDED, ending.chat, None, receipt.now, payload)
