"""Read what somebody looks for in the catalogue: words and filters, as people and as buttons write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from rules.config.courses import LEVELS, Course
from rules.engine.normalize import normalize

if TYPE_CHECKING:
    from bot.features.courses.tag_guessing import Guess

Guesses: TypeAlias = "Mapping[str, tuple[Guess, ...]]"
LONGEST = 32  # bytes, of the 64 that a button's data has with its seal and person
_QUICK = 500  # courses
_FREE = ("free", "免费", "$0")
_PRICE = re.compile(r"[¥$￥]?(?:<=|<|≤)[¥$￥]?([0-9]{1,6})")
_LEVELS = {  # and what people and tags call them; behind buttons they are called by their first letters
    "beginner": ("beginner", "beginners", "入门", "初级", "零基础", "新手"),
    "intermediate": ("intermediate", "进阶", "中级"),
    "advanced": ("advanced", "高级"),
}
_LEVEL = re.compile(r"(?:level|l|难度|级别|程度)[:：=](.+)")
_APART = re.compile(r"(level|难度|级别|程度)\s*([:：=])\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Wanted:
    """A search: everything in it has to hold. `most` is the highest price, -1 any."""

    words: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    level: str = ""
    free: bool = False
    most: int = -1

    @classmethod
    def read(cls, query: str) -> Wanted:
        """Words; `#tag`, `free`, `<100` and `level:beginner` among them are filters."""
        words, tags, level, free, most = list[str](), list[str](), "", False, -1
        for token in _APART.sub(r"\1\2", query).split():
            low = token.lower()
            priced, graded = _PRICE.fullmatch(token), _LEVEL.fullmatch(low)
            if low in _FREE:
                free = True
            elif token[0] in "#＃" and normalize(token[1:]).split():
                tags += normalize(token[1:]).split()[:1]
            elif priced:
                most = int(priced[1])
            elif graded and _graded(graded[1]):
                level = _graded(graded[1])
            else:
                words += normalize(token).split()
        return cls(tuple(dict.fromkeys(words)), tuple(dict.fromkeys(tags)), level, free, most)

    def spelled(self) -> str:
        """The same as a query that fits behind a button: filters first; what finds no room is left out."""
        parts = [f"#{tag}" for tag in self.tags]
        parts += [f"l:{self.level[0]}"] if self.level else []
        parts += ["$0"] if self.free else []
        parts += [f"<{self.most}"] if self.most >= 0 else []
        found = ""
        for part in (*parts, *self.words):
            longer = f"{found} {part}".strip()
            if len(longer.encode("utf-8", "ignore")) <= LONGEST:
                found = longer
        return found.encode("utf-8", "ignore").decode()

    @property
    def filters(self) -> bool:
        """Whether anything but words is asked for."""
        return bool(self.tags or self.level or self.free or self.most >= 0)


def _graded(word: str) -> str:
    return next((level for level in LEVELS if word == level[0]), "") or level_named(word)


def level_named(word: str) -> str:
    """The level that a word or tag names, in either language; empty when it names none."""
    plain = normalize(word)
    return next((level for level in LEVELS if plain in _LEVELS[level]), "")


def level_of(course: Course) -> str:
    """A course's own level, or the one that its tags name."""
    return course.level or next(filter(None, map(level_named, course.tags)), "")


def search(courses: tuple[Course, ...], query: str) -> list[Course]:
    """The visible courses that hold every word of the query, and pass its filters."""
    return matching(courses, Wanted.read(query))


def titled(courses: tuple[Course, ...], query: str) -> list[Course]:
    """The visible courses whose title, in one language, holds every word of the query."""
    words = normalize(query).split()
    return [c for c in courses if not c.hidden and any(_holds(title, words) for title in c.title.values())]


def meant(courses: tuple[Course, ...], query: str) -> list[Course]:
    """The visible courses that somebody may mean, by the plainest way in which any is named.

    By id, by a whole title, by words of titles, by a tag, by any words; several where that leaves a doubt.
    """
    seen = [c for c in courses if not c.hidden]
    plain = normalize(query.strip().strip("《》「」『』“”‘’\"'"))
    if not plain:
        return []
    ways = (
        [c for c in seen if normalize(c.id) == plain],
        [c for c in seen if plain in map(normalize, c.title.values())],
        titled(courses, plain),
        [c for c in seen if plain in map(normalize, c.tags)],
    )
    return next(filter(None, ways), None) or search(courses, query)


def _holds(title: str, words: list[str]) -> bool:
    text = normalize(title)
    return bool(words) and all(word in text for word in words)


def matching(courses: tuple[Course, ...], wanted: Wanted) -> list[Course]:
    """The visible courses that are wanted; a guessed tag counts as one."""
    guesses = guesses_for(courses)
    return [c for c in courses if not c.hidden and _passes(c, wanted, tags_of(c, guesses))]


def guesses_for(courses: tuple[Course, ...]) -> Guesses:
    """Guessed tags, unless the catalogue is so large that somebody would wait for them."""
    from bot.features.courses.tag_guessing import guessed_tags

    return guessed_tags(courses) if len(courses) <= _QUICK else {}


def tags_of(course: Course, guesses: Guesses) -> tuple[str, ...]:
    """A course's own tags, or the guessed ones."""
    return course.tags or tuple(guess.tag for guess in guesses.get(course.id, ()))


def _passes(course: Course, wanted: Wanted, tags: tuple[str, ...]) -> bool:
    if (wanted.free and course.price) or 0 <= wanted.most < course.price:
        return False
    level = level_of(course)
    if wanted.level and level != wanted.level:
        return False
    have = {normalize(tag).partition(" ")[0] for tag in tags}
    if not have.issuperset(wanted.tags):
        return False
    named = _LEVELS[level] if level else ()
    told = (course.id, *course.title.values(), *course.description.values(), *tags, *named)
    text = normalize(" ".join(told))
    return all(word in text for word in wanted.words)
