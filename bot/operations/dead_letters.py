"""Do what operators want with dead letters from the command line, beside the running bot."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec import Struct

from bot.runtime.opening import existing
from bot.runtime.printing import as_json
from bot.runtime.settings import Settings
from rules.sentences import say
from storage import dead_letters
from storage.file_lock import holder
from storage.store import Store

_LOOK = 0.2  # seconds between looks at what the bot has done


class Line(Struct, frozen=True):
    """A letter in a list. `size` is the body's, in characters."""

    number: int
    update_id: int
    at: str
    state: str
    size: int
    reason: str


class Retried(Struct, frozen=True):
    """What became of letters: decided, failed again with a reason, not known, or still waiting for a bot."""

    decided: list[int]
    failed: dict[int, str]
    unknown: list[int]
    waiting: list[int]
    running: bool


def listed(settings: Settings, *, every: bool, limit: int) -> list[Line]:
    """Letters, oldest first.

    Raises:
        ValueError: the database is older than this program.
    """
    with existing(settings) as store, store.read() as connection:
        rows = dead_letters.listed(connection, every=every, limit=limit)
    return [
        Line(r["id"], r["update_id"], _moment(r["at"]), r["state"], r["size"], _line(r["reason"]))
        for r in rows
    ]


def shown(settings: Settings, number: int) -> list[str]:
    """One letter in lines: head, reason, and the body, laid out when it is JSON.

    Raises:
        ValueError: there is no such letter, or the database is older than this program.
    """
    with existing(settings) as store, store.read() as connection:
        row = dead_letters.letter(connection, number)
    if row is None:
        raise ValueError(say("letter-absent", number=number))
    try:
        body = as_json(json.loads(row["body"]), indent=2)
    except (ValueError, RecursionError):
        body = row["body"]
    state = say(f"letter-{row['state']}")
    head = say(
        "letter-head", number=number, update=row["update_id"] or "?", at=_moment(row["at"]), state=state
    )
    return [head, row["reason"], "", *(body.split("\n") if body else [say("letter-forgotten")])]


def retried(settings: Settings, numbers: Sequence[int] | None, patience: float) -> Retried:
    """Mark letters (None: all open ones) and wait up to `patience` seconds for a running bot to take them.

    Raises:
        ValueError: the database is older than this program.
    """
    running = holder(settings.database) is not None
    with existing(settings) as store:
        with store.write() as connection:
            marked = dead_letters.ask_again(connection, numbers)
            before = dead_letters.states(connection, numbers or [])
        # Those that were marked earlier and still wait are waited for as well.
        wanted = sorted({*marked, *(n for n, (state, _) in before.items() if state == "retry")})
        unknown = sorted(set(numbers or []) - set(wanted))
        until = time.monotonic() + patience if running else 0.0
        states = _states(store, wanted)
        while any(state == "retry" for state, _ in states.values()) and time.monotonic() < until:
            time.sleep(_LOOK)
            states = _states(store, wanted)
    return Retried(
        decided=[n for n in wanted if n not in states],
        failed={n: reason for n, (state, reason) in states.items() if state == "open"},
        unknown=unknown,
        waiting=[n for n, (state, _) in states.items() if state == "retry"],
        running=running,
    )


def dropped(settings: Settings, numbers: Sequence[int]) -> list[int]:
    """Give letters up; those that were there.

    Raises:
        ValueError: the database is older than this program.
    """
    with existing(settings) as store, store.write() as connection:
        return dead_letters.drop(connection, numbers)


def _states(store: Store, numbers: Sequence[int]) -> dict[int, tuple[str, str]]:
    with store.read() as connection:
        return dead_letters.states(connection, numbers)


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S")


def _line(text: str) -> str:
    return " ".join(text.split())
