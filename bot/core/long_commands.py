"""Do the long work of commands beside the writer, and then decide the command once more."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec import structs

from bot.runtime import logs, metrics
from rules.engine.events import Command, Event
from storage import timers
from storage.store import Store

if TYPE_CHECKING:
    from bot.core.command import Ask

BESIDE = "beside"  # kind of the timers by which a command comes again: as the update that it was
_LOST = 60  # seconds after which a command comes again, whatever became of the work
_KEPT = 100  # results that nobody has come for

T = TypeVar("T")
Work = Callable[[Store], T]

log = logs.get("beside")


class Lost(Exception):
    """The work failed, or its result went with the process that did it."""


class Beside:
    """Work that waits for a thread beside the writer, and what it found; `run` does one after the other."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[tuple[str, Work[Any]]] = asyncio.Queue()
        self._found: OrderedDict[str, Any] = OrderedDict()
        self.open = False  # whether somebody does it
        self.left = 0  # works that are not done yet

    def hand_over(self, key: str, work: Work[Any]) -> None:
        """Let a work be done for which the timer with this key waits."""
        self.left += 1
        self._waiting.put_nowait((key, work))

    def take(self, key: str) -> Any:
        """Give what a work found, once.

        Raises:
            Lost: there is nothing.
        """
        try:
            return self._found.pop(key)
        except KeyError:
            raise Lost from None

    async def run(self, store: Store, now: Callable[[], float], woken: Callable[[], object]) -> None:
        """Do what waits until cancelled; `woken` is told when a command is to come again."""
        self.open = True
        try:
            while True:
                key, work = await self._waiting.get()
                try:
                    await self._do(store, key, work)
                    await store.change(lambda c, key=key: timers.move(c, key, int(now())))  # type: ignore[misc]  # mypy takes no default of a lambda
                finally:
                    self.left -= 1
                woken()
        finally:
            self.open = False

    async def _do(self, store: Store, key: str, work: Work[Any]) -> None:
        try:
            self._found[key] = await store.aside(work, store)
        except Exception as error:
            log.error("failed beside the writer", exc_info=error)
            metrics.ERRORS.labels("beside").inc()
        while len(self._found) > _KEPT:
            self._found.popitem(last=False)


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
