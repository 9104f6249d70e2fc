"""Let a command wait for long work that is done beside the writer, and then decide it once more."""

from __future__ import annotations

from functools import partial
from typing import Any

import msgspec
from msgspec import structs

from bot.core.beside import Work
from bot.core.command import Ask
from rules.engine.events import Command, Event
from storage import timers

BESIDE = "beside"  # kind of the timers by which a command comes again: as the update that it was
_LOST = 60  # seconds after which a command comes again, whatever became of the work


def comes_again(ask: Ask) -> bool:
    """Whether a command comes again after its work."""
    event = ask.event
    return event.timer is not None and event.timer.kind == BESIDE


def put_off(ask: Ask, work: Work[Any]) -> bool:
    """Let a command come again when `work` is done; False when nobody does such work.

    The work begins once the transaction is committed, so it sees what that wrote. Words that stand for a
    command come again as the command, others as they were.
    """
    batch, event = ask.batch, ask.event
    beside = batch.services.beside
    if not beside.open:
        return False
    key, content = _key(event), event.content
    assert content is not None, "a command without words"
    command = Command(ask.name, ask.arguments) if ask.name else None
    again = structs.replace(event, content=structs.replace(content, command=command), timer=None)
    waits = msgspec.json.encode(again).decode()
    timers.set_timer(batch.connection, key, BESIDE, ask.chat.id, ask.person.id, batch.now + _LOST, waits)
    batch.afterwards.append(partial(beside.hand_over, key, work))
    return True


def found(ask: Ask) -> Any:
    """Give what the work found for which a command comes again.

    Raises:
        Lost: it failed, or the process that did it has ended.
    """
    timer = ask.event.timer
    assert timer is not None, "nothing was put off"
    return ask.batch.services.beside.take(_key(msgspec.json.decode(timer.payload, type=Event)))


def _key(event: Event) -> str:
    return f"{BESIDE}:{event.update_id}:{event.at}"
