"""Room 8: outbox rows become Bot API calls under the limits, and each leaves a receipt."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import msgspec

from bot import logs, metrics
from bot.clock import Clock
from bot.failures import where
from bot.follow import follow_up
from bot.pacing import Pacing
from bot.queue import Lanes
from bot.telegram.allowed import outcome
from bot.telegram.calls import Gateway, Reply, Unaddressable, address, references
from storage import outbox
from storage.directory import migrate_chat, platform_ids
from storage.outbox import Outcome, Waiting
from storage.store import Store

_AT_ONCE = 16  # calls under way
_ATTEMPTS = 8
_LOAD = 2_000  # rows kept in memory; the rest waits in the outbox
_DELETABLE = 48 * 3600  # seconds: Bot API deleteMessage
_SHORTEST_UNTIL = 35  # seconds: Telegram takes anything under 30 for "forever"

log = logs.get("delivery")


class Delivery:
    """Sends what the outbox holds, lane by lane. `ring` tells it that rows were committed."""

    def __init__(self, store: Store, gateway: Gateway, clock: Clock, pacing: Pacing) -> None:
        self._store, self._gateway, self._clock, self._pacing = store, gateway, clock, pacing
        self._lanes = Lanes()
        self._loaded = 0  # highest outbox id in memory
        self._groups: dict[int, bool] = {}
        self._bell = asyncio.Event()
        self._settled: list[tuple[Outcome, Waiting, Reply]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._more = True

    def ring(self) -> None:
        """Rows were committed, or a call ended: look again."""
        self._bell.set()

    def new_rows(self) -> None:
        """Rows were committed to the outbox."""
        self._more = True
        self.ring()

    async def recover(self) -> None:
        """After a start: repeat what may be repeated, and name what is in doubt."""
        async with self._store.write() as connection:
            again, doubtful = await outbox.recover(connection, int(self._clock.now()))
        if again or doubtful:
            log.warning("recovered", repeated=again, in_doubt=doubtful)

    async def run(self) -> None:
        """Send until cancelled."""
        try:
            while True:
                self._bell.clear()
                await self._settle()
                await self._load()
                wait = await self._dispatch()
                with suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await self._bell.wait()
        finally:
            await self._finish()

    async def _finish(self) -> None:
        """Let the calls under way end, and write their receipts."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=10)
        await self._settle()

    async def _load(self) -> None:
        if not self._more or len(self._lanes) >= _LOAD:
            return
        async with self._store.read() as connection:
            rows = await outbox.pending(connection, self._loaded, _LOAD)
        self._more = len(rows) == _LOAD
        now = self._clock.now()
        for row in rows:
            self._lanes.add(row, now)
            self._loaded = row.id
        metrics.OUTBOX_WAITING.set(len(self._lanes))

    async def _dispatch(self) -> float | None:
        """Start every call that may leave now; seconds to wait for the next, None for no end."""
        now = self._clock.now()
        self._lanes.wake(now)
        earliest = self._lanes.next_due()
        chosen: list[list[Waiting]] = []
        room = _AT_ONCE - len(self._tasks)
        for head in list(self._lanes.heads()):
            ready = self._pacing.ready_at(head.lane, self._groups.get(head.lane, True), head.method, now)
            if ready > now:
                earliest = ready if earliest is None else min(earliest, ready)
            elif len(chosen) < room:
                self._pacing.sent(head.lane, head.method, now)
                chosen.append(self._lanes.take(head.lane))
        if chosen:
            try:
                await self._start(chosen)
            except BaseException:
                self._put_back(chosen, now)
                raise
        if earliest is None:
            return None
        return max(0.005, min((earliest - now) / self._clock.rate, 1.0))

    def _put_back(self, chosen: list[list[Waiting]], now: float) -> None:
        """The database failed before anything left: these wait again."""
        for group in chosen:
            for call in group:
                self._lanes.add(call, now)
            self._lanes.free(group[0].lane)

    async def _start(self, chosen: list[list[Waiting]]) -> None:
        calls = [c for group in chosen for c in group]
        risky = [c.id for c in calls if c.retry != "free"]
        if risky:
            async with self._store.write() as connection:
                await outbox.mark_sending(connection, risky)
        named = [references(c.params) for c in calls]
        async with self._store.read() as connection:
            chats, people = await platform_ids(
                connection,
                {i for c, _ in named for i in c} | {c.lane for c in calls},
                {i for _, p in named for i in p},
            )
        for lane in {c.lane for c in calls}:
            self._groups[lane] = chats.get(lane, -1) < 0
        for group in chosen:
            task = asyncio.create_task(self._send(group, chats, people))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _send(self, group: Sequence[Waiting], chats: dict[int, int], people: dict[int, int]) -> None:
        """One call for one row, or for several deletions in one chat."""
        head = group[0]
        method, params = head.method, dict(head.params)
        if len(group) > 1:
            method = "deleteMessages"
            params = {
                "chat_id": params["chat_id"],
                "message_ids": sorted({c.params["message_id"] for c in group}),
            }
        started = asyncio.get_running_loop().time()
        try:
            if head.method == "deleteMessage" and self._clock.now() - head.at > _DELETABLE:
                raise Unaddressable("the message is too old to be removed")
            params = self._fresh_until(address(params, chats, people))
        except Unaddressable as reason:
            reply = Reply(ok=False, code=0, text=str(reason))
            state = "gone"
        else:
            reply = await self._call(method, params)
            state = outcome(method, reply)
        metrics.CALLS.labels(method, str(reply.code)).inc()
        metrics.CALL_SECONDS.observe(asyncio.get_running_loop().time() - started)
        for call in group:
            self._settled.append((self._judge(call, state, reply), call, reply))
        if reply.retry_after:
            self._pacing.pause(head.lane, self._clock.now() + reply.retry_after)
        self._lanes.free(head.lane)
        self.ring()

    async def _call(self, method: str, params: dict[str, Any]) -> Reply:
        """A gateway answers for every trouble it knows; for what it doesn't, nobody knows what was done."""
        try:
            return await self._gateway.call(method, params)
        except Exception as error:
            log.error("gateway failed", method=method, error=where(error))
            metrics.ERRORS.labels("gateway").inc()
            return Reply(ok=False, code=0, text=type(error).__name__, ambiguous=True)

    def _fresh_until(self, params: dict[str, Any]) -> dict[str, Any]:
        """A late call's `until_date` must not fall into what Telegram reads as forever."""
        until = params.get("until_date")
        if until:
            params["until_date"] = max(until, int(self._clock.now()) + _SHORTEST_UNTIL)
        return params

    def _judge(self, call: Waiting, state: str, reply: Reply) -> Outcome:
        message_id = reply.result.get("message_id", 0) if isinstance(reply.result, dict) else 0
        not_before = 0
        if state == "retry":
            flood = reply.retry_after > 0
            if call.attempts + 1 >= _ATTEMPTS and not flood:
                state = "failed"
            else:
                state = "pending"
                wait = reply.retry_after or (0 if reply.migrate_to else min(60, 2**call.attempts))
                not_before = int(self._clock.now()) + wait
        if state in ("failed", "unknown", "gone"):
            log.warning(
                "not delivered",
                state=state,
                method=call.method,
                key=call.key,
                chat=call.lane,
                code=reply.code,
                why=reply.text,
            )
        return Outcome(call.id, state, reply.ok, reply.code, reply.text, message_id, not_before)

    async def _settle(self) -> None:
        """Write the receipts of the calls that ended, with the rows they set off."""
        ended, self._settled = self._settled, []
        if not ended:
            return
        now = int(self._clock.now())
        try:
            async with self._store.write() as connection:
                await outbox.settle(connection, [o for o, _, _ in ended], now)
                for result, call, reply in ended:
                    if reply.migrate_to:
                        await migrate_chat(connection, call.lane, reply.migrate_to)
                    if result.state == "done" and call.follow:
                        self._more |= await follow_up(connection, call, reply.result, result.message_id, now)
        except BaseException:
            self._settled = ended + self._settled
            raise
        for result, call, _ in ended:
            if result.state == "pending":
                again = msgspec.structs.replace(
                    call, not_before=result.not_before, attempts=call.attempts + 1
                )
                self._lanes.add(again, now)
