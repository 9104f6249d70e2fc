"""Play a past chat through the local Telegram into the real bot (`zhiqun replay`)."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.simulation.act_mapping import Cast, acts_of, opening
from bot.simulation.history.past import Past, Unreadable
from bot.simulation.history.reading import read_history
from bot.simulation.people import Json
from bot.simulation.processes import Child
from bot.simulation.system import System
from rules.config.problems import Several
from rules.config.table_reader import LeftOut
from rules.sentences import Said, say

CLOCK = "events:60"
_CHUNK = 50
_FOR_GOOD = "40000"  # days: a past chat is old, and everything is counted at the end
_LEAD = 200  # updates the bot may be behind before people wait for it
_GAP = 3 * 3600  # seconds without an event
_PATIENCE = 300.0
_TO_BEGIN = 30.0  # seconds for the bot to learn of its groups

Progress = Callable[[int, int], None]


@dataclass
class Replay:
    """Plays events and keeps count of what was refused."""

    system: System
    events: Sequence[Past]
    progress: Progress
    refused: int = 0
    acted: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    async def play(self) -> float:
        """Let everything happen; seconds from the first act to the last."""
        cast = Cast()
        await self._send([*opening(cast, self.events, {})])
        await self.system.settled(_TO_BEGIN, quiet=2, pause=0.05)
        await self.system.there_before(
            (cast.chat(chat), cast.person(name), name)
            for chat, names in cast.present.items()
            for name in names
        )
        started = time.monotonic()
        messages: dict[tuple[str, int], int] = {}
        chunk: list[tuple[Json, Past]] = []
        waiting: set[tuple[str, int]] = set()
        last = self.events[0].ts
        for number, event in enumerate(self.events):
            if event.ts - last > _GAP:
                # The clock leaps: what is under way has to end on this side, or it is days late.
                await self._flush(chunk, messages)
                waiting.clear()
                await self.system.settled(_PATIENCE, quiet=2, pause=0.05)
            last = event.ts
            if (event.chat, event.reply_to) in waiting or event.reactions or len(chunk) >= _CHUNK:
                await self._flush(chunk, messages)
                waiting.clear()
            acts = acts_of(cast, number, event, messages)
            chunk += [(act, event) for act in acts if act["do"] != "react"]
            waiting.add((event.chat, event.msg))
            if any(act["do"] == "react" for act in acts):
                await self._flush(chunk, messages)
                message = messages.get((event.chat, event.msg), 0)
                await self._send([a | {"message": message} for a in acts if a["do"] == "react"])
            if number % _CHUNK == 0:
                self.progress(number, len(self.events))
        await self._flush(chunk, messages)
        self.progress(len(self.events), len(self.events))
        return time.monotonic() - started

    async def _flush(self, chunk: list[tuple[Json, Past]], messages: dict[tuple[str, int], int]) -> None:
        results = await self._send([act for act, _ in chunk])
        for (act, event), result in zip(chunk, results, strict=True):
            if act["do"] == "message" and result["ok"]:
                messages[event.chat, event.msg] = result["message_id"]
        chunk.clear()

    async def _send(self, acts: list[Json]) -> list[Json]:
        results = []
        for start in range(0, len(acts), _CHUNK):
            results += await self.system.people.act(acts[start : start + _CHUNK])
        refused = [r for r in results if not r["ok"]]
        self.refused += len(refused)
        self.reasons.update(_general(str(r["error"])) for r in refused)
        self.acted += len(results) - len(refused)
        while (await self.system.people.get("/sim/stats"))["pending"] > _LEAD:  # noqa: ASYNC110  # polled over HTTP
            await asyncio.sleep(0.02)
        return results


def _general(reason: str) -> str:
    """A refusal without the names in it, so that equal ones count together."""
    return re.sub(r"^\S+ (may not|is|was|lacks)", r"somebody \1", reason)[:80]


async def kill_at_random(child: Child, times: int, seed: int, done: asyncio.Event) -> int:
    """SIGKILL a process `times` times at random instants and start it again; how often it came to that."""
    draw = random.Random(seed)
    killed = 0
    while killed < times and not done.is_set():
        await asyncio.sleep(draw.uniform(0.3, 1.5))
        await child.kill()
        killed += 1
        await child.start()
    return killed


async def replay(
    path: Path,
    rules: Path,
    folder: Path,
    *,
    limit: int = 0,
    kills: int = 0,
    seed: int = 1,
    progress: Progress,
    tell: Callable[[Sequence[str]], None] = lambda _lines: None,
) -> dict[str, Any]:
    """Play a file and give the summary; with `kills`, each process is killed that often on the way.

    `tell` is given what of the file cannot be read, in sentences, before anything is played.

    Raises:
        ValueError: the file cannot be read as a chat.
        ChildFailed: a process did not start.
    """
    read = list(read_history(path, limit))
    events = [e for e in read if isinstance(e, Past)]
    left_out = LeftOut(path.name)
    for bad in (e for e in read if isinstance(e, Unreadable)):
        left_out.add_at(bad.where, bad.reason)
    if not events:
        raise Several([*left_out.told(), say("history-nothing", who=path)])
    tell(left_out.told())
    kept = {f"keep_{what}_days": _FOR_GOOD for what in ("events", "updates", "calls", "timers")}
    async with System(folder, CLOCK, rules, open_door="true", **kept) as system:
        player = Replay(system, events, progress)
        over = asyncio.Event()
        started = time.monotonic()
        killers = [
            asyncio.create_task(kill_at_random(child, kills, seed + i, over))
            for i, child in enumerate((system.bot, system.telegram))
        ]
        await player.play()
        over.set()
        killed = await asyncio.gather(*killers)
        settled = await system.settled(_PATIENCE)
        found = await system.summary(time.monotonic() - started)
    return {
        "file": path.name,
        "events": len(events),
        "unreadable": left_out.count,
        "refused": player.refused,
        "refusals": dict(player.reasons.most_common(5)),
        **found,
        **({"kills": {"bot": killed[0], "telegram": killed[1]}} if kills else {}),
        "settled": settled,
    }


def problems(found: dict[str, Any]) -> list[Said]:
    """What of a replay's accounts doesn't add up; empty when all is well."""
    wrong = []
    if found["lost"]:
        wrong.append(say("replay-lost", count=found["lost"]))
    if found["doubled"]:
        wrong.append(say("replay-doubled", count=found["doubled"]))
    if found["received"] != found["decided"] + found["dead_letters"]:
        wrong.append(say("sums-differ"))
    if not found["settled"]:
        wrong.append(say("replay-late"))
    return wrong
