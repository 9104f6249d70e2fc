"""Find what moderators took back: rules that a human was of another opinion than."""

from __future__ import annotations

from collections.abc import Container, Mapping

from sqlalchemy import BindParameter, Connection, bindparam, select

from storage.cases import CASE
from storage.prepared_statements import Statement, records

_UNDONE = "undone"
_THEIRS: BindParameter[int] = bindparam("person")
_TAKEN_BACK = select(CASE.c.update_id).where(
    CASE.c.person_id == _THEIRS, CASE.c.state == _UNDONE, CASE.c.undone_at >= bindparam("since")
)
_LIKE = Statement(
    lambda _: select(CASE.c.rule, CASE.c.chat_id, CASE.c.message_id, CASE.c.matched).where(
        CASE.c.person_id == _THEIRS, CASE.c.moderator_id.is_(None), CASE.c.update_id.in_(_TAKEN_BACK)
    ),
    ("person", "since"),
)


def taken_back(connection: Connection, chat: int, person: int, rule: str, matched: str, since: int) -> bool:
    """Whether a moderator took back since a moment that the door turned somebody away for this."""
    query = select(CASE.c.id).where(
        CASE.c.person_id == person,
        CASE.c.chat_id == chat,
        CASE.c.rule == rule,
        CASE.c.matched == matched,
        CASE.c.state == _UNDONE,
        CASE.c.undone_at >= since,
    )
    return connection.execute(query.limit(1)).first() is not None


def overruled(
    connection: Connection,
    chat: int,
    person: int,
    message: int,
    matched: Mapping[str, str],
    since: int,
    heard: Container[int] | None = None,
) -> frozenset[str]:
    """Those of these rules whose like a moderator took back since a moment.

    Args:
        connection: inside of the transaction.
        chat: own id.
        person: own id of the member.
        message: that is judged now, 0 when there is none.
        matched: by each rule, the part it minds now.
        since: unix seconds.
        heard: the other groups whose moderators' word counts in this chat; None: all.
    """
    return frozenset(
        row["rule"]
        for row in records(connection, _LIKE, (person, since))
        if row["rule"] in matched
        and (heard is None or row["chat_id"] == chat or row["chat_id"] in heard)
        and (
            (message and (row["chat_id"], row["message_id"]) == (chat, message))
            or (row["matched"] and row["matched"] == matched[row["rule"]])
        )
    )
