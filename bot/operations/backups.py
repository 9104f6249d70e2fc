"""Back the bot's database up: where copies go, when one was made, how one comes back."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url

from bot.runtime.settings import Settings
from rules.sentences import say
from storage import backup, outbox
from storage.backup import PARTS, BadBackup, Manifest, Show
from storage.commit_counter import begin_anew
from storage.file_lock import Held, database_file, held
from storage.learning import set_watermark
from storage.migrate import TooNew, known, missing, upgrade
from storage.store import Store

MARK = "backup"  # the watermark that holds when the newest was made
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Restored:
    """What came of bringing a backup back. `aside` is where the database before it went, if there was one."""

    database: Path
    manifest: Manifest
    had_manifest: bool
    revision: str
    aside: Path | None


def back_up(
    settings: Settings, target: Path | None = None, *, force: bool = False, show: Show = backup.nothing
) -> tuple[Path, Manifest]:
    """Make a checked backup, and remember in the database that there is one.

    Raises:
        BadBackup: the database is none of SQLite's, is not there, or the target exists.
    """
    source = sqlite_file(settings, "pg_dump --format=custom --file=zhiqun.dump 'postgresql://…'")
    if not source.exists():
        raise BadBackup(say("backup-no-database", file=source))
    stamp = datetime.now(UTC).strftime(_STAMP)
    target = target or source.parent / "backups" / f"{source.stem}-{stamp}.db"
    manifest = backup.make(source, target, force=force, show=show)
    store = Store(settings.database)
    try:
        if not missing(store):
            with store.write() as connection:
                set_watermark(connection, MARK, int(time.time()))
    except TooNew:
        pass  # the copy is good all the same
    finally:
        store.close()
    return target, manifest


def bring_back(settings: Settings, file: Path, *, show: Show = backup.nothing) -> Restored:
    """Exchange the database for a backup; the present one is kept under another name.

    Everything that can fail happens to a copy first.

    Raises:
        BadBackup: with the reason; the database is as it was.
    """
    database = sqlite_file(settings, "pg_restore --clean --if-exists --dbname='postgresql://…' zhiqun.dump")
    if backup.same(file, database):
        raise BadBackup(say("backup-itself", file=file))
    if database.is_symlink():
        database = database.resolve()  # the link stays
    manifest = backup.verify(file, show)
    if not known(manifest.revision):
        raise BadBackup(say("backup-unknown", file=file, revision=manifest.revision or "–"))
    database.parent.mkdir(parents=True, exist_ok=True)
    try:
        with held(settings.database):
            return _exchange(settings.database, database, file, manifest)
    except Held as holder:
        raise BadBackup(say("database-held", who=holder)) from None


def _exchange(url: str, database: Path, file: Path, manifest: Manifest) -> Restored:
    coming = database.with_name(f"{database.name}.restoring")
    try:
        backup.bring_in(file, coming)
        if backup.digest(coming) != manifest.sha256:
            raise BadBackup(say("backup-changed", file=file))
        begin_anew(coming)
        store = Store(make_url(url).set(database=str(coming)).render_as_string(hide_password=False))
        try:
            _, revision = upgrade(store)
            with store.write() as connection:
                # What waited then may have been sent since.
                outbox.recover(connection, now := int(time.time()), now)
        finally:
            store.close()
        aside = database.with_name(f"{database.name}.before-{datetime.now(UTC).strftime(_STAMP)}")
        kept = backup.exchange(database, coming, aside)
    finally:
        for suffix in PARTS:
            coming.with_name(coming.name + suffix).unlink(missing_ok=True)
    return Restored(
        database, manifest, backup.read_manifest(file) is not None, revision, aside if kept else None
    )


def sqlite_file(settings: Settings, instead: str) -> Path:
    """The database's file.

    Raises:
        BadBackup: it is on a server, with the command to use instead.
    """
    file = database_file(settings.database)
    if file is None:
        raise BadBackup(say("backup-server", tool=instead))
    return file
