"""Deletions on their way out: what this bot removed is not removed again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.delivery.sender import Sender
from bot.platforms.telegram.calls import Reply
from bot.runtime.clock import SystemClock
from storage.outbox import Waiting

GROUP, OTHER = 7, 8
WHERE = ({GROUP: -1007, OTHER: -1008}, dict[int, int]())


@dataclass
class Telegram:
    """Answers as it was told, and keeps what was called."""

    reply: Reply = field(default_factory=lambda: Reply(ok=True, result=True))
    called: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    name = "fake"

    async def call(self, method: str, params: Mapping[str, Any]) -> Reply:
        """Note a call."""
        self.called.append((method, dict(params)))
        return self.reply

    async def updates(self, offset: int, timeout: int, kinds: Sequence[str]) -> list[Any]:
        """There are none."""
        return []

    async def download(self, path: str, most: int) -> Reply:
        """There are no files."""
        return Reply(ok=False)

    async def close(self) -> None:
        """Nothing is open."""


def removal(number: int, message: int, lane: int = GROUP) -> Waiting:
    """An outbox row that removes a message."""
    params = {"chat_id": {"$chat": lane}, "message_id": message}
    return Waiting(number, f"k{number}", lane, "deleteMessage", params, "free", 0, 0, [], 0, 2**40)


async def test_a_note_that_was_removed_is_not_removed_again_when_its_time_is_over() -> None:
    telegram = Telegram()
    sender = Sender(telegram, SystemClock())
    await sender.send([removal(1, 9)], WHERE)
    (ended,), reply = await sender.send([removal(2, 9)], WHERE)
    assert (ended.outcome.id, ended.outcome.state, reply.ok) == (2, "done", True)
    assert len(telegram.called) == 1


async def test_of_several_only_those_that_still_stand_are_named() -> None:
    telegram = Telegram()
    sender = Sender(telegram, SystemClock())
    await sender.send([removal(1, 9), removal(2, 10)], WHERE)
    ended, _ = await sender.send([removal(3, 9), removal(4, 11)], WHERE)
    assert {e.outcome.id: e.outcome.state for e in ended} == {3: "done", 4: "done"}
    assert telegram.called[1] == ("deleteMessage", {"chat_id": -1007, "message_id": 11})


@pytest.mark.parametrize(
    "refusal",
    ["Bad Request: message to delete not found", "Bad Request: message identifier is not specified"],
)
async def test_what_telegram_says_is_gone_is_done_and_what_it_refuses_is_tried_again(refusal: str) -> None:
    telegram = Telegram(Reply(ok=False, code=400, text=refusal))
    sender = Sender(telegram, SystemClock())
    (ended,), _ = await sender.send([removal(1, 9)], WHERE)
    gone = "not found" in refusal
    assert ended.outcome.state == ("done" if gone else "failed")
    await sender.send([removal(2, 9)], WHERE)
    assert len(telegram.called) == (1 if gone else 2)


async def test_the_same_number_in_another_chat_or_after_a_move_is_another_message() -> None:
    telegram = Telegram()
    sender = Sender(telegram, SystemClock())
    await sender.send([removal(1, 9)], WHERE)
    await sender.send([removal(2, 9, OTHER)], WHERE)
    await sender.send([removal(3, 9)], ({GROUP: -1009}, {}))
    assert [params["chat_id"] for _, params in telegram.called] == [-1007, -1008, -1009]
