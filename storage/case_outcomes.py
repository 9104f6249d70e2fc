"""Store what became of a case's calls, and what is to be said once they have ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, RowMapping, bindparam, func, select, update

from storage.cases import CASE
from storage.casework import ACT, BEFELL, EVIDENCE, REFUSED
from storage.event_log import TEXT, authors
from storage.outbox import OUTBOX, POSTED, Outcome, settle
from storage.prepared_statements import Statement, many, records

# Of a case's notice; empty: nothing waits to be said.
WANTED, QUIET, TOLD, UNDOING = "wanted", "quiet", "told", "undoing"
_MOST = 500  # waiting posts that are looked at

_SET = Statement(
    lambda _: update(CASE).where(CASE.c.id == bindparam("case")).values(notice=bindparam("how")),
    ("case", "how"),
)
_POSTS = Statement(
    lambda _: (
        select(OUTBOX.c.id, OUTBOX.c.params, OUTBOX.c.follow)
        .where(OUTBOX.c.lane == bindparam("chat"), OUTBOX.c.state == "pending")
        .where(OUTBOX.c.method.startswith("send"))
        .order_by(OUTBOX.c.id.desc())
        .limit(_MOST)
    ),
    ("chat",),
)


class Post(NamedTuple):
    """A message that waits to be posted: the outbox row, which message it answers, and what it is about."""

    id: int
    answers: int
    subjects: tuple[tuple[str, int], ...]


def set_notice(connection: Connection, case: int, how: str) -> None:
    """Remember that something is to be said once the calls of a case have ended."""
    many(connection, _SET, [(case, how)])


def claim_notice(connection: Connection, case: int) -> str:
    """Take it upon oneself to say it: `WANTED`, `QUIET` (refusals alone), or empty when there is nothing."""
    waits = connection.execute(select(CASE.c.notice).where(CASE.c.id == case)).scalar() or ""
    if waits not in (WANTED, QUIET):
        return ""
    set_notice(connection, case, TOLD)
    return str(waits)


def claim_undoing(connection: Connection, case: int) -> bool:
    """Take it upon oneself to say what an undo brought back; False when somebody has."""
    waits = update(CASE).where(CASE.c.id == case, CASE.c.notice == UNDOING).values(notice=TOLD)
    return (connection.execute(waits)).rowcount == 1


def newest_act(connection: Connection, case: int) -> int:
    """The number of the newest call of a case; 0 when it has none."""
    query = select(func.max(ACT.c.id)).where(ACT.c.case_id == case)
    return (connection.execute(query)).scalar() or 0


def set_actions(connection: Connection, case: int, actions: Sequence[Any]) -> None:
    """Let a case hold what was done, without what Telegram refused."""
    connection.execute(update(CASE).where(CASE.c.id == case).values(actions=list(actions)))


def undone_at_once(connection: Connection, chat: int, by: int, at: int) -> list[RowMapping]:
    """The cases of what a moderator did to a whole chat at a moment, and that were undone."""
    query = select(CASE).where(
        CASE.c.person_id == by,
        CASE.c.moderator_id == by,
        CASE.c.chat_id == chat,
        CASE.c.at == at,
        CASE.c.state == "undone",
    )
    return list(connection.execute(query.order_by(CASE.c.id.desc())).mappings())


def case_of_card(connection: Connection, chat: int, message: int) -> int | None:
    """Which case a message of the bot's shows."""
    query = select(POSTED.c.subject_id).where(
        POSTED.c.subject == "case", POSTED.c.chat_id == chat, POSTED.c.message_id == message
    )
    return connection.execute(query).scalar_one_or_none()


def person_of_card(connection: Connection, chat: int, message: int) -> int | None:
    """Whom the case is about that a message of the bot's shows."""
    query = (
        select(CASE.c.person_id)
        .join(POSTED, POSTED.c.subject_id == CASE.c.id)
        .where(POSTED.c.subject == "case", POSTED.c.chat_id == chat, POSTED.c.message_id == message)
        .where(BEFELL)
    )
    return connection.execute(query).scalar_one_or_none()


def refused_methods(connection: Connection, case: int) -> set[str]:
    """The methods of a case's calls that were not carried out."""
    query = select(OUTBOX.c.method).join(ACT, ACT.c.key == OUTBOX.c.key)
    query = query.where(ACT.c.case_id == case, OUTBOX.c.state.in_(REFUSED))
    return set(connection.execute(query).scalars())


def not_removed(connection: Connection, case: int) -> list[int]:
    """The messages of a case that Telegram did not remove; they count as there again."""
    query = (
        select(OUTBOX.c.lane, OUTBOX.c.params)
        .join(ACT, ACT.c.key == OUTBOX.c.key)
        .where(ACT.c.case_id == case, ACT.c.action.in_(["delete", "review", "purge"]))
        .where(OUTBOX.c.method == "deleteMessage", OUTBOX.c.state.in_(REFUSED))
    )
    rows = connection.execute(query).all()
    messages = sorted({int(r.params["message_id"]) for r in rows})
    if messages:
        kept = update(EVIDENCE).where(EVIDENCE.c.case_id == case, EVIDENCE.c.message_id.in_(messages))
        connection.execute(kept.values(removed=False))
        there = update(TEXT).where(TEXT.c.chat_id == rows[0].lane, TEXT.c.message_id.in_(messages))
        connection.execute(there.values(deleted_at=0))
    return messages


def waiting_posts(connection: Connection, chat: int) -> list[Post]:
    """The messages that wait to be posted in a chat, newest first."""
    found = []
    for row in records(connection, _POSTS, (chat,)):
        params, follow = _document(row["params"]) or {}, _document(row["follow"]) or []
        answers = (params.get("reply_parameters") or {}).get("message_id", 0)
        subjects = tuple((f.get("subject", ""), f.get("subject_id", 0)) for f in follow)
        found.append(Post(row["id"], answers, subjects))
    return found


def written_by(connection: Connection, chat: int, messages: Iterable[int], person: int) -> set[int]:
    """Those of these messages that somebody wrote."""
    pairs = [(chat, m) for m in messages if m]
    found = authors(connection, pairs)
    return {message for (_, message), author in found.items() if author == person}


def withdraw(connection: Connection, posts: Iterable[int], why: str, now: int) -> None:
    """Let calls that wait never leave; each has its receipt."""
    ended = [Outcome(i, "gone", ok=False, code=0, text=why) for i in posts]
    if ended:
        settle(connection, ended, now)


def _document(value: Any) -> Any:
    return msgspec.json.decode(value) if isinstance(value, str) else value
