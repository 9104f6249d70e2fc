"""Open the database: for the bot, or as it is for whoever works beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from bot.runtime import logs
from bot.runtime.error_messages import database_said
from bot.runtime.missing_tables import missing_said
from bot.runtime.settings import Settings
from rules.sentences import say
from storage import chats, losses
from storage.commit_counter import absent
from storage.file_lock import database_file
from storage.migrate import TooNew, missing, upgrade
from storage.store import CannotOpen, Store

log = logs.get("start")


def open_store(url: str, community: str, now: int) -> tuple[Store, int]:
    """The database, brought to the newest shape, and the community's own id.

    Raises:
        CannotOpen: it cannot be used; the reason is without the address, which may hold a password.
        TooNew: a later version of this program has worked on it.
    """
    store = Store(url)
    try:
        before, after = upgrade(store)
        store.settle()
        with store.write() as connection:
            number = chats.ensure_community(connection, community, now)
    except TooNew:
        store.close()
        raise
    except (DBAPIError, OSError) as error:
        store.close()
        raise CannotOpen(database_said(error)) from None
    if before != after:
        log.info("database upgraded", before=before or "nothing", after=after)
    return store, number


@contextmanager
def existing(settings: Settings) -> Iterator[Store]:
    """The database as it is.

    Raises:
        ValueError: it is older than this program, or not there.
    """
    file = database_file(settings.database)
    if file is not None and not file.exists():
        if (gone := absent(file)) is not None:
            raise ValueError(missing_said(gone))
        raise ValueError(say("database-absent", file=file))
    store = Store(settings.database)
    try:
        if missing(store):
            if (gone := losses.unsettled(store)) is not None:
                raise ValueError(missing_said(gone))
            raise ValueError(say("database-behind"))
        yield store
    finally:
        store.close()
