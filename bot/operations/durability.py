"""Keep commits safe while the bot runs, and say what a start finds missing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

from bot.core.polling import update_id
from bot.core.unit_of_work import outbox_row
from bot.platforms.telegram.api_rules import retry_class
from bot.platforms.telegram.calls import Call, Priority, chat_ref
from bot.runtime import logs, metrics
from bot.runtime.clock import Clock
from bot.runtime.missing_tables import told
from bot.text.messages import machine_language
from storage import chats, losses, outbox
from storage.commit_counter import Missing
from storage.store import Store

log = logs.get("durability")

SYNC = 1.0  # seconds after which the file beside the database is on the disk
CHECKPOINT = 5.0  # seconds after which a commit is out of the write-ahead log's reach
_LATE = 60.0  # seconds after which an operator hears that it is not
_SILENCE = 6 * 86_400  # seconds without updates after which ids may go on anywhere (after a week)
_ELSEWHERE = 1_000_000  # ids: so many were not left out, they go on elsewhere
_BEHIND = 10_000  # the same, downwards


class Guard:
    """Brings commits to safety in bounded time, and compares a start with what was there before.

    Args:
        store: the database.
        clock: the bot's.
        settles: real seconds after the first updates in which earlier ones may still come in.
    """

    def __init__(self, store: Store, clock: Clock, settles: float) -> None:
        self._store, self._clock, self._settles = store, clock, settles
        self._newest = self._newest_at = 0  # update there was before this start, and its time
        self._first = 0  # update after it that came first
        self._first_seen = 0.0
        self._watching = True
        self._kept = -1  # commits that are in the database's file
        self._kept_at = self._looked_at = time.monotonic()

    def begin(self) -> int:
        """Compare with what was there; the moment until which commits are missing, 0 if none is."""
        with self._store.read() as connection:
            found = losses.untold(connection)
            self._newest, self._newest_at = losses.newest_update(connection)
        self._watching = self._newest > 0
        return max((m.until for m in found.values() if m.kind == "lost"), default=0)

    async def tell(self, community: int, language: str, committed: Callable[[], None]) -> None:
        """Say what is missing, once: in the log, and in the moderators' group if there is one."""
        found = await self._store.look(losses.untold)
        if not found:
            return
        for missing in found.values():
            note = log.error if missing.bad else log.warning
            note("data is missing", what=told(missing, machine_language()), **msgspec.structs.asdict(missing))
            metrics.ERRORS.labels("durability").inc()
        now = int(self._clock.now())

        def write(connection: Connection) -> None:
            room = chats.moderators_group(connection, community)
            if room is not None:
                rows = [_post(number, room, told(m, language), now) for number, m in found.items()]
                outbox.add(connection, rows)
            losses.told(connection, list(found), now)

        await self._store.change(write)
        committed()

    def saw(self, updates: Sequence[Any]) -> None:
        """Look at updates that come in, until the first one after those of before is there."""
        if not self._watching or self._first:
            return
        ids = [i for u in updates if (i := update_id(u))]
        if any(i < self._newest - _BEHIND for i in ids):
            self._watching = False  # they begin anew
        self._first = min((i for i in ids if i > self._newest), default=0)
        self._first_seen = time.monotonic()

    async def run(self, community: int, language: Callable[[], str], committed: Callable[[], None]) -> None:
        """Work until cancelled."""
        while True:
            await self._keep()
            if await self._store.in_turn(self._gap):
                await self.tell(community, language(), committed)
            await asyncio.sleep(SYNC)

    async def _keep(self) -> None:
        counter, now = self._store.counter, time.monotonic()
        if counter is None:
            return
        await self._store.aside(counter.sync)
        if counter.trouble is not None:
            log.warning("commits are not counted beside the database", error=counter.trouble)
        if counter.noted == self._kept:
            self._kept_at = now
        elif now - self._looked_at >= CHECKPOINT or self._kept < 0:
            self._looked_at, noted = now, counter.noted
            if await self._store.aside(self._store.checkpoint):
                self._kept, self._kept_at = noted, now
            elif now - self._kept_at > _LATE:
                log.warning("the write-ahead log cannot be emptied: some program keeps reading")

    def _gap(self) -> bool:
        """Whether updates between those of before and the first new one never came; that is written down."""
        if not self._first or time.monotonic() - self._first_seen < self._settles:
            return False
        first, self._first, self._watching = self._first, 0, False
        quiet = self._clock.now() - self._newest_at > _SILENCE
        if quiet or not 1 < first - self._newest <= _ELSEWHERE:
            return False
        with self._store.write() as connection:
            count, begins, ends = losses.absent(connection, self._newest, first)
            if not count:
                return False
            now = int(self._clock.now())
            missing = Missing("gap", count, self._newest_at, now, begins, ends)
            losses.add(connection, missing, now)
        return True


def _post(number: int, room: int, text: str, now: int) -> dict[str, Any]:
    call = Call(
        method="sendMessage",
        params={"chat_id": chat_ref(room), "text": text, "parse_mode": "HTML"},
        key=f"missing:{number}",
        lane=room,
        retry=retry_class("sendMessage"),
        priority=Priority.MODERATION,
    )
    return outbox_row(call, now)
