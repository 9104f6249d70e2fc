"""What happens on the way to Telegram: floods, errors, silence, broken connections."""

from __future__ import annotations

import asyncio
import time

from bot.playground.state import JSON
from tests.faults.load import compared, talking, waves
from tests.faults.scenario import Found, Options
from tests.faults.stage import Stage, stage
from tests.faults.wire import wire

_WAVE = 0.8  # seconds
_CALLS = ("sendMessage", "setMessageReaction", "deleteMessage", "deleteMessages")


async def broken(options: Options, name: str, rules: list[JSON]) -> Found:
    """Faults of the local Telegram, in waves: a wave is over when its faults have hit."""
    found = Found()
    async with stage(options, name) as on, on.bot():

        async def wave(number: int) -> int:
            before = sum(int(r.get("times", 1)) for r in rules)
            await on.pg.faults(*rules)
            await asyncio.sleep(_WAVE)
            left = sum(r.times for r in on.pg.service.faults.rules)
            on.pg.service.faults.rules.clear()
            return before - left

        await waves(on, found, 2 if options.brief else 6, wave)
        return await compared(on, found)


async def flood(options: Options) -> Found:
    """429 with a second to wait, for calls and for polls."""
    rules = [{"kind": "flood", "method": m, "times": 8, "seconds": 1} for m in _CALLS]
    return await broken(options, "flood", [*rules, {"kind": "flood", "method": "getUpdates", "seconds": 1}])


async def server_errors(options: Options) -> Found:
    """500 and 502, for calls and for polls; 504, after which nobody knows."""
    rules: list[JSON] = [
        {"kind": "server_error", "method": m, "times": 3, "code": code}
        for m in _CALLS
        for code in (500, 502, 504)
    ]
    return await broken(options, "server-errors", [*rules, {"kind": "server_error", "method": "getUpdates"}])


async def time_outs_before(options: Options) -> Found:
    """No answer, and nothing happened."""
    return await _time_outs(options, "timeouts-before", "timeout_before")


async def time_outs_after(options: Options) -> Found:
    """No answer, and yet it happened."""
    return await _time_outs(options, "timeouts-after", "timeout_after")


async def _time_outs(options: Options, name: str, kind: str) -> Found:
    rules: list[JSON] = [{"kind": kind, "method": m, "times": 5, "seconds": 0.1} for m in _CALLS]
    return await broken(options, name, [*rules, {"kind": kind, "method": "getUpdates", "seconds": 0.1}])


async def dropped(options: Options) -> Found:
    """All connections break off, whatever they carry."""
    found = Found()
    async with stage(options, "dropped") as on, wire(on.pg.url) as (line, url), on.bot(api_url=url):

        async def wave(number: int) -> int:
            count = 0
            for _ in range(5):
                await asyncio.sleep(on.draw.uniform(0, 0.25))
                count += line.cut()
            return count

        await waves(on, found, 2 if options.brief else 6, wave)
        return await compared(on, found)


async def half_open(options: Options) -> Found:
    """Connections that look alive and carry nothing any more: only a time-out tells."""
    found = Found()
    async with stage(options, "half-open") as on, wire(on.pg.url) as (line, url), on.bot(api_url=url):
        for _ in range(1 if options.brief else 3):
            async with talking(on):
                await asyncio.sleep(1)
                found.injected += (count := line.hold())
                began = time.monotonic()
                await _polled_again(on)
            found.recovery.append(await on.answered(began))
            found.survived += count
        return await compared(on, found)


async def _polled_again(on: Stage) -> None:
    """Wait for the poll that follows the one that got no answer."""
    polls = on.witness.methods["getUpdates"]
    async with asyncio.timeout(120):
        while on.witness.methods["getUpdates"] == polls:  # noqa: ASYNC110  # the server tells it no other way
            await asyncio.sleep(0.05)
