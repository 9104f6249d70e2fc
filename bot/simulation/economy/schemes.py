"""What the same month would have brought under the rules of others, much simplified.

MEE6: 15 to 25 XP a message, at most one a minute (20). Discourse: a post 2, a like received or given 1, a
solution 10, a day visited 1, an invitation redeemed 10. Skool: a like received 1, nothing else. Stack
Exchange: an upvote 10 with at most 200 a day, an accepted answer 15 outside of that, accepting one 2.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.simulation.economy.living import DAYS
from bot.simulation.economy.society import BEGIN, DAY, Society

_CAP = 200


def _ours(society: Society, person: int) -> float:
    return society.earned(person)


def _mee6(society: Society, person: int) -> float:
    return 20 * society.done[person]["messages"]


def _discourse(society: Society, person: int) -> float:
    done = society.done[person]
    visited = DAYS if done["messages"] else 0
    talk = 2 * done["messages"] + done["likes"] + done["liked"] + visited
    return talk + 10 * done["accepted"] + 10 * done["invited"]


def _skool(society: Society, person: int) -> float:
    return society.done[person]["likes"]


def _stack_exchange(society: Society, person: int) -> float:
    days = range(BEGIN // DAY, BEGIN // DAY + DAYS)
    votes = sum(min(_CAP, 10 * society.likes.get((person, day), 0)) for day in days)
    done = society.done[person]
    return votes + 15 * done["accepted"] + 2 * done["asked"]


SCHEMES: dict[str, Callable[[Society, int], float]] = {
    "ours": _ours,
    "mee6": _mee6,
    "discourse": _discourse,
    "skool": _skool,
    "stack_exchange": _stack_exchange,
}
