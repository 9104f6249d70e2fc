"""What others wait for while one member does the same cheap thing over and over, against a quiet time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.trial.people import Json
from tests.bench.figures import quantile
from tests.bench.filling import fill
from tests.bench.measurement import Found, Options
from tests.bench.removed import WORD, removing_rules, sayings
from tests.bench.town import Town, enforcements, town

_RATE = 30.0  # messages of others a second
_TIMES = 1000  # that the member does each thing
_A_SECOND = 40.0  # more than a client gets through
_EVENTS = 100_000  # stored before
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
    """The p99 from act to removal of others' messages: while one member does each thing ÷ before it."""
    times = options.many(_TIMES)
    quiet: list[float] = []
    busy: dict[str, list[float]] = {}
    with TemporaryDirectory() as folder:
        rules = removing_rules(options.rules, Path(folder) / "rules")
        async with town(rules, 4, 600, awaited=WORD) as of:
            await _with_a_past(of)
            await of.play(sayings(of, _others(of), 200, seed=0), _RATE)
            seconds = times / _A_SECOND
            for number, (name, act) in enumerate(ACTS.items(), 1):
                quiet += await _waits(of, seconds, number)
                options.say(f"{name}: {times} of one member")
                busy[name] = await _waits(of, seconds, -number, act, of.people[-number])
    usual = quantile(sorted(quiet), 0.99)
    noisy = sorted(w for waits in busy.values() for w in waits)
    figures = {
        "ratio": round(quantile(noisy, 0.99) / usual, 2),
        "quiet_p99_ms": round(usual, 1),
        "busy_p99_ms": round(quantile(noisy, 0.99), 1),
        **{f"{name}_p99_ms": round(quantile(sorted(waits), 0.99), 1) for name, waits in busy.items()},
        "enforced": len(noisy),
        "times": times,
    }
    return Found(figures, figures["ratio"] <= _TARGET)


async def _waits(of: Town, seconds: float, seed: int, act: Act | None = None, member: int = 0) -> list[float]:
    """Milliseconds that others waited, with one member acting meanwhile or not."""
    await of.quiet()
    of.written.clear()
    talk = of.play(sayings(of, _others(of), int(seconds * _RATE), seed), _RATE)
    if act is None:
        await talk
    else:
        await asyncio.gather(talk, of.play(await _acts(of, act, member, seconds), _A_SECOND))
    await of.quiet()
    gone = enforcements(await of.calls())
    return [(gone[m] - at) * 1000 for m, at in of.written.items() if m in gone]


async def _acts(of: Town, act: Act, member: int, seconds: float) -> Iterator[Json]:
    chat = of.chats[0]
    (first,) = await of.side.act(
        [{"do": "message", "chat": chat, "user": member, "text": "here is how I solved it"}]
    )
    return (act(n, chat, member, int(first["message_id"])) for n in range(int(seconds * _A_SECOND)))


async def _with_a_past(of: Town) -> None:
    await of.bot.stop()
    fill(Path(of.database.partition(":///")[2]), _EVENTS)
    await of.bot.start()
    await of.quiet()


def _others(of: Town) -> Sequence[int]:
    return of.people[: len(of.people) // 2]
