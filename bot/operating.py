"""What operators do from the command line to a database, beside the running bot."""

from __future__ import annotations

import time
from pathlib import Path

from bot.claims import ROLES, mint, start_link
from bot.gateways import open_gateway
from bot.settings import Settings
from bot.start import open_store
from storage import boards, happenings, outbox
from storage.migrate import missing, upgrade
from storage.store import Store


async def mint_code(settings: Settings, role: str, hours: int) -> str:
    """A claim code with how to use it.

    Raises:
        ValueError: there is no such role.
    """
    if role not in ROLES:
        raise ValueError(f"there is no role '{role}': write {' or '.join(ROLES)}")
    now = int(time.time())
    store, community = await open_store(settings.database, settings.community, now)
    try:
        code = await mint(store, community, role, now, hours)
    finally:
        await store.close()
    lines = [f"/claim {code}", f"Send this in the group, as it is, within {hours} hours. It works once."]
    token = settings.token.get_secret_value()
    if token and settings.gateway != "dry":
        gateway = open_gateway(settings.gateway, token, settings.api_url)
        reply = await gateway.call("getMe", {})
        await gateway.close()
        if reply.ok:
            lines.append("Or add the bot with this link, which claims the group at once:")
            lines.append(start_link(reply.result["username"], code))
    return "\n".join(lines)


async def upgrade_database(settings: Settings) -> tuple[str, str]:
    """Run missing migrations; the revision before and after."""
    store = Store(settings.database)
    try:
        return await upgrade(store)
    finally:
        await store.close()


async def database_status(settings: Settings) -> dict[str, int]:
    """Counts of what is stored.

    Raises:
        ValueError: the database is older than this program.
    """
    store = Store(settings.database)
    try:
        if await missing(store):
            raise ValueError("the database is not up to date: run `zhiqun db upgrade`")
        async with store.read() as connection:
            calls = {f"calls {k}": v for k, v in sorted((await outbox.states(connection)).items())}
            points = await boards.total_points(connection)
            return {**await happenings.counts(connection), **calls, "points": points}
    finally:
        await store.close()


async def import_courses(settings: Settings, file: Path) -> int:
    """Store the course events of a CSV; how many were new.

    Raises:
        ValueError: the file has a line that cannot be used.
    """
    from bot.courses.imports import import_course_events

    store, community = await open_store(settings.database, settings.community, int(time.time()))
    try:
        async with store.write() as connection:
            return await import_course_events(connection, community, file)
    finally:
        await store.close()
