"""Paid membership as moderators and operators look after it: refunds, gifts, Stars, codes, figures."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.features.membership import access, importing, operating
from bot.operations.doctor import examine
from storage.cases import CASE
from storage.entitlements import ENTITLEMENT
from storage.purchases import PAYMENT, SUBSCRIPTION
from tests.behaviour.conftest import World
from tests.behaviour.shop import (
    DAN,
    DAY,
    EVE,
    MEMBERSHIP,
    ROOM,
    buy,
    count,
    enter,
    inside,
    pass_,
    pay,
    press,
    reconcile,
    room,
    shop,
    start,
    write,
)

__all__ = ["shop"]  # a fixture


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


async def test_a_refund_tells_both_sides_how_much_of_the_time_was_used(shop: World) -> None:
    await room(shop)
    await buy(shop, "week")
    await pass_(shop, 2 * DAY)
    await write(shop, 1, "/refund @eve_x", ROOM)
    await shop.bot.settled()
    line = "Used until then: 2 days of 7 days (28%)."
    assert any("is on its way back" in t and line in t for t in await shop.bot.said(ROOM))
    assert any("went back to you" in t and line in t for t in await shop.bot.said(EVE))
    await buy(shop, "ever")
    await write(shop, 1, "/refund @eve_x", ROOM)
    await shop.bot.settled()
    assert any("went back to you" in t and "None of it was used yet." in t for t in await shop.bot.said(EVE))


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


async def test_a_renewal_that_was_taken_has_ended_when_telegram_says_so(shop: World) -> None:
    await room(shop)
    await buy(shop)
    before = len(await shop.bot.said(EVE))
    refusal = {"kind": "refusal", "method": "editUserStarSubscription", "text": "Bad Request: BUSY"}
    await shop.pg.faults(refusal)
    await write(shop, 1, "/revoke @eve_x monthly no more", ROOM)
    await shop.bot.settled()
    (one,) = shop.bot.rows(select(SUBSCRIPTION))
    assert one["state"] == "active"
    assert any("did not stop charging" in t and "BUSY" in t for t in await shop.bot.said(ROOM))
    await write(shop, 1, "/revoke @eve_x monthly once more", ROOM)
    await shop.bot.settled()
    (one,) = shop.bot.rows(select(SUBSCRIPTION))
    assert one["state"] == "ended"
    assert (await shop.pg.state())["subscriptions"][0]["banned"]
    assert not any("renew" in t for t in (await shop.bot.said(EVE))[before:])


async def test_a_stranger_is_shown_the_way_to_the_plans(shop: World) -> None:
    await shop.pg.act({"do": "create_person", "person": 77, "first_name": "Fay", "language_code": "en"})
    await start(shop, 77, "")
    assert (await shop.bot.said(77))[-1].endswith("To come in, have a look at /plans.")


async def test_why_access_tells_which_grant_gives_what_and_until_when(shop: World) -> None:
    await room(shop)
    await start(shop)
    assert "No plan yet." in await write(shop, 1, "/why access @eve_x", ROOM)
    await buy(shop, "week")
    await write(shop, 1, "/grant @eve_x monthly 10d won the quiz", ROOM)
    assert await enter(shop)
    own = await write(shop, EVE, "/why access")
    seen = await write(shop, 1, "/why access @eve_x", ROOM)
    assert own == seen
    held = operating.access(shop.bot.app.settings, shop.bot.app.settings.rules, "@eve_x")
    printed = list(access.printed("en", held, "UTC"))
    text = "\n".join(printed).replace("week:", "A week:").replace("monthly:", "Monthly:")
    assert own.splitlines()[1:] == text.splitlines()
    assert [line[:7] for line in printed] == ["week: u", "· paid,", "monthly", "· given"]
    await shop.pg.act({"do": "request_join", "chat": shop.chat, "user": DAN})
    await start(shop, DAN)
    assert "moderators" in (await write(shop, DAN, "/why access @eve_x")).lower()


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
    assert (found.lines, found.new) == (2, 2)
    assert any("members.csv:4" in str(t) and "@nobody" in str(t) for t in found.told)
    assert any("members.csv:5" in str(t) and "yearly" in str(t) for t in found.told)
    assert importing.import_members(*given, dry=False).new == 0
    file.write_text("member,plan\n@eve_x,monthly\n", "utf-8")
    with pytest.raises(ValueError, match="a column is missing: until"):
        importing.import_members(*given, dry=True)
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
    assert "week: one member (0 on trial, 0 in grace); one payment, ⭐ 50" in said
    assert "renewals ended: no time (1)" in said
    assert "One leaves in the next 7 days" in said
    assert "Eve: week until" in said
    assert "command" not in await write(shop, 1, "/membership @eve_x", ROOM)
    assert "⭐ 50 · paid" in await write(shop, 1, "/membership @eve_x", ROOM)
    report = operating.report(shop.bot.app.settings, shop.bot.app.settings.rules, 30)
    assert [p.stars for p in report.plans] == [300, 50, 0]


async def test_the_doctor_names_groups_that_nobody_claimed_and_plans_that_are_gone(shop: World) -> None:
    await buy(shop, "week")
    rules = shop.bot.app.settings.rules
    found = [f async for f in examine(shop.bot.app.settings)]
    said = [f.sentence("en") for f in found if f.name == "membership"]
    assert said == ["Membership: Telegram sells for the bot; it has ⭐ 50."]
    text = MEMBERSHIP.replace("id: week", "id: weekly").replace("price: 300", "price: 300, groups: -100999")
    (rules / "membership.yaml").write_text(text, "utf-8")
    rights = ["can_delete_messages", "can_pin_messages", "can_restrict_members"]
    act = {"do": "promote", "chat": shop.chat, "user": 1, "target": shop.pg.bot_id, "rights": rights}
    await shop.pg.act(act)
    said = [f.sentence("en") for f in [f async for f in examine(shop.bot.app.settings)]]
    assert any("groups that are not claimed: -100999" in s for s in said)
    assert any("does not know: week." in s for s in said)
    assert any("can_invite_users (membership: weekly, membership: ever)" in s for s in said)
