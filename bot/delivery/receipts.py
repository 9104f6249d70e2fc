"""Write receipts: what leaves is noted before, what ended has its receipt soon after.

Everything that gathers meanwhile goes into one transaction, so that calls under way wait for one commit
and not for each other's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.delivery.follow_ups import FollowUps, follow_up, is_remembered, next_rows
from bot.platforms.telegram.calls import Priority, Reply, kinds_awaited
from bot.runtime.clock import Clock
from storage import outbox
from storage.chat_migration import move
from storage.outbox import Outcome, Waiting
from storage.store import Store

_REFUSED, _URGENT = ("failed", "unknown", "gone"), int(Priority.MODERATION)
_GATHER = 0.01  # seconds that receipts wait for others
_MOST = 500  # receipts in a transaction


@dataclass(frozen=True)
class Ended:
    """A call that ended: what became of it, and what Telegram said."""

    outcome: Outcome
    call: Waiting
    reply: Reply


@dataclass(frozen=True)
class _Leaving:
    group: Sequence[Waiting]
    go: Callable[[], None]
    stay: Callable[[], None]


class Receipts:
    """Writes for all lanes.

    `changed` is called when they set off new rows or moved a chat, `awaited` when they set timers for which
    somebody waits.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        changed: Callable[[], None],
        follow_ups: FollowUps | None = None,
        awaited: Callable[[], object] = lambda: None,
    ) -> None:
        self._store, self._clock, self._changed, self._awaited = store, clock, changed, awaited
        self._follow_ups = follow_ups or FollowUps()
        self._ended: list[Ended] = []
        self._leaving: list[_Leaving] = []
        self._bell = asyncio.Event()
        self._stopping, self._kinds = False, kinds_awaited()

    @property
    def waiting(self) -> int:
        """How many calls have ended and have no receipt yet."""
        return len(self._ended)

    def add(self, ended: Ended) -> None:
        """Write a receipt soon."""
        self._ended.append(ended)
        self._bell.set()

    def before_leaving(
        self, group: Sequence[Waiting], go: Callable[[], None], stay: Callable[[], None]
    ) -> None:
        """Note that these leave, then `go`; `stay` when another process sends them."""
        self._leaving.append(_Leaving(group, go, stay))
        self._bell.set()

    def take_back(self) -> list[Sequence[Waiting]]:
        """What is not even noted: it does not leave."""
        groups, self._leaving = [each.group for each in self._leaving], []
        return groups

    def stop(self) -> None:
        """Let `run` end after the transaction under way: cut off, nobody would know whether it counts."""
        self._stopping = True
        self._bell.set()

    async def run(self) -> None:
        """Write until stopped."""
        self._stopping = False
        while not self._stopping:
            await self._bell.wait()
            await asyncio.sleep(_GATHER)
            self._bell.clear()
            await self.write()

    async def write(self) -> None:
        """Write all that has gathered."""
        while self._ended or self._leaving:
            ended, self._ended = self._ended[:_MOST], self._ended[_MOST:]
            leaving, self._leaving = self._leaving, []
            try:
                numbers = [c.id for each in leaving for c in each.group]
                ours, changed = await self._store.in_turn(self._commit, ended, numbers)
            except BaseException:
                self._ended, self._leaving = ended + self._ended, leaving + self._leaving
                raise
            if changed:
                self._changed()
            if any(follow["kind"] in self._kinds for e in ended for follow in e.call.follow or ()):
                self._awaited()
            for each in leaving:
                (each.go if all(c.id in ours for c in each.group) else each.stay)()

    def _commit(self, ended: Sequence[Ended], leaving: Sequence[int]) -> tuple[set[int], bool]:
        """The calls of `leaving` that are ours to send, and whether there is more to send, or elsewhere."""
        now = int(self._clock.now())
        done = [e for e in ended if e.outcome.state == "done" and e.call.follow]
        rows = [row for e in done for row in next_rows(e.call, e.outcome.message_id, now)]
        moved = [e for e in ended if e.reply.migrate_to]
        remembered = [e for e in done if is_remembered(e.call)]
        unsure = [(e.call, e.reply, 0) for e in ended if e.outcome.state in _REFUSED and e.call.follow]
        refused = [e.outcome for e in ended if e.outcome.state in _REFUSED and e.call.priority == _URGENT]

        carried_out = [(e.call, e.reply, e.outcome.message_id) for e in remembered]
        follow_ups = self._follow_ups
        with self._store.write() as connection:
            outbox.settle(connection, [e.outcome for e in ended], now)
            outbox.queue(connection, rows)
            # After the receipts: a call that was refused may be leaving again already.
            ours = outbox.mark_sending(connection, leaving)
            for e in moved:
                move(connection, e.call.lane, e.reply.migrate_to, now)
            follow_up(connection, follow_ups.done, carried_out, now)
            for tell in follow_ups.refusals if refused else ():
                tell(connection, {o.id: (o.state, o.text) for o in refused}, now)
            follow_up(connection, follow_ups.refused, unsure, now)
        return ours, bool(rows or moved or remembered or unsure)
