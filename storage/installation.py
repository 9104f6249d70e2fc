"""Keys of this installation: drawn once, the same ever after."""

from __future__ import annotations

import secrets

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.store import table
from storage.tables import InstallationKey
from storage.upsert import insert_new

KEY = table(InstallationKey)


async def key(connection: AsyncConnection, name: str, now: int) -> bytes:
    """The installation's key of this name, 32 bytes, drawn when there is none yet."""
    row = {"name": name, "value": secrets.token_hex(32), "created_at": now}
    await insert_new(connection, KEY, [row], "name")
    found = (await connection.execute(select(KEY.c.value).where(KEY.c.name == name))).scalar_one()
    return bytes.fromhex(found)
