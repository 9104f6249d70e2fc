"""Limit how many commands and presses of a member are answered: a sliding window each."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

Member = tuple[int, int]  # own chat, own person
MOST = 20_000  # members remembered; whoever was quiet longest is forgotten first


@dataclass(frozen=True)
class Turn:
    """Whether this one is answered; of those that are not, the `first` may be told so."""

    given: bool
    first: bool = False


@dataclass
class _Window:
    given: dict[int, int] = field(default_factory=dict)  # update id → unix seconds
    told: tuple[int, int] = (0, -(10**9))


class Limiter:
    """Depends on the events alone: the same events get the same turns, and one decided twice counts once."""

    def __init__(self, most: int = MOST) -> None:
        self._windows: OrderedDict[Member, _Window] = OrderedDict()
        self._most = most

    def __len__(self) -> int:
        return len(self._windows)

    def take(self, member: Member, update: int, at: int, times: int, within: int) -> Turn:
        """The turn of an update at `at`, unix seconds: `times` are answered `within` so many seconds."""
        window = self._windows.setdefault(member, _Window())
        self._windows.move_to_end(member)
        if len(self._windows) > self._most:
            self._windows.popitem(last=False)
        if update in window.given:
            return Turn(given=True)
        window.given = {u: t for u, t in window.given.items() if t > at - within}
        if len(window.given) < times:
            window.given[update] = at
            return Turn(given=True)
        first = window.told[0] == update or window.told[1] <= at - within
        if first:
            window.told = (update, at)
        return Turn(given=False, first=first)
