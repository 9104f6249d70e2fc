"""A suggestion as people see it: title, price, reason, buttons; and the row that remembers it."""

from __future__ import annotations

from html import escape

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.buttons import Button, Sign, button
from bot.courses.advisor import Advice
from bot.html import words
from bot.texts import Html, plain, say
from rules.config.courses import Course
from storage import learning

VERBS = ("like", "taken", "no")
Rows = list[list[Button]]


def titles(courses: tuple[Course, ...], language: str) -> dict[str, str]:
    """Course titles by id."""
    return {c.id: c.title.get(language, c.id) for c in courses}


def link(course: Course, language: str) -> Html:
    """The title, leading to the course."""
    title = words(course.title.get(language, course.id))
    if not course.url:
        return Html(f"<b>{title}</b>")
    return Html(f'<a href="{escape(course.url)}">{title}</a>')


def price(course: Course, language: str) -> Html:
    """What it costs."""
    if not course.price:
        return say(language, "price-free")
    amount = f"{course.price:g}"
    return say(language, "price", amount=amount)


def body(course: Course, advice: Advice, courses: tuple[Course, ...], language: str) -> Html:
    """Title, price and reason, without whom it is for."""
    from bot.courses.explain import sentence

    why = sentence(language, advice.reason, titles(courses, language))
    return say(
        language, "suggestion-body", course=link(course, language), price=price(course, language), why=why
    )


def buttons(suggestion: int, language: str, sign: Sign, mark: str = "") -> list[Button]:
    """The row under a suggestion, for whom `sign` signs; `mark` tells several apart."""
    return [
        button(f"{mark}{plain(language, f'button-{verb}')}", sign("sg", f"{suggestion}:{verb}"))
        for verb in VERBS
    ]


def stop_button(language: str, sign: Sign) -> list[Button]:
    """The row that ends suggestions for whoever presses."""
    return [button(plain(language, "button-stop"), sign("sg", "0:stop"))]


async def remember(
    connection: AsyncConnection, key: str, community: int, person: int, chat: int, advice: Advice, now: int
) -> int:
    """Write the impression down; its id."""
    return await learning.add_suggestion(
        connection,
        {
            "key": key,
            "community_id": community,
            "person_id": person,
            "chat_id": chat,
            "course": advice.course,
            "model": advice.model,
            "score": advice.score,
            "terms": advice.terms,
            "reason": advice.reason,
            "at": now,
        },
    )
