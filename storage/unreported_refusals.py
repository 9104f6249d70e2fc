"""Find refused calls that no case shows to moderators."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection, select, update

from storage.cases import CASE
from storage.casework import ACT
from storage.event_log import TEXT
from storage.outbox import OUTBOX
from storage.timers import TIMER

_MOST_BEFORE = 128  # calls of an update that are looked at: a purge removes a hundred


class Refused(NamedTuple):
    """A refused call. `kinds` name what was to follow from it; `case` is a rule's, or 0."""

    id: int
    key: str
    chat: int
    method: str
    params: dict[str, Any]
    kinds: frozenset[str]
    case: int


def refused(connection: Connection, calls: Iterable[int]) -> list[Refused]:
    """Those of these calls, by outbox id, that belong to no case, or to one that a rule opened."""
    query = (
        select(OUTBOX, CASE.c.id.label("case"))
        .outerjoin(ACT, ACT.c.key == OUTBOX.c.key)
        .outerjoin(CASE, CASE.c.id == ACT.c.case_id)
        .where(OUTBOX.c.id.in_(list(calls)), CASE.c.moderator_id.is_(None))
        .order_by(OUTBOX.c.id)
    )
    return [_refused(row) for row in (connection.execute(query)).mappings()]


def _refused(row: Any) -> Refused:
    params, kinds = row["params"] or {}, frozenset(f["kind"] for f in row["follow"] or ())
    # What is said in private goes before the answer to a request, in the lane of the private chat.
    about = params.get("chat_id")
    chat = about["$chat"] if isinstance(about, dict) and "$chat" in about else row["lane"]
    return Refused(row["id"], row["key"], chat, row["method"], params, kinds, row["case"] or 0)


def by_moderators(connection: Connection, key: str) -> bool:
    """Whether a call, by its outbox key, comes behind those of a moderator's case: they hear of that."""
    update, _, number = key.rpartition(":")
    if not number.isdecimal():  # it follows from a receipt
        return False
    before = [f"{update}:{n}" for n in range(min(int(number), _MOST_BEFORE))]
    query = select(ACT.c.id).join(CASE, CASE.c.id == ACT.c.case_id)
    query = query.where(ACT.c.key.in_(before), CASE.c.moderator_id.is_not(None))
    return connection.execute(query.limit(1)).first() is not None


def not_removed(connection: Connection, chat: int, message: int) -> None:
    """Let a message that Telegram did not remove count as there again."""
    there = update(TEXT).where(TEXT.c.chat_id == chat, TEXT.c.message_id == message)
    connection.execute(there.values(deleted_at=0))


def told_since(connection: Connection, key: str, moment: int) -> bool:
    """Whether a timer with this key is to come, or came since a moment."""
    query = select(TIMER.c.fired_at).where(TIMER.c.key == key)
    fired = (connection.execute(query)).scalar_one_or_none()
    return fired is not None and (not fired or fired > moment)
