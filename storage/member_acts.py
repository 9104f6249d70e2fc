"""Read what members did, page by page, for whoever learns from it: who wrote, to whom, about which words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, literal_column, select

from storage.directory import CHAT, are_people
from storage.directory import PERSON as WHO
from storage.event_log import EVENT, TEXT
from storage.prepared_statements import Record, Statement, records, rows_of
from storage.questions import QUESTION
from storage.standings import LEDGER

_AT_ONCE = 5_000  # rows; between two loads others have their turn
Ask = Callable[[Callable[[Connection], int]], int]  # gives a connection
Take = Callable[[Sequence[Record]], None]
# Statements are prepared without values.
_MESSAGE: ColumnElement[str] = literal_column("'message'")
_REACTION: ColumnElement[str] = literal_column("'reaction'")
# A message answers another one, a reaction stands on one.
_POINTS_AT = case((EVENT.c.kind == _REACTION, EVENT.c.message_id), else_=EVENT.c.reply_to)

_PAGE = Statement(
    lambda _: (
        select(
            *(EVENT.c[name] for name in ("id", "person_id", "kind", "at", "length")),
            TEXT.c.person_id.label("other"),
            QUESTION.c.words,
        )
        .join(CHAT, CHAT.c.id == EVENT.c.chat_id)
        .join(WHO, WHO.c.id == EVENT.c.person_id)
        .outerjoin(TEXT, and_(TEXT.c.chat_id == EVENT.c.chat_id, TEXT.c.message_id == _POINTS_AT))
        .outerjoin(
            QUESTION,
            and_(
                QUESTION.c.chat_id == EVENT.c.chat_id,
                QUESTION.c.message_id == EVENT.c.message_id,
                EVENT.c.kind == _MESSAGE,
            ),
        )
        .where(EVENT.c.id > bindparam("after"), EVENT.c.at >= bindparam("since"))
        .where(CHAT.c.community_id == bindparam("community"), are_people())
        .where(EVENT.c.kind.in_([_MESSAGE, _REACTION]))
        .order_by(EVENT.c.id)
        .limit(_AT_ONCE)
    ),
    ["after", "since", "community"],
)
_THANKS = Statement(
    lambda _: (
        select(LEDGER.c.actor_id, LEDGER.c.person_id, LEDGER.c.at)
        .where(LEDGER.c.community_id == bindparam("community"), LEDGER.c.at >= bindparam("since"))
        .where(LEDGER.c.source == literal_column("'thanks'"), LEDGER.c.actor_id.is_not(None))
    ),
    ["community", "since"],
)


def read(ask: Ask, community: int, since: int, take: Take) -> None:
    """Hand messages and reactions in a community's groups over page by page, as they were noted.

    A record has id, person_id, kind, at, length, other (whose message it answers or stands on) and words (of
    a question). `ask` gives a connection: with `Store.reading` each page is a view of its own.
    """
    after = 0

    def page(connection: Connection) -> int:
        nonlocal after
        found = records(connection, _PAGE, (after, since, community))
        if found:
            after = int(found[-1]["id"])
            take(found)
        return len(found)

    while ask(page) == _AT_ONCE:
        pass


def thanks(connection: Connection, community: int, since: int) -> list[tuple[int, int, int]]:
    """Thanks that were paid: by whom, to whom, when."""
    return [(int(a), int(b), int(at)) for a, b, at in rows_of(connection, _THANKS, (community, since))]
