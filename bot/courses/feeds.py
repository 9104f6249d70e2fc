"""Courses from elsewhere: CSV, YAML, RSS and Atom, in a file or behind an address."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any
from xml.etree import ElementTree  # entities and document types are refused before it reads

import yaml
from msgspec import Struct

from bot.courses.text import TextModel, words
from rules.config.courses import COLUMNS, Course

_LARGEST = 8 << 20  # bytes
_SECONDS = 20
_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")
_LONGEST = 400  # characters of a description
_FORMULA = "=+-@ \t\r"  # what a spreadsheet would calculate begins with these
_SLUG = re.compile(r"[^a-z0-9]+")
_MOST_TAGS = 4
_SURE = 0.15  # likeness from which on a neighbour's tags are taken over


class Found(Struct, frozen=True):
    """A course as a row of courses.csv; `guessed` are tags that the texts suggest, with confidence 0 to 1."""

    row: dict[str, str]
    guessed: dict[str, float]


def fetch(source: str) -> str:
    """The text of a file or of an http(s) address, at most 8 MB.

    Raises:
        ValueError: it cannot be reached, is too large, or is no text.
        OSError: the file cannot be read.
    """
    if source.startswith(("https://", "http://")):
        data = _download(source)
    else:
        path = Path(source)
        if path.stat().st_size > _LARGEST:
            raise ValueError(f"{path.name} is larger than {_LARGEST >> 20} MB")
        data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{source} is no UTF-8 text") from None


def _download(address: str) -> bytes:
    from urllib.error import URLError
    from urllib.request import Request, urlopen

    request = Request(address, headers={"User-Agent": "zhiqun"})  # noqa: S310  # http and https alone come here
    try:
        with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310  # the same
            data: bytes = answer.read(_LARGEST + 1)
    except (URLError, TimeoutError, ValueError) as error:
        raise ValueError(f"{address} cannot be reached: {getattr(error, 'reason', error)}") from None
    if len(data) > _LARGEST:
        raise ValueError(f"{address} gives more than {_LARGEST >> 20} MB")
    return data


def read(text: str, known: Sequence[Course] = ()) -> list[Found]:
    """The courses of a text, which may be RSS, Atom, YAML or CSV.

    Those whose id or address is known are left out. Missing tags come from the nearest known courses.

    Raises:
        ValueError: it is none of them, or holds no courses.
    """
    rows = [_row(one) for one in _rows(text)]
    ids, addresses = {c.id for c in known}, {c.url for c in known if c.url}
    fresh: dict[str, dict[str, str]] = {}
    for row in rows:
        if row["id"] not in ids and row.get("url", "") not in addresses:
            fresh.setdefault(row["id"], row)
    if not rows:
        raise ValueError("there are no courses in it")
    guess = _Guess(known)
    return [guess.tagged(row) for row in fresh.values()]


def _rows(text: str) -> Iterator[Mapping[str, Any]]:
    start = text.lstrip()[:400].lower()
    if start.startswith("<"):
        return _feed(text)
    if start.startswith(("courses:", "- ", "#", "---")):
        return _yaml(text)
    return _csv(text)


def _feed(text: str) -> Iterator[Mapping[str, Any]]:
    """Items of RSS 2.0 and entries of Atom (RFC 4287)."""
    if re.search(r"<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise ValueError("the feed declares a document type, which no feed needs: it is not read")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314  # see above
    except ElementTree.ParseError as error:
        raise ValueError(f"it is no XML: {error}") from None
    for item in root.iter():
        if _name(item) not in ("item", "entry"):
            continue
        found: dict[str, Any] = {"tags": []}
        for part in item:
            name, value = _name(part), "".join(part.itertext()).strip()
            if name == "title":
                found["title"] = value
            elif name in ("description", "summary", "content", "encoded"):
                found.setdefault("description", value)
            elif name == "category":
                found["tags"].append(part.get("term") or value)
            elif name == "link" and part.get("rel", "alternate") == "alternate":
                found.setdefault("url", part.get("href") or value)
        yield found


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _yaml(text: str) -> Iterator[Mapping[str, Any]]:
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(f"it is no YAML: {str(error).splitlines()[0]}") from None
    listed = found.get("courses", []) if isinstance(found, dict) else found
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise ValueError("a list of courses is expected, or `courses:` with one")
    yield from listed


def _csv(text: str) -> Iterator[Mapping[str, Any]]:
    reader = csv.DictReader(io.StringIO(text), strict=True)
    if "title" not in (reader.fieldnames or ()):
        raise ValueError("it is neither a feed nor YAML, and as CSV it has no column `title`")
    try:
        yield from reader
    except csv.Error as error:
        raise ValueError(f"line {reader.line_num} is no CSV: {error}") from None


def _row(found: Mapping[str, Any]) -> dict[str, str]:
    """A row of courses.csv, with plain texts and an id."""
    row = {name: _flat(found[name]) for name in COLUMNS if found.get(name)}
    title = row.get("title", "")
    if not title:
        raise ValueError("a course without a title is among them")
    row["description"] = row.get("description", "")[:_LONGEST]
    row["id"] = _slug(row.get("id", "") or title, row.get("url", "") or title)
    if row.get("url") and not row["url"].startswith(("https://", "http://")):
        del row["url"]
    return row


def _flat(value: Any) -> str:
    if isinstance(value, dict):  # titles by language
        value = value.get("zh") or next(iter(value.values()), "")
    if isinstance(value, list | tuple):
        return ";".join(_flat(one).replace(";", ",") for one in value)
    plain = _SPACE.sub(" ", html.unescape(_TAG.sub(" ", str(value)))).strip()
    return plain.lstrip(_FORMULA)


def _slug(name: str, unique: str) -> str:
    """An id as courses have them; for titles without Latin letters a short hash."""
    slug = _SLUG.sub("-", name.lower()).strip("-")[:40].strip("-")
    return slug if len(slug) > 2 else f"c-{blake2b(unique.encode(), digest_size=5).hexdigest()}"


class _Guess:
    """Tags for a text, from the known courses nearest to it."""

    def __init__(self, known: Sequence[Course]) -> None:
        self._known = list(known)
        self._model = TextModel.fit(self._known) if known else None

    def tagged(self, row: dict[str, str]) -> Found:
        """The row with its own tags, or with guessed ones."""
        if row.get("tags") or self._model is None:
            return Found(row, {})
        text = f"{row['title']} {row['title']} {row.get('description', '')}"
        alike = self._model.similarity(self._model.known(text))
        said, scores = set(words(text)), dict[str, float]()
        for course, near in zip(self._known, alike.tolist(), strict=True):
            for tag in course.tags if near >= _SURE else ():
                worth = min(1.0, near + (0.5 if tag.lower() in said else 0.0))
                scores[tag] = max(scores.get(tag, 0.0), worth)
        best = sorted(scores, key=lambda tag: (-scores[tag], tag))[:_MOST_TAGS]
        guessed = {tag: round(scores[tag], 2) for tag in best}
        return Found({**row, "tags": ";".join(best)}, guessed)
