"""Subscriptions over a year: notices lost, doubled, late; refunds, charge-backs, a list that is away, kills.

At every step who is in is compared with who has paid, as Telegram has it; in the end, every Star.
"""

from __future__ import annotations

import time
from contextlib import AsyncExitStack
from typing import NamedTuple

from tests.faults.money import money
from tests.faults.scenario import Found, Options
from tests.faults.stage import stage
from tests.faults.subscribers import BEGIN, DAY, RULES, Year
from tests.processes import Nursery


class Size(NamedTuple):
    """How many subscribe, on how many days they come, how long all lasts, how often the bot is killed."""

    people: int
    coming: int
    days: int
    kills: int
    step: int = DAY // 2  # seconds


async def memberships(options: Options) -> Found:
    """Play the year with Stars, and a season with money, paid at providers."""
    found = await stars(options)
    paid = await money(options)
    found.injected, found.survived = found.injected + paid.injected, found.survived + paid.survived
    found.verdict += paid.verdict
    return found


async def stars(options: Options) -> Found:
    """Play the year; two months with few members in the short form."""
    people = options.subscriptions
    size = Size(people or 10_000, 30, 365, 20, DAY)
    if options.brief:
        size = Size(people or 12, 4, 66, 3) if options.kills >= 10 else Size(people or 6, 2, 38, 1)
    found = Found()
    async with AsyncExitStack() as stack:
        on = await stack.enter_async_context(
            stage(options, "membership", chat={"asks": True}, clock="events:1", checkout_seconds=3600)
        )
        for name, text in RULES.items():
            (on.rules / f"{name}.yaml").write_text(text, encoding="utf-8")
        nursery = await stack.enter_async_context(Nursery(on.folder))
        year = Year(on, nursery, size.people, size.coming, size.step)
        await year.begin()
        fatal = set(on.draw.sample(range(2, size.days), size.kills))
        began = time.monotonic()
        for day in range(1, size.days):
            await year.pass_day(day, killed=day in fatal)
            if day % 10 == 0:
                options.say(f"day {day} of {size.days}, {time.monotonic() - began:.0f} s: {year.told}")
        await year.end(found)
        found.injected = found.survived = year.faults + size.kills
    days = (year.now - BEGIN) // DAY
    found.verdict.notes.append(f"{days} days, {size.kills} kills: {year.told}")
    return found
