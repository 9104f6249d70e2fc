"""A raid: two thousand messages and five hundred arrivals a minute, while scheduled posts wait.

Telegram's limits on sending are on, and so is the bot's pacing. Half of the messages lead into other groups,
each by an account that came for it.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator

from sqlalchemy import select

from bot.core.unit_of_work import outbox_row
from bot.platforms.telegram.calls import Call, Priority, chat_ref
from bot.simulation.people import Json
from storage import outbox
from storage.directory import ALIAS
from storage.store import Store
from tests.bench.figures import quantile
from tests.bench.measurement import Found, Options
from tests.bench.talk import invitation, sentence
from tests.bench.town import Town, enforcements, town

_MESSAGES, _JOINS = 2_000, 500  # a minute
_CHATS, _RESIDENTS = 2, 200
_POSTS = 5  # scheduled in each chat when the raid begins
_TARGET = 1_000.0  # milliseconds at p99
_AFTERWARDS = 240.0  # seconds in which all posts have to be out
_FIRST = 6_200_000_000  # number of the first raider


def acts(of: Town, seconds: float, seed: int = 1) -> Iterator[Json]:
    """Arrivals and messages in their proportions; who arrived writes one invitation, then others write."""
    draw = random.Random(seed)
    arrived: list[tuple[int, int]] = []
    number = _FIRST
    total = int((_MESSAGES + _JOINS) * seconds / 60)
    for nth in range(total):
        if nth % ((_MESSAGES + _JOINS) // _JOINS) == 0:
            chat, number = draw.choice(of.chats), number + 1
            arrived.append((chat, number))
            yield {"do": "join", "chat": chat, "user": number}
        elif arrived and draw.random() < 0.5:
            chat, user = arrived.pop(0) if len(arrived) > 20 else draw.choice(arrived)
            yield {"do": "message", "chat": chat, "user": user, "text": invitation(draw)}
        else:
            yield _harmless(of, draw)


def _harmless(of: Town, draw: random.Random) -> Json:
    text = sentence(draw, draw.choice(("zh", "en")))
    return {"do": "message", "chat": draw.choice(of.chats), "user": draw.choice(of.people), "text": text}


def schedule_posts(store: Store, of: Town) -> int:
    """Put posts into the outbox as a job does; how many."""
    with store.write() as connection:
        own = [r.chat_id for r in connection.execute(select(ALIAS.c.chat_id))]
        now = int(time.time())
        calls = [
            Call(
                method="sendMessage",
                params={"chat_id": chat_ref(chat), "text": f"planned {number}"},
                key=f"bench:{chat}:{number}",
                lane=chat,
                retry="never_if_ambiguous",
                priority=Priority.SCHEDULED,
            )
            for chat in own
            for number in range(_POSTS)
        ]
        return outbox.add(connection, [outbox_row(c, now) for c in calls])


async def raid(options: Options) -> Found:
    """p99 in milliseconds from an act to the removal, the longest queues, and when the posts were out."""
    seconds = float(options.many(60))
    async with town(options.rules, _CHATS, _RESIDENTS) as of:
        raiders = int(_JOINS * seconds / 60) + 100
        await of.invite([_FIRST + n for n in range(raiders + 1)])
        store = Store(of.database)
        queues = Queues(of)
        watching = asyncio.create_task(queues.watch(options))
        posts = schedule_posts(store, of)
        options.say(f"{seconds:.0f} s of raid, {posts} posts wait")
        await of.play(acts(of, seconds), (_MESSAGES + _JOINS) / 60)
        await of.quiet()
        ended = time.time()
        waits = removal_times(of, await of.calls())
        out = await _wait_for_posts(of, posts, ended)
        watching.cancel()
        refusals = (await of.side.get("/sim/stats"))["errors"]
        store.close()
    p99 = quantile(waits, 0.99)
    figures = {
        "p50_ms": round(quantile(waits, 0.5), 1),
        "p99_ms": round(p99, 1),
        "most_ms": round(waits[-1], 1),
        "removed": len(waits),
        "seconds": seconds,
        "posts": posts,
        "posts_out": len(out),
        "posts_after_s": round(max(out, default=0.0), 1),
        "flood_refusals": refusals.get("429", 0),
        **{f"most_{name}": int(most) for name, most in queues.most.items()},
    }
    return Found(figures, p99 < _TARGET and len(out) == posts, {"moderation waiting": queues.points})


def removal_times(of: Town, calls: list[Json]) -> list[float]:
    """Milliseconds from each act to its removal, in order of size."""
    gone = enforcements(calls)
    return sorted((gone[m] - at) * 1000 for m, at in of.written.items() if m in gone)


async def _wait_for_posts(of: Town, posts: int, ended: float) -> list[float]:
    """When each post went out, in seconds after the raid's end; those out before count as 0."""
    until = time.time() + _AFTERWARDS
    while True:
        out = [
            max(0.0, call["real"] - ended)
            for call in await of.calls()
            if call["ok"] and str(call["params"].get("text", "")).startswith("planned ")
        ]
        if len(out) >= posts or time.time() > until:
            return out
        await asyncio.sleep(1)


class Queues:
    """Looks at the bot's queues in its /metrics, once a second."""

    _NAMES = ("zhiqun_outbox_waiting", "zhiqun_outbox_loaded", "zhiqun_calls_under_way")

    def __init__(self, of: Town) -> None:
        self._of = of
        self.most: dict[str, float] = {}
        self.points: list[tuple[float, float]] = []

    async def watch(self, options: Options) -> None:
        """Look until cancelled."""
        start = time.time()
        while True:
            seen = await self._of.metrics()
            for full, value in seen.items():
                name = full.removeprefix("zhiqun_").replace('{priority="', "_").removesuffix('"}')
                if full.startswith(self._NAMES):
                    self.most[name] = max(value, self.most.get(name, 0.0))
            moderation = seen.get('zhiqun_outbox_waiting{priority="moderation"}', 0.0)
            self.points.append((time.time() - start, moderation))
            if len(self.points) % 20 == 0:
                options.say(f"{time.time() - start:.0f} s: {moderation:.0f} moderation calls wait")
            await asyncio.sleep(1)
