"""A database that is locked, may only be read, or has no room left."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path

from bot.operations.startup import CannotStart
from rules.config.rule_book_store import RulesRefused
from storage.prepared_statements import on_driver
from storage.store import Store
from tests.faults.load import compared, waves
from tests.faults.scenario import Found, Options
from tests.faults.stage import stage

_LOCKED = 6.5  # seconds: longer than the driver waits
_DISK = "24m"


async def locked(options: Options) -> Found:
    """Another process holds the write lock longer than anybody waits for it."""
    found = Found()
    async with stage(options, "locked") as on, on.bot():

        async def wave(number: int) -> int:
            other = sqlite3.connect(on.database, timeout=60, isolation_level=None, check_same_thread=False)
            with closing(other):
                await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")  # the bot ends its own meanwhile
                await asyncio.sleep(_LOCKED)
                other.execute("ROLLBACK")
            return 1

        await waves(on, found, 1 if options.brief else 4, wave)
        return await compared(on, found)


async def read_only(options: Options) -> Found:
    """The database may only be read for a while."""
    found = Found()
    async with stage(options, "read-only") as on, on.bot() as bot:

        async def wave(number: int) -> int:
            async with _only_reading(bot.store):
                await asyncio.sleep(2)
            return 1

        await waves(on, found, 1 if options.brief else 5, wave)
        return await compared(on, found)


@asynccontextmanager
async def _only_reading(store: Store) -> AsyncIterator[None]:
    """SQLite refuses writing on the bot's connection, as it does on a disk that may only be read."""
    with store.write():
        pass  # the connection is there from the first one on
    writer = store._writer
    assert writer is not None
    on_driver(writer, lambda bare: bare.execute("PRAGMA query_only = 1"))
    try:
        yield
    finally:
        if not writer.closed and not writer.invalidated:
            on_driver(writer, lambda bare: bare.execute("PRAGMA query_only = 0"))


async def full(options: Options) -> Found:
    """No room on the disk, then some again; and a disk that may only be read when the bot starts."""
    found = Found()
    async with stage(options, "disk-full") as on:
        disk = on.folder / "disk"
        disk.mkdir()
        if not await _mount(disk):
            return Found(skipped="mounting a small tmpfs needs root")
        try:
            on.database = disk / "zhiqun.db"
            async with on.bot():

                async def wave(number: int) -> int:
                    with _filled(disk):
                        await asyncio.sleep(2)
                    return 1

                await waves(on, found, 1 if options.brief else 5, wave)
                await compared(on, found)
            found.injected += 1
            await _run("mount", "-o", "remount,ro", str(disk))
            try:
                async with on.bot():
                    found.verdict.problems.append("it started on a disk that may only be read")
            except (CannotStart, ValueError, RulesRefused) as reason:
                found.survived += 1
                options.say(f"on a disk that may only be read it says: {reason}")
        finally:
            await _run("umount", str(disk))
    return found


@contextmanager
def _filled(disk: Path) -> Iterator[None]:
    """Nothing more fits on the disk."""
    filler = disk / "filler"
    try:
        with filler.open("wb", buffering=0) as file:
            for size in (1 << 16, 1 << 12, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError:
                    continue
        yield
    finally:
        filler.unlink()


async def _mount(folder: Path) -> bool:
    return os.getuid() == 0 and await _run(
        "mount", "-t", "tmpfs", "-o", f"size={_DISK}", "tmpfs", str(folder)
    )


async def _run(*command: str) -> bool:
    try:
        process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.DEVNULL)
    except FileNotFoundError:
        return False
    return await process.wait() == 0
