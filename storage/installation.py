"""Keep keys of this installation: drawn once, the same ever after."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, select

from storage.store import table
from storage.tables import InstallationKey
from storage.upsert import insert_new

KEY = table(InstallationKey)


def key(connection: Connection, name: str, now: int) -> bytes:
    """The installation's key of this name, 32 bytes, drawn when there is none yet."""
    row = {"name": name, "value": secrets.token_hex(32), "created_at": now}
    insert_new(connection, KEY, [row], "name")
    found = connection.execute(select(KEY.c.value).where(KEY.c.name == name)).scalar_one()
    return bytes.fromhex(found)
