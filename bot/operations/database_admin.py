"""Do what operators want with a database from the command line, beside the running bot."""

from __future__ import annotations

import time
from collections.abc import Callable

from msgspec import Struct

from bot.core.claims import ROLES, mint, start_link
from bot.platforms.telegram.gateways import open_gateway
from bot.runtime.missing_tables import missing_said
from bot.runtime.opening import existing, open_store
from bot.runtime.settings import Settings
from rules.sentences import either, say
from storage import balances, boards, event_log, integrity_checks, losses, outbox, retention
from storage.file_lock import Held, database_file, held, holder
from storage.integrity_checks import Finding
from storage.migrate import upgrade
from storage.store import Store

Show = Callable[[int, int], None]  # how much is done, and how much there is


async def mint_code(settings: Settings, role: str, hours: int) -> tuple[str, str]:
    """A claim code, and the link that adds the bot with it; no link where Telegram cannot be asked.

    Raises:
        ValueError: there is no such role.
    """
    if role not in ROLES:
        raise ValueError(say("option-role", value=role, choices=either(ROLES)))
    now = int(time.time())
    store, community = open_store(settings.database, settings.community, now)
    try:
        code = mint(store, community, role, now, hours)
    finally:
        store.close()
    token, link = settings.token.get_secret_value(), ""
    if token and settings.gateway != "dry":
        gateway = open_gateway(settings.gateway, token, settings.api_url)
        reply = await gateway.call("getMe", {})
        await gateway.close()
        if reply.ok:
            link = start_link(reply.result["username"], code)
    return code, link


def upgrade_database(settings: Settings) -> tuple[str, str]:
    """Run missing migrations; the revision before and after."""
    store = Store(settings.database)
    try:
        return upgrade(store)
    finally:
        store.close()


def database_status(settings: Settings) -> dict[str, int]:
    """Counts of what is stored.

    Raises:
        ValueError: the database is older than this program.
    """
    with existing(settings) as store, store.read() as connection:
        calls = {f"calls {k}": v for k, v in sorted(outbox.states(connection).items())}
        points = boards.total_points(connection)
        return {**event_log.counts(connection), **calls, "points": points}


class Checked(Struct, frozen=True):
    """What a check found, what it mended before, and how much an operator accepted."""

    findings: list[Finding]
    rebuilt: int
    accepted: int
    missing: bool  # whether something is, or may be, missing that nobody accepted


def check_database(settings: Settings, *, repair: bool, show: Show, accept: bool = False) -> Checked:
    """What does not add up. Before looking, `repair` rebuilds balances, and `accept` takes losses as known.

    Raises:
        ValueError: the database is older than this program.
    """
    running = holder(settings.database) is not None
    with existing(settings) as store:
        rebuilt = accepted = 0
        if accept:
            store.settle()
            with store.write() as connection:
                accepted = losses.accept(connection, int(time.time()))
        gone = [Finding(m.bad, missing_said(m)) for m in losses.everything(store)]
        if repair:
            with store.write() as connection:
                rebuilt = balances.rebuild(connection)
        with store.read() as connection:
            found = integrity_checks.check(connection, int(time.time()), running=running, show=show)
    findings = sorted([*gone, *found], key=lambda f: not f.bad)
    return Checked(findings, rebuilt, accepted, bool(gone))


class Proved(Struct, frozen=True):
    """What a look at the points found, and at how much it looked."""

    findings: list[Finding]
    balances: int
    rows: int
    rebuilt: int


def prove_points(settings: Settings, *, repair: bool) -> Proved:
    """Whether the ledger is whole and every balance its sum; `repair` rebuilds balances before.

    Raises:
        ValueError: the database is older than this program.
    """
    with existing(settings) as store:
        rebuilt = 0
        if repair:
            with store.write() as connection:
                rebuilt = balances.rebuild(connection)
        with store.read() as connection:
            found = integrity_checks.check_points(connection, int(time.time()))
            return Proved(found, *balances.counted(connection), rebuilt)


class ExpiredRow(Struct, frozen=True):
    """What a purge would drop of one kind."""

    name: str
    rows: int
    oldest_days: int


def count_expired(settings: Settings) -> list[ExpiredRow]:
    """What a purge would drop now.

    Raises:
        ValueError: the database is older than this program.
    """
    now = int(time.time())
    with existing(settings) as store, store.read() as connection:
        found = retention.expired(connection, settings.keep.at(now))
    return [ExpiredRow(e.name, e.rows, (now - e.oldest) // 86_400) for e in found]


def purge_expired(settings: Settings, show: Show) -> dict[str, int]:
    """Drop it; how many rows of each kind went.

    Raises:
        ValueError: the database is older than this program.
    """
    before = settings.keep.at(time.time())
    with existing(settings) as store:
        with store.read() as connection:
            total = sum(e.rows for e in retention.expired(connection, before))
        return retention.purge(store, before, show=lambda done: show(done, total))


def compact_database(settings: Settings) -> tuple[int, int]:
    """Write an SQLite file anew, so that nothing old stands between its rows; bytes before, and after.

    Raises:
        ValueError: a bot works on it, or it is on a server.
    """
    file = database_file(settings.database)
    if file is None:
        raise ValueError(say("database-no-file"))
    try:
        with held(settings.database):
            with existing(settings) as store:
                before = file.stat().st_size
                store.compact()
            return before, file.stat().st_size
    except Held as holder:
        raise ValueError(say("database-held", who=holder)) from None
