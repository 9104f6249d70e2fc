"""What others wait for while one member does the same cheap thing over and over, against quiet times between.

Both take turns in short slices, so that whatever else the machine does falls on both. The rules that would
silence the member after a few messages are off: what is to be measured are the acts, not that they end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.simulation.people import Json
from bot.simulation.system import TOKEN
from tests.bench.figures import quantile
from tests.bench.filling import fill
from tests.bench.measurement import Found, Options
from tests.bench.removed import WORD, removing_rules, sayings
from tests.bench.town import Town, enforcements, town

_RATE = 30.0  # messages of others a second
_TIMES = 1000  # that the member does each thing
_A_SECOND = 40.0  # more than a client gets through
_EVENTS = 100_000  # stored before
_SLICES = 5  # in which each thing is done, with as many quiet ones between
_SILENCING = ("flood", "repeats")  # rules
_TARGET = 1.5
Act = Callable[[int, int, int, int], Json]  # number, chat, member, a message of theirs


def _joins(n: int, chat: int, user: int, _message: int) -> Json:
    return {"do": "join" if n % 2 else "leave", "chat": chat, "user": user}


def _toggles(n: int, chat: int, user: int, message: int) -> Json:
    return {"do": "react", "chat": chat, "user": user, "message": message, "emoji": ["👍"] if n % 2 else []}


def _edits(n: int, chat: int, user: int, message: int) -> Json:
    return {"do": "edit", "chat": chat, "user": user, "message": message, "text": f"a word or two, {n}"}


def _presses(n: int, chat: int, user: int, message: int) -> Json:
    return {"do": "press", "chat": chat, "user": user, "message": message, "data": f"x:{n}", "forged": True}


def _polls(n: int, chat: int, user: int, _message: int) -> Json:
    return {"do": "message", "chat": chat, "user": user, "media": {"kind": "poll", "name": f"Which, {n}?"}}


def _renames(n: int, chat: int, user: int, _message: int) -> Json:
    if n % 2:
        return {"do": "profile", "user": user, "first_name": f"Name {n}", "username": f"name_{n}_x"}
    return _writes("good morning, for once and again")(n, chat, user, 0)


def _writes(text: str, *, answers: bool = False) -> Act:
    def act(n: int, chat: int, user: int, message: int) -> Json:
        reply = {"reply_to": message} if answers else {}
        return {"do": "message", "chat": chat, "user": user, "text": f"{text} {n}", **reply}

    return act


ACTS: dict[str, Act] = {
    "toggles": _toggles,
    "edits": _edits,
    "joins": _joins,
    "presses": _presses,
    "commands": _writes("/top"),
    "reports": _writes("/report", answers=True),
    "thanks": _writes("谢谢", answers=True),
    "polls": _polls,
    "renames": _renames,
}


async def one_member(options: Options) -> Found:
    """The p99 from act to removal of others' messages: while one member does each thing ÷ between."""
    times = options.many(_TIMES)
    waits = {name: _Waits() for name in ACTS}
    with TemporaryDirectory() as folder:
        rules = removing_rules(options.rules, Path(folder) / "rules", off=_SILENCING)
        async with town(rules, 4, 600, awaited=WORD) as of:
            await _with_a_past(of)
            await of.play(sayings(of, _others(of), 200, seed=0), _RATE)
            posted = await _posted(of)
            for number, (name, act) in enumerate(ACTS.items(), 1):
                options.say(f"{name}: {times} of one member")
                member, found = of.people[-number], waits[name]
                acts = await _acts(of, act, member, times, posted if act is _presses else 0)
                for at in range(_SLICES):
                    part, seed = _part(acts, at), number * _SLICES + at
                    found.quiet += await _slice(of, len(part) / _A_SECOND, seed, [])
                    found.busy += await _slice(of, len(part) / _A_SECOND, seed, part)
            refused = of.refused
    quiet = [w for each in waits.values() for w in each.quiet]
    busy = [w for each in waits.values() for w in each.busy]
    ratios = {name: round(_p99(each.busy) / _p99(each.quiet), 2) for name, each in waits.items()}
    figures = {
        "ratio": round(_p99(busy) / _p99(quiet), 2),
        "quiet_p99_ms": round(_p99(quiet), 1),
        "busy_p99_ms": round(_p99(busy), 1),
        "quiet_p50_ms": round(quantile(sorted(quiet), 0.5), 1),
        "busy_p50_ms": round(quantile(sorted(busy), 0.5), 1),
        **ratios,
        "enforced": len(busy),
        "times": times,
        "refused": refused,
    }
    return Found(figures, max(ratios.values()) <= _TARGET and not refused)


@dataclass
class _Waits:
    """Milliseconds that others waited in quiet times, and while one member acted."""

    quiet: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)


def _part(acts: Sequence[Json], at: int) -> Sequence[Json]:
    """One slice of what the member does, in order: who has left can only come back."""
    return acts[at * len(acts) // _SLICES : (at + 1) * len(acts) // _SLICES]


def _p99(waits: Iterable[float]) -> float:
    return quantile(sorted(waits), 0.99)


async def _slice(of: Town, seconds: float, seed: int, acts: Sequence[Json]) -> list[float]:
    """Milliseconds that others waited, with one member doing this meanwhile or nothing."""
    await of.quiet()
    of.written.clear()
    talk = of.play(sayings(of, _others(of), int(seconds * _RATE), seed), _RATE)
    await asyncio.gather(talk, of.play(acts, _A_SECOND))
    await of.quiet()
    gone = enforcements(await of.calls())
    return [(gone[m] - at) * 1000 for m, at in of.written.items() if m in gone]


async def _acts(of: Town, act: Act, member: int, times: int, posted: int) -> list[Json]:
    """What the member does, about a message that was `posted` or one that they write for it."""
    chat = of.chats[0]
    if not posted:
        (first,) = await of.side.act(
            [{"do": "message", "chat": chat, "user": member, "text": "here is how I solved it"}]
        )
        posted = int(first["message_id"])
    return [act(n, chat, member, posted) for n in range(times)]


async def _posted(of: Town) -> int:
    """A message of the bot's, which can be pressed."""
    import aiohttp

    given = {"chat_id": of.chats[0], "text": "here is something to press"}
    url = f"{of.side.url}/bot{TOKEN}/sendMessage"
    async with aiohttp.ClientSession() as http, http.post(url, json=given) as response:
        return int((await response.json())["result"]["message_id"])


async def _with_a_past(of: Town) -> None:
    await of.bot.stop()
    fill(Path(of.database.partition(":///")[2]), _EVENTS)
    await of.bot.start()
    await of.quiet()


def _others(of: Town) -> Sequence[int]:
    return of.people[: len(of.people) // 2]
