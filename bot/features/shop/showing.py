"""/shop: what there is for coins, page by page; the button of a page orders once."""

from __future__ import annotations

from typing import Any

from bot.core.batch import Batch
from bot.core.buttons import ANYONE, Rows, Sign, button
from bot.core.command import Answer, Ask
from bot.core.private_answers import whisper
from bot.features.moderation.moderator_alerts import tell_moderators
from bot.features.points.coins import held
from bot.features.shop.selling import left_of, on_sale, place
from bot.platforms.telegram.calls import mention
from bot.text.messages import Html, by_operators, language_of, plain, say
from rules.config.shop import Good, Shop
from rules.engine.events import Event
from storage import chats
from storage.directory import KnownPerson
from storage.shop import DELIVERED, Order

VERB, STAFF = "so", "sd"


def shop(ask: Ask) -> Answer | None:
    """What there is to have, in private."""
    return whisper(ask, _shop)


def _shop(ask: Ask) -> Answer:
    goods = on_sale(ask.batch)
    if not goods:
        return ask.answer("shop-closed")
    purse = held(ask.batch, ask.community, ask.chat.id, ask.person.id)
    sign = ask.batch.services.buttons.signer(ask.chat.id, ask.person.id, ask.batch.now)
    text, rows = _listed(goods, ask.language, sign, purse.left if purse is not None else 0)
    return Answer(text, buttons=rows)


def _listed(goods: list[Good], language: str, sign: Sign, coins: int) -> tuple[Html, Rows]:
    lines = [say(language, "shop-head", coins=max(0, coins)), Html("")]
    lines += [say(language, "shop-line", good=_named(g, language), price=g.price) for g in goods]
    return Html("\n".join(lines)), [[button(g.name[language], sign(VERB, f"p:{g.id}"))] for g in goods]


def _named(good: Good, language: str) -> Html:
    return by_operators(good.name[language])


def good_named(batch: Batch, name: str, language: str) -> Html:
    """A good by its id, which the file may not have any more."""
    good = batch.files.file(Shop).good(name)
    return _named(good, language) if good is not None else Html(name)


def pressed(batch: Batch, event: Event, arguments: str) -> str:
    """A button of the shop: the list, one good, or the order."""
    person, chat = batch.author(event), batch.chat(event)
    language = language_of(person.language if person else "", batch.files.community.language)
    what, _, rest = arguments.partition(":")
    name, _, nonce = rest.partition(":")
    goods = on_sale(batch)
    good = next((g for g in goods if g.id == name), None)
    if person is None or not event.chat.private or (good is None and what != "l") or not goods:
        return plain(language, "shop-closed")
    community = batch.community(event)
    sign = batch.services.buttons.signer(chat.id, person.id, batch.now)
    if good is None or what == "p":
        purse = held(batch, community, chat.id, person.id)
        coins = purse.left if purse is not None else 0
        if good is None:
            page = _listed(goods, language, sign, coins)
        else:
            page = _page(batch, community, good, language, sign, coins, str(event.update_id))
        batch.edit_pressed(event, *page)
        return ""
    made, why = place(batch, community, chat.id, person.id, good, nonce)
    if made is None:
        return plain(language, why, price=good.price)
    back: Rows = [[button(plain(language, "button-shop"), sign(VERB, "l"))]]
    batch.edit_pressed(event, ordered(batch, language, made), back)
    if made.state != DELIVERED:
        _tell_moderators(batch, event, person, made)
    return ""


def _page(
    batch: Batch, community: int, good: Good, language: str, sign: Sign, coins: int, nonce: str
) -> tuple[Html, Rows]:
    """One good; the button that orders it carries a number of its own, so that it does so once."""
    left = left_of(batch, community, good)
    lines = [Html(f"<b>{_named(good, language)}</b>")]
    lines += [by_operators(good.text[language])] if good.text else []
    lines += [Html(""), say(language, "shop-price", price=good.price, coins=max(0, coins))]
    lines += [say(language, "shop-left", left=left)] if left is not None else []
    rows: Rows = [
        [button(plain(language, "button-order", price=good.price), sign(VERB, f"y:{good.id}:{nonce}"))]
    ]
    rows.append([button(plain(language, "button-shop"), sign(VERB, "l"))])
    return Html("\n".join(lines)), rows


def ordered(batch: Batch, language: str, made: Order) -> Html:
    """What became of an order, for whoever made it."""
    values = {"order": made.id, "good": good_named(batch, made.good, language), "price": made.price}
    if made.code:
        return say(language, "order-code", **values, code=made.code)
    return say(language, f"order-{made.state}", **values)


def _tell_moderators(batch: Batch, event: Event, person: KnownPerson, made: Order) -> None:
    room = chats.moderators_group(batch.connection, made.community_id)
    if room is None:
        return
    tell_moderators(
        batch,
        event,
        made.community_id,
        "shop-card",
        buttons=staff_buttons(batch, room, made),
        **card_values(batch, made, person),
    )


def card_values(batch: Batch, made: Order, person: KnownPerson) -> dict[str, Any]:
    """What a card in the moderators' group tells of an order."""
    return {
        "order": made.id,
        "member": mention(person.id, person.name),
        "good": lambda language: good_named(batch, made.good, language),
        "price": made.price,
    }


def staff_buttons(batch: Batch, room: int, made: Order) -> Rows:
    """What moderators may do about an order."""
    language = batch.spoken(room)
    sign = batch.services.buttons.signer(room, ANYONE, batch.now)
    refund = button(plain(language, "button-order-refund"), sign(STAFF, f"r:{made.id}"))
    if made.state == DELIVERED:
        return [[refund]]
    return [[button(plain(language, "button-order-delivered"), sign(STAFF, f"d:{made.id}")), refund]]
