"""A source of courses, whatever it is written in, read and checked."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import NamedTuple

from bot.features.courses.importing.feeds import courses_of_feed
from bot.runtime.fetching import LARGEST, fetch, is_address
from rules.config.courses import Found, from_csv, from_yaml
from rules.config.document import Document, parse
from rules.config.encodings import decoded
from rules.config.files import plain
from rules.config.problems import Problem, Several
from rules.config.table_reader import lines_from, table
from rules.sentences import said, say

_TOLD = 20  # rows that cannot be used, when there are no others
_BLANK = b"\xef\xbb\xbf \r\n\t"
_SLUG = re.compile(r"[^a-z0-9]+")


class Source(NamedTuple):
    """What was read: where from, what it is, its courses. A feed tells only of the newest ones."""

    where: str
    form: str  # yaml, csv or feed
    courses: list[Found]
    left_out: list[Problem]  # why rows of a table could not be used
    refused: set[str]  # ids in those rows

    def __repr__(self) -> str:
        """In short: `asyncio.run` writes out what it gives, however long that is."""
        return f"Source({self.where!r}, {self.form}, {len(self.courses)} courses)"


def name_of(source: str) -> str:
    """A short name for a source: of its host, or of the file."""
    if is_address(source):
        base = source.partition("://")[2].partition("/")[0].partition(":")[0].removeprefix("www.")
    else:
        base = Path(source).stem
    return _SLUG.sub("-", base.lower()).strip("-")[:40] or "imported"


async def read_source(source: str, kind: str, *, private: bool = False) -> Source:
    """The courses of a file or an address, which may be in a private network if `private` says so.

    Raises:
        ValueError: it cannot be read or has problems: a line each.
    """
    raw = await fetch(source, private=private) if is_address(source) else plain(Path(source), LARGEST)
    if not raw.strip(_BLANK):
        raise ValueError(say("table-empty", who=f"{source} "))
    problems: list[Problem] = []
    read = await asyncio.to_thread(_courses, raw, source, kind, problems)
    if problems:
        raise Several(sorted(set(problems)))
    if not read.courses and read.left_out:
        raise Several(read.left_out[:_TOLD])
    if not read.courses and read.form != "feed":
        raise ValueError(say("import-no-course", source=source))
    return read


def _courses(raw: bytes, name: str, kind: str, problems: list[Problem]) -> Source:
    if raw.lstrip(_BLANK).startswith(b"<"):
        return _feed(raw, name, kind, problems)
    text = decoded(raw, name)
    if text.lstrip("\ufeff \r\n\t").startswith("<"):
        return _feed(raw, name, kind, problems)
    try:
        found = table(lines_from(raw, name), name)
    except ValueError:
        found = None
    if found is not None and found.mark and {"id", "title"} <= {*found.head}:
        return _table(raw, name, problems)
    if found is not None and name.lower().endswith((".csv", ".tsv")):
        lacks = say("import-columns", found=", ".join(found.head))
        raise ValueError(say("at-line", where=f"{name}:{found.line}:1", why=lacks))
    parsed = parse(text, name, problems)
    return Source(name, "yaml", list(from_yaml(parsed, problems)) if parsed is not None else [], [], set())


def _feed(raw: bytes, name: str, kind: str, problems: list[Problem]) -> Source:
    try:
        items = courses_of_feed(raw, kind, name if is_address(name) else "")
    except ValueError as reason:
        raise ValueError(say("at-line", where=name, why=said(reason))) from None
    return Source(name, "feed", list(from_yaml(Document(name, {"courses": items}), problems)), [], set())


def _table(raw: bytes, name: str, problems: list[Problem]) -> Source:
    """The courses of a table: of rows with the same id the first, and what could not be used."""
    left_out: list[Problem] = []
    refused: set[str] = set()
    once: dict[str, Found] = {}
    for found in from_csv(raw, name, problems, refused, left_out):
        if found.course.id in once:
            first = once[found.course.id].problem("").line
            twice = say("course-twice", name=found.course.id, place=say("in-line", line=first))
            left_out.append(found.problem(twice))
        once.setdefault(found.course.id, found)
    return Source(name, "csv", list(once.values()), left_out, refused)
