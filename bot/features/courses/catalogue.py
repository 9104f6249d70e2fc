"""/courses: the catalogue in pages, searched by words, narrowed by buttons."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection

from bot.core.buttons import Button, Rows, Sign, button
from bot.features.courses.catalogue_search import (
    Guesses,
    Wanted,
    guesses_for,
    level_named,
    level_of,
    matching,
    search,
    tags_of,
)
from bot.features.courses.ratings import Stars
from bot.features.courses.rendering import link, price
from bot.text.messages import Html, by_operators, plain, say
from rules.config.courses import LEVELS, Course
from rules.engine.normalize import normalize
from storage import ratings

__all__ = ["PAGE", "page", "search", "stars_of"]

PAGE = 6
_TAGS = 4  # offered
_HAN = re.compile("[\u3400-\u9fff]")
_LONGEST_TAG = 16  # characters on a button


def page(
    courses: tuple[Course, ...],
    query: str,
    number: int,
    language: str,
    sign: Sign,
    stars: Mapping[str, Stars] | None = None,
) -> tuple[Html, Rows]:
    """One page of what is found, and the buttons that turn and narrow it for whom `sign` signs."""
    wanted = Wanted.read(query)
    found, guesses = matching(courses, wanted), guesses_for(courses)
    if not found:
        clear = button(plain(language, "button-everything"), sign("cat", "0:"))
        return say(language, "courses-none", query=query), [[clear]] if wanted.filters else []
    last = (len(found) - 1) // PAGE
    number = max(0, min(number, last))
    lines = [
        _line(c, guesses, language, (stars or {}).get(c.id))
        for c in found[number * PAGE : (number + 1) * PAGE]
    ]
    head = say(language, "courses-head", count=len(found), page=number + 1, pages=last + 1)
    rows = [
        _turning(number, last, wanted.spelled(), language, sign),
        _levels(courses, wanted, language, sign),
        _tags(found, guesses, wanted, language, sign),
    ]
    return Html("\n\n".join([head, *lines])), [row for row in rows if row]


def stars_of(connection: Connection, community: int) -> dict[str, Stars]:
    """The ratings of the community's members, by course."""
    return {c: Stars(mean, count) for c, (mean, count) in ratings.means(connection, community).items()}


def _line(course: Course, guesses: Guesses, language: str, stars: Stars | None = None) -> Html:
    more = Html(f" · {stars.told}" if stars is not None and stars.told else "")
    level = level_of(course)
    if level:
        more = Html(more + " · " + say(language, f"level-{level}"))
    guessed = guesses.get(course.id)
    if guessed:
        more = Html(more + " · " + say(language, "tags-guessed", tags=" ".join(g.tag for g in guessed)))
    return say(
        language,
        "courses-line",
        course=link(course, language),
        kind=say(language, f"kind-{course.kind}"),
        price=price(course, language),
        more=more,
        text=by_operators(course.description.get(language, "")),
    )


def _turning(number: int, last: int, query: str, language: str, sign: Sign) -> list[Button]:
    row = []
    if number > 0:
        row.append(button(plain(language, "button-back"), sign("cat", f"{number - 1}:{query}")))
    if number < last:
        row.append(button(plain(language, "button-more"), sign("cat", f"{number + 1}:{query}")))
    return row


def _levels(courses: tuple[Course, ...], wanted: Wanted, language: str, sign: Sign) -> list[Button]:
    """Free or not, and the levels, where the catalogue has several."""
    seen = [c for c in courses if not c.hidden]
    row = []
    if len({bool(c.price) for c in seen}) > 1:
        row += _choice(plain(language, "price-free"), wanted, replace(wanted, free=not wanted.free), sign)
    levels = [level for level in LEVELS if any(level_of(c) == level for c in seen)]
    for level in levels if len(levels) > 1 or wanted.level else ():
        other = replace(wanted, level="" if wanted.level == level else level)
        row += _choice(plain(language, f"level-{level}"), wanted, other, sign)
    return row


def _tags(found: list[Course], guesses: Guesses, wanted: Wanted, language: str, sign: Sign) -> list[Button]:
    """The chosen tags, to be taken back, and those that would narrow what is found: no levels, and what a
    reader of the language may not read last."""
    row = []
    for tag in wanted.tags:
        rest = tuple(t for t in wanted.tags if t != tag)
        row += _choice(f"#{tag[:_LONGEST_TAG]}", wanted, replace(wanted, tags=rest), sign)
    counts = Counter(
        normalize(tag).partition(" ")[0]
        for course in found
        for tag in dict.fromkeys(tags_of(course, guesses))
    )
    narrowing = [t for t, n in counts.items() if t and 1 < n < len(found) and t not in wanted.tags]
    narrowing = [t for t in narrowing if not level_named(t)]
    for tag in sorted(narrowing, key=lambda t: (_is_foreign(t, language), -counts[t], t))[
        : max(0, _TAGS - len(row))
    ]:
        other = replace(wanted, tags=(*wanted.tags, tag))
        row += _choice(f"#{tag[:_LONGEST_TAG]}", wanted, other, sign)
    return row


def _is_foreign(tag: str, language: str) -> bool:
    return language != "zh" and _HAN.search(tag) is not None


def _choice(text: str, now: Wanted, other: Wanted, sign: Sign) -> list[Button]:
    """A button that changes one filter, marked where that takes it back; none where it would not fit."""
    query = other.spelled()
    if Wanted.read(query) != other:
        return []
    taken_back = len(other.spelled()) < len(now.spelled())
    return [button(f"✓ {text}" if taken_back else text, sign("cat", f"0:{query}"))]
