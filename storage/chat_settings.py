"""Store what moderators set for one chat, and the permissions it has when nothing is locked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, delete, select, update

from storage import tables
from storage.chats import CHAT, MEMBER
from storage.store import table
from storage.upsert import upsert

SETTING, PERMISSIONS = table(tables.ChatSetting), table(tables.ChatPermissions)


class Setting(Struct, frozen=True):
    """A value, until when it holds (0: until it is changed), who set it and when."""

    value: str
    until: int = 0
    person: int | None = None
    at: int = 0

    def holds(self, now: int) -> bool:
        """Whether it still does."""
        return not self.until or self.until > now


def settings_of(connection: Connection, chat: int) -> dict[str, Setting]:
    """Everything set for a chat, what ran out too."""
    query = select(SETTING).where(SETTING.c.chat_id == chat)
    return {
        r["name"]: Setting(r["value"], r["until"], r["person_id"], r["at"])
        for r in connection.execute(query).mappings()
    }


def put(connection: Connection, chat: int, name: str, setting: Setting) -> None:
    """Set one."""
    row = {
        "chat_id": chat,
        "name": name,
        "value": setting.value,
        "until": setting.until,
        "person_id": setting.person,
        "at": setting.at,
    }
    upsert(connection, SETTING, [row], ["chat_id", "name"])


def drop(connection: Connection, chat: int, names: Sequence[str]) -> int:
    """Take these away; how many there were."""
    statement = delete(SETTING).where(SETTING.c.chat_id == chat, SETTING.c.name.in_(list(names)))
    return connection.execute(statement).rowcount


def set_marks(connection: Connection, chat: int, marks: str) -> None:
    """What each message of the chat is looked at for."""
    connection.execute(update(CHAT).where(CHAT.c.id == chat).values(marks=marks))


def permissions_of(connection: Connection, chat: int) -> tuple[dict[str, bool], set[str]] | None:
    """What was granted before the locks, and what they take; None: nothing is locked."""
    query = select(PERMISSIONS).where(PERMISSIONS.c.chat_id == chat)
    row = connection.execute(query).mappings().first()
    return None if row is None else (dict(row["granted"] or {}), set(row["denied"] or []))


def keep_permissions(
    connection: Connection, chat: int, granted: Mapping[str, Any], denied: Sequence[str], now: int
) -> None:
    """Remember what was granted before the locks, and what they take."""
    row = {"chat_id": chat, "granted": dict(granted), "denied": list(denied), "at": now}
    upsert(connection, PERMISSIONS, [row], ["chat_id"])


def forget_permissions(connection: Connection, chat: int) -> None:
    """Nothing is locked any more."""
    connection.execute(delete(PERMISSIONS).where(PERMISSIONS.c.chat_id == chat))


def moderated_by(connection: Connection, person: int) -> list[int]:
    """Own ids of the members' groups in which this person is a moderator, as the stored lists say."""
    query = (
        select(CHAT.c.id)
        .join(MEMBER, MEMBER.c.chat_id == CHAT.c.id)
        .where(MEMBER.c.person_id == person, MEMBER.c.role.in_(["creator", "administrator"]))
        .where(CHAT.c.community_id.is_not(None), CHAT.c.role == "members", CHAT.c.kind != "private")
        .where(CHAT.c.status.not_in(["left", "kicked"]))
        .order_by(CHAT.c.id)
    )
    return list(connection.execute(query).scalars())
