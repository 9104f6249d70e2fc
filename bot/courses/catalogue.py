"""/courses: the catalogue in pages, searched by words."""

from __future__ import annotations

from bot.buttons import Sign, button
from bot.courses.showing import Rows, link, price
from bot.texts import Html, by_operators, plain, say
from rules.config.courses import Course
from rules.engine.normalize import normalize

PAGE = 6
_LONGEST_QUERY = 32  # bytes, of the 64 that a button's data has with its seal and person


def search(courses: tuple[Course, ...], query: str) -> list[Course]:
    """The courses that hold every word of the query in title, description, tags or id."""
    words = normalize(query).split()
    return [c for c in courses if not c.hidden and all(w in _text(c) for w in words)]


def _text(course: Course) -> str:
    return normalize(
        " ".join([course.id, *course.title.values(), *course.description.values(), *course.tags])
    )


def page(
    courses: tuple[Course, ...], query: str, number: int, language: str, sign: Sign
) -> tuple[Html, Rows]:
    """One page of what is found, and the buttons that turn it for whom `sign` signs."""
    query = query.encode("utf-8", "ignore")[:_LONGEST_QUERY].decode(errors="ignore")
    found = search(courses, query)
    if not found:
        return say(language, "courses-none", query=query), []
    last = (len(found) - 1) // PAGE
    number = max(0, min(number, last))
    lines = [_line(c, language) for c in found[number * PAGE : (number + 1) * PAGE]]
    head = say(language, "courses-head", count=len(found), page=number + 1, pages=last + 1)
    return Html("\n\n".join([head, *lines])), _turning(number, last, query, language, sign)


def _line(course: Course, language: str) -> Html:
    text = by_operators(course.description.get(language, ""))
    kind = say(language, f"kind-{course.kind}")
    return say(
        language,
        "courses-line",
        course=link(course, language),
        kind=kind,
        price=price(course, language),
        text=text,
    )


def _turning(number: int, last: int, query: str, language: str, sign: Sign) -> Rows:
    row = []
    if number > 0:
        row.append(button(plain(language, "button-back"), sign("cat", f"{number - 1}:{query}")))
    if number < last:
        row.append(button(plain(language, "button-more"), sign("cat", f"{number + 1}:{query}")))
    return [row] if row else []
