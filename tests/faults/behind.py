"""Somebody is about to pay while thousands of updates wait: the bot's word must come in time, and nothing may
be lost of what waits, however often the bot is killed meanwhile.
"""

from __future__ import annotations

import asyncio
import signal
import time
from contextlib import AsyncExitStack, suppress
from typing import Any

from bot.platforms.telegram.calls import MOST_UPDATES
from bot.playground.stars import Checkout
from tests.faults.load import compared
from tests.faults.rows import spooled
from tests.faults.scenario import Found, Options
from tests.faults.stage import CHATS, Stage, stage, until
from tests.processes import Nursery

RULES = f"terms: T\nsupport: S\nplans:\n  - {{id: m, name: Monthly, price: 100, groups: [{CHATS[0]}]}}\n"
EVE, DAN = 90, 91
PACE = 0.02  # seconds from one press to the next
MOST = 0.3  # seconds in which 99 of 100 are answered


async def behind(options: Options) -> Found:
    """Let a bot begin with all that waiting, while people press "Pay"; then again with kills."""
    waiting, kills = (600, 2) if options.brief else (10_000, 5)
    found = Found(injected=kills)
    async with AsyncExitStack() as stack:
        on = await stack.enter_async_context(stage(options, "behind", checkout_seconds=3600))
        (on.rules / "membership.yaml").write_text(RULES, encoding="utf-8")
        nursery = await stack.enter_async_context(Nursery(on.folder))
        bot = await nursery.fork(**on.settings)
        link = await _invoice(on)
        await bot.kill()
        payers = Payers(on, link)
        await on.crowd.write(waiting)
        bot = await nursery.fork(**on.settings)
        began = await _polls(on)
        await payers.press_on(waiting)
        took = time.monotonic() - began
        for _ in range(kills):
            await on.crowd.write(waiting // kills)
            await asyncio.sleep(on.draw.uniform(0, 0.5))
            await bot.kill()
            bot = await nursery.fork(**on.settings)
            found.survived += 1
        await compared(on, found)
        bot.send(signal.SIGTERM)
        await bot.ended()
    if payers.p99 > MOST or payers.silent:
        found.verdict.problems.append(f"{payers.told}; {payers.silent} without an answer")
    found.verdict.notes.append(f"{waiting} waiting, worked off in {took:.1f} s; {payers.told}")
    return found


async def _invoice(on: Stage) -> str:
    """The link by which Eve can pay."""
    engine, world = on.pg.service.engine, on.world
    for person in (EVE, DAN):
        engine.do(do="create_person", person=person, first_name=f"P{person}", language_code="en")
        engine.do(do="get_stars", user=person, amount=10_000)
        engine.do(do="start", user=person, payload="plan_m")
    on.pg.service.wake()

    def button(words: str) -> tuple[int, Any] | None:
        chat = world.dialogs.get((world.main_bot.id, EVE))
        for m in chat.messages.values() if chat is not None else ():
            for row in m.body.get("reply_markup", {}).get("inline_keyboard", []):
                if words in row[0]["text"]:
                    return m.id, row[0]
        return None

    await until(lambda: button("Buy for") is not None)
    message, found = button("Buy for") or (0, {})
    engine.do(do="press", chat=EVE, user=EVE, message=message, data=found["callback_data"])
    on.pg.service.wake()
    await until(lambda: button("Pay ") is not None)
    await on.settled()
    return str((button("Pay ") or (0, {}))[1]["url"])


async def _polls(on: Stage) -> float:
    """Wait until the bot has begun to fetch; when that was."""
    before = on.world.main_bot.confirmed
    await until(lambda: on.world.main_bot.confirmed > before)
    return time.monotonic()


class Payers:
    """Dan wants to pay Eve's invoice, again and again: the bot has to look, and to refuse."""

    def __init__(self, on: Stage, link: str) -> None:
        self._on, self._link = on, link
        self._open: dict[str, float] = {}
        self._seconds: list[float] = []

    async def press_on(self, waiting: int) -> None:
        """Press until everything that waited is decided."""
        answers = asyncio.create_task(self._watch())
        goal = self._on.world.main_bot.confirmed + waiting - MOST_UPDATES  # the first batch is taken
        while self._on.world.main_bot.confirmed < goal or spooled(self._on.database):
            made = self._on.pg.service.engine.do(do="pay", user=DAN, invoice=self._link)
            self._open[made["checkout_id"]] = time.monotonic()
            self._on.pg.service.wake()
            await asyncio.sleep(PACE)
        with suppress(TimeoutError):
            await until(lambda: not self._open, 12)
        answers.cancel()

    async def _watch(self) -> None:
        checkouts: dict[str, Checkout] = self._on.world.stars.checkouts
        while True:
            for number in [n for n in self._open if checkouts[n].state != "asked"]:
                self._seconds.append(time.monotonic() - self._open.pop(number))
            await asyncio.sleep(0.002)

    @property
    def silent(self) -> int:
        """Queries that got no answer."""
        return len(self._open)

    @property
    def p99(self) -> float:
        """Seconds in which 99 of 100 were answered."""
        return sorted(self._seconds)[int(len(self._seconds) * 0.99)] if self._seconds else 99.0

    @property
    def told(self) -> str:
        """The figures."""
        ordered = sorted(self._seconds) or [99.0]
        median, most = ordered[len(ordered) // 2], ordered[-1]
        return (
            f"{len(ordered)} pre-checkout queries: median {median * 1000:.0f} ms, "
            f"p99 {self.p99 * 1000:.0f} ms, most {most * 1000:.0f} ms"
        )
