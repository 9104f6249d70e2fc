"""/plans: what there is to have, in private; an order and its invoice link at the press of a button."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.core.buttons import Rows, Sign, button
from bot.core.command import Answer, Ask
from bot.core.private_answers import private_chat
from bot.features.membership.channels import buttons as channel_buttons
from bot.features.membership.channels import ensure
from bot.features.membership.coupons import Offer as Price
from bot.features.membership.coupons import offer
from bot.features.membership.gifting import may_give
from bot.features.membership.granting import WAITING, give, open_doors
from bot.features.membership.payload import seal
from bot.features.membership.providers.buying import money_buttons
from bot.features.membership.selling import refusal
from bot.features.membership.standing import sold, standing
from bot.features.membership.telling import named, price_of, until
from bot.features.membership.upgrading import rest, whole_days
from bot.features.screening.entitled import DOORS, admits, plans_opening
from bot.platforms.telegram.calls import Follow, follow_kind
from bot.platforms.telegram.follow_up import Receipt
from bot.text.durations import spell
from bot.text.messages import Html, by_operators, language_of, plain, say
from rules.config.membership import Membership, Plan
from rules.engine.entitlements import TRIAL, Entry, State
from rules.engine.events import Event
from rules.engine.upgrading import Bought
from storage import newcomers, purchases, timers
from storage.directory import KnownChat, KnownPerson

VERB = "mp"
LINK = follow_kind("invoice link", "membership", awaited=True)  # and timer: Telegram made it, or did not
_TITLE, _DESCRIPTION = 32, 255  # characters (Bot API, createInvoiceLink)
CURRENCY = "XTR"


class Offer(Struct, frozen=True):
    """An order that waits for its invoice link, and the message in which that is shown."""

    order: int
    message: int
    language: str
    link: str = ""


def plans(ask: Ask, campaign: str = "") -> Answer:
    """What there is to have."""
    membership = sold(ask.batch)
    ensure(ask.batch, ask.event, ask.community)
    if not [p for p in membership.plans if p.sold]:
        return ask.answer("plans-none")
    sign = ask.batch.services.buttons.signer(ask.chat.id, ask.person.id, ask.batch.now)
    listed = _listed(ask.batch, membership, ask.community, ask.person.id, ask.language)
    return Answer(listed, buttons=_names(membership, ask.language, sign, campaign))


def plan_named(ask: Ask, said: str) -> Answer:
    """A plan by a deep link, `plan_ID` or `plan_ID_campaign`; all plans when there is no such."""
    plan, campaign = sold(ask.batch).linked(said)
    if plan is None or not plan.sold:
        return plans(ask, campaign if said != "plans" else "")
    ensure(ask.batch, ask.event, ask.community)
    sign = ask.batch.services.buttons.signer(ask.chat.id, ask.person.id, ask.batch.now)
    page, rows = _page(ask.batch, plan, ask.community, ask.person.id, ask.language, sign, campaign)
    return Answer(page, buttons=rows)


def plans_to(ask: Ask, course: str) -> Answer:
    """The plans that open a course, to somebody who has none of them."""
    membership, language = sold(ask.batch), ask.language
    keys = membership.keys_to(course)
    found = next((c for c in ask.batch.book.courses if c.id == course and not c.hidden), None)
    if found is None or not keys:
        return plans(ask)
    wanted = [p for p in membership.plans if p.sold and p.id in keys]
    sign = ask.batch.services.buttons.signer(ask.chat.id, ask.person.id, ask.batch.now)
    title = by_operators(found.title.get(language, course))
    lines = [say(language, "course-plans" if wanted else "course-closed", course=title)]
    lines += [
        say(language, "plans-line", plan=named(p, language), price=price_of(p, language)) for p in wanted
    ]
    rows: Rows = [[button(p.name[language], sign(VERB, f"show:{p.id}"))] for p in wanted]
    return Answer(Html("\n".join(lines)), buttons=rows)


def _listed(batch: Batch, membership: Membership, community: int, person: int, language: str) -> Html:
    lines = [
        say(
            language,
            "plans-line",
            plan=named(plan, language),
            price=_asked(batch, community, person, plan, language),
        )
        for plan in membership.plans
        if plan.sold
    ]
    return Html("\n".join([say(language, "plans-head"), "", *lines]))


def _asked(batch: Batch, community: int, person: int, plan: Plan, language: str) -> Html:
    """What a plan costs somebody: with their coupon, if they have one for it."""
    found = offer(batch, community, person, plan)
    if found.coupon is None:
        return price_of(plan, language)
    name, price = by_operators(found.coupon.name[language]), price_of(plan, language, found.price)
    return say(language, "price-coupon", price=price, before=plan.price, coupon=name)


def _names(membership: Membership, language: str, sign: Sign, campaign: str) -> Rows:
    tail = f":{campaign}" if campaign else ""
    return [[button(p.name[language], sign(VERB, f"show:{p.id}{tail}"))] for p in membership.plans if p.sold]


def _page(
    batch: Batch,
    plan: Plan,
    community: int,
    person: int,
    language: str,
    sign: Sign,
    campaign: str = "",
) -> tuple[Html, Rows]:
    """One plan: what it is, what it costs, how whoever looks stands with it, and what they can do."""
    one = standing(batch, community, person, plan.id)
    lines = [Html(f"<b>{named(plan, language)}</b>")]
    if plan.text:
        lines.append(by_operators(plan.text[language]))
    lines += [Html(""), _asked(batch, community, person, plan, language)]
    lines += _extras(batch, plan, language)
    coins = plan.coins if batch.files.incentives.coins is not None else 0
    if plan.points or coins:
        lines.append(say(language, "plan-brings", points=plan.points, coins=coins))
    if one.life.inside:
        lines.append(say(language, f"plan-is-{one.life.state}", until=until(batch, language, one.life.until)))
    counts = rest(batch, community, person, plan, Bought("", plan.price, plan.period)) if plan.upgrades else 0
    if counts:
        lines.append(say(language, "upgrade-counts", time=spell(language, whole_days(counts))))
    rows: Rows = []
    tail = f":{campaign}" if campaign else ""
    if plan.trial and one.life.state is State.NEVER:
        time = spell(language, plan.trial)
        rows.append([button(plain(language, "button-try", time=time), sign(VERB, f"try:{plan.id}"))])
    if not one.renews:
        data = sign(VERB, f"buy:{plan.id}{tail}")
        stars = offer(batch, community, person, plan).price
        rows.append([button(plain(language, "button-buy", stars=stars), data)])
    rows += channel_buttons(batch, community, plan, language)
    if may_give(sold(batch), plan):
        words = plain(language, "button-gift", stars=plan.price)
        rows.append([button(words, sign(VERB, f"gift:{plan.id}{tail}"))])
    rows += money_buttons(sold(batch), plan, language, sign, campaign)
    rows.append([button(plain(language, "button-plans"), sign(VERB, f"list:{tail}" if tail else "list"))])
    return Html("\n".join(lines)), rows


def _extras(batch: Batch, plan: Plan, language: str) -> list[Html]:
    """What comes with a plan beside groups: courses, also of plans it includes, and places for others."""
    opened = {course for p in sold(batch).opened_by(plan.id) for course in p.courses}
    titles = [c.title.get(language, c.id) for c in batch.files.courses if c.id in opened and not c.hidden]
    joined = ("、" if language == "zh" else ", ").join(titles)
    lines = [say(language, "plan-courses", courses=joined)] if titles else []
    return lines + ([say(language, "plan-family", places=plan.family)] if plan.family else [])


def pressed(batch: Batch, event: Event, arguments: str) -> str:
    """A button under the plans."""
    person, chat = batch.author(event), batch.chat(event)
    language = language_of(person.language if person else "", batch.files.community.language)
    verb, _, rest = arguments.partition(":")
    name, _, campaign = rest.partition(":")
    membership = sold(batch)
    plan = membership.plan(name)
    if person is None or not event.chat.private or (plan is None and verb != "list"):
        return plain(language, "buy-closed")
    community = batch.community(event)
    sign = batch.services.buttons.signer(chat.id, person.id, batch.now)
    if plan is None:
        listed = _listed(batch, membership, community, person.id, language)
        batch.edit_pressed(event, listed, _names(membership, language, sign, campaign))
        return ""
    if verb == "show":
        page = _page(batch, plan, community, person.id, language, sign, campaign)
        batch.edit_pressed(event, *page)
        return ""
    if verb == "try":
        return _try(batch, event, community, person, plan, language)
    gift = verb == "gift"
    if gift:
        why = "" if may_give(membership, plan) else "buy-closed"
    else:
        why = refusal(batch.connection, membership, community, plan.id, person.id, batch.now)
    if why:
        return plain(language, why)
    _begin_order(batch, event, community, person, plan, language, campaign, gift=gift)
    return ""


def _try(batch: Batch, event: Event, community: int, person: KnownPerson, plan: Plan, language: str) -> str:
    """A trial: once each, for whoever never had the plan."""
    one = standing(batch, community, person.id, plan.id)
    end = batch.now + plan.trial
    entry = Entry(f"{TRIAL}:{community}:{person.id}:{plan.id}", plan.id, TRIAL, batch.now, end)
    if not plan.sold or not plan.trial or one.life.state is not State.NEVER:
        return plain(language, "try-over")
    if not give(batch, event, community, person.id, [entry]):
        return plain(language, "try-over")
    open_doors(batch, event, community, person.id, plan, end)
    return ""


def _begin_order(
    batch: Batch,
    event: Event,
    community: int,
    person: KnownPerson,
    plan: Plan,
    language: str,
    campaign: str,
    *,
    gift: bool = False,
) -> None:
    """Write an order down and ask Telegram for its invoice link."""
    found = Price(plan.price) if gift else offer(batch, community, person.id, plan)
    number = purchases.order(
        batch.connection,
        community_id=community,
        person_id=person.id,
        plan=plan.id,
        amount=found.price,
        period=plan.period,
        renews=plan.recurring and not gift,
        gift=gift,
        source=campaign,
        at=batch.now,
        coupon_id=found.row,
    )
    waiting = Offer(number, event.press.message_id if event.press is not None else 0, language)
    text = plan.text.get(language) or plan.name[language]
    again = plan.recurring and not gift
    recurring: dict[str, Any] = {"subscription_period": plan.period} if again else {}
    batch.bare_call(
        event,
        "createInvoiceLink",
        batch.chat(event).id,
        title=plan.name[language][:_TITLE],
        description=text[:_DESCRIPTION],
        payload=seal(batch.services.buttons, number, person.id, plan.id),
        provider_token="",
        currency=CURRENCY,
        prices=[{"label": plan.name[language][:_TITLE], "amount": found.price}],
        then=(Follow(LINK, payload=msgspec.json.encode(waiting).decode()),),
        **recurring,
    )


def keep_link(connection: Connection, receipt: Receipt) -> None:
    """Let the link be shown, or that there is none."""
    waiting = msgspec.json.decode(receipt.follow.payload, type=Offer)
    link = receipt.reply.result if receipt.reply.ok else ""
    payload = msgspec.json.encode(msgspec.structs.replace(waiting, link=link)).decode()
    key = f"{LINK}:{receipt.call.key}"
    timers.set_timer(connection, key, LINK, receipt.call.lane, None, receipt.now, payload)


def show_link(batch: Batch, event: Event) -> None:
    """The message with the plan shows the way to pay."""
    if event.timer is None:
        return
    waiting = msgspec.json.decode(event.timer.payload, type=Offer)
    order = purchases.find(batch.connection, waiting.order)
    plan = sold(batch).plan(order.plan) if order is not None else None
    if order is None or plan is None:
        return
    chat, language = batch.chat(event).id, waiting.language
    sign = batch.services.buttons.signer(chat, order.person_id, batch.now)
    rows: Rows = [[button(plain(language, "button-plans"), sign(VERB, "list"))]]
    text = say(language, "link-trouble")
    if waiting.link:
        pay = {"text": plain(language, "button-pay", stars=order.amount), "url": waiting.link}
        rows.insert(0, [pay])
        price = price_of(plan, language, order.amount, once=order.gift)
        text = say(
            language, "link-gift" if order.gift else "link-ready", plan=named(plan, language), price=price
        )
    markup = {"inline_keyboard": rows}
    shown: dict[str, Any] = {"text": text, "parse_mode": "HTML", "reply_markup": markup}
    batch.call(event, "editMessageText", chat, message_id=waiting.message, **shown)


def asked_to_join(batch: Batch, event: Event) -> None:
    """Somebody asks to join a group that plans open, and has none: they are shown the plans, and their
    request waits.
    """
    chat, person = batch.chat(event), batch.author(event)
    membership = sold(batch)
    if person is None or chat.role not in DOORS or chat.community is None or not membership.on:
        return
    if admits(batch.connection, membership, chat.community, chat, person.id, batch.now):
        return
    offer_at_door(batch, event, chat, person)


def offer_at_door(batch: Batch, event: Event, chat: KnownChat, person: KnownPerson) -> None:
    """Show whoever asks to join what opens the group; the request waits."""
    membership = sold(batch)
    opening = plans_opening(batch.connection, membership, chat)
    wanted = [p for p in membership.plans if p.sold and p.id in opening]
    if not opening:
        return
    private = private_chat(batch, event)
    row = {
        "chat_id": chat.id,
        "person_id": person.id,
        "kind": WAITING,
        "state": "waiting",
        "private_id": private,
        "opened_at": batch.now,
        "due_at": batch.now,
    }
    newcomers.arrive(batch.connection, row)
    language = language_of(person.language, batch.spoken(chat.id))
    sign = batch.services.buttons.signer(private, person.id, batch.now)
    rows: Rows = [[button(p.name[language], sign(VERB, f"show:{p.id}"))] for p in wanted]
    lines = [say(language, "door-plans" if wanted else "door-closed", chat=chat.title)]
    lines += [
        say(language, "plans-line", plan=named(p, language), price=price_of(p, language)) for p in wanted
    ]
    batch.call(
        event,
        "sendMessage",
        private,
        text=Html("\n".join(lines)),
        parse_mode="HTML",
        link_preview_options={"is_disabled": True},
        reply_markup={"inline_keyboard": rows},
    )
