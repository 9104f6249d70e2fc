"""`zhiqun db`: looking after the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.runtime.command_line.common import do, fail, settings_or_fail
from bot.runtime.command_line.language import telling, words
from bot.runtime.command_line.speaking import Commands
from bot.runtime.printing import say

if TYPE_CHECKING:
    from storage.backup import Manifest

db_app = Commands(help="Look after the database.", no_args_is_help=True)


@db_app.command("upgrade", epilog="Example: `zhiqun db upgrade`")
def upgrade() -> None:
    """Bring the database to the newest shape. Starting the bot does the same."""
    from bot.operations.database_admin import upgrade_database

    before, after = do(lambda: upgrade_database(settings_or_fail()))
    told = after if before == after else f"{before or '–'} → {after}"
    say(words("db-revision", revision=told))


@db_app.command("status", epilog="Example: `zhiqun db status`")
def status() -> None:
    """Count what is stored: updates, events, dead letters, calls by state, points."""
    from bot.operations.database_admin import database_status

    for name, value in do(lambda: database_status(settings_or_fail())).items():
        say(f"{name:24} {value:>10}")


@db_app.command("backup", epilog="Examples: `zhiqun db backup` · `zhiqun db backup /mnt/safe/monday.db`")
def backup(
    file: Annotated[
        Path | None,
        typer.Argument(help="Where to; backups/zhiqun-TIME.db beside the database otherwise."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Copy the database while the bot works, check the copy, and write a manifest beside it.

    The copy holds one moment; writers go on meanwhile. It gets its name only when SQLite's integrity check,
    the foreign keys and the count of every table are right. The manifest `<file>.json` holds the time, the
    revision, the rows by table and the SHA-256. Only SQLite: for PostgreSQL use pg_dump.
    """
    from bot.operations.backups import back_up
    from bot.runtime.command_line.progress import progress

    settings = settings_or_fail()
    with progress(words("unit-bytes")) as show:
        target, manifest = do(lambda: back_up(settings, file, force=force, show=show))
    say(words("db-backed-up", file=str(target), told=_told(manifest)))


@db_app.command("restore", epilog="Example: `zhiqun db restore backups/zhiqun-20260301T033000Z.db`")
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `zhiqun db backup` made.")],
) -> None:
    """Put a backup in the place of the database, which is kept under another name.

    The backup is checked first, by its manifest when it is there. A copy of it is brought to the newest
    shape before anything is exchanged, so backups of earlier versions serve too. Refused while a bot works
    on the database. Only SQLite: for PostgreSQL use pg_restore.
    """
    from bot.operations.backups import bring_back
    from bot.runtime.command_line.progress import progress

    settings = settings_or_fail()
    with progress(words("unit-bytes")) as show:
        restored = do(lambda: bring_back(settings, file, show=show))
    if not restored.had_manifest:
        say(words("db-no-manifest", file=str(file)))
    told = _told(restored.manifest)
    say(words("db-restored", file=str(restored.database), told=told, revision=restored.revision))
    if restored.aside is not None:
        say(words("db-aside", file=str(restored.aside)))


def _told(manifest: Manifest) -> str:
    return words(
        "db-manifest",
        rows=sum(manifest.tables.values()),
        tables=len(manifest.tables),
        revision=manifest.revision,
        at=manifest.made_at,
    )


@db_app.command(
    "check", epilog="Examples: `zhiqun db check` · `zhiqun db check --repair` · `zhiqun db check --accept`"
)
def check(
    repair: Annotated[
        bool, typer.Option("--repair", help="Rebuild the balances from the ledger; nothing else is touched.")
    ] = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="Take what is missing as known: it is told no more.")
    ] = False,
) -> None:
    """Look for what does not add up: commits, file, ledger, balances, outbox, orphans, dead letters.

    ✗ is wrong and ends with a status of 1; ! is for you to know. May run beside the bot. Balances are a
    cache of the ledger, so they can be rebuilt; of everything else nothing is changed.
    """
    from bot.operations.database_admin import check_database
    from bot.runtime.command_line.progress import progress

    settings = settings_or_fail()
    with progress(words("unit-checks")) as show:
        checked = do(lambda: check_database(settings, repair=repair, show=show, accept=accept))
    for found in checked.findings:
        say(f"{'✗' if found.bad else '!'} {telling(found.sentence)}")
    if repair:
        say(words("db-rebuilt", count=checked.rebuilt))
    if accept:
        say(words("db-accepted", count=checked.accepted))
    bad = sum(f.bad for f in checked.findings)
    if bad:
        raise fail(words("db-problems", count=bad), 1)
    say(words("db-rest-good" if checked.missing else "db-good"))


@db_app.command("purge", epilog="Examples: `zhiqun db purge --dry-run` · `zhiqun db purge --compact`")
def purge(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count what would go.")] = False,
    compact: Annotated[
        bool, typer.Option("--compact", help="Then write the file anew, without gaps. Stop the bot first.")
    ] = False,
) -> None:
    """Drop what is older than the ZHIQUN_KEEP_…_DAYS settings, as the job `retention` does.

    In small pieces, so that the bot goes on meanwhile. The ledger, cases (without their words), calls that
    were not sent and calls in doubt stay, whatever their age.
    """
    from bot.operations.database_admin import compact_database, count_expired, purge_expired
    from bot.runtime.command_line.progress import progress

    settings = settings_or_fail()
    if dry_run:
        for row in do(lambda: count_expired(settings)):
            oldest = words("db-oldest", count=row.oldest_days) if row.rows else ""
            say(f"{row.name:18} {row.rows:>10}  {oldest}".rstrip())
        return
    with progress(words("unit-rows")) as show:
        gone = do(lambda: purge_expired(settings, show))
    for name, rows in gone.items():
        say(f"{name:18} {rows:>10}")
    if compact:
        before, after = do(lambda: compact_database(settings))
        say(f"{words('db-file-bytes'):18} {before:>10} → {after}")
