"""/plans /join /membership /terms /paysupport: what members need to buy, keep and end a membership."""

from __future__ import annotations

from bot.core.batch import Batch
from bot.core.buttons import Rows, button
from bot.core.command import Answer, Ask, Command, Where
from bot.core.private_access import Gate
from bot.core.private_answers import whisper
from bot.core.targets import NoTarget, find_person
from bot.features.membership import offering, own
from bot.features.membership.paying import send_back
from bot.features.membership.redeeming import redeem
from bot.features.membership.standing import sold
from bot.features.membership.telling import named
from bot.text.messages import Html, by_operators, language_of, plain
from rules.engine.events import Event
from storage import purchases

BACK = "mb"
_SHOWN = 5  # payments


def membership(ask: Ask) -> Answer | None:
    """What whoever asks has; with somebody's name, what a moderator may see."""
    from bot.features.membership.staff import about

    try:
        person = find_person(ask)
    except NoTarget as refusal:
        return ask.answer(str(refusal), command=ask.name)
    if person is not None and person.id != ask.person.id:
        return about(ask, person)
    return whisper(ask, own.own)


def terms(ask: Ask) -> Answer:
    """What holds for everybody who buys."""
    texts = sold(ask.batch).terms
    return Answer(by_operators(texts[ask.language])) if texts else ask.answer("terms-none")


def support(ask: Ask) -> Answer:
    """Who helps with payments; within the time that operators give, a payment goes back at a press."""
    book, batch = sold(ask.batch), ask.batch
    if not book.support:
        return ask.answer("support-none")
    lines, rows = [by_operators(book.support[ask.language])], Rows()
    sign = batch.services.buttons.signer(ask.chat.id, ask.person.id, batch.now)
    for paid in purchases.payments_of(batch.connection, ask.community, ask.person.id, _SHOWN):
        if paid.state == "kept" and paid.at + book.refund_within > batch.now:
            plan = named(book.plan(paid.plan), ask.language, paid.plan)
            words = plain(ask.language, "button-refund", sum=paid.sum, plan=str(plan))
            rows.append([button(words, sign(BACK, str(paid.id)))])
    return Answer(Html("\n".join(lines)), buttons=rows if ask.event.chat.private else [])


def pressed_back(batch: Batch, event: Event, arguments: str) -> str:
    """A member wants a payment back, in the time that operators give."""
    person = batch.author(event)
    language = language_of(person.language if person else "", batch.files.community.language)
    within = sold(batch).refund_within
    mine = purchases.payments_of(batch.connection, batch.community(event), person.id) if person else []
    found = next((p for p in mine if str(p.id) == arguments), None)
    if found is None or found.at + within <= batch.now:
        return plain(language, "back-late")
    going = send_back(batch, event, found.charge, "asked for within the time", person.id if person else 0)
    return plain(language, "back-going" if going else "back-already")


COMMANDS = (
    Command(
        "plans", offering.plans, where=Where.PRIVATE, examples=("/plans",), gate=Gate.ANYBODY, menu=False
    ),
    Command("join", offering.plans, where=Where.PRIVATE, examples=("/join",), gate=Gate.ANYBODY, menu=False),
    Command(
        "membership",
        membership,
        examples=("/membership", "/membership @ann"),
        gate=Gate.ANYBODY,
        menu=False,
    ),
    Command(
        "redeem",
        redeem,
        where=Where.PRIVATE,
        examples=("/redeem ABCD-EFGH-JKLM",),
        gate=Gate.ANYBODY,
        menu=False,
    ),
    Command("terms", terms, where=Where.PRIVATE, examples=("/terms",), gate=Gate.ANYBODY, menu=False),
    Command(
        "paysupport", support, where=Where.PRIVATE, examples=("/paysupport",), gate=Gate.ANYBODY, menu=False
    ),
)
