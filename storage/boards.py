"""Read leaderboards, a member's place and history from the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, RowMapping, and_, bindparam, func, literal, select

from storage.chats import CHAT
from storage.directory import are_people
from storage.ledger import LEDGER, MEMBER, PERSON, PREFERENCE, STANDING
from storage.prepared_statements import Statement, rows_of

_MOST_AHEAD = 2_000  # of those ahead of somebody, so many are looked at
_AT_ONCE = 500  # people in one query


class Place(Struct, frozen=True):
    """One line of a leaderboard."""

    rank: int
    person: int
    name: str
    xp: int


def _in_chats(community: Any, *roles: str) -> ColumnElement[bool]:
    """Whether a person has one of these roles in a chat of the community."""
    there = select(MEMBER.c.person_id).join(CHAT, CHAT.c.id == MEMBER.c.chat_id)
    there = there.where(MEMBER.c.person_id == PERSON.c.id, CHAT.c.community_id == community)
    return there.where(MEMBER.c.role.in_(roles)).correlate(PERSON).exists()


def _leads(community: Any) -> ColumnElement[bool]:
    """Whether a person has a place on the board of those who lead, apart from the others."""
    return and_(
        PERSON.c.platform_id.is_not(None), are_people(), _in_chats(community, "creator", "administrator")
    )


def _shows(community: Any) -> ColumnElement[bool]:
    """Whether a person has a place on a community's boards."""
    hidden = select(PREFERENCE.c.person_id).where(
        PREFERENCE.c.community_id == community,
        PREFERENCE.c.person_id == PERSON.c.id,
        PREFERENCE.c.name == "leaderboard",
        PREFERENCE.c.value == "off",
    )
    return and_(
        PERSON.c.platform_id.is_not(None),
        are_people(),
        ~hidden.correlate(PERSON).exists(),
        ~_in_chats(community, "creator", "administrator"),
        _in_chats(community, "member", "restricted"),
    )


class Boards:
    """Leaderboards that are asked for again and again: what each person earned since a moment is remembered.

    The ledger only grows, so the next time just its new rows are read.
    """

    def __init__(self, most: int = 8) -> None:
        self._most = most
        self._sums: dict[tuple[int, int, int], _Sums] = {}
        self._asked: set[tuple[int, int, int]] = set()  # periods read since `begin`

    def begin(self) -> None:
        """A transaction begins: what is read from now on may be rolled back."""
        self._asked.clear()

    def roll_back(self) -> None:
        """Drop what was read since `begin`."""
        for period in self._asked:
            self._sums.pop(period, None)
        self._asked.clear()

    def forget(self) -> None:
        """Drop everything."""
        self._sums.clear()

    def top(
        self,
        connection: Connection,
        community: int,
        since: int,
        limit: int = 10,
        until: int = 2**62,
        *,
        staff: bool = False,
    ) -> list[Place]:
        """Who earned most in [since, until). Administrators, leavers and those who opted out don't show; with
        `staff`, administrators alone do.

        Who earned the same shares a place; the next one is that many lower.
        """
        period = (community, since, until)
        sums = self._sums.pop(period, None) or _Sums()
        while len(self._sums) >= self._most:
            del self._sums[next(iter(self._sums))]
        self._sums[period] = sums
        self._asked.add(period)
        sums.catch_up(connection, period)
        return ranked(connection, community, sums.xp, limit, staff=staff)

    def place(self, connection: Connection, community: int, since: int, person: int) -> Place | None:
        """The place of somebody on a board that was asked for just now; None when they have none.

        So many are ahead of them as earned more and show.
        """
        sums = self._sums.get((community, since, 2**62))
        mine = sums.xp.get(person, 0) if sums is not None else 0
        if sums is None or mine <= 0:
            return None
        named = rows_of(connection, _NAME, (community, person))
        if not named:
            return None
        ahead = [p for p, xp in sums.xp.items() if xp > mine][:_MOST_AHEAD]
        rank = 1 + sum(
            connection.execute(
                _AMONG, {"community": community, "people": ahead[n : n + _AT_ONCE]}
            ).scalar_one()
            for n in range(0, len(ahead), _AT_ONCE)
        )
        return Place(rank, person, named[0][0], mine)


def ranked(
    connection: Connection, community: int, counts: Mapping[int, int], limit: int, *, staff: bool = False
) -> list[Place]:
    """Places by any count, of those who show on boards; who has the same shares a place."""
    places: list[Place] = []
    for person, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if count <= 0 or len(places) == limit:
            break
        for (name,) in rows_of(connection, _STAFF if staff else _NAME, (community, person)):
            shared = bool(places) and places[-1].xp == count
            places.append(Place(places[-1].rank if shared else len(places) + 1, person, name, count))
    return places


class _Sums:
    """What everybody earned in a period, up to the ledger row `newest`."""

    def __init__(self) -> None:
        self.newest = 0
        self.xp: dict[int, int] = {}

    def catch_up(self, connection: Connection, period: tuple[int, int, int]) -> None:
        """Count the rows that are new."""
        for person, xp, newest in rows_of(
            connection, _LATER if self.newest else _ALL, (*period, self.newest)
        ):
            self.xp[person] = self.xp.get(person, 0) + int(xp)
            self.newest = max(self.newest, newest)


def _sums(community: ColumnElement[int], at: ColumnElement[int]) -> Statement:
    query = (
        select(LEDGER.c.person_id, func.sum(LEDGER.c.granted), func.max(LEDGER.c.id))
        .where(community == bindparam("community"), at >= bindparam("since"))
        .where(at < bindparam("until"))
        .where(LEDGER.c.id > bindparam("newest"), LEDGER.c.currency == "xp")
        .group_by(LEDGER.c.person_id)
    )
    return Statement(lambda _: query, ["community", "since", "until", "newest"])


# Once by the index of times; later from the newest row on, for which that index must not be taken.
_ALL = _sums(LEDGER.c.community_id, LEDGER.c.at)
_LATER = _sums(LEDGER.c.community_id + 0, LEDGER.c.at + 0)
_NAME = Statement(
    lambda _: select(PERSON.c.name).where(
        PERSON.c.id == bindparam("person", 0), _shows(bindparam("community", 0))
    ),
    ["community", "person"],
)


# How many of these people show.
_AMONG = (
    select(func.count())
    .select_from(PERSON)
    .where(PERSON.c.id.in_(bindparam("people", expanding=True)), _shows(bindparam("community", 0)))
)


_STAFF = Statement(
    lambda _: select(PERSON.c.name).where(
        PERSON.c.id == bindparam("person", 0), _leads(bindparam("community", 0))
    ),
    ["community", "person"],
)


_ABOVE = Statement(
    lambda _: select(func.count()).where(
        STANDING.c.community_id == bindparam("community"), STANDING.c.xp > bindparam("xp")
    ),
    ["community", "xp"],
)


_SHOWN_ABOVE = Statement(
    lambda _: (
        select(func.count())
        .select_from(STANDING.join(PERSON, PERSON.c.id == STANDING.c.person_id))
        .where(STANDING.c.community_id == bindparam("community", 0), STANDING.c.xp > bindparam("xp", 0))
        .where(_shows(bindparam("community", 0)))
    ),
    ["community", "xp"],
)


def rank(connection: Connection, community: int, person: int, xp: int) -> int:
    """The place of somebody with `xp` among those whom boards show, from 1; 0 when they do not show.

    With very many ahead all of them count: who of them shows is not looked up.
    """
    if not rows_of(connection, _NAME, (community, person)):
        return 0
    ((above,),) = rows_of(connection, _ABOVE, (community, xp))
    if above <= _MOST_AHEAD:
        ((above,),) = rows_of(connection, _SHOWN_ABOVE, (community, xp))
    return int(above) + 1


def history(connection: Connection, community: int, person: int, limit: int = 20) -> list[RowMapping]:
    """The newest ledger rows of a member, read along their chain."""
    head = (
        select(STANDING.c.head)
        .where(STANDING.c.community_id == community, STANDING.c.person_id == person)
        .scalar_subquery()
    )
    start = select(LEDGER, literal(1).label("n")).where(LEDGER.c.key == head)
    chain = start.cte("chain", recursive=True)
    older = select(LEDGER, chain.c.n + 1).where(LEDGER.c.key == chain.c.previous, chain.c.n < limit)
    query = select(chain.union_all(older)).order_by("n")
    return list(connection.execute(query).mappings())


def total_points(connection: Connection) -> int:
    """All XP in the ledger."""
    query = select(func.coalesce(func.sum(LEDGER.c.granted), 0)).where(LEDGER.c.currency == "xp")
    return int(connection.execute(query).scalar_one())


def points_by_source(connection: Connection) -> dict[str, int]:
    """All XP in the ledger by where it came from, less what was taken back; without what comes to nothing."""
    query = select(LEDGER.c.source, func.sum(LEDGER.c.granted)).where(LEDGER.c.currency == "xp")
    found = connection.execute(query.group_by(LEDGER.c.source))
    return {source: int(granted) for source, granted in found if granted}


def total_coins(connection: Connection) -> tuple[int, int]:
    """All coins that came, and all that were spent and did not come back."""
    came = func.coalesce(func.sum(LEDGER.c.granted).filter(LEDGER.c.source == "coins"), 0)
    spent = func.coalesce(func.sum(LEDGER.c.granted).filter(LEDGER.c.source == "shop"), 0)
    row = connection.execute(select(came, spent).where(LEDGER.c.currency == "coin")).one()
    return int(row[0]), -int(row[1])
