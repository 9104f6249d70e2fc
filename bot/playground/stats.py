"""Counting: calls, errors, and how long people wait for a bot's first answer (in real milliseconds)."""

from __future__ import annotations

import re
import time
from collections import Counter, deque
from itertools import islice
from typing import NamedTuple

from bot.playground.acts.model import Act, Ref
from bot.playground.state import JSON, Update
from bot.playground.world import World

MENTIONED = re.compile(r"tg://user\?id=(\d+)")
KEPT_CALLS, KEPT_WAITS, OPEN_ACTS = 50_000, 200_000, 50_000


class Waiting(NamedTuple):
    """An act a bot was told of: when, where, about which message, by whom, which callback."""

    at: float
    chat: int
    message: int
    user: int
    callback: str


class Stats:
    """What passed through the server since it started."""

    def __init__(self) -> None:
        self.calls: deque[JSON] = deque(maxlen=KEPT_CALLS)
        self.methods: Counter[str] = Counter()
        self.errors: Counter[str] = Counter()
        self.waits: deque[float] = deque(maxlen=KEPT_WAITS)
        self._number = 0
        self._acts: dict[int, Waiting] = {}
        self._told: dict[int, deque[Waiting]] = {}

    def acted(self, result: JSON, chat: int, user: int) -> None:
        """An act queued updates: its clock runs."""
        if not result.get("update_ids") or len(self._acts) > OPEN_ACTS:
            return
        number = result.get("message_id", 0)
        callback = result.get("callback_id", "")
        waiting = Waiting(time.perf_counter(), chat, number, user, callback)
        self._acts |= dict.fromkeys(result["update_ids"], waiting)

    def handed_out(self, updates: list[Update]) -> None:
        """A bot received these updates."""
        for update in updates:
            waiting = self._acts.pop(update.id, None)
            if waiting is not None:
                self._told.setdefault(waiting.chat, deque(maxlen=1000)).append(waiting)

    def answered(self, chat: int, params: JSON) -> None:
        """A bot's call answers the acts it names: by message, by person, by button, or in its words."""
        now = time.perf_counter()
        if "callback_query_id" in params:
            told = [w for ws in self._told.values() for w in ws if w.callback == params["callback_query_id"]]
        else:
            told = self._named(self._told.get(chat) or deque(), params)
        for waiting in told:
            self._told[waiting.chat].remove(waiting)
            self.waits.append((now - waiting.at) * 1000)

    def _named(self, told: deque[Waiting], params: JSON) -> list[Waiting]:
        if not told:
            return []
        reply = (params.get("reply_parameters") or {}).get("message_id", 0)
        numbers = {params.get("message_id", 0), reply, *params.get("message_ids", [])} - {0}
        user = params.get("user_id")
        if numbers or user is not None:
            # A sanction answers the last thing its member did, not everything they ever did.
            last = [w for w in told if w.user == user][-1:]
            return [w for w in told if w.message in numbers or w in last]
        # A greeting names whoever came; what names nobody was not set off by an act.
        greeted = {int(n) for n in MENTIONED.findall(str(params.get("text", "")))}
        return [w for w in told if not w.message and w.user in greeted]

    def called(self, entry: JSON) -> None:
        """Write a call into the transcript."""
        self._number += 1
        self.calls.append({"n": self._number, **entry})

    def calls_after(self, number: int, limit: int) -> list[JSON]:
        """The calls after the one of this number, at most `limit`; a negative number asks for the last."""
        first = self._number - len(self.calls) + 1
        start = len(self.calls) + number if number < 0 else number + 1 - first
        return list(islice(self.calls, max(0, start), max(0, start) + max(0, limit)))

    def shown(self, world: World) -> JSON:
        """The figures."""
        waits = sorted(self.waits)
        return {
            "sent": sum(b.queued for b in world.bots.values()),
            "confirmed": sum(b.confirmed for b in world.bots.values()),
            "pending": sum(len(b.queue) for b in world.bots.values()),
            "calls": dict(self.methods),
            "errors": dict(self.errors),
            "answered": len(waits),
            "p50_ms": quantile(waits, 0.50),
            "p99_ms": quantile(waits, 0.99),
        }


def quantile(ordered: list[float], share: float) -> float | None:
    """The value below which a share of ordered values lies; None of none."""
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 3) if ordered else None


def lane_of(world: World, act: Act) -> tuple[int, int]:
    """The chat and the person of an act, as numbers."""
    who: Ref = getattr(act, "user", None) or 0
    where: Ref = getattr(act, "chat", None) or getattr(act, "channel", None) or who
    user, chat = world.resolve(who), world.resolve(where)
    return (user if chat in world.bots else chat), user
