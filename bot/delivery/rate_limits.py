"""Tell when a call may leave: Telegram's limits as sliding windows, and the pauses it asked for.

Limits: 30 messages a second overall, 1 a second in one chat, 20 a minute in one group
(core.telegram.org/bots/faq). A leaky bucket would let almost twice as many through in its first
window; these windows look at the times of the messages that really left.
"""

from __future__ import annotations

from collections import deque

_MESSAGES = ("send", "edit", "forward", "copy")
_FREE = {"sendChatAction"}
OVERALL = (30, 1.0)
CHAT = (1, 1.0)
GROUP = (20, 60.0)
MARGIN = 0.05  # seconds: the server's clock is not ours
_SET_BACK = 5.0  # seconds a clock runs back before what was counted by it is void
_IDLE = 120.0  # seconds after which a quiet lane is forgotten


def counts(method: str) -> bool:
    """Whether a method counts as a message. Deletes, bans, reactions and answers do not."""
    return method.startswith(_MESSAGES) and method not in _FREE


class _Window:
    def __init__(self, limit: tuple[int, float]) -> None:
        self.most, self.span = limit
        self.times: deque[float] = deque()

    def ready_at(self, now: float) -> float:
        while self.times and self.times[0] <= now - self.span - MARGIN:
            self.times.popleft()
        if len(self.times) < self.most:
            return now
        return self.times[-self.most] + self.span + MARGIN


class RateLimits:
    """Sliding windows for all lanes of one bot. Times are unix seconds of the caller's clock."""

    def __init__(self, *, on: bool = True) -> None:
        self._on = on
        self._overall = _Window(OVERALL)
        self._lanes: dict[int, tuple[_Window, _Window]] = {}
        self._paused: dict[tuple[int, bool], float] = {}  # by lane; only its messages, or all
        self._newest = 0.0

    def ready_at(self, lane: int, group: bool, method: str, now: float) -> float:
        """The earliest moment from `now` on at which this call may leave."""
        self._look_at(now)
        earliest = max(now, self._paused.get((lane, False), 0.0))
        if not counts(method):
            return earliest
        earliest = max(earliest, self._paused.get((lane, True), 0.0))
        if not self._on:
            return earliest
        per_second, per_minute = self._lanes.get(lane) or (_Window(CHAT), _Window(GROUP))
        windows = [self._overall, per_second, *([per_minute] if group else [])]
        return max(earliest, *(w.ready_at(now) for w in windows))

    def sent(self, lane: int, method: str, now: float) -> None:
        """A call leaves now."""
        if not counts(method):
            return
        if lane not in self._lanes:
            self._forget_idle(now)
            self._lanes[lane] = (_Window(CHAT), _Window(GROUP))
        for window in (self._overall, *self._lanes[lane]):
            window.times.append(now)

    def left(self, lane: int, method: str, planned: float, now: float) -> None:
        """What was `sent` at `planned` left only now: the windows count from here."""
        if not counts(method) or lane not in self._lanes:
            return
        for window in (self._overall, *self._lanes[lane]):
            if planned in window.times:
                window.times.remove(planned)
                window.times.append(now)

    def pause(self, lane: int, method: str, until: float) -> None:
        """Telegram asked this lane to wait: with its messages, or with everything."""
        key = (lane, counts(method))
        self._paused[key] = max(until, self._paused.get(key, 0.0))

    def _look_at(self, now: float) -> None:
        """A clock that was put back would make every lane wait until it is that late again: begin anew."""
        if now < self._newest - _SET_BACK:
            self._overall, self._lanes, self._paused = _Window(OVERALL), {}, {}
            self._newest = now
        self._newest = max(self._newest, now)

    def _forget_idle(self, now: float) -> None:
        if len(self._lanes) < 10_000:
            return
        self._lanes = {
            lane: pair
            for lane, pair in self._lanes.items()
            if pair[1].times and pair[1].times[-1] > now - _IDLE
        }
        self._paused = {key: until for key, until in self._paused.items() if until > now}
