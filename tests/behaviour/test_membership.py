"""Paid membership, from the file to Telegram: bought, paid once, in at once, and out when it is over."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select, update

from bot.features.membership import importing, operating, reconciling
from storage.cases import CASE
from storage.chats import CHAT
from storage.entitlements import ENTITLEMENT
from storage.purchases import PAYMENT, PURCHASE, SUBSCRIPTION
from tests.behaviour.conftest import World
from tests.bots import Bot, running_bot, write_rules
from tests.servers import Json, Playground, community, playground

EVE, DAN, ROOM, DAY = 40, 41, -1002, 86_400
MONTH = 30 * DAY
MEMBERSHIP = """
terms: What you buy is yours alone.
support: Ask @olga_owner, she answers within a day.
plans:
  - {id: monthly, name: Monthly, text: The reading room, price: 300}
  - {id: week, name: A week, price: 50, period: 7d, grace: 1d, trial: 2d, seats: 1}
  - {id: ever, name: For good, price: 5000, period: forever, includes: [monthly]}
"""
NIGHT_OFF = "quiet: off\njobs: []\n"


@pytest_asyncio.fixture
async def shop(tmp_path: Path) -> AsyncIterator[World]:
    """A group that only members of a plan get into, a moderators' group, and Eve and Dan outside."""
    rules = write_rules(tmp_path / "rules", membership=MEMBERSHIP, schedule=NIGHT_OFF)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        world = World(pg, bot, await community(pg, drain=False, asks=True))
        await people(pg)
        await bot.settled()
        yield world


async def people(pg: Playground) -> None:
    """Eve and Dan have accounts, and Stars."""
    for number, name in ((EVE, "Eve"), (DAN, "Dan")):
        person = {
            "do": "create_person",
            "person": number,
            "first_name": name,
            "username": f"{name.lower()}_x",
        }
        await pg.act(person | {"language_code": "en"})
        await pg.act({"do": "get_stars", "user": number, "amount": 10_000})


async def room(world: World) -> None:
    """A moderators' group, claimed."""
    act = {"do": "create_chat", "chat": ROOM, "title": "Staff", "owner": 1, "bot": True}
    await world.pg.act(act)
    await world.bot.settled()
    with world.bot.store.write() as connection:
        connection.execute(update(CHAT).where(CHAT.c.title == "Staff").values(role="moderators"))
    world.bot.app.pipeline.directory.forget()


async def start(world: World, user: int = EVE, payload: str = "plans") -> None:
    """Somebody follows a link to the bot."""
    await world.pg.act({"do": "start", "user": user, "payload": payload})
    await world.bot.settled()


async def write(world: World, user: int, text: str, chat: int = 0) -> str:
    """Somebody writes to the bot, or in a chat; the bot's newest message there."""
    await world.pg.act({"do": "message", "chat": chat or user, "user": user, "text": text})
    await world.bot.settled()
    return (await world.bot.said(chat or user))[-1]


async def newest(world: World, user: int = EVE, **with_: str) -> Json:
    """The newest message of a private chat that has a button with these words."""
    await world.bot.settled()
    messages = [m["message"] for m in await world.pg.messages(user, limit=200) if "deleted_by" not in m]
    found = [m for m in messages if any(with_["words"] in b["text"] for b in buttons(m))]
    assert found, [(m.get("text"), [b["text"] for b in buttons(m)]) for m in messages]
    return dict(found[-1])


def buttons(message: Json) -> list[Json]:
    """The buttons under a message."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [b for row in rows for b in row]


async def press(world: World, words: str, user: int = EVE) -> str:
    """Press the newest button with these words; the answer."""
    message = await newest(world, user, words=words)
    data = next(b["callback_data"] for b in buttons(message) if words in b["text"])
    act = {"do": "press", "chat": user, "user": user, "message": message["message_id"], "data": data}
    pressed = await world.pg.act(act)
    answer = await world.pg.get(f"/sim/answers/{pressed['callback_id']}")
    await world.bot.settled()
    return str((answer["answer"] or {}).get("text", ""))


async def invoice(world: World, plan: str, user: int = EVE) -> str:
    """The link by which somebody can pay for a plan."""
    await start(world, user, f"plan_{plan}")
    await press(world, "Buy for", user)
    message = await newest(world, user, words="Pay ⭐")
    return str(next(b["url"] for b in buttons(message) if "Pay ⭐" in b["text"]))


async def pay(world: World, link: str, user: int = EVE) -> Json:
    """Pay; how that ended."""
    checkout = (await world.pg.act({"do": "pay", "user": user, "invoice": link}))["checkout_id"]
    end = await world.pg.get(f"/sim/checkouts/{checkout}")
    await world.bot.settled()
    return end


async def buy(world: World, plan: str = "monthly", user: int = EVE) -> Json:
    """Buy a plan."""
    end = await pay(world, await invoice(world, plan, user), user)
    assert end["state"] == "paid", end
    return end


async def enter(world: World, user: int = EVE) -> bool:
    """Ask to join by the link the bot gave; whether that leads in."""
    message = await newest(world, user, words="Enter Learners")
    link = next(b["url"] for b in buttons(message) if "Enter" in b["text"])
    await world.pg.act({"do": "join", "chat": world.chat, "user": user, "invite_link": link})
    await world.bot.settled()
    return await inside(world, user)


async def inside(world: World, user: int = EVE) -> bool:
    """Whether somebody is in the group."""
    return user in (await world.pg.chat(world.chat))["present"]


async def pass_(world: World, seconds: float) -> None:
    """Let time pass, for Telegram and for the bot."""
    await world.pg.post("/sim/clock", {"advance": seconds})
    clock: Any = world.bot.app.clock
    before = clock.now
    clock.now = lambda: before() + seconds
    await world.bot.settled()


def count(bot: Bot, table: Any) -> int:
    """How many rows a table has."""
    return len(bot.rows(select(table)))


async def test_a_plan_is_bought_and_opens_the_door(shop: World) -> None:
    await start(shop)
    listed = (await shop.bot.said(EVE))[-1]
    assert "Monthly: ⭐ 300 for 30 days, renews itself" in listed
    assert "For good: ⭐ 5,000 once, for good" in listed
    await buy(shop)
    (order,) = shop.bot.rows(select(PURCHASE))
    assert (order["plan"], order["state"], order["amount"]) == ("monthly", "paid", 300)
    assert any("⭐ 300 arrived: Monthly is yours until" in t for t in await shop.bot.said(EVE))
    assert await enter(shop)
    assert "Monthly: until" in await write(shop, EVE, "/membership")


async def test_whoever_asks_first_waits_at_the_door_until_it_is_paid(shop: World) -> None:
    await shop.pg.act({"do": "request_join", "chat": shop.chat, "user": EVE})
    await shop.bot.settled()
    assert "Learners is for members" in (await shop.bot.said(EVE))[-1]
    assert EVE in (await shop.pg.chat(shop.chat))["requests"]
    await press(shop, "A week")
    await press(shop, "Buy for")
    message = await newest(shop, words="Pay ⭐")
    link = next(b["url"] for b in buttons(message) if "Pay" in b["text"])
    assert (await pay(shop, link))["state"] == "paid"
    assert await inside(shop)


async def test_nobody_pays_with_somebody_elses_invoice_nor_twice(shop: World) -> None:
    link = await invoice(shop, "monthly")
    await start(shop, DAN)
    other = await pay(shop, link, DAN)
    assert other["state"] == "refused"
    assert other["error"].startswith("This invoice was made for somebody else.")
    assert (await pay(shop, link))["state"] == "paid"
    again = await pay(shop, link)
    assert (again["state"], again["error"]) == (
        "refused",
        "This order is paid already. See /membership.",
    )
    assert count(shop.bot, PAYMENT) == 1


async def test_the_last_seat_is_held_for_whoever_pays_first(shop: World) -> None:
    first, second = await invoice(shop, "week"), await invoice(shop, "week", DAN)
    assert (await pay(shop, first))["state"] == "paid"
    late = await pay(shop, second, DAN)
    assert (late["state"], late["error"]) == ("refused", "All places are taken at the moment.")


@pytest.mark.parametrize("how", ["double", "late"])
async def test_a_notice_that_comes_twice_or_late_grants_once(shop: World, how: str) -> None:
    await shop.pg.act({"do": "disturb", "about": "successful_payment", "how": how})
    link = await invoice(shop, "week")
    assert (await pay(shop, link))["state"] == "paid"
    if how == "late":
        await shop.pg.act({"do": "pay", "user": DAN, "invoice": await invoice(shop, "monthly", DAN)})
        await shop.bot.settled()
    rows = shop.bot.rows(select(ENTITLEMENT).where(ENTITLEMENT.c.plan == "week"))
    assert [r["source"] for r in rows] == ["payment"]
    assert rows[0]["ends"] - rows[0]["begins"] == 7 * DAY


async def test_the_end_is_told_before_and_then_the_door_closes_without_a_ban(shop: World) -> None:
    await buy(shop, "week")
    assert await enter(shop)
    await pass_(shop, 4 * DAY + 60)
    await pass_(shop, 2 * DAY)
    said = await shop.bot.said(EVE)
    assert len([t for t in said if "A week ends in" in t]) == 2
    await pass_(shop, DAY)
    assert await inside(shop)
    assert "The door stays open until" in (await shop.bot.said(EVE))[-1]
    await pass_(shop, DAY)
    assert not await inside(shop)
    assert "You are not banned" in (await shop.bot.said(EVE))[-1]
    members = (await shop.pg.chat(shop.chat))["members"]
    assert members[str(EVE)]["status"] == "left"
    await buy(shop, "week")
    assert await enter(shop)


async def test_a_month_renews_itself_and_nobody_is_bothered(shop: World) -> None:
    await buy(shop)
    assert await enter(shop)
    before = len(await shop.bot.said(EVE))
    for _ in range(3):
        await pass_(shop, MONTH)
    assert await inside(shop)
    assert count(shop.bot, PAYMENT) == 4
    new = (await shop.bot.said(EVE))[before:]
    assert all("Monthly now lasts until" in t for t in new), new
    (one,) = shop.bot.rows(select(SUBSCRIPTION))
    assert one["state"] == "active"


async def test_who_ends_the_renewal_is_asked_why_and_stays_as_long_as_it_is_paid(shop: World) -> None:
    await buy(shop)
    assert await enter(shop)
    await write(shop, EVE, "/membership")
    await press(shop, "Don't renew it")
    assert (await shop.pg.state())["subscriptions"][0]["banned"]
    assert await press(shop, "too expensive") == "Thank you for telling us."
    (one,) = shop.bot.rows(select(SUBSCRIPTION))
    assert (one["state"], one["why"]) == ("ended", "price")
    await pass_(shop, MONTH - DAY)
    assert await inside(shop)
    await pass_(shop, 4 * DAY + 120)
    assert not await inside(shop)


async def test_a_renewal_that_cannot_be_charged_is_told_and_has_its_grace(shop: World) -> None:
    await shop.pg.act({"do": "create_person", "person": 50, "first_name": "Poor", "language_code": "en"})
    await shop.pg.act({"do": "get_stars", "user": 50, "amount": 300})
    await buy(shop, user=50)
    assert await enter(shop, 50)
    await pass_(shop, MONTH + 120)
    assert any("could not charge" in t for t in await shop.bot.said(50))
    assert await inside(shop, 50)
    await pass_(shop, 3 * DAY)
    assert not await inside(shop, 50)


async def test_a_refund_ends_what_it_paid_for_and_its_notice_again_changes_nothing(shop: World) -> None:
    await room(shop)
    end = await buy(shop, "week")
    assert await enter(shop)
    await shop.pg.act({"do": "disturb", "about": "refunded_payment", "how": "double"})
    said = await write(shop, 1, "/refund @eve_x paid by mistake", ROOM)
    assert "is on its way back" in said or "paid ⭐ 50 back" in said
    await shop.bot.settled()
    assert not await inside(shop)
    (row,) = shop.bot.rows(select(PAYMENT))
    assert (row["charge"], row["state"], row["reason"]) == (end["charge"], "refunded", "paid by mistake")
    assert (await shop.pg.state())["stars"][str(EVE)] == 10_000
    assert any("paid ⭐ 50 back to Eve" in t for t in await shop.bot.said(ROOM))
    assert len([t for t in await shop.bot.said(EVE) if "went back to you" in t]) == 1


async def test_a_refund_that_was_done_before_is_done(shop: World) -> None:
    await room(shop)
    await buy(shop, "week")
    fault = {"kind": "refusal", "method": "refundStarPayment", "text": "Bad Request: CHARGE_ALREADY_REFUNDED"}
    await shop.pg.faults(fault)
    await write(shop, 1, "/refund @eve_x", ROOM)
    await shop.bot.settled()
    (row,) = shop.bot.rows(select(PAYMENT))
    assert row["state"] == "refunded"


async def test_what_a_moderator_gives_and_takes_is_a_case_that_can_be_undone(shop: World) -> None:
    await room(shop)
    await start(shop)
    assert "Monthly until" in await write(shop, 1, "/grant @eve_x monthly 10d won the quiz", ROOM)
    assert await enter(shop)
    said = "\n".join(await shop.bot.said(ROOM))
    assert "plan monthly given for 10 days" in said
    await write(shop, 1, "/revoke @eve_x monthly no more", ROOM)
    assert not await inside(shop)
    case = max(r["id"] for r in shop.bot.rows(select(CASE)))
    await write(shop, 1, f"/undo {case}", ROOM)
    assert "Monthly: until" in await write(shop, EVE, "/membership")
    assert await enter(shop)
    await write(shop, 1, f"/undo {case - 1}", ROOM)
    await shop.bot.settled()
    assert await inside(shop)  # what was given back by the later case stands by itself


async def test_a_trial_is_for_once(shop: World) -> None:
    await start(shop, payload="plan_week")
    assert await press(shop, "Try it for") == ""
    assert await enter(shop)
    assert "A week: on trial until" in await write(shop, EVE, "/membership")
    await pass_(shop, 2 * DAY + 60)
    assert not await inside(shop)
    await start(shop, payload="plan_week")
    assert not [b for b in buttons((await shop.pg.messages(EVE))[-1]["message"]) if "Try" in b["text"]]


async def test_the_moderators_hear_of_a_door_that_is_stuck_and_it_opens_by_itself(shop: World) -> None:
    await room(shop)
    rights = ["can_restrict_members", "can_delete_messages"]
    act = {"do": "promote", "chat": shop.chat, "user": 1, "target": shop.pg.bot_id}
    await shop.pg.act(act | {"rights": rights})
    await buy(shop, "week")
    assert any("can't make an invite link there" in t for t in await shop.bot.said(ROOM))
    assert any("a group's door is stuck" in t for t in await shop.bot.said(EVE))
    await shop.pg.act(act | {"rights": True})
    await pass_(shop, 301)
    assert await enter(shop)


async def test_a_payment_of_no_order_of_ours_is_kept_and_told(shop: World) -> None:
    await room(shop)
    await start(shop)
    foreign = {
        "title": "x",
        "description": "x",
        "payload": "m1.1.1.monthly.forged",
        "currency": "XTR",
        "prices": [{"label": "x", "amount": 7}],
    }
    link = (await shop.pg.call("createInvoiceLink", **foreign))["result"]
    end = await pay(shop, link)
    assert (end["state"], end["error"][:20]) == ("refused", "This invoice is not ")
    assert count(shop.bot, PAYMENT) == 0
    charge = {"message_id": 900, "date": int(time.time()), "chat": {"id": EVE, "type": "private"}}
    paid = {
        "currency": "XTR",
        "total_amount": 7,
        "invoice_payload": "?",
        "telegram_payment_charge_id": "stx9",
    }
    sender = {"id": EVE, "is_bot": False, "first_name": "Eve"}
    update = {"update_id": 2**40, "message": charge | {"from": sender, "successful_payment": paid}}
    await shop.bot.app.take([update])
    await shop.bot.settled()
    (row,) = shop.bot.rows(select(PAYMENT))
    assert (row["state"], row["amount"]) == ("strange", 7)
    assert any("paid ⭐ 7 for no order of ours" in t for t in await shop.bot.said(ROOM))


async def test_terms_and_help_with_payments_are_told_to_anybody(shop: World) -> None:
    await start(shop)
    assert await write(shop, EVE, "/terms") == "What you buy is yours alone."
    assert "Ask @olga_owner" in await write(shop, EVE, "/paysupport")


async def test_members_cannot_do_what_moderators_do(shop: World) -> None:
    await start(shop)
    await shop.write(2, "hello")
    await start(shop, 2)
    for command in (
        "/grant @eve_x monthly",
        "/extend @eve_x monthly 7d",
        "/revoke @eve_x monthly",
        "/refund @eve_x",
    ):
        said = await write(shop, 2, command)
        assert "moderators" in said.lower()
    assert "moderators" in (await write(shop, 2, "/membership @eve_x")).lower()
    assert count(shop.bot, ENTITLEMENT) == 0


async def reconcile(world: World, mark: int) -> None:
    """The nightly job runs."""
    with world.bot.store.write() as connection:
        number = world.bot.app.community
        assert reconciling.begin(connection, number, mark, int(world.bot.app.clock.now()))
    world.bot.app.delivery.new_rows()
    await world.bot.settled()


async def test_a_payment_whose_notice_was_lost_is_granted_by_the_list_of_transactions(shop: World) -> None:
    await room(shop)
    await shop.pg.act({"do": "disturb", "about": "successful_payment", "how": "lose"})
    await buy(shop)
    assert count(shop.bot, ENTITLEMENT) == 0
    await reconcile(shop, 1)
    assert any("was reported to us late" in t for t in await shop.bot.said(EVE))
    assert await enter(shop)
    (row,) = shop.bot.rows(select(PAYMENT))
    assert row["late"]
    assert any("Difference: ⭐ 0" in t for t in await shop.bot.said(ROOM))
    before = len(await shop.bot.said(ROOM))
    await reconcile(shop, 2)
    assert len(await shop.bot.said(ROOM)) == before
    assert count(shop.bot, PAYMENT) == 1


async def test_a_charge_back_ends_what_it_paid_for_and_the_moderators_hear(shop: World) -> None:
    await room(shop)
    end = await buy(shop)
    assert await enter(shop)
    await shop.pg.act({"do": "charge_back", "user": EVE, "charge": end["charge"]})
    assert await inside(shop)
    await reconcile(shop, 1)
    assert not await inside(shop)
    assert any("reclaimed without us" in t for t in await shop.bot.said(ROOM))
    assert (await shop.pg.state())["subscriptions"][0]["banned"]


async def test_long_lists_are_read_in_pages_and_go_on_where_they_ended(shop: World) -> None:
    await buy(shop, "ever")
    foreign = {"title": "x", "description": "x", "currency": "XTR", "prices": [{"label": "x", "amount": 1}]}
    world, bot = shop.pg.service.world, shop.pg.service.world.main_bot
    link = (await shop.pg.call("createInvoiceLink", payload="another program's", **foreign))["result"]
    from bot.playground.charging import charge

    for _ in range(230):
        charge(world, world.stars.invoices[link], DAN)
        bot.queue.clear()
    await reconcile(shop, 1)
    pages = [c["params"]["offset"] for c in await shop.pg.calls() if c["method"] == "getStarTransactions"]
    assert pages == [0, 100, 200]
    strange = [r for r in shop.bot.rows(select(PAYMENT)) if r["state"] == "strange"]
    assert len(strange) == 230
    await reconcile(shop, 2)
    pages = [c["params"]["offset"] for c in await shop.pg.calls() if c["method"] == "getStarTransactions"]
    assert pages == [0, 100, 200, 231]


async def test_a_code_gives_a_plan_once(shop: World) -> None:
    rules = shop.bot.app.settings.rules
    (code,) = operating.made_codes(shop.bot.app.settings, rules, "monthly", 1, 5, 10)
    await start(shop)
    typed = f"{code[:4]}-{code[4:8]}-{code[8:]}".lower()
    assert "Monthly is yours until" in await write(shop, EVE, f"/redeem {typed}")
    assert await enter(shop)
    await start(shop, DAN)
    assert "does not work" in await write(shop, DAN, f"/redeem {code}")
    (row,) = operating.codes_listed(shop.bot.app.settings)
    assert (row["used_by"], row["days"]) == (EVE, 5)
    await pass_(shop, 5 * DAY + 60)
    assert not await inside(shop)


async def test_members_who_paid_elsewhere_are_taken_over_once(shop: World, tmp_path: Path) -> None:
    await start(shop)
    day = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 40 * DAY))
    file = tmp_path / "members.csv"
    lines = [f"@eve_x,monthly,{day}", "77,ever,forever", f"@nobody,monthly,{day}", f"{DAN},yearly,{day}"]
    file.write_text("member,plan,until\n" + "\n".join(lines), "utf-8")
    given = (shop.bot.app.settings, shop.bot.app.settings.rules, file)
    assert importing.import_members(*given, dry=True).new == 0
    found = importing.import_members(*given, dry=False)
    assert (found.lines, found.new) == (3, 2)
    assert any("members.csv:4" in str(t) and "@nobody" in str(t) for t in found.told)
    assert any("members.csv:5" in str(t) and "yearly" in str(t) for t in found.told)
    assert importing.import_members(*given, dry=False).new == 0
    await shop.bot.settled()
    await shop.pg.act({"do": "request_join", "chat": shop.chat, "user": EVE})
    await shop.bot.settled()
    assert await inside(shop)
    (held,) = operating.access(shop.bot.app.settings, shop.bot.app.settings.rules, "@eve_x")
    assert (held.plan, held.life.state, held.holding[0].source) == ("monthly", "active", "import")


async def test_operators_lay_the_lists_beside_each_other_and_the_bot_makes_good(shop: World) -> None:
    await shop.pg.act({"do": "disturb", "about": "successful_payment", "how": "lose"})
    await buy(shop)
    found, others = await operating.reconciled(shop.bot.app.settings)
    assert (len(found.missing), found.difference, others) == (1, 300, 0)
    await shop.bot.settled()
    assert count(shop.bot, ENTITLEMENT) == 1
    again, _ = await operating.reconciled(shop.bot.app.settings)
    assert again.same


async def test_moderators_see_how_memberships_do_and_who_leaves_soon(shop: World) -> None:
    await room(shop)
    await buy(shop, "week")
    await buy(shop, "monthly", DAN)
    await write(shop, DAN, "/membership")
    await press(shop, "Don't renew it", DAN)
    await press(shop, "no time", DAN)
    said = await write(shop, 1, "/memberships", ROOM)
    assert "week: 1 members (0 on trial, 0 in grace); 1 payments, ⭐ 50" in said
    assert "renewals ended: no time (1)" in said
    assert "1 leave in the next 7 days" in said
    assert "Eve: week until" in said
    assert "command" not in await write(shop, 1, "/membership @eve_x", ROOM)
    assert "⭐ 50 · paid" in await write(shop, 1, "/membership @eve_x", ROOM)
    report = operating.report(shop.bot.app.settings, shop.bot.app.settings.rules, 30)
    assert [p.stars for p in report.plans] == [300, 50, 0]
