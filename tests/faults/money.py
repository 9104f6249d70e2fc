"""Plans paid at Stripe and WeChat Pay: notices lost, doubled, late, forged; a provider away; refunds, kills.

At every step who is in is compared with who has paid, as the providers have it; in the end, every cent.
"""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack, closing
from functools import partial
from typing import NamedTuple

import aiohttp

from tests.faults.scenario import Found, Options
from tests.faults.stage import OWNER, Stage, stage, until
from tests.faults.subscribers import BEGIN, DAY, GROUP, PATIENCE, Year
from tests.faults.tills import CENTS, FEN, bill, foreign
from tests.processes import Nursery
from tests.providers import API_KEY, WHSEC, FakeStripe, FakeWeChat, stripe_server, wechat_server
from tests.servers import Json

PERIOD, GRACE, PROMPT = 7 * DAY, DAY, 60
PROVEN = 3 * DAY  # seconds in which a provider was asked, or its list was read, for sure
RULES = {
    "membership": "terms: T\nsupport: S\nreminders: [1d]\nproviders: [stripe, wechat]\nplans:\n"
    f"  - {{id: m, name: Week, price: 50, period: 7d, groups: [{GROUP}], grace: 1d, money: "
    f"[{{amount: {CENTS}, currency: USD}}, {{amount: {FEN}, currency: CNY}}]}}\n",
    "schedule": 'quiet: off\njobs:\n  - {job: memberships, cron: "20 3 * * *", catch_up: 2d}\n',
}
WORDS = {"stripe": "by card", "wechat": "by WeChat Pay"}


class Post(NamedTuple):
    """A notice on its way: of which payment, to whom, and what is expected in answer."""

    name: str
    body: bytes
    charge: str = ""
    status: int = 200
    old: bool = False
    forged: bool = False


class Paid(NamedTuple):
    """Money at a provider."""

    charge: str  # as our payments have it
    person: int
    at: int
    amount: int
    currency: str
    fits: bool


class Season(Year):
    """The buyers, the two providers, and what is expected of the bot."""

    def __init__(
        self, on: Stage, nursery: Nursery, people: int, stripe: FakeStripe, wechat: FakeWeChat
    ) -> None:
        super().__init__(on, nursery, people, 1, DAY)
        self.stripe, self.wechat = stripe, wechat
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.http = f"127.0.0.1:{free.getsockname()[1]}"
        self.paid: dict[str, Paid] = {}
        self.heard: dict[str, int] = {}  # by charge: when its notice was taken
        self.back: set[str] = set()
        self.refused = Counter[str]()
        self.posts: list[Post] = []  # that come later
        self.bad_days: list[tuple[int, int]] = []
        self._orders: set[str] = set()  # references that were looked at
        stripe.now = wechat.now = lambda: self.now
        wechat.bills = partial(bill, wechat)

    @property
    def told(self) -> str:
        """How it went so far."""
        return (
            f"{len(self.paid)} payments in money, {len(self.back)} given back, {self.faults} faults, "
            f"{self.refused.total()} notices refused, {self.too_long} beyond grace, "
            f"{self.locked_out} locked out, slowest step {self.slowest:.0f} s"
        )

    @property
    def settings(self) -> dict[str, str]:
        """For the bot's process."""
        keys = {"stripe_key": "sk_test_1", "stripe_webhook_secret": WHSEC, "stripe_url": self.stripe.url}
        keys |= self.wechat.settings() | {"wechat_api_key": API_KEY}
        return super().settings | keys | {"http": self.http, "public_url": "https://pay.example"}

    def _busy(self) -> bool:
        if super()._busy() or self._database is None:
            return True
        now = int(self.on.pg.service.clock.now())
        waits = "SELECT count(*) FROM provider_call WHERE state = 'pending' AND due_at <= ?"
        return bool(self._database.execute(waits, (now,)).fetchone()[0])

    async def begin(self) -> None:
        """The bot starts, and people have accounts."""
        await super().begin()
        for person in self.people:
            names = {"first_name": f"P{person}", "username": f"p{person}_x", "language_code": "en"}
            self.act(do="create_person", person=person, **names)
        await self.settled()

    async def pass_day(self, day: int, *, killed: bool) -> None:
        """A day with its troubles."""
        self.stripe.away, self.wechat.away = day % 20 == 4, day % 20 == 6
        if self.stripe.away or self.wechat.away:
            self.bad_days.append((self.now, self.now + DAY))
            self.faults += 1
        self.now += self.step
        self.tick()
        await self.settled()  # before anything comes that tells its time
        late, self.posts = self.posts, []
        for post in late:
            await self.deliver(post)
        if killed:
            await asyncio.sleep(self.on.draw.uniform(0, 0.3))
            await self.bot.kill()
            self.bot = await self.nursery.fork(**self.settings)
            self.tick()
            await until(lambda: not self.on.world.main_bot.queue, PATIENCE)
        await self.settled()
        await self.come_in()
        self.compare()
        ends = self.ends()
        soon = [p for p in self.people if ends.get(p, 0) < self.now + DAY and self.on.draw.random() < 0.7]
        await self.buy(soon)
        self._give_back()
        await self._forge()
        await self.settled()
        await self.come_in()
        self.compare()

    async def buy(self, people: list[int]) -> None:
        """Some order, pay at the provider that they chose, and the provider tells of it, or not."""
        draw = self.on.draw
        chosen = {person: draw.choice(sorted(WORDS)) for person in people}
        for person in people:
            self.act(do="start", user=person, payload="plan_m")
        await self.settled()
        for person, name in chosen.items():
            message, button = self.button(person, WORDS[name])
            self.act(do="press", chat=person, user=person, message=message, data=button["callback_data"])
        await self.settled()
        ordered = {
            **{s["client_reference_id"]: number for number, s in self.stripe.sessions.items()},
            **{number: number for number in self.wechat.orders},
        }
        for reference in sorted(ordered.keys() - self._orders):
            self._orders.add(reference)
            number, person = ordered[reference], self._whose(reference)
            odd = draw.choice(["amount", "currency"]) if draw.random() < 0.08 else ""
            name = "stripe" if number != reference else "wechat"
            await self._tell(self._pay(name, number, person, odd))
            if not odd:
                self._outside.add(person)

    def _whose(self, reference: str) -> int:
        assert self._database is not None
        query = "SELECT p.platform_id FROM purchase o JOIN person p ON p.id = o.person_id WHERE o.id = ?"
        return int(self._database.execute(query, (reference[1:].partition("-")[0],)).fetchone()[0])

    def _pay(self, name: str, number: str, person: int, odd: str) -> Post:
        """Somebody pays, perhaps another sum than was asked for."""
        amount = CENTS if name == "stripe" else FEN
        paid, currency = amount - 100 * (odd == "amount"), "USD" if name == "stripe" else "CNY"
        if name == "stripe":
            currency = "EUR" if odd == "currency" else currency
            self.stripe.sessions[number] |= {"amount_total": paid, "currency": currency.lower()}
            event = self.stripe.pay(number)
            body, charge = json.dumps(event).encode(), f"stripe:{self.stripe.charges[-1]['payment_intent']}"
        else:
            currency = "HKD" if odd == "currency" else currency
            order = self.wechat.orders[number]
            order["amount"] = {"total": paid, "currency": currency}
            body = self.wechat.pay(number)
            charge = f"wechat:{order['transaction_id']}"
        self.paid[charge] = Paid(charge, person, self.now, paid, currency, not odd)
        self.refused[odd] += bool(odd)
        return Post(name, body, charge)

    async def _tell(self, post: Post) -> None:
        """A notice comes, or is lost, comes twice, or late."""
        chance = self.on.draw.random()
        self.faults += chance < 0.55
        if chance < 0.2:
            return
        if chance < 0.4:
            self.posts.append(post)
        if chance < 0.35:
            return  # late alone
        for _ in range(2 if chance < 0.55 else 1):
            await self.deliver(post)

    async def deliver(self, post: Post) -> None:
        """Post a notice, again and again until the bot answers, as providers do."""
        at = self.now - 3600 * post.old
        if post.name == "stripe":
            headers = FakeStripe.signed(post.body, at=at, secret="whsec_other" if post.forged else WHSEC)
        else:
            headers = self.wechat.signed(post.body, at=at)
            headers |= {"Wechatpay-Signature": "AAAA"} if post.forged else {}
        url, end = f"http://{self.http}/pay/{post.name}", time.monotonic() + PATIENCE
        while True:
            try:
                async with self.on.pg.http.post(url, data=post.body, headers=headers) as answer:
                    status = answer.status
                break
            except aiohttp.ClientError:
                if time.monotonic() > end:
                    raise
                await asyncio.sleep(0.05)
        assert status == post.status, (post, status)
        if post.charge:
            self.heard.setdefault(post.charge, self.now)

    async def _forge(self) -> None:
        """Somebody else posts notices, an old one, or one of no order of ours."""
        draw = self.on.draw
        if draw.random() < 0.5:
            return
        name, why = draw.choice(sorted(WORDS)), draw.choice(["signature", "age"])
        no, thing = (400 if name == "stripe" else 401), foreign(name, self.stripe, self.wechat)
        await self.deliver(Post(name, thing, status=no, old=why == "age", forged=why == "signature"))
        await self.deliver(Post(name, thing))  # signed and new, of an order that is not ours
        self.refused.update([why, "order"])
        self.faults += 2

    def _give_back(self) -> None:
        """A moderator gives a payment back, asking twice; a bank takes one back, and tells."""
        kept = [p for p in self.paid.values() if p.charge in self.heard and p.charge not in self.back]
        mine = [p for p in kept if p.fits and self.now - p.at < PERIOD]
        one = self._some(mine)
        if one is None or self.on.draw.random() > 0.3:
            return
        if self.on.draw.random() < 0.7:
            newest = max((p for p in kept if p.person == one.person), key=lambda p: p.at)
            if newest.fits:
                for _ in range(2):
                    self.act(do="message", chat=GROUP, user=OWNER, text=f"/refund @p{one.person}_x again")
                self.faults += 1
        elif one.charge.startswith("stripe:"):
            number = one.charge.removeprefix("stripe:")
            charge = next(c for c in self.stripe.charges if c["payment_intent"] == number)
            charge["disputed"] = True
            told = {"payment_intent": number, "amount": one.amount, "currency": "usd"}
            event = self.stripe.event("charge.dispute.created", told)
            self.posts.append(Post("stripe", json.dumps(event).encode()))
            self.faults += 1

    def _look(self) -> None:
        """See what went back."""
        gone = [c for c in self.stripe.charges if c["refunded"] or c["disputed"]]
        back = {f"stripe:{c['payment_intent']}" for c in gone}
        self.back = back | {f"wechat:{r['transaction_id']}" for r in self.wechat.refunds.values()}
        for refund in self.wechat.refunds.values():
            refund.setdefault("at", self.now)

    def ends(self, only: Callable[[Paid], bool] = lambda _: True) -> dict[int, int]:
        """Until when people have paid, one payment behind the other."""
        found: dict[int, int] = {}
        for one in sorted(self.paid.values(), key=lambda p: (p.at, p.charge)):
            if one.fits and one.charge not in self.back and only(one):
                found[one.person] = max(found.get(one.person, 0), one.at) + PERIOD
        return found

    async def come_in(self) -> None:
        """Whoever has surely paid and is out asks to be let in, again if they were put out meanwhile."""
        sure, present = self._sure(), self._present()
        self._outside.update(p for p, end in sure.items() if self.now < end and p not in present)
        await super().come_in()

    def _sure(self) -> dict[int, int]:
        """Until when people have paid, as the bot has to know by now."""
        return self.ends(lambda p: p.charge in self.heard or self._proof(p.at) < self.now)

    def compare(self) -> None:
        """Who is in beyond grace, and who has paid and is out."""
        self._look()
        inside, asked = self._present(), self.on.world.chats[GROUP].requests
        whole = self.ends()
        sure = self._sure()
        for person in self.people:
            if person in inside:
                self._asked.discard(person)
                self._been.add(person)
                lately = any(p.person == person and p.charge in self.back for p in self.paid.values())
                end = whole.get(person, 0) + GRACE + PROMPT
                self.too_long += self.now > end and not (lately and self._unsettled(person))
            elif person in self._been or person in asked or person in self._asked:
                self.locked_out += self.now < sure.get(person, 0)

    def _unsettled(self, person: int) -> bool:
        """Whether something of somebody's went back so lately that nobody told of it yet."""
        return any(p.person == person and self.now - p.at < PERIOD + PROVEN for p in self.paid.values())

    def _proof(self, at: int) -> int:
        """When the bot has asked for something of this moment for sure."""
        late = at + PROVEN
        return next((end + PROVEN for begin, end in self.bad_days if at <= end and begin <= late), late)

    async def end(self, found: Found) -> None:
        """Every cent is accounted for by provider and currency; what was refused granted nothing."""
        self.stripe.away = self.wechat.away = False
        for _ in range(4):
            self.now += DAY
            self.tick()
            await self.settled()
            for post in self.posts:
                await self.deliver(post)
            self.posts = []
            await self.settled()
        self.bot.send(signal.SIGTERM)
        await self.bot.ended()
        self._look()
        with closing(sqlite3.connect(f"file:{self.on.database}?mode=ro", uri=True)) as at:
            ours = {c: (state, amount, currency) for c, state, amount, currency in at.execute(
                "SELECT charge, state, amount, currency FROM payment")}  # fmt: skip
            keys = [k for (k,) in at.execute("SELECT key FROM entitlement WHERE source = 'payment'")]
            kept = dict(at.execute("SELECT reason, count(*) FROM refused_notice GROUP BY reason"))
        self._judge(found, ours, keys, kept)

    def _judge(
        self, found: Found, ours: dict[str, tuple[str, int, str]], keys: list[str], kept: Json
    ) -> None:
        verdict = found.verdict
        verdict.lose("payments in money", self.paid.keys() - ours.keys())
        verdict.double("payments that nobody made", ours.keys() - self.paid.keys())
        granted = {k.removeprefix("payment:") for k in keys}
        fitting = {c for c, p in self.paid.items() if p.fits}
        verdict.lose("grants for money", fitting - granted - self.back)
        verdict.double("grants of what did not fit", granted - fitting)
        verdict.lose("refunds in money", [c for c in self.back if ours.get(c, ("kept",))[0] == "kept"])
        theirs, mine = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
        for charge, paid in self.paid.items():
            theirs[charge.partition(":")[0], paid.currency] += paid.amount * (charge not in self.back)
        for charge, (state, amount, currency) in ours.items():
            mine[charge.partition(":")[0], currency] += amount * (state in ("kept", "strange"))
        for name, currency in sorted({*theirs, *mine}):
            left = theirs[name, currency] - mine[name, currency]
            verdict.notes.append(f"{name} {currency}: {mine[name, currency]}, difference {left}")
            if left:
                verdict.problems.append(f"the difference to {name} is {left} {currency}")
        if missing := sorted(r for r, n in self.refused.items() if n and not kept.get(r)):
            verdict.problems.append(f"refused, and not kept for a look: {', '.join(missing)}")
        if self.too_long or self.locked_out:
            verdict.problems.append(f"in money: {self.too_long} beyond grace, {self.locked_out} locked out")
        verdict.updates, verdict.calls = len(ours), len(keys)


async def money(options: Options) -> Found:
    """A season of a week's plan; six days with few buyers in the short form."""
    people, days, kills = (options.subscriptions or 300, 90, 20) if not options.brief else (3, 6, 1)
    found = Found()
    async with AsyncExitStack() as stack:
        on = await stack.enter_async_context(
            stage(options, "membership-money", chat={"asks": True}, clock="events:1", checkout_seconds=3600)
        )
        for name, text in RULES.items():
            (on.rules / f"{name}.yaml").write_text(text, encoding="utf-8")
        stripe = await stack.enter_async_context(stripe_server())
        wechat = await stack.enter_async_context(wechat_server(on.folder))
        nursery = await stack.enter_async_context(Nursery(on.folder))
        season = Season(on, nursery, people, stripe, wechat)
        await season.begin()
        fatal = set(on.draw.sample(range(2, days), kills))
        for day in range(1, days):
            await season.pass_day(day, killed=day in fatal)
            if day % 10 == 0:
                options.say(f"day {day} of {days}: {season.told}")
        await season.end(found)
        found.injected = found.survived = season.faults + kills
    spent = (season.now - BEGIN) // DAY
    found.verdict.notes.insert(0, f"{spent} days, {kills} kills: {season.told}")
    return found
