"""One member does cheap things over and over, the same ones taken back and done again, while others write."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing

from prometheus_client import REGISTRY

from tests.faults.load import compared, talking
from tests.faults.scenario import Found, Options
from tests.faults.stage import CHATS, FIRST, Stage, stage
from tests.servers import Json

_TIMES = 300  # that each thing is done
_AT_ONCE = 50
_INCENTIVES = """
givers: {member_for: 0s, messages: 0}
per_day: 1000000
message: {points: 2, cooldown: 0s, shortest: 3, per_day: 1000000}
reaction: {points: 3, member_for: 0s}
"""
_AUTHOR, _MEMBER = 900, FIRST  # who is reacted to, and who never rests


async def toggle(options: Options) -> Found:
    """Nothing is lost, no update fails, and what is paid in the end is what stands in the end."""
    found = Found()
    async with stage(options, "toggle") as on:
        (on.rules / "incentives.yaml").write_text(_INCENTIVES, encoding="utf-8")
        letters = _letters()
        async with on.bot():
            first = await _prepared(on)
            async with talking(on, 30):
                for act in _acts(first, _TIMES // 5 if options.brief else _TIMES):
                    await on.pg.acts(act)
                    found.injected += len(act)
                    found.recovery.append(await on.answered(time.monotonic()))
            await compared(on, found)
        found.survived = found.injected
        if _letters() > letters:
            found.verdict.problems.append(f"{_letters() - letters:.0f} updates could not be decided")
        found.verdict.lose("points that a reaction left standing pays", {3} - {_paid(on)})
    return found


async def _prepared(on: Stage) -> int:
    """Let the author write once and rest; the number of the message."""
    await on.pg.act({"do": "create_person", "person": _AUTHOR, "first_name": "Author"})
    await on.pg.act({"do": "join", "chat": CHATS[0], "user": _AUTHOR})
    act = {"do": "message", "chat": CHATS[0], "user": _AUTHOR, "text": "here is how I solved it"}
    return int((await on.pg.act(act))["message_id"])


def _acts(message: int, times: int) -> list[list[Json]]:
    """Everything that the member does, some at once; the last toggle leaves the reaction where it is."""
    who: Json = {"chat": CHATS[0], "user": _MEMBER}
    react: Json = who | {"do": "react", "message": message}
    toggles = [react | {"emoji": ["👍"] if n % 2 else []} for n in range(times)]
    changes = [react | {"emoji": [("👍", "❤", "🔥")[n % 3]]} for n in range(times)]
    moves: list[Json] = [who | {"do": "leave" if n % 2 else "join"} for n in range(1, times)]
    presses = [
        who | {"do": "press", "message": message, "data": f"x:{n}", "forged": True} for n in range(times)
    ]
    renames: list[Json] = [
        {"do": "profile", "user": _MEMBER, "first_name": f"Name {n}"} for n in range(times)
    ]
    kinds = (toggles, changes, presses, renames, [*moves, who | {"do": "join"}], [react | {"emoji": ["👍"]}])
    return [kind[at : at + _AT_ONCE] for kind in kinds for at in range(0, len(kind), _AT_ONCE)]


def _letters() -> float:
    return REGISTRY.get_sample_value("zhiqun_dead_letters_total") or 0.0


def _paid(on: Stage) -> int:
    """What the author has for reactions."""
    query = "SELECT coalesce(sum(granted), 0) FROM ledger WHERE source = 'reaction' AND currency = 'xp'"
    with closing(sqlite3.connect(f"file:{on.database}?mode=ro", uri=True)) as database:
        return int(database.execute(query).fetchone()[0])
