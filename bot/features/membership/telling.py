"""What members are told of their membership, in private: once each, and never to those who can't be written
to.
"""

from __future__ import annotations

from typing import Any

from bot.core.batch import Batch
from bot.core.buttons import Rows
from bot.features.screening.entitled import alone_in
from bot.platforms.telegram.calls import Follow
from bot.text.durations import spell
from bot.text.messages import Html, by_operators, language_of, say
from rules.config.membership import Plan, course_alone
from rules.engine.entitlements import FAR
from rules.engine.events import Event
from rules.engine.state import FOREVER
from storage import chats, people

_OFF = {"is_disabled": True}


def spoken_to(batch: Batch, person: int) -> str:
    """The language in which somebody is written to."""
    known = people.person(batch.connection, person)
    return language_of(known.language if known is not None else "", batch.files.community.language)


def tell(
    batch: Batch,
    event: Event,
    person: int,
    key: str,
    *,
    rows: Rows | None = None,
    then: tuple[Follow, ...] = (),
    **values: Any,
) -> bool:
    """Write to somebody in private; False when they never opened that chat. A value may be a function of the
    language.
    """
    room = people.private_chats(batch.connection, [person]).get(person)
    if room is None:
        return False
    language = spoken_to(batch, person)
    said = say(language, key, **{k: v(language) if callable(v) else v for k, v in values.items()})
    markup: dict[str, Any] = {"reply_markup": {"inline_keyboard": rows}} if rows else {}
    batch.call(
        event,
        "sendMessage",
        room,
        text=said,
        parse_mode="HTML",
        link_preview_options=_OFF,
        then=then,
        **markup,
    )
    return True


def named(plan: Plan | None, language: str, fallback: str = "") -> Html:
    """A plan's name."""
    return by_operators(plan.name[language]) if plan is not None else Html(fallback)


def called(batch: Batch, plan: Plan | None, language: str, name: str) -> Html | str:
    """A plan's name, or that of the group in which somebody has a stay, or of the course that they have."""
    course = next((c for c in batch.book.courses if c.id == course_alone(name)), None)
    if plan is None and course is not None:
        return course.title.get(language, course.id)
    chat = chats.find(batch.connection, alone_in(name)) if plan is None and alone_in(name) else None
    return chat.title if chat is not None else named(plan, language, name)


def until(batch: Batch, language: str, moment: int) -> Html:
    """The day and time of an end as members read it."""
    from bot.text.calendar import moment as spelt

    return say(language, "until-forever") if moment >= FAR else Html(spelt(moment, batch.timezone))


def price_of(plan: Plan, language: str, price: int = 0, *, once: bool = False) -> Html:
    """What a plan costs, and for how long; `price`: what is to be paid of it; `once`: a gift does not renew
    itself.
    """
    stars = price or plan.price
    if plan.period == FOREVER:
        return say(language, "price-forever", stars=stars)
    time = spell(language, plan.period)
    key = "price-renews" if plan.recurring and not once else "price-once"
    return say(language, key, stars=stars, time=time)
