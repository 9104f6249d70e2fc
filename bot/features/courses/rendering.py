"""Render a suggestion: title, price, reason, buttons; and the row that remembers it."""

from __future__ import annotations

from html import escape
from typing import Any

from sqlalchemy import Connection

from bot.core.buttons import ANYONE, Button, Buttons, Rows, Sign, button
from bot.features.courses.advisor import Advice
from bot.text.html import words
from bot.text.messages import Html, by_operators, plain, say
from rules.config.courses import Course
from storage import learning

VERBS = ("like", "taken", "no")
START = "course_"  # of the link to the bot that stands for that of a course for members
MARKS = ("1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣", "6️⃣", "7️⃣", "8️⃣", "9️⃣")  # tell suggestions of a post apart


def titles(courses: tuple[Course, ...], language: str) -> dict[str, str]:
    """Course titles by id."""
    return {c.id: c.title.get(language, c.id) for c in courses}


def is_veiled(course: Course) -> bool:
    """Whether the link leads to the bot, which tells how to get in."""
    return course.url.endswith(f"?start={START}{course.id}")


def link(course: Course, language: str) -> Html:
    """The title, leading to the course."""
    title = words(course.title.get(language, course.id))
    if not course.url:
        return Html(f"<b>{title}</b>")
    mark = "🔑 " if is_veiled(course) else ""
    return Html(f'{mark}<a href="{escape(course.url)}">{title}</a>')


def price(course: Course, language: str) -> Html:
    """What it costs."""
    if not course.price:
        return say(language, "price-free")
    amount = f"{course.price:g}"
    return say(language, "price", amount=amount)


def body(
    course: Course, advice: Advice, courses: tuple[Course, ...], language: str, *, alone: bool = False
) -> Html:
    """Title, price and reason, without whom it is for; a button leads to the course.

    `alone`: it is the only one of its message, and its description has room.
    """
    from bot.features.courses.explain import sentence

    why = sentence(language, advice.reason, titles(courses, language))
    title = Html(f"<b>{words(course.title.get(language, course.id))}</b>")
    about = by_operators(course.description.get(language, "")) if alone else ""
    values = {"course": title, "price": price(course, language), "why": why}
    if about:
        return say(language, "suggestion-told", text=about, **values)
    return say(language, "suggestion-body", **values)


def preview(course: Course | None) -> dict[str, Any]:
    """`link_preview_options` of a message about one course: its picture, or nothing."""
    if course is None or not course.picture:
        return {"is_disabled": True}
    return {"url": course.picture, "prefer_large_media": True}


def buttons(suggestion: int, course: Course | None, language: str, sign: Sign, mark: str = "") -> Rows:
    """What stands under a suggestion, for whom `sign` signs; one row where a `mark` tells several apart.

    The button that opens a course leads there at once.
    """
    lead: list[Button] = []
    if course is not None and course.url:
        opens = "members" if is_veiled(course) else "open-short" if mark else "open"
        name = f"{mark}{plain(language, f'button-{opens}')}"
        lead = [{"text": name, "url": course.url}]
    judging = [
        button(f"{mark}{plain(language, f'button-{verb}')}", sign("sg", f"{suggestion}:{verb}"))
        for verb in VERBS
    ]
    return [lead + judging] if mark or not lead else [lead, judging]


def stop_button(language: str, made: Buttons, chat: int, now: float) -> list[Button]:
    """The row that ends suggestions for whoever presses."""
    return [button(plain(language, "button-stop"), made.signer(chat, ANYONE, now)("sg", "0:stop"))]


def remember(
    connection: Connection, key: str, community: int, person: int, chat: int, advice: Advice, now: int
) -> int:
    """Write the impression down; its id."""
    return learning.add_suggestion(
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
