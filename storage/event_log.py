"""Write down what happened: seen update ids, interactions, texts, dead letters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    case,
    delete,
    func,
    literal_column,
    select,
    update,
)

from rules.sentences import say
from storage import tables
from storage.directory import PERSON, are_people
from storage.prepared_statements import Lookup, Row, Statement, find, find_records, inserting, many, rows_of
from storage.store import table

SEEN, EVENT, TEXT, DETAIL, DEAD = (
    table(tables.SeenUpdate),
    table(tables.EventRow),
    table(tables.MessageText),
    table(tables.EventDetail),
    table(tables.DeadLetter),
)
EVENT_COLUMNS = tuple(c.name for c in EVENT.c if c.name != "id")
TEXT_COLUMNS = tuple(c.name for c in TEXT.c if c.name not in ("original", "album"))
DETAIL_COLUMNS = tuple(c.name for c in DETAIL.c)
_EMPTY: ColumnElement[str] = literal_column("''")
_SILENCE = 6 * 86_400  # seconds: shorter than the silence after which ids go on elsewhere
_SEEN = Lookup(SEEN, ["update_id", "at"], ["update_id"])
_REMOVED = Lookup(TEXT, ["chat_id", "message_id"], ["chat_id", "message_id"], TEXT.c.deleted_at > 0)
_AUTHOR = Lookup(
    TEXT,
    ["chat_id", "message_id", "person_id"],
    ["chat_id", "message_id"],
    select(PERSON.c.id).where(PERSON.c.id == TEXT.c.person_id, are_people()).exists(),
)
_THERE = Lookup(TEXT, ["message_id"], ["chat_id", "message_id"], TEXT.c.deleted_at == 0)
_BEFORE = Lookup(TEXT, ["text", "marks"], ["chat_id", "message_id"])
_GONE = Statement(
    lambda _: (
        update(TEXT)
        .where(TEXT.c.chat_id == bindparam("chat"), TEXT.c.message_id == bindparam("message"))
        .values(deleted_at=bindparam("now"))
    ),
    ("chat", "message", "now"),
)
_HIGHEST = Statement(lambda _: select(func.max(SEEN.c.update_id)), ())
_RELEASE = Statement(lambda _: delete(SEEN).where(SEEN.c.update_id == bindparam("row")), ("row",))
_CLAIM = inserting(SEEN, ["update_id", "at"], anyway=True)
_BURY = inserting(DEAD, ["update_id", "at", "reason", "body", "state"])
_ADD_EVENTS = inserting(EVENT, EVENT_COLUMNS)
_ADD_TEXTS = inserting(
    TEXT,
    TEXT_COLUMNS,
    key=["chat_id", "message_id"],
    update=lambda new: {
        "text": new.text,
        "expires_at": new.expires_at,
        "marks": new.marks,
        "original": case((TEXT.c.original == _EMPTY, TEXT.c.text), else_=TEXT.c.original),
    },
)
_ADD_DETAILS = inserting(
    DETAIL,
    DETAIL_COLUMNS,
    key=["update_id"],
    update=lambda new: {"body": new.body, "expires_at": new.expires_at},
)


class Raced(Exception):
    """Somebody else committed the same updates."""


def add_events(connection: Connection, rows: Sequence[Row]) -> None:
    """Append interactions: rows of `EVENT_COLUMNS`."""
    many(connection, _ADD_EVENTS, rows)


def add_texts(connection: Connection, rows: Sequence[Row]) -> None:
    """Store messages, rows of `TEXT_COLUMNS`; an edited one's text replaces the earlier one."""
    many(connection, _ADD_TEXTS, rows)


def add_details(connection: Connection, rows: Sequence[Row]) -> None:
    """Keep what events hold beside their rows and texts: rows of `DETAIL_COLUMNS`."""
    many(connection, _ADD_DETAILS, rows)


def fresh_updates(connection: Connection, made: Mapping[int, int]) -> set[int]:
    """Those of these update ids, each with the time its update was made, that were not committed before.

    After a week without updates ids go on at random (Bot API, Update.update_id) and may meet old ones; an
    update is delivered again within a day. So an id that was committed long before its update was made is
    released and counts as new.
    """
    known: dict[int, int] = dict(find(connection, _SEEN, [(i,) for i in made]))
    old = [i for i, at in known.items() if made[i] - at > _SILENCE]
    many(connection, _RELEASE, [(i,) for i in old])
    return (made.keys() - known.keys()).union(old)


def highest_update(connection: Connection) -> int:
    """The highest update id committed so far; 0 when there is none."""
    ((found,),) = rows_of(connection, _HIGHEST)
    return found or 0


def claim_updates(connection: Connection, update_ids: Sequence[int], now: int) -> None:
    """Mark fresh ids as committed.

    Raises:
        Raced: another process committed one of them meanwhile.
    """
    if many(connection, _CLAIM, [(i, now) for i in update_ids]) < len(update_ids):
        raise Raced(say("database-raced"))


def add_dead_letters(connection: Connection, rows: Sequence[Row]) -> None:
    """Keep what could not be read: (update id, time, reason, body, state)."""
    many(connection, _BURY, rows)


def authors(connection: Connection, messages: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Which people wrote these (chat, message) pairs, as far as known: no bots, no channels."""
    return {(c, m): p for c, m, p in find(connection, _AUTHOR, sorted(set(messages)))}


def removed(connection: Connection, messages: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of these (chat, message) pairs that the bot removed."""
    return {(c, m) for c, m in find(connection, _REMOVED, sorted(set(messages)))}


def mark_deleted(connection: Connection, chat: int, messages: Iterable[int], now: int) -> None:
    """Remember that the bot removed these messages."""
    many(connection, _GONE, [(chat, message, now) for message in messages])


def said(connection: Connection, chat: int, message: int) -> tuple[str, str] | None:
    """What a message says, and its marks; None when it was never seen."""
    found = find(connection, _BEFORE, [(chat, message)])
    return (found[0][0], found[0][1]) if found else None


def text_of(connection: Connection, chat: int, message: int) -> str:
    """The words of a message, or nothing when they are not known or no longer kept."""
    query = select(TEXT.c.text).where(TEXT.c.chat_id == chat, TEXT.c.message_id == message)
    return connection.execute(query).scalar() or ""


def still_there(connection: Connection, chat: int, messages: Iterable[int]) -> list[int]:
    """Those of these messages that the bot has not removed yet."""
    wanted = [(chat, message) for message in sorted(set(messages))]
    return sorted(r["message_id"] for r in find_records(connection, _THERE, wanted)) if wanted else []


def recent_messages(connection: Connection, chat: int, upto: int, count: int) -> list[int]:
    """Ids of the chat's messages before `upto` that are still there, newest first."""
    query = (
        select(TEXT.c.message_id)
        .where(TEXT.c.chat_id == chat, TEXT.c.deleted_at == 0, TEXT.c.message_id < upto)
        .order_by(TEXT.c.message_id.desc())
        .limit(count)
    )
    return list(connection.execute(query).scalars())


def detail_of(connection: Connection, update_id: int) -> str:
    """What is kept beside an update's event and its text, or nothing."""
    query = select(DETAIL.c.body).where(DETAIL.c.update_id == update_id)
    return connection.execute(query).scalar() or ""


def change_detail(connection: Connection, update_id: int, body: str) -> None:
    """Keep something else beside an update's event, for as long as before."""
    connection.execute(update(DETAIL).where(DETAIL.c.update_id == update_id).values(body=body))


def details_of(connection: Connection, chat: int, messages: Iterable[int], back: int) -> dict[int, str]:
    """What is kept beside the texts of these messages, as far as the last `back` events tell."""
    newest = select(func.max(EVENT.c.id)).scalar_subquery()
    query = (
        select(EVENT.c.message_id, DETAIL.c.body)
        .join(DETAIL, DETAIL.c.update_id == EVENT.c.update_id)
        .where(EVENT.c.id > newest - back, EVENT.c.chat_id == chat, EVENT.c.message_id.in_(list(messages)))
        .where(EVENT.c.kind == "message")
    )
    return {r.message_id: r.body for r in connection.execute(query)}


_BACK = 20_000  # events looked through, of all chats


def recent_in_topic(connection: Connection, chat: int, topic: int, upto: int, count: int) -> list[int]:
    """The same for one topic of a forum, as far as the last events tell."""
    newest = select(func.max(EVENT.c.id)).scalar_subquery()
    query = (
        select(EVENT.c.message_id)
        .join(TEXT, (TEXT.c.chat_id == EVENT.c.chat_id) & (TEXT.c.message_id == EVENT.c.message_id))
        .where(EVENT.c.id > newest - _BACK, EVENT.c.chat_id == chat, EVENT.c.topic == topic)
        .where(EVENT.c.kind == "message", EVENT.c.message_id < upto, TEXT.c.deleted_at == 0)
        .order_by(EVENT.c.id.desc())
        .limit(count)
    )
    return list(connection.execute(query).scalars())


MOVES = ("join", "leave", "role")


def moved_since(connection: Connection, chat: int, moment: int, kinds: Sequence[str] = MOVES) -> set[int]:
    """Who came, went, or got another role in a chat by an update that was committed since a moment, as far
    as the last events tell. A message about who came does not tell their role.
    """
    newest = select(func.max(EVENT.c.id)).scalar_subquery()
    query = (
        select(EVENT.c.person_id)
        .join(SEEN, SEEN.c.update_id == EVENT.c.update_id)
        .where(EVENT.c.id > newest - _BACK, EVENT.c.chat_id == chat, EVENT.c.kind.in_(kinds))
        .where((EVENT.c.kind != "join") | (EVENT.c.message_id == 0))
        .where(EVENT.c.person_id.is_not(None), SEEN.c.at >= moment)
    )
    return set(connection.execute(query).scalars())


def counts(connection: Connection) -> dict[str, int]:
    """How many updates were committed, events decided and letters dead."""
    found = {}
    for name, source in (("received", SEEN), ("events", EVENT), ("dead_letters", DEAD)):
        found[name] = int(connection.execute(select(func.count()).select_from(source)).scalar_one())
    return found
