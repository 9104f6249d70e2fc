"""Decide dead letters again that an operator chose: as if they had just arrived, once, or they stay dead."""

from __future__ import annotations

from functools import partial
from typing import Protocol

import msgspec
from sqlalchemy import Connection, RowMapping
from sqlalchemy.exc import InterfaceError, OperationalError

from bot.platforms.telegram.decode import UNREADABLE, Me, decode
from bot.runtime import logs, metrics
from rules.engine.events import Event
from storage import dead_letters
from storage.event_log import Raced
from storage.store import Store

log = logs.get("letters")


class Claim(Protocol):
    """Takes an update id in the transaction that decides it; False when it must not be decided."""

    def __call__(self, connection: Connection, fresh: set[int]) -> bool:
        """Whether the id is now this transaction's; `fresh` holds it when it was never committed."""


class Decides(Protocol):
    """The part of the pipeline that is needed here."""

    def take_again(self, event: Event, claim: Claim) -> None:
        """Decide and commit one event whose update id `claim` takes; raises what deciding raises."""


def retry(store: Store, pipeline: Decides, me: Me) -> int:
    """Decide the letters that are marked for it, one by one; how many were marked.

    One that fails again is open again, with the new reason.

    Raises:
        OperationalError, Raced: the database is busy, full or away; what was not decided stays marked.
    """
    with store.read() as connection:
        waiting = dead_letters.to_decide(connection)
    for letter in waiting:
        try:
            event = event_of(letter["body"].encode(), me)
            claim = partial(_claim, letter["id"], event.update_id)
            pipeline.take_again(event, claim)
        except (OperationalError, InterfaceError, Raced):
            raise
        except Exception as error:
            _bury_again(store, letter, error)
        else:
            log.info("dead letter decided", letter=letter["id"], update=letter["update_id"])
    return len(waiting)


def event_of(body: bytes, me: Me) -> Event:
    """The event of a letter's body: an update as it came, or an event that could be read and not decided.

    Raises:
        ValueError, TypeError, RecursionError: as `decode` does.
    """
    try:
        event = msgspec.json.decode(body, type=Event)
    except UNREADABLE:
        event = decode(body, me)
    if not event.update_id:
        raise ValueError("the update has no id")
    return event


def _claim(number: int, update_id: int, connection: Connection, fresh: set[int]) -> bool:
    return dead_letters.take_out(connection, number, update_id, fresh=update_id in fresh)


def _bury_again(store: Store, letter: RowMapping, error: Exception) -> None:
    log.warning("dead letter stays", letter=letter["id"], update=letter["update_id"], error=error)
    metrics.ERRORS.labels("letters").inc()
    with store.write() as connection:
        dead_letters.stays_dead(connection, letter["id"], f"{type(error).__name__}: {error}"[:500])
