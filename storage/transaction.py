"""One transaction of a batch: begun on its first trip to the database, committed on its last.

On SQLite those two go to the driver's thread, since they may wait: for the lock, for the disk. What is asked
in between, of a database that nobody else can change meanwhile, is answered where it is asked.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.counting import Counter
from storage.prepared_statements import SqliteTrip, Trip, driver_of, on_driver, travel

T = TypeVar("T")


class Transaction:
    """Trips and statements of one transaction. `Store.transaction` makes it, commits it or rolls it back."""

    update_id = 0  # the newest update that it commits, if it commits any

    def __init__(self, connection: AsyncConnection, counter: Counter | None = None) -> None:
        self._connection, self._counter = connection, counter
        self._sqlite = connection.dialect.name == "sqlite"
        self._begun = self._over = False

    @property
    def connection(self) -> AsyncConnection:
        """For statements of SQLAlchemy's, after the first trip.

        Raises:
            RuntimeError: there was none yet.
        """
        if not self._begun:
            raise RuntimeError("a transaction begins with a trip")
        return self._connection

    async def run(self, work: Callable[[Trip], T]) -> T:
        """Run `work` where the database is.

        Raises:
            DBAPIError: as SQLAlchemy raises them.
        """
        return await self._run(work, last=False)

    async def finish(self, work: Callable[[Trip], T]) -> T:
        """Run `work` and commit.

        Raises:
            DBAPIError: nothing is committed then.
        """
        result = await self._run(work, last=True)
        await self.commit()
        return result

    async def _run(self, work: Callable[[Trip], T], *, last: bool) -> T:
        begins, self._begun = not self._begun, True
        if not self._sqlite:
            if begins:
                await self._connection.begin()
            return await travel(self._connection, work)

        if last:
            self._stay(False)

        def go(bare: sqlite3.Connection) -> T:
            if begins:
                # IMMEDIATE: one that reads first and writes later fails when somebody else wrote in between.
                bare.execute("BEGIN IMMEDIATE")
            result = work(SqliteTrip(bare))
            if last:
                self._commit(bare)
            return result

        result = await on_driver(self._connection, go)
        self._over = last
        if begins and not last:
            self._stay(True)
        return result

    def _stay(self, here: bool) -> None:
        """Whether statements are executed at once, in the caller's thread."""
        driver_of(self._connection).here = here

    def _commit(self, bare: sqlite3.Connection) -> None:
        """Commit, and count that: in the same transaction, and beside the database once it is done."""
        own, counter = driver_of(self._connection), self._counter
        if counter is None or not own.changed:
            bare.execute("COMMIT")
            return
        counted = counter.count(bare, self.update_id)
        own.seen()
        bare.execute("COMMIT")
        counter.note(counted)

    async def commit(self) -> None:
        """Make it last, unless that is done already."""
        if self._sqlite and self._begun and not self._over:
            self._stay(False)
            await on_driver(self._connection, self._commit)
            self._over = True
        if self._connection.in_transaction():
            await self._connection.commit()

    async def roll_back(self) -> None:
        """Undo everything."""
        if self._sqlite and self._begun:
            self._stay(False)
            await on_driver(self._connection, _undo)
        if self._connection.in_transaction():
            await self._connection.rollback()

    async def abandon(self) -> None:
        """Give the connection up."""
        await self._connection.invalidate()
        await self._connection.close()


def _undo(bare: sqlite3.Connection) -> None:
    if bare.in_transaction:
        bare.execute("ROLLBACK")
