"""Read shared ban lists: a numeric id a line (or a CSV's first column), from a file or an https address.

A job fetches those that the rule files name.
"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from msgspec import Struct

from bot.core.scheduler import Run
from bot.runtime import fetching, logs, metrics
from bot.runtime.fetching import is_address
from bot.text.messages import told_here
from rules.config.encodings import decoded
from rules.config.files import plain, why
from rules.sentences import say
from storage import shared_bans
from storage.store import Store

log = logs.get("bans")
LARGEST = 32 << 20  # bytes
_PATIENCE = 20.0  # seconds
_ID = re.compile(r'(?:"(\d{3,15})(?:\.0)?"|(\d{3,15})(?:\.0)?)\s*(?:[,;\t].*|#.*)?')
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")  # one number, and no row of several


class Listed(Struct, frozen=True):
    """The ids of a list, and the lines that are none: how many, and the first with its number."""

    ids: tuple[int, ...]
    strange: int = 0
    first_strange: str = ""

    def __repr__(self) -> str:
        """In short: `asyncio.run` writes out what it gives, however long that is."""
        return f"Listed({len(self.ids)} ids)"


def parse(text: str) -> Listed:
    """Read a list. Empty lines, comments after # and a heading in the first line are passed over."""
    ids, strange, first = dict[int, None](), 0, ""
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        words = line.strip()
        if not words or words.startswith("#"):
            continue
        match = None if _GROUPED.fullmatch(words) else _ID.fullmatch(words)
        if match is not None:
            ids[int(match[1] or match[2])] = None
        elif number > 1 or words[0].isdigit():
            strange += 1
            first = first or f"{number}: {words[:60]}"
    return Listed(tuple(ids), strange, first)


async def fetch(source: str, *, private: bool = False) -> Listed:
    """Read the list in a file or at an https address, which with `private` may be in a private network.

    Raises:
        ValueError: it cannot be had, is too large, is no text, or holds no id; in a sentence.
    """
    raw = await _download(source, private) if is_address(source) else await asyncio.to_thread(_read, source)
    return await asyncio.to_thread(_listed, raw, source)


def _listed(raw: bytes, source: str) -> Listed:
    listed = parse(decoded(raw, source))
    if not listed.ids:
        raise ValueError(say("bans-no-ids", source=source))
    return listed


async def _download(source: str, private: bool) -> bytes:
    if not source.startswith("https://"):
        raise ValueError(say("bans-not-https", source=source))
    return await fetching.fetch(source, private=private, secure=True, seconds=_PATIENCE, largest=LARGEST)


def _read(source: str) -> bytes:
    try:
        return plain(Path(source), LARGEST)
    except OSError as error:
        raise ValueError(say("bans-unreadable", source=source, why=why(error))) from None


def bans(run: Run) -> int:
    """Read the list that screening.yaml names, once the run is committed; a failure leaves the old one."""
    source, now, private = run.book.screening.bans.source, int(run.now), run.services.fetch_private
    if not source:
        return 0

    async def read(store: Store) -> None:
        try:
            listed = await fetch(source, private=private)
        except ValueError as reason:
            log.error("ban list not read", why=told_here(reason))
            metrics.ERRORS.labels("bans").inc()
            return
        new, gone = await store.change(lambda connection: shared_bans.replace(connection, listed.ids, now))
        log.info("ban list read", ids=len(listed.ids), new=new, gone=gone, strange_lines=listed.strange)

    run.afterwards.append(read)
    return 0
