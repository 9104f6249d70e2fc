"""Subscriptions over a year: notices lost, doubled, late, charge-backs, a list that is away, and kills.

Every day who is in is compared with who has paid, as Telegram has it; in the end, every Star.
"""

from __future__ import annotations

import asyncio
import signal
import sqlite3
from contextlib import AsyncExitStack, closing
from typing import Any

from tests.faults.processes import BotProcess, Nursery
from tests.faults.scenario import Found, Options
from tests.faults.stage import OWNER, Stage, stage, until

GROUP, FIRST, BEGIN, DAY = -1001, 2000, 1_760_000_000, 86_400
MONTH, GRACE, PRICE = 30 * DAY, 3 * DAY, 100
STEP = DAY // 2
RULES = {
    "membership": f"terms: T\nsupport: S\nreminders: [3d, 1d]\nplans:\n"
    f"  - {{id: m, name: Monthly, price: {PRICE}, groups: [{GROUP}], grace: 3d}}\n",
    "schedule": 'quiet: off\njobs:\n  - {job: memberships, cron: "20 3 * * *", catch_up: 2d}\n',
}
_NOTICES = ("lose", "double", "late")


async def memberships(options: Options) -> Found:
    """Play the year, or two months in the short form."""
    people, days, kills = (12, 66, 3) if options.brief else (100, 365, 20)
    found = Found()
    async with AsyncExitStack() as stack:
        on = await stack.enter_async_context(
            stage(options, "membership", chat={"asks": True}, clock="events:1", checkout_seconds=3600)
        )
        for name, text in RULES.items():
            (on.rules / f"{name}.yaml").write_text(text, encoding="utf-8")
        nursery = await stack.enter_async_context(Nursery(on.folder))
        year = Year(on, nursery, people, options)
        await year.begin()
        fatal = set(on.draw.sample(range(2, days), kills))
        for day in range(1, days):
            await year.pass_day(day, killed=day in fatal)
        await year.end(found)
        found.injected = found.survived = year.faults + kills
    return found


class Year:
    """The subscribers, and what is expected of the bot about each."""

    def __init__(self, on: Stage, nursery: Nursery, people: int, options: Options) -> None:
        self.on, self.nursery, self.options = on, nursery, options
        self.people = range(FIRST, FIRST + people)
        self.now, self.faults = BEGIN, 0
        self.too_long = self.locked_out = 0
        self.bot: BotProcess

    def act(self, **act: Any) -> Any:
        """Something happens now."""
        result = self.on.pg.service.engine.do(ts=self.now, **act)
        assert result["ok"], result
        return result

    async def settled(self) -> None:
        """Everything that was sent is taken and answered."""
        self.on.pg.service.engine.renew()
        self.on.pg.service.wake()
        if not await self.on.settled(60):
            raise TimeoutError("the bot was not done in time")

    async def begin(self) -> None:
        """Everybody buys, and comes in."""
        self.bot = await self.nursery.fork(**self.settings)
        draw, world = self.on.draw, self.on.world
        self.tick()
        for person in self.people:
            self.act(do="create_person", person=person, first_name=f"P{person}", language_code="en")
            self.act(do="get_stars", user=person, amount=PRICE * draw.choice((1, 3, 8, 99)))
            self.act(do="start", user=person, payload="plan_m")
        await self.settled()
        for words in ("Buy for", "Pay "):
            for person in self.people:
                message, button = self.button(person, words)
                if "url" in button:
                    self.act(do="pay", user=person, invoice=button["url"])
                else:
                    self.act(
                        do="press", chat=person, user=person, message=message, data=button["callback_data"]
                    )
            await self.settled()
        assert len(world.stars.charges) == len(self.people), "not everybody could pay"
        for person in self.people:
            self.act(do="join", chat=GROUP, user=person, invite_link=self.button(person, "Enter")[1]["url"])
        await self.settled()

    @property
    def settings(self) -> dict[str, str]:
        """For the bot's process."""
        return self.on.settings | {"clock": "events:1", "schedule": "true"}

    def button(self, person: int, words: str) -> tuple[int, Any]:
        """The newest button of a private chat with these words, and its message."""
        chat = self.on.world.dialogs[self.on.world.main_bot.id, person]
        found = [
            (m.id, b)
            for m in chat.messages.values()
            for row in m.body.get("reply_markup", {}).get("inline_keyboard", [])
            for b in row
            if words in b["text"]
        ]
        return found[-1]

    def tick(self) -> None:
        """Somebody writes: so the bot knows what time it is."""
        self.act(do="message", chat=GROUP, user=OWNER, text="good morning")

    async def pass_day(self, day: int, *, killed: bool) -> None:
        """A day with its troubles; then who is in is compared with who has paid."""
        draw, stars = self.on.draw, self.on.world.stars
        if draw.random() < 0.5:
            self.act(do="disturb", about="successful_payment", how=draw.choice(_NOTICES))
            self.faults += 1
        running = [s for s in stars.subscriptions.values() if not s.canceled and not s.banned]
        if running and draw.random() < 0.1:
            one = draw.choice(running)
            self.act(do="cancel_subscription", user=one.user, charge=one.charge)
        kept = [c for c in stars.charges.values() if not c.back]
        if kept and draw.random() < 0.03:
            one_charge = draw.choice(kept)
            self.act(do="charge_back", user=one_charge.user, charge=one_charge.id)
            self.faults += 1
        if day % 60 == 30:  # the provider's list is away for a day
            await self.on.fault(kind="server_error", method="getStarTransactions", times=40)
            self.faults += 1
        for _ in range(DAY // STEP):
            self.now += STEP
            self.tick()
            if killed:
                await asyncio.sleep(draw.uniform(0, 0.2))
                await self.bot.kill()
                self.bot = await self.nursery.fork(**self.settings)
                await until(lambda: not self.on.world.main_bot.queue, 60)
            await self.settled()
        await self.on.pg.clear_faults()
        self.compare()

    def paid_until(self, person: int) -> int:
        """The end of what somebody has paid for and did not take back, as Telegram has it."""
        charges = [c for c in self.on.world.stars.charges.values() if c.user == person and not c.back]
        return max((c.at + MONTH for c in charges), default=0)

    def compare(self) -> None:
        """Who is in beyond grace, and who has paid and is out: a lost notice is found in a day."""
        inside = {m.user for m in self.on.world.chats[GROUP].members.values() if m.present}
        for person in self.people:
            end = self.paid_until(person)
            if person in inside and self.now > end + GRACE + DAY + STEP:
                self.too_long += 1
            if person not in inside and self.now < end - DAY and self.was_in(person):
                self.locked_out += 1

    def was_in(self, person: int) -> bool:
        """Whether somebody has been put out by the bot: who left was not."""
        member = self.on.world.chats[GROUP].members.get(person)
        return member is not None and not member.present

    async def end(self, found: Found) -> None:
        """Every Star is accounted for, and nothing was granted or given back twice."""
        for _ in range(3):
            self.now += DAY
            self.tick()
            await self.settled()
        self.bot.send(signal.SIGTERM)
        await self.bot.ended()
        stars = self.on.world.stars
        with closing(sqlite3.connect(f"file:{self.on.database}?mode=ro", uri=True)) as at:
            ours = dict(at.execute("SELECT charge, state FROM payment"))
            grants = [k for (k,) in at.execute("SELECT key FROM entitlement WHERE source = 'payment'")]
            counted = at.execute(
                "SELECT coalesce(sum(amount), 0) FROM payment WHERE state = 'kept'"
            ).fetchone()[0]
        back = {c.id for c in stars.charges.values() if c.back}
        verdict = found.verdict
        verdict.lose("payments", stars.charges.keys() - back - ours.keys())
        verdict.lose("grants", [c for c in ours if f"payment:{c}" not in grants])
        verdict.double("grants", [k for k in grants if grants.count(k) > 1])
        verdict.lose("charge-backs", [c for c, state in ours.items() if c in back and state == "kept"])
        difference = stars.has(self.on.world.main_bot.id) - counted
        if difference:
            verdict.problems.append(f"the difference to Telegram's list is {difference} Stars")
        if self.too_long:
            verdict.problems.append(f"{self.too_long} person-days of access beyond grace")
        if self.locked_out:
            verdict.problems.append(f"{self.locked_out} person-days on which somebody who paid was out")
        verdict.updates, verdict.calls = len(ours), len(grants)
        days = (self.now - BEGIN) // DAY
        verdict.notes.append(f"{len(self.people)} subscriptions, {days} days, {len(stars.charges)} charges")
