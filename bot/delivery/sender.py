"""Send one call: address it, make it, and judge its answer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import msgspec

from bot.delivery.receipts import Ended
from bot.platforms.telegram.api_rules import as_asked, outcome
from bot.platforms.telegram.calls import HAS_RIGHT, Gateway, Reply, Unaddressable, address
from bot.runtime import logs, metrics
from bot.runtime.clock import Clock
from bot.runtime.error_redaction import where
from storage.outbox import Outcome, Waiting

_ATTEMPTS = 8
_REMEMBERED = 20_000  # removed messages; a note that removes itself later is not removed twice
_DELETABLE = 48 * 3600  # seconds: Bot API deleteMessage
_SHORTEST_UNTIL = 35  # seconds: Telegram takes anything under 30 for "forever" …
_LONGEST_UNTIL = 366 * 86_400 - 3600  # … and anything over 366 days by its own clock

Where = tuple[dict[int, int], dict[int, int]]  # platform ids of chats and of people, by own id
_GONE = Reply(ok=True, result=True, text="it was removed before")

log = logs.get("delivery")


class Sender:
    """Makes calls through a gateway. Whatever happens becomes a reply."""

    def __init__(self, gateway: Gateway, clock: Clock) -> None:
        self._gateway, self._clock = gateway, clock
        self._removed: dict[tuple[int, int], None] = {}  # platform ids of chats and messages, oldest first

    async def send(self, group: Sequence[Waiting], where: Where) -> tuple[list[Ended], Reply]:
        """Make one call for one row, or for several deletions in one chat; what came of each row.

        What was removed already is not removed again.
        """
        gone, group = self._parted(group, where)
        if not group:
            return gone, _GONE
        head = group[0]
        method, params = head.method, dict(head.params)
        if len(group) > 1:
            method = "deleteMessages"
            params = {
                "chat_id": params["chat_id"],
                "message_ids": sorted({c.params["message_id"] for c in group}),
            }
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            if head.method == "deleteMessage" and self._clock.now() - head.at > _DELETABLE:
                raise Unaddressable("the message is too old to be removed")
            params = self._fresh_until(address(params, *where))
        except Unaddressable as reason:
            reply = Reply(ok=False, code=0, text=str(reason))
            state = "gone"
        else:
            reply = await self._call(method, params)
            for follow in head.follow:
                if follow["kind"] == HAS_RIGHT:
                    reply = as_asked(follow["subject"], reply)
            state = outcome(method, reply)
        metrics.CALLS.labels(method, str(reply.code)).inc()
        metrics.CALL_SECONDS.observe(loop.time() - started)
        now = int(self._clock.now())
        if state == "done" and head.method == "deleteMessage":
            self._note(group, where)
        return [*gone, *(Ended(_judge(call, state, reply, now), call, reply) for call in group)], reply

    def _parted(self, group: Sequence[Waiting], where: Where) -> tuple[list[Ended], Sequence[Waiting]]:
        """Deletions of what this bot removed before, as done, and the calls to be made."""
        if group[0].method != "deleteMessage" or not self._removed:
            return [], group
        gone = [c for c in group if _place(c, where) in self._removed]
        left = [c for c in group if c not in gone]
        return [Ended(Outcome(c.id, "done", ok=True, text=_GONE.text), c, _GONE) for c in gone], left

    def _note(self, group: Sequence[Waiting], where: Where) -> None:
        for call in group:
            self._removed[_place(call, where)] = None
        while len(self._removed) > _REMEMBERED:
            del self._removed[next(iter(self._removed))]

    async def _call(self, method: str, params: dict[str, Any]) -> Reply:
        """A gateway answers for every trouble it knows; for what it doesn't, nobody knows what was done."""
        try:
            return await self._gateway.call(method, params)
        except Exception as error:
            log.error("gateway failed", method=method, error=where(error))
            metrics.ERRORS.labels("gateway").inc()
            return Reply(ok=False, code=0, text=type(error).__name__, ambiguous=True)

    def _fresh_until(self, params: dict[str, Any]) -> dict[str, Any]:
        """A call's `until_date` must not become what Telegram reads as forever, late or with clocks apart."""
        until = params.get("until_date")
        if until:
            now = int(self._clock.now())
            params["until_date"] = min(max(until, now + _SHORTEST_UNTIL), now + _LONGEST_UNTIL)
        return params


def _place(call: Waiting, where: Where) -> tuple[int, int]:
    """The chat, as Telegram numbers it now, and the message that a deletion names."""
    return where[0].get(call.lane, 0), int(call.params["message_id"])


def _judge(call: Waiting, state: str, reply: Reply, now: int) -> Outcome:
    message_id = reply.result.get("message_id", 0) if isinstance(reply.result, dict) else 0
    not_before = 0
    if state == "retry" and reply.migrate_to and "message_id" in call.params:
        state = "gone"  # the supergroup numbers its messages anew
    if state == "retry":
        flood = reply.retry_after > 0
        if call.attempts + 1 >= _ATTEMPTS and not flood:
            state = "failed"
        else:
            state = "pending"
            wait = reply.retry_after or (0 if reply.migrate_to else min(60, 2**call.attempts))
            not_before = now + wait
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


def again(ended: Ended) -> Waiting:
    """The row of a call that is to be repeated, as it waits now."""
    attempts = ended.call.attempts + 1
    return msgspec.structs.replace(ended.call, not_before=ended.outcome.not_before, attempts=attempts)


def too_late(call: Waiting, now: float) -> bool:
    """Whether a note that removes itself would be gone by now had it left in time: nobody needs it."""
    if not call.follow or not call.method.startswith("send"):
        return False
    stays = [f.get("after", 0) for f in call.follow if f["kind"] == "delete"]
    return len(stays) == len(call.follow) and now - max(call.at, call.not_before) > max(stays)


def skipped(call: Waiting) -> Ended:
    """A call that came too late to be made."""
    metrics.CALLS.labels(call.method, "late").inc()
    reason = "it would have removed itself by now"
    return Ended(
        Outcome(call.id, "gone", ok=False, code=0, text=reason), call, Reply(ok=False, code=0, text=reason)
    )
