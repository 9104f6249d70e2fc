"""The people of a year of subscriptions, what goes wrong for them, and what is expected of the bot."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import time
from collections import Counter, deque
from contextlib import closing
from typing import Any, TypeVar

from bot.playground.notices import Notice, Notices
from bot.playground.stars import Charge
from bot.playground.state import Update
from bot.playground.stats import Stats
from tests.faults.rows import waiting_in
from tests.faults.scenario import Found
from tests.faults.stage import OWNER, Stage, until
from tests.processes import BotProcess, Nursery

GROUP, FIRST, BEGIN, DAY = -1001, 2000, 1_760_000_000, 86_400
MONTH, GRACE, PRICE = 30 * DAY, 3 * DAY, 100
POINTS = 10  # that come with each payment
PATIENCE = 300.0
PROMPT = 60.0  # seconds after a notice in which everything follows from it
RULES = {
    "membership": f"terms: T\nsupport: S\nreminders: [3d, 1d]\nplans:\n"
    f"  - {{id: m, name: Monthly, price: {PRICE}, groups: [{GROUP}], grace: 3d, points: {POINTS}, "
    "coupons: c}\n"
    "coupons:\n  - {id: c, name: C, percent: 10, per_member: 0, lasts: 900d}\n",
    "schedule": 'quiet: off\njobs:\n  - {job: memberships, cron: "20 3 * * *", catch_up: 2d}\n',
}
_NOTICES = ("lose", "double", "late")
T = TypeVar("T")
_STARS = ("getStarTransactions", "refundStarPayment", "editUserStarSubscription")


class Heard(Notices):
    """Notices of payments that came through to the bot, by their charge."""

    def __init__(self) -> None:
        super().__init__()
        self.charges: set[str] = set()

    def through(self, notice: Notice) -> list[Notice]:
        """What comes through now, in order."""
        found = super().through(notice)
        for one in found:
            if "successful_payment" in one.payload:
                self.charges.add(one.payload["successful_payment"]["telegram_payment_charge_id"])
        return found


class Year:
    """The subscribers, and what is expected of the bot about each."""

    def __init__(self, on: Stage, nursery: Nursery, people: int, coming: int, step: int) -> None:
        self.on, self.nursery, self.step = on, nursery, step
        self.people = range(FIRST, FIRST + people)
        self.now, self.faults = BEGIN, 0
        self.too_long = self.locked_out = 0
        self.slowest = 0.0  # real seconds, which are the bot's, until everything followed from a step
        self.bot: BotProcess
        self._coming = deque[int](self.people)
        self._a_step = -(-people // (coming * DAY // step))
        self._heard = Heard()
        self._database: sqlite3.Connection | None = None
        self._known = 0  # charges that were looked at
        self._until: dict[str, int] = {}  # by charge: until when it was paid
        self._came: dict[str, int] = {}  # by charge: when it could be heard of first
        self._mine: dict[int, list[Charge]] = {}
        self._reclaimed: dict[int, int] = {}  # by person: when Stars last went back without the bot
        self._away: list[tuple[int, int]] = []  # when the list could not be read
        self._outside: set[int] = set()  # who has bought and was not shown the way in
        self._asked: set[int] = set()  # who asks to be let in
        self._been: set[int] = set()  # who was in
        on.world.notices = self._heard
        # Nobody asks these witnesses, and over a year they would hold all that was ever said.
        on.world.main_bot.queue = deque[Update](on.world.main_bot.queue)
        on.pg.service.stats = Stats()

    @property
    def told(self) -> str:
        """How the year went so far."""
        stars = self.on.world.stars
        came = len(self.people) - len(self._coming)
        return (
            f"{came} subscriptions, {len(stars.charges)} charges, {self.faults} faults, "
            f"{self.too_long} beyond grace, {self.locked_out} locked out, slowest step {self.slowest:.0f} s"
        )

    def act(self, **act: Any) -> Any:
        """Something happens now."""
        result = self.on.pg.service.engine.do(ts=self.now, **act)
        assert result["ok"], (act, result)
        return result

    async def settled(self) -> None:
        """Everything that was sent is taken and answered, in time."""
        began = time.monotonic()
        self.on.pg.service.engine.renew()
        self.on.pg.service.wake()
        calm = 0
        async with asyncio.timeout(PATIENCE):
            while calm < 3:
                await asyncio.sleep(0.03)
                calm = 0 if self._busy() else calm + 1
        self.slowest = max(self.slowest, time.monotonic() - began)

    def _busy(self) -> bool:
        try:
            if self._database is None:
                file = f"file:{self.on.database}?mode=ro"
                self._database = sqlite3.connect(file, uri=True, isolation_level=None)
            now = self.on.pg.service.clock.now()
            return bool(self.on.world.main_bot.queue) or waiting_in(self._database, now) > 0
        except sqlite3.OperationalError:
            return True

    @property
    def settings(self) -> dict[str, str]:
        """For the bot's process."""
        return self.on.settings | {"clock": "events:1", "schedule": "true"}

    def button(self, person: int, words: str) -> tuple[int, Any]:
        """The newest button of a private chat with these words, and its message; (0, {}) for none."""
        chat = self.on.world.dialogs[self.on.world.main_bot.id, person]
        for message in reversed(chat.messages.values()):
            for row in message.body.get("reply_markup", {}).get("inline_keyboard", []):
                for found in row:
                    if words in found["text"]:
                        return message.id, found
        return 0, {}

    def sees(self, person: int, words: str) -> bool:
        """Whether somebody has such a button."""
        return bool(self.button(person, words)[0])

    def tick(self) -> None:
        """Somebody writes: so the bot knows what time it is."""
        self.act(do="message", chat=GROUP, user=OWNER, text="good morning")

    async def begin(self) -> None:
        """The bot starts."""
        self.bot = await self.nursery.fork(**self.settings)
        self.tick()
        await self.settled()

    async def subscribe(self, people: list[int]) -> None:
        """Some buy, each for as many months as their Stars last, and come in."""
        world, draw = self.on.world, self.on.draw
        for person in people:
            if person not in world.people:
                names = {"first_name": f"P{person}", "username": f"p{person}_x", "language_code": "en"}
                self.act(do="create_person", person=person, **names)
            self.act(do="get_stars", user=person, amount=PRICE * draw.choice((1, 3, 8, 99)))
            self.act(do="start", user=person, payload="plan_m")
        await self.settled()
        for words in ("Buy for", "Pay "):
            for person in people:
                message, button = self.button(person, words)
                if "url" in button:
                    self.act(do="pay", user=person, invoice=button["url"])
                else:
                    data = button["callback_data"]
                    self.act(do="press", chat=person, user=person, message=message, data=data)
            await self.settled()
        self._outside.update(people)
        await self.come_in()

    async def come_in(self) -> None:
        """Whoever has bought and was shown the way asks to be let in."""
        chat = self.on.world.chats[GROUP]
        asking = [p for p in sorted(self._outside) if self.sees(p, "Enter")]
        for person in asking:
            self._outside.discard(person)
            self._asked.add(person)
            if person not in chat.requests and person not in self._present():
                link = self.button(person, "Enter")[1]["url"]
                self.act(do="join", chat=GROUP, user=person, invite_link=link)
        if asking:
            await self.settled()

    def _present(self) -> set[int]:
        return {m.user for m in self.on.world.chats[GROUP].members.values() if m.present}

    async def pass_day(self, day: int, *, killed: bool) -> None:
        """A day with its troubles; at every step who is in is compared with who has paid."""
        self._trouble(day)
        if day % 60 == 30:  # what is about Stars is away for a day
            for method in _STARS:
                await self.on.fault(kind="server_error", method=method, times=1_000_000)
            self._away.append((self.now, self.now + DAY))
            self.faults += 1
        for _ in range(DAY // self.step):
            self.now += self.step
            self.tick()
            if killed:
                self.on.pg.service.engine.renew()
                self.on.pg.service.wake()
                await asyncio.sleep(self.on.draw.uniform(0, 0.5))
                await self.bot.kill()
                self.bot = await self.nursery.fork(**self.settings)
                self.tick()  # a new bot knows the time by what it hears
                await until(lambda: not self.on.world.main_bot.queue, PATIENCE)
                killed = False
            await self.settled()
            await self.come_in()
            self.compare()
            new = [self._coming.popleft() for _ in range(min(self._a_step, len(self._coming)))]
            if new:
                await self.subscribe(new)
                self.compare()
        await self.on.pg.clear_faults()

    def _trouble(self, day: int) -> None:
        """What goes wrong today, for a few of them."""
        draw, stars = self.on.draw, self.on.world.stars
        for _ in range(1 + len(self.people) // 500):
            if draw.random() < 0.5:
                about = "successful_payment" if draw.random() < 0.9 else "refunded_payment"
                self.act(do="disturb", about=about, how=draw.choice(_NOTICES))
                self.faults += 1
            one = self._some(list(stars.subscriptions.values()))
            if one is not None and not one.canceled and not one.banned and draw.random() < 0.1:
                self.act(do="cancel_subscription", user=one.user, charge=one.charge)
            paid = self._some(list(stars.charges.values()))
            if paid is not None and not paid.back and draw.random() < 0.03:
                self.act(do="charge_back", user=paid.user, charge=paid.id)
                self._reclaimed[paid.user] = self.now
                self.faults += 1
            paid = self._some(list(stars.charges.values()))
            if paid is not None and not paid.back and draw.random() < 0.03:
                for _ in range(2):  # the second one is one too many
                    self.act(do="message", chat=GROUP, user=OWNER, text=f"/refund @p{paid.user}_x again")
                self.faults += 1

    def _some(self, many: list[T]) -> T | None:
        return self.on.draw.choice(many) if many else None

    def compare(self) -> None:
        """Who is in beyond grace, and who has paid and is out."""
        self._look()
        inside, asked = self._present(), self.on.world.chats[GROUP].requests
        for person, mine in self._mine.items():
            kept = [c for c in mine if not c.back]
            if person in inside:
                self._asked.discard(person)
                self._been.add(person)
                end = max((self._until[c.id] for c in kept), default=0) + GRACE
                reclaimed = self._reclaimed.get(person)
                if reclaimed is not None:
                    end = max(end, self.proof(reclaimed))
                self.too_long += self.now > end + PROMPT
            elif person in self._been or person in asked or person in self._asked:
                told = [
                    c for c in kept if c.id in self._heard.charges or self.proof(self._came[c.id]) < self.now
                ]
                self.locked_out += any(c.at <= self.now < self._until[c.id] for c in told)

    def _look(self) -> None:
        """See the charges that are new, and until when each is paid."""
        charges = list(self.on.world.stars.charges.values())
        by_payload = {s.invoice.payload: s for s in self.on.world.stars.subscriptions.values()}
        for charge in charges[self._known :]:
            self._until[charge.id] = by_payload[charge.payload].until
            self._came[charge.id] = self.now
            self._mine.setdefault(charge.user, []).append(charge)
        self._known = len(charges)

    def proof(self, at: int) -> int:
        """When the bot has read of something of this moment in Telegram's list for sure."""
        after = DAY + self.step
        late = at + after
        return next((end + after for begin, end in self._away if at <= end and begin <= late), late)

    async def end(self, found: Found) -> None:
        """Every Star is accounted for, and nothing was granted or given back twice."""
        for _ in range(3):
            self.now += DAY
            self.tick()
            await self.settled()
        self.bot.send(signal.SIGTERM)
        await self.bot.ended()
        self._look()
        stars, bot = self.on.world.stars, self.on.world.main_bot.id
        with closing(sqlite3.connect(f"file:{self.on.database}?mode=ro", uri=True)) as at:
            ours = dict(at.execute("SELECT charge, state FROM payment"))
            granted = list(at.execute("SELECT key, ends FROM entitlement WHERE source = 'payment'"))
            query = "SELECT coalesce(sum(amount), 0) FROM payment WHERE state = 'kept'"
            (counted,) = at.execute(query).fetchone()
            query = "SELECT key, granted FROM ledger WHERE source = 'membership'"
            points = Counter[str]()
            for key, moved in at.execute(query):
                points[key.rsplit(":", 2)[1]] += moved
            query = "SELECT key, state FROM held_coupon"
            coupons = {key.split(":")[2]: state for key, state in at.execute(query)}
        back = {c.id for c in stars.charges.values() if c.back}
        grants = dict(granted)
        verdict = found.verdict
        verdict.lose("payments", stars.charges.keys() - back - ours.keys())
        verdict.lose("grants", [c for c in ours if f"payment:{c}" not in grants])
        verdict.double("grants", [k for k, n in Counter(k for k, _ in granted).items() if n > 1])
        longer = [c for c in ours if grants.get(f"payment:{c}", 0) > self._until[c]]
        verdict.double("time that was paid once", longer)
        went = Counter(row["id"] for row in stars.rows.get(bot, []) if "receiver" in row)
        verdict.double("refunds", [c for c, n in went.items() if n > 1])
        verdict.lose(
            "refunds and charge-backs", [c for c, state in ours.items() if c in back and state == "kept"]
        )
        kept = {c for c, state in ours.items() if state == "kept"}
        verdict.lose("points that were paid for", [c for c in kept if points[c] < POINTS])
        gone = [c for c in ours if points[c] > (POINTS if c in kept else 0)]
        verdict.double("points that were paid for", gone)
        verdict.lose("coupons", [c for c in kept if coupons.get(c) != "open"])
        verdict.double("coupons", [c for c in ours.keys() - kept if coupons.get(c) == "open"])
        difference = stars.has(bot) - counted
        if difference:
            verdict.problems.append(f"the difference to Telegram's list is {difference} Stars")
        if self.too_long:
            verdict.problems.append(f"{self.too_long} times somebody was in beyond grace")
        if self.locked_out:
            verdict.problems.append(f"{self.locked_out} times somebody who paid was out")
        if self.slowest > PROMPT:
            verdict.problems.append(f"it took {self.slowest:.0f} s until all followed from a step")
        verdict.updates, verdict.calls = len(ours), len(grants)
