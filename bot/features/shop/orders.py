"""/orders, and the moderators' buttons under an order: delivered, or the coins back."""

from __future__ import annotations

from bot.core.authority import governed
from bot.core.batch import Batch
from bot.core.command import Answer, Ask
from bot.core.private_answers import whisper
from bot.features.shop.selling import deliver, refund
from bot.features.shop.showing import card_values, good_named, ordered, staff_buttons
from bot.text.messages import Html, language_of, plain, say
from rules.engine.events import Event
from storage import people, shop
from storage.shop import REFUNDED, Order

_SHOWN = 10


def orders(ask: Ask) -> Answer | None:
    """What whoever asks ordered, in private."""
    return whisper(ask, _orders)


def _orders(ask: Ask) -> Answer:
    found = shop.of_person(ask.batch.connection, ask.community, ask.person.id, _SHOWN)
    if not found:
        return ask.answer("orders-none")
    return Answer(
        Html("\n".join([ask.say("orders-head"), *(ordered(ask.batch, ask.language, o) for o in found)]))
    )


def pressed(batch: Batch, event: Event, arguments: str) -> str | None:
    """A moderator delivered an order, or gives its coins back; None when Telegram is asked first."""
    person = batch.author(event)
    language = language_of(person.language if person else "", batch.book.community.language)
    what, _, number = arguments.partition(":")
    made = shop.order(batch.connection, int(number)) if number.isdigit() else None
    if person is None or made is None or made.community_id != batch.community(event):
        return plain(language, "button-unknown")
    groups = governed(batch, event, person.id)
    if groups is None:
        return None
    if not groups:
        return plain(language, "shop-not-yours")
    act = (
        deliver(batch, made.id, person.id)
        if what == "d"
        else refund(batch, batch.chat(event).id, made.id, person.id)
    )
    if act is None:
        return plain(language, "shop-ended")
    _show(batch, event, act)
    _tell(batch, event, act)
    return ""


def _show(batch: Batch, event: Event, made: Order) -> None:
    """Write the card anew."""
    room = batch.chat(event).id
    language = batch.spoken(room)
    buyer = people.person(batch.connection, made.person_id)
    if buyer is None:
        return
    values = {k: v(language) if callable(v) else v for k, v in card_values(batch, made, buyer).items()}
    text = Html("\n".join([say(language, "shop-card", **values), say(language, f"shop-card-{made.state}")]))
    batch.edit_pressed(event, text, [] if made.state == REFUNDED else staff_buttons(batch, room, made))


def _tell(batch: Batch, event: Event, made: Order) -> None:
    """Tell whoever ordered, where they can be written to; /orders tells the others."""
    room = people.private_chats(batch.connection, [made.person_id]).get(made.person_id)
    buyer = people.person(batch.connection, made.person_id)
    if room is None or buyer is None:
        return
    language = language_of(buyer.language, batch.files.community.language)
    text = say(
        language,
        f"order-{made.state}",
        order=made.id,
        good=good_named(batch, made.good, language),
        price=made.price,
    )
    batch.call(
        event, "sendMessage", room, text=text, parse_mode="HTML", link_preview_options={"is_disabled": True}
    )
