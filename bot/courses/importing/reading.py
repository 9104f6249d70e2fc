"""A source of courses, whatever it is written in, read and checked."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from bot.courses.importing.feeds import courses_of_feed
from bot.courses.importing.fetching import LARGEST, fetch
from rules.config.courses import COLUMNS, Found, from_csv, from_yaml
from rules.config.document import Document, parse
from rules.config.problems import Problem

_BLANK = b"\xef\xbb\xbf \r\n\t"
_SLUG = re.compile(r"[^a-z0-9]+")


class Source(NamedTuple):
    """What was read: where from, what it is, its courses. A feed tells only of the newest ones."""

    where: str
    form: str  # yaml, csv or feed
    courses: list[Found]


def is_address(source: str) -> bool:
    """Whether a source is fetched."""
    return "://" in source


def name_of(source: str) -> str:
    """A short name for a source: of its host, or of the file."""
    if is_address(source):
        base = source.partition("://")[2].partition("/")[0].partition(":")[0].removeprefix("www.")
    else:
        base = Path(source).stem
    return _SLUG.sub("-", base.lower()).strip("-")[:40] or "imported"


async def read_source(source: str, kind: str) -> Source:
    """The courses of a file or an address.

    Raises:
        ValueError: it cannot be read or has problems: a line each.
    """
    raw = await fetch(source) if is_address(source) else _file(Path(source))
    if not raw.strip(_BLANK):
        raise ValueError(f"{source} is empty")
    problems: list[Problem] = []
    form, found = _courses(raw, source, kind, problems)
    if problems:
        raise ValueError("\n".join(map(str, sorted(set(problems)))))
    if not found and form != "feed":
        raise ValueError(f"{source} tells of no course; to part with imported ones, delete their file")
    return Source(source, form, found)


def _file(path: Path) -> bytes:
    if not path.is_file():
        raise ValueError(f"{path} is no file")
    if path.stat().st_size > LARGEST:
        raise ValueError(f"{path} is larger than {LARGEST >> 20} MB")
    return path.read_bytes()


def _courses(raw: bytes, name: str, kind: str, problems: list[Problem]) -> tuple[str, list[Found]]:
    if raw.lstrip(_BLANK).startswith(b"<") or raw.startswith((b"\xfe\xff", b"\xff\xfe")):
        try:
            items = courses_of_feed(raw, kind)
        except ValueError as reason:
            raise ValueError(f"{name}: {reason}") from None
        document = Document(name, {"courses": items})
        return "feed", list(from_yaml(document, problems))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{name} is not UTF-8 text") from None
    head = text.lstrip().partition("\n")[0].strip().split(",")
    if len(head) > 1 and {"id", "title"} <= {column.strip() for column in head} <= {*COLUMNS, *head}:
        return "csv", list(from_csv(text, name, problems))
    if name.lower().endswith(".csv"):
        raise ValueError(f"{name}:1:1: needs the columns id and title, and has {', '.join(head)}")
    parsed = parse(text, name, problems)
    return "yaml", list(from_yaml(parsed, problems)) if parsed is not None else []
