"""The process ends at random instants under load: killed, or asked to end."""

from __future__ import annotations

import asyncio
import signal
import time
from contextlib import AsyncExitStack

from tests.faults.load import compared, talking
from tests.faults.scenario import Found, Options
from tests.faults.stage import Stage, stage, until
from tests.processes import BotProcess, Nursery

RATE = 40.0  # messages a second
_WHOLE = 20  # every so many starts are those of an operator, libraries and all
_DURING_START = 0.25  # share of the ends that come before the bot works
_START, _WORK = 0.8, 0.7  # seconds in which they come
_FREEZES = (
    ((signal.SIGSTOP,), 3.0),
    ((signal.SIGCHLD, signal.SIGWINCH, signal.SIGURG, signal.SIGPIPE), 0.2),
)
_TERMINATED = 0.2  # share of all ends that are asked for


def shares(kills: int) -> tuple[int, int]:
    """How many of the ends are by SIGKILL, and how many by SIGTERM."""
    asked = max(1, round(kills * _TERMINATED * 5 / 6))
    return max(1, kills - asked), asked


async def killed(options: Options) -> Found:
    """SIGKILL."""
    return await ends(options, "sigkill", signal.SIGKILL, shares(options.kills)[0])


async def terminated(options: Options) -> Found:
    """SIGTERM."""
    return await ends(options, "sigterm", signal.SIGTERM, shares(options.kills)[1])


async def frozen(options: Options) -> Found:
    """The process stands still, gets signals that mean nothing to it, or is asked to end while it stands."""
    found = Found()
    async with AsyncExitStack() as stack:
        on = await stack.enter_async_context(stage(options, "frozen"))
        nursery = await stack.enter_async_context(Nursery(on.folder))
        bot = await nursery.fork(**on.settings)
        async with talking(on):
            await _working(on, bot)
            for _ in range(1 if options.brief else 3):
                for numbers, seconds in _FREEZES:
                    for number in numbers:
                        bot.send(number)
                    await asyncio.sleep(seconds)
                    bot.send(signal.SIGCONT)
                    found.injected += 1
                    found.recovery.append(await on.answered(time.monotonic()))
                    found.survived += bot.lives
                bot.send(signal.SIGSTOP)
                await asyncio.sleep(1)
                bot.send(signal.SIGTERM)
                bot.send(signal.SIGCONT)
                found.injected += 1
                found.survived += await bot.ended() == 0
                bot = await nursery.fork(**on.settings)
                await _working(on, bot)
        await compared(on, found)
        bot.send(signal.SIGTERM)
        await bot.ended()
    return found


async def ends(options: Options, name: str, number: int, times: int) -> Found:
    """End the bot `times` times while members write, then let a last one finish what is left."""
    found = Found(injected=times)
    async with AsyncExitStack() as stack:
        on = await stack.enter_async_context(stage(options, name))
        nursery = await stack.enter_async_context(Nursery(on.folder))
        talking = asyncio.create_task(on.crowd.talk(RATE))
        stack.callback(talking.cancel)
        ended = 0.0
        for turn in range(times + 1):
            whole = turn % _WHOLE == 1 and times >= _WHOLE // 2
            bot = await (nursery.whole if whole else nursery.fork)(**on.settings)
            if turn == times:
                await _working(on, bot)
                break
            if turn == 0 or whole or on.draw.random() >= _DURING_START:
                await _working(on, bot)
                if whole:
                    found.recovery.append(time.monotonic() - ended)
                await asyncio.sleep(on.draw.uniform(0, _WORK))
            else:
                await asyncio.sleep(on.draw.uniform(0, _START))
            ended = time.monotonic()
            bot.send(number)
            status = await bot.ended()
            found.survived += 1
            if number == signal.SIGTERM and status not in (0, -signal.SIGTERM):
                found.verdict.problems.append(f"SIGTERM {turn}: it ended with {status}")
            if (turn + 1) % 20 == 0:
                options.say(f"{turn + 1} of {times} {name}s, {on.crowd.written} messages")
        talking.cancel()
        if not await on.settled():
            found.verdict.problems.append("the last bot was not done in time")
        bot.send(signal.SIGTERM)
        await bot.ended()
        found.verdict += on.verdict()
    return found


async def _working(on: Stage, bot: BotProcess) -> None:
    """Wait until this bot answers members."""
    before = on.witness.answers
    await until(lambda: on.witness.answers > before or not bot.lives)
    if not bot.lives:
        log = (on.folder / "bot.log").read_text("utf-8", "replace")
        raise RuntimeError(f"the bot ended by itself: {log[-2000:]}")
