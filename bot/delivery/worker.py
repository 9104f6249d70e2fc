"""Deliver the outbox: its rows become Bot API calls under the limits, and each leaves a receipt.

Calls that may be repeated leave at once and are noted afterwards; the others are noted first. Moderation
never waits for what posts and answers take up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial

from bot.delivery.addresses import Addresses
from bot.delivery.follow_ups import FollowUps
from bot.delivery.lanes import Lanes
from bot.delivery.outbox_loader import OutboxLoader, named_in
from bot.delivery.rate_limits import RateLimits
from bot.delivery.receipts import Receipts
from bot.delivery.sender import Sender, Where, again, skipped, too_late
from bot.platforms.telegram.calls import Gateway, Priority
from bot.runtime import logs, metrics
from bot.runtime.clock import Clock
from storage import outbox
from storage.directory import find_platform_ids
from storage.outbox import Waiting
from storage.store import Store

_AT_ONCE = 32  # calls under way
_ORDINARY = 16  # of them other than moderation
_PAUSE = 0.02  # real seconds between looks at all lanes

log = logs.get("delivery")


class Delivery:
    """Sends what the outbox holds, lane by lane. `committed` or `new_rows` tells it of every commit."""

    def __init__(
        self,
        store: Store,
        gateway: Gateway,
        clock: Clock,
        pacing: RateLimits,
        patience: float = 10.0,
        follow_ups: FollowUps | None = None,
        awaited: Callable[[], object] = lambda: None,
    ) -> None:
        """`patience`: how many seconds calls under way get at the end.

        `awaited` is told when receipts have set timers for which somebody waits.
        """
        self._store, self._clock, self._pacing = store, clock, pacing
        self._lanes, self._addresses = Lanes(), Addresses()
        self._supply = OutboxLoader(store, self._lanes, self._addresses)
        self._receipts = Receipts(store, clock, self.new_rows, follow_ups, awaited)
        self._sender = Sender(gateway, clock)
        self._patience = patience
        self._ending = False
        self._bell = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._ordinary = 0  # busy lanes whose call is not moderation
        self._looked = 0.0  # when all lanes were looked at last, by the loop's clock

    def loaded(self, priority: Priority) -> int:
        """How many calls of a priority wait in memory."""
        return self._lanes.size(priority)

    @property
    def planned(self) -> int:
        """How many calls are known by their time and number only."""
        return self._supply.planned

    def new_rows(self) -> None:
        """Rows were committed: calls to the outbox, or where a chat or person is found now."""
        self._supply.look_again()
        self._addresses.forget()
        self._bell.set()

    def committed(self, queued: bool) -> None:
        """A batch was committed, with calls or without: without any there is nothing to look for."""
        if queued:
            self.new_rows()
        else:
            self._addresses.forget()

    async def recover(self, lost_until: int = 0) -> None:
        """After a start: repeat what may be repeated, and name what is in doubt.

        `lost_until`: commits up to this moment are missing, so what waits since before may have been sent.
        """
        now = int(self._clock.now())
        again, doubtful = await self._store.change(lambda c: outbox.recover(c, now, lost_until))
        if again or doubtful:
            log.warning("recovered", repeated=again, in_doubt=doubtful)

    async def run(self) -> None:
        """Send until `end` is called, or cancelled."""
        works = [asyncio.create_task(self._dispatching()), asyncio.create_task(self._receipts.run())]
        try:
            ended, _ = await asyncio.wait(works, return_when=asyncio.FIRST_COMPLETED)
            for work in ended:
                work.result()
        finally:
            await self._finish(*works)

    def end(self) -> None:
        """Start no more calls; `run` ends when those under way have left their receipts."""
        self._ending = True
        self._bell.set()

    async def _finish(self, dispatching: asyncio.Task[None], writing: asyncio.Task[None]) -> None:
        """Nothing more leaves; the calls under way end, and their receipts are written."""
        dispatching.cancel()
        self._put_back(self._receipts.take_back())
        self._receipts.stop()
        await asyncio.gather(dispatching, writing, return_exceptions=True)
        self._put_back(self._receipts.take_back())
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=self._patience)
        await self._receipts.write()

    def _put_back(self, groups: Iterable[Sequence[Waiting]]) -> None:
        now = self._clock.now()
        for group in groups:
            for call in group:
                self._lanes.add(call, now)
            self._free(group[0])

    def _free(self, head: Waiting) -> None:
        self._ordinary -= head.priority != Priority.MODERATION
        self._lanes.free(head.lane)
        self._bell.set()

    async def _dispatching(self) -> None:
        while not self._ending:
            self._bell.clear()
            await self._supply.fill(self._clock.now())
            wait = await self._dispatch()
            self._show()
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._bell.wait()

    async def _dispatch(self) -> float | None:
        """Start every call that may leave now; real seconds to wait for the next, None for no end."""
        now = self._clock.now()
        self._lanes.wake(now)
        chosen: list[list[Waiting]] = []
        room = _AT_ONCE - self._lanes.under_way
        times = [
            self._lanes.next_due(),
            self._supply.next_due(),
            self._choose(self._lanes.urgent(), room, now, chosen),
            self._look_at_all(now, chosen),
        ]
        if chosen:
            await self._start(chosen)
        soonest = min((t for t in times if t is not None), default=None)
        if soonest is None:
            return None
        return max(0.005, min((soonest - now) / self._clock.rate, 1.0))

    def _look_at_all(self, now: float, chosen: list[list[Waiting]]) -> float | None:
        """Choose among the lanes without moderation, of which there may be thousands: not too often."""
        loop = asyncio.get_running_loop()
        pause = self._looked + _PAUSE - loop.time()
        if pause > 0:
            return now + pause * self._clock.rate if len(self._lanes) else None
        self._looked = loop.time()
        room = min(_AT_ONCE - self._lanes.under_way, _ORDINARY - self._ordinary)
        return self._choose(self._still_wanted(now), room, now, chosen)

    def _still_wanted(self, now: float) -> Iterator[Waiting]:
        """The first call of every such lane that does not come too late; those that do are skipped."""
        for head in self._lanes.ordinary():
            wanted: Waiting | None = head
            while wanted is not None and too_late(wanted, now):
                self._receipts.add(skipped(self._lanes.drop(head.lane)))
                wanted = self._lanes.head(head.lane)
            if wanted is not None:
                yield wanted

    def _choose(
        self, heads: Iterator[Waiting], room: int, now: float, chosen: list[list[Waiting]]
    ) -> float | None:
        """Take up to `room` calls that may leave now into `chosen`; when the next of the others may."""
        earliest: float | None = None
        for head in heads:
            ready = self._pacing.ready_at(head.lane, self._addresses.is_group(head.lane), head.method, now)
            if ready > now:
                earliest = ready if earliest is None else min(earliest, ready)
                continue
            if room <= 0:
                break
            room -= 1
            self._pacing.sent(head.lane, head.method, now)
            self._ordinary += head.priority != Priority.MODERATION
            chosen.append(self._lanes.take(head.lane))
        return earliest

    async def _start(self, chosen: Sequence[list[Waiting]]) -> None:
        try:
            where = await self._where(*named_in([c for group in chosen for c in group]))
        except BaseException:
            # The database failed before anything left.
            self._put_back(chosen)
            raise
        now = self._clock.now()
        for group in chosen:
            if all(c.retry == "free" for c in group):
                self._go(group, where, now)
            else:
                go, stay = partial(self._go, group, where, now), partial(self._free, group[0])
                self._receipts.before_leaving(group, go, stay)

    async def _where(self, chats: set[int], people: set[int]) -> Where:
        """Where these are found. What was known before a look counts, whatever is forgotten during it."""
        addresses = self._addresses
        unknown, version = addresses.unknown(chats, people), addresses.version
        known = addresses.of(chats - unknown[0], people - unknown[1])
        if not any(unknown):
            return known
        found = await self._store.look(lambda connection: find_platform_ids(connection, *unknown))
        addresses.remember(unknown, found, version)
        return known[0] | found[0], known[1] | found[1]

    def _go(self, group: Sequence[Waiting], where: Where, chosen_at: float) -> None:
        self._pacing.left(group[0].lane, group[0].method, chosen_at, self._clock.now())
        task = asyncio.create_task(self._send(group, where))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, group: Sequence[Waiting], where: Where) -> None:
        ended, reply = await self._sender.send(group, where)
        head, now = group[0], self._clock.now()
        for each in ended:
            self._receipts.add(each)
            if each.outcome.state == "pending":
                self._lanes.add(again(each), now)
        if reply.retry_after:
            self._pacing.pause(head.lane, head.method, now + reply.retry_after)
        self._free(head)

    def _show(self) -> None:
        for priority in Priority:
            metrics.OUTBOX_LOADED.labels(priority.name.lower()).set(self._lanes.size(priority))
        metrics.OUTBOX_PLANNED.set(self._supply.planned)
        metrics.CALLS_UNDER_WAY.set(self._lanes.under_way)
        metrics.RECEIPTS_WAITING.set(self._receipts.waiting)
