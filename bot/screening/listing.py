"""Shared ban lists: one numeric id a line (or the first column of a CSV), from a file or an https address."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from msgspec import Struct

LARGEST = 32 << 20  # bytes
_PATIENCE = 20  # seconds
_ID = re.compile(r'"?(\d{3,15})"?\s*(?:[,;\t].*|#.*)?')


class Listed(Struct, frozen=True):
    """The ids of a list, and the lines that are none: how many, and the first with its number."""

    ids: tuple[int, ...]
    strange: int = 0
    first_strange: str = ""


def parse(text: str) -> Listed:
    """Read a list. Empty lines, comments after # and a heading in the first line are passed over."""
    ids, strange, first = dict[int, None](), 0, ""
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        words = line.strip()
        if not words or words.startswith("#"):
            continue
        match = _ID.fullmatch(words)
        if match is not None:
            ids[int(match[1])] = None
        elif number > 1:
            strange += 1
            first = first or f"{number}: {words[:60]}"
    return Listed(tuple(ids), strange, first)


def fetch(source: str) -> Listed:
    """Read the list at an https address or in a file.

    Raises:
        ValueError: it cannot be had, is too large, is no text, or holds no id; in a sentence.
    """
    raw = _download(source) if "://" in source else _open(source)
    if len(raw) > LARGEST:
        raise ValueError(f"{source} is larger than {LARGEST >> 20} MB")
    try:
        listed = parse(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError(f"{source} is not UTF-8 text") from None
    if not listed.ids:
        raise ValueError(f"{source} holds no numeric id; one stands on each line of a ban list")
    return listed


def _download(source: str) -> bytes:
    if not source.startswith("https://"):
        raise ValueError(f"{source} is no https address: a ban list decides who is put out")
    request = Request(source, headers={"User-Agent": "zhiqun"})  # noqa: S310  # https alone
    try:
        with urlopen(request, timeout=_PATIENCE) as response:  # noqa: S310  # https alone
            if not response.url.startswith("https://"):
                raise ValueError(f"{source} leads to {response.url}, which is no https address")
            raw: bytes = response.read(LARGEST + 1)
            return raw
    except (URLError, TimeoutError, OSError) as error:
        raise ValueError(f"{source} cannot be read: {error}") from None


def _open(source: str) -> bytes:
    try:
        path = Path(source)
        if path.stat().st_size > LARGEST:
            raise ValueError(f"{source} is larger than {LARGEST >> 20} MB")
        return path.read_bytes()
    except OSError as error:
        raise ValueError(f"{source} cannot be read: {error.strerror}") from None
