"""Labels of texts, models learned from them, and ordinary talk to compare with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select

from storage.event_log import TEXT
from storage.store import table
from storage.tables import Chat, Member, SpamLabel, SpamModelRow

LABEL, MODEL, CHAT, MEMBER = table(SpamLabel), table(SpamModelRow), table(Chat), table(Member)
_KEPT_MODELS = 3  # of a community; older ones are removed
_REGULAR = 50  # messages from which on a member's talk is taken to be ordinary


def add_labels(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Add labels: community_id, digest, label, source, by_id, at, features."""
    if rows:
        connection.execute(insert(LABEL), list(rows))


def labels(connection: Connection, community: int, after: int = 0) -> list[RowMapping]:
    """A community's labels in the order in which they were given, from the one after this id on."""
    query = select(LABEL).where(LABEL.c.community_id == community, LABEL.c.id > after).order_by(LABEL.c.id)
    return list(connection.execute(query).mappings())


def newest_label(connection: Connection, community: int) -> int:
    """The id of a community's newest label; 0 when there is none."""
    query = select(func.max(LABEL.c.id)).where(LABEL.c.community_id == community)
    return int(connection.execute(query).scalar_one() or 0)


def label_of(connection: Connection, community: int, digest: int) -> str:
    """The label of this text that counts; empty when there is none."""
    query = (
        select(LABEL.c.label)
        .where(LABEL.c.community_id == community, LABEL.c.digest == digest)
        .order_by(LABEL.c.id.desc())
        .limit(1)
    )
    return str(connection.execute(query).scalar_one_or_none() or "")


def counts(connection: Connection, community: int) -> dict[str, int]:
    """How many texts have which label now."""
    newest = select(func.max(LABEL.c.id)).where(LABEL.c.community_id == community).group_by(LABEL.c.digest)
    query = select(LABEL.c.label, func.count()).where(LABEL.c.id.in_(newest)).group_by(LABEL.c.label)
    return {label: count for label, count in connection.execute(query) if label}


def newest_model(connection: Connection, community: int, besides: int = 0) -> RowMapping | None:
    """The community's model in force, unless it is the one with the id `besides`."""
    newest = select(func.max(MODEL.c.id)).where(MODEL.c.community_id == community).scalar_subquery()
    query = select(MODEL).where(MODEL.c.id == newest, MODEL.c.id != besides)
    return connection.execute(query).mappings().first()


def add_model(connection: Connection, row: dict[str, Any]) -> int:
    """Put a model in force; its id. Only the newest few are kept."""
    result = connection.execute(insert(MODEL).values(**row).returning(MODEL.c.id))
    number = int(result.scalar_one())
    kept = (
        select(MODEL.c.id)
        .where(MODEL.c.community_id == row["community_id"])
        .order_by(MODEL.c.id.desc())
        .limit(_KEPT_MODELS)
    )
    connection.execute(
        delete(MODEL).where(MODEL.c.community_id == row["community_id"], MODEL.c.id.not_in(kept))
    )
    return number


def ordinary_texts(connection: Connection, community: int, most: int) -> list[str]:
    """The newest texts by members who have written much, and that nobody removed."""
    query = (
        select(TEXT.c.text)
        .join(CHAT, CHAT.c.id == TEXT.c.chat_id)
        .join(MEMBER, (MEMBER.c.chat_id == TEXT.c.chat_id) & (MEMBER.c.person_id == TEXT.c.person_id))
        .where(
            CHAT.c.community_id == community,
            MEMBER.c.messages >= _REGULAR,
            TEXT.c.text != "",
            TEXT.c.deleted_at == 0,
        )
        .order_by(TEXT.c.at.desc())
        .limit(most)
    )
    return list(connection.execute(query).scalars())


def text_of(connection: Connection, chat: int, message: int) -> tuple[int, str]:
    """Who wrote a message (own id, 0 when unknown) and what it says, empty once its time is over."""
    query = select(TEXT.c.person_id, TEXT.c.text).where(TEXT.c.chat_id == chat, TEXT.c.message_id == message)
    row = connection.execute(query).first()
    return (row.person_id, row.text) if row is not None else (0, "")
