"""Read the stored past for replaying it: what happened, how members stood before, what people changed.

What the bot saw is read in the order in which it was decided; imported history, which has negative update
ids, by its time. Ids are our own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from heapq import merge
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    cast,
    func,
    literal_column,
    select,
)

from storage.cases import CASE
from storage.directory import ALIAS, CHAT, PERSON
from storage.event_log import DETAIL, EVENT, SEEN, TEXT
from storage.members import MEMBER, WARNING
from storage.prepared_statements import Row, Statement, rows_of
from storage.standings import LEDGER
from storage.store import Store

KINDS = (
    "message",
    "edit",
    "join",
    "leave",
    "role",
    "join_request",
    "reaction",
    "rename",
    "action",
    "report",
    "picture",
)
# Statements are prepared without values.
_KINDS: list[ColumnElement[str]] = [literal_column(f"'{kind}'") for kind in KINDS]
_PAGE = 5_000
_SAID = (TEXT.c.chat_id == EVENT.c.chat_id) & (TEXT.c.message_id == EVENT.c.message_id)


class Happening(NamedTuple):
    """One stored event. `text` and `original` (before it was edited) are None where nothing is kept;
    `decided_at` is 0 where the update's row is gone."""

    id: int
    update_id: int
    chat: int
    person: int
    kind: str
    at: int
    message_id: int
    topic: int
    digest: int
    media: str
    length: int
    reply_to: int
    text: str | None
    original: str | None
    detail: str | None
    decided_at: int | None


_COLUMNS = ("id", "update_id", "chat_id", "person_id", "kind", "at", "message_id", "topic", "digest")
_FEATURES = ("media", "length", "reply_to")


def _happenings() -> Select[Any]:
    columns = [EVENT.c[c] for c in (*_COLUMNS, *_FEATURES)]
    return (
        select(*columns, TEXT.c.text, TEXT.c.original, DETAIL.c.body, SEEN.c.at)
        .select_from(EVENT)
        .outerjoin(TEXT, and_(_SAID, EVENT.c.message_id != 0))
        .outerjoin(DETAIL, DETAIL.c.update_id == EVENT.c.update_id)
        .outerjoin(SEEN, SEEN.c.update_id == EVENT.c.update_id)
        .where(EVENT.c.person_id.is_not(None), EVENT.c.kind.in_(_KINDS))
        .limit(bindparam("most"))
    )


def _big(name: str) -> Any:
    return bindparam(name, type_=BigInteger)


_SEEN_PAGE = Statement(
    lambda _: (
        _happenings()
        .where(EVENT.c.update_id > 0, EVENT.c.id > _big("after"), EVENT.c.at >= _big("since"))
        .order_by(EVENT.c.id)
    ),
    ("after", "since", "most"),
)
_IMPORTED_PAGE = Statement(
    lambda _: (
        _happenings()
        .where(EVENT.c.update_id < 0, EVENT.c.at >= _big("at"))
        .where((EVENT.c.at > _big("at_")) | (EVENT.c.id > _big("after")))
        .order_by(EVENT.c.at, EVENT.c.id)
    ),
    ("at", "at_", "after", "most"),
)
_COUNT = Statement(
    lambda _: (
        select(func.count())
        .select_from(EVENT)
        .where(EVENT.c.person_id.is_not(None), EVENT.c.kind.in_(_KINDS), EVENT.c.at >= _big("since"))
    ),
    ("since",),
)


_LAST = Statement(
    lambda _: select(func.max(EVENT.c.at)).where(EVENT.c.person_id.is_not(None), EVENT.c.kind.in_(_KINDS)), ()
)


def last(connection: Connection) -> int:
    """When the newest event was, unix seconds; 0 when there is none."""
    ((found,),) = rows_of(connection, _LAST, ())
    return int(found or 0)


def count(connection: Connection, since: int) -> int:
    """How many events there are from a moment on."""
    ((found,),) = rows_of(connection, _COUNT, (since,))
    return int(found)


def happenings(store: Store, since: int, page: int = _PAGE) -> Iterator[list[Happening]]:
    """All events from a moment on, page by page."""
    seen: list[Happening] = []
    imported: list[Happening] = []
    after, at, after_imported = 0, since, 0
    more = more_imported = True
    while True:
        if more and not seen:
            seen = store.reading(partial(_page, _SEEN_PAGE, (after, since, page)))
            more = len(seen) == page
            after = seen[-1].id if seen else after
        if more_imported and not imported:
            imported = store.reading(partial(_page, _IMPORTED_PAGE, (at, at, after_imported, page)))
            more_imported = len(imported) == page
            if imported:
                at, after_imported = imported[-1].at, imported[-1].id
        if not seen and not imported:
            return
        ready, seen, imported = _ready(seen, imported, more, more_imported)
        yield ready


def _page(statement: Statement, values: Row, connection: Connection) -> list[Happening]:
    return [Happening(*row) for row in rows_of(connection, statement, values)]


def _ready(
    seen: list[Happening], imported: list[Happening], more: bool, more_imported: bool
) -> tuple[list[Happening], list[Happening], list[Happening]]:
    """Both pages merged up to where the first of them may go on, and what is left of each."""
    ends = [rows[-1].at for rows, goes_on in ((seen, more), (imported, more_imported)) if rows and goes_on]
    if not ends or not seen or not imported:
        return _merged(seen, imported), [], []
    end = min(ends)
    first = next((n for n, row in enumerate(seen) if row.at > end), len(seen))
    second = next((n for n, row in enumerate(imported) if row.at > end), len(imported))
    return _merged(seen[:first], imported[:second]), seen[first:], imported[second:]


def _merged(seen: list[Happening], imported: list[Happening]) -> list[Happening]:
    if not seen or not imported:
        return seen or imported
    return list(merge(imported, seen, key=lambda row: row.at))


_CHATS = Statement(
    lambda _: (
        select(
            CHAT.c.id,
            ALIAS.c.platform_id,
            CHAT.c.kind,
            CHAT.c.title,
            CHAT.c.username,
            CHAT.c.community_id,
            CHAT.c.claimed_at,
            CHAT.c.linked_id,
        )
        .join(ALIAS, and_(ALIAS.c.chat_id == CHAT.c.id, ALIAS.c.current.is_(True)))
        .where(CHAT.c.community_id.is_not(None))
    ),
    (),
)
_PEOPLE = Statement(
    lambda _: select(
        PERSON.c.id,
        PERSON.c.platform_id,
        PERSON.c.name,
        PERSON.c.username,
        PERSON.c.language,
        PERSON.c.bot,
        PERSON.c.channel,
    ),
    (),
)


def chats(connection: Connection) -> list[Row]:
    """Claimed chats: own id, platform's id, kind, title, username, community, claimed at,
    the platform's id of its linked channel."""
    return rows_of(connection, _CHATS)


def people(connection: Connection) -> list[Row]:
    """Everybody: own id, platform's id (None: forgotten), name, username, language, whether a bot,
    whether a channel."""
    return rows_of(connection, _PEOPLE)


_MEMBERS = Statement(
    lambda _: select(
        MEMBER.c.chat_id, MEMBER.c.person_id, MEMBER.c.role, MEMBER.c.joined_at, MEMBER.c.first_seen
    ).add_columns(MEMBER.c.left_at, MEMBER.c.messages),
    (),
)
_ALBUM = func.nullif(TEXT.c.album, 0)
_WRITTEN = Statement(
    lambda _: (
        select(EVENT.c.chat_id, EVENT.c.person_id)
        # An album is one message.
        .add_columns(func.count() - func.count(_ALBUM) + func.count(func.distinct(_ALBUM)))
        .select_from(EVENT)
        .outerjoin(TEXT, and_(_SAID, EVENT.c.media != ""))
        .where(EVENT.c.at >= _big("since"), EVENT.c.kind == "message")
        .where(EVENT.c.person_id.is_not(None))
        .group_by(EVENT.c.chat_id, EVENT.c.person_id)
    ),
    ("since",),
)
_JOINED = Statement(
    lambda _: (
        select(EVENT.c.chat_id, EVENT.c.person_id, func.max(EVENT.c.at))
        .where(EVENT.c.kind == "join", EVENT.c.at < _big("since"), EVENT.c.person_id.is_not(None))
        .group_by(EVENT.c.chat_id, EVENT.c.person_id)
    ),
    ("since",),
)
_EARNED = Statement(
    lambda _: (
        select(LEDGER.c.community_id, LEDGER.c.person_id, func.sum(LEDGER.c.granted))
        .where(LEDGER.c.currency == "xp", LEDGER.c.at < _big("since"))
        .group_by(LEDGER.c.community_id, LEDGER.c.person_id)
    ),
    ("since",),
)
_WARNED = Statement(
    lambda _: (
        select(*(WARNING.c[c] for c in ("community_id", "person_id", "at", "points", "rule", "expires_at")))
        .add_columns(WARNING.c.chat_id * cast(WARNING.c.alone, Integer))
        .where(WARNING.c.at < _big("since"))
        .where((WARNING.c.revoked_at == 0) | (WARNING.c.revoked_at >= _big("since_")))
        .where((WARNING.c.expires_at == 0) | (WARNING.c.expires_at > _big("since__")))
        .order_by(WARNING.c.at, WARNING.c.id)
    ),
    ("since", "since_", "since__"),
)


class Before(NamedTuple):
    """How things stood at a moment: members (chat, person, role now, joined at, first seen, left at,
    messages),
    points (community, person, XP), warnings (community, person, at, points, rule, expires at,
    the only chat)."""

    members: list[Row]
    points: list[Row]
    warnings: list[Row]


def before(connection: Connection, since: int) -> Before:
    """How members stood before a moment, as far as can be told from what is stored now."""
    written = {(chat, person): n for chat, person, n in rows_of(connection, _WRITTEN, (since,))}
    joined = {(chat, person): at for chat, person, at in rows_of(connection, _JOINED, (since,))}
    members = [
        (
            chat,
            person,
            role,
            joined_at if joined_at < since else joined.get((chat, person), 0),
            first_seen if first_seen < since else 0,
            left_at if left_at < since else 0,
            max(0, messages - written.get((chat, person), 0)),
        )
        for chat, person, role, joined_at, first_seen, left_at, messages in rows_of(connection, _MEMBERS)
    ]
    return Before(members, rows_of(connection, _EARNED, (since,)), rows_of(connection, _WARNED, (since,) * 3))


_PAID = ("at", "community_id", "person_id", "chat_id", "message_id", "granted", "source", "reverses")
_LEDGER = Statement(
    lambda _: (
        select(*(LEDGER.c[c] for c in _PAID))
        .where(LEDGER.c.currency == "xp", LEDGER.c.at >= _big("since"))
        .order_by(LEDGER.c.id)
    ),
    ("since",),
)
_CASES = Statement(
    lambda _: (
        select(
            *(
                CASE.c[c]
                for c in ("update_id", "community_id", "chat_id", "person_id", "moderator_id", "rule")
            )
        )
        .add_columns(*(CASE.c[c] for c in ("mode", "at", "message_id", "state", "undone_at", "actions")))
        .where(CASE.c.at >= _big("since"))
        .order_by(CASE.c.id)
    ),
    ("since",),
)
_REVOKED = Statement(
    lambda _: (
        select(*(WARNING.c[c] for c in ("revoked_at", "community_id", "person_id", "at", "rule")))
        .where(WARNING.c.revoked_at >= _big("since"), WARNING.c.revoked_at != WARNING.c.expires_at)
        .where(WARNING.c.revoked_at > 0)
        .order_by(WARNING.c.revoked_at)
    ),
    ("since",),
)


def points(connection: Connection, since: int) -> list[Row]:
    """XP earned and taken back, in order: at, community, person, chat, message, XP, source, reversed key."""
    return rows_of(connection, _LEDGER, (since,))


def decided(connection: Connection, since: int) -> list[Row]:
    """Cases in order: update, community, chat, person, moderator, rule, mode, at, message, state, undone at
    and actions."""
    return rows_of(connection, _CASES, (since,))


def revoked(connection: Connection, since: int) -> list[Row]:
    """Warnings that were taken back, in order: when, community, person, given at, rule."""
    return rows_of(connection, _REVOKED, (since,))


def other_points(connection: Connection, since: int, sources: Iterable[str]) -> list[tuple[int, int, int]]:
    """What members earned since a moment by other sources than these: community, person, points."""
    query = (
        select(LEDGER.c.community_id, LEDGER.c.person_id, func.sum(LEDGER.c.granted))
        .where(LEDGER.c.at >= since, LEDGER.c.currency == "xp", LEDGER.c.source.not_in(sorted(sources)))
        .group_by(LEDGER.c.community_id, LEDGER.c.person_id)
    )
    return [(int(c), int(p), int(points)) for c, p, points in connection.execute(query)]
