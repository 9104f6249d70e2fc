"""Read standings as the ledger has them; the pipeline keeps them in step.

Each ledger row names the person's row before it, and `standing` the newest one. So a person's past is read
from its end on, and no index by person has to be kept, which would touch a page of its own for
every person at every commit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import BigInteger, Connection, bindparam, func, select

from rules.engine.entries import adjusts
from rules.engine.standings import counts, pairs_since
from rules.engine.state import Standing, Warning
from rules.engine.streaks import Checkin
from storage import tables
from storage.prepared_statements import Lookup, Statement, find, rows_of
from storage.store import table

LEDGER, STANDING, WARNING = table(tables.LedgerRow), table(tables.Standing), table(tables.Warning)
Owner = tuple[int, int]  # community and person

_SLACK = 2 * 86_400  # seconds: updates may come a day late, and are written in the order in which they come
_PAST = ("key", "source", "currency", "raw", "granted", "day", "at", "actor_id", "reverses", "previous")
_BALANCES = Lookup(
    STANDING, ["xp", "coins", "streak", "last_checkin", "head", "zone"], ["community_id", "person_id"]
)
_WARNINGS = Lookup(
    WARNING,
    ["community_id", "at", "points", "rule", "expires_at", "alone", "chat_id"],
    ["person_id"],
    WARNING.c.revoked_at == 0,
)


def _past(_insert: Any) -> Any:
    """A person's ledger rows from `head` back, as long as they are younger than `since`."""
    columns = [LEDGER.c[c] for c in _PAST]
    start = select(*columns).where(LEDGER.c.key == bindparam("head"))
    back = start.where(LEDGER.c.at > bindparam("since", type_=BigInteger)).cte("back", recursive=True)
    step = select(*columns).where(
        LEDGER.c.key == back.c.previous, LEDGER.c.at > bindparam("since_", type_=BigInteger)
    )
    return select(back.union_all(step))


def _given(_insert: Any) -> Any:
    return (
        select(LEDGER.c.source, func.count())
        .where(LEDGER.c.actor_id == bindparam("actor"), LEDGER.c.day == bindparam("day"))
        .where(LEDGER.c.community_id == bindparam("community"), LEDGER.c.currency == "xp")
        # As an expression: SQLite takes the unique index of `reverses` for the quickest way otherwise,
        # and looks through all rows that reverse nothing.
        .where(func.coalesce(LEDGER.c.reverses, "") == "")
        .where(LEDGER.c.actor_id.is_not(None))
        .group_by(LEDGER.c.source)
    )


def _checked_in(_insert: Any) -> Any:
    """A person's ledger rows from `head` back to the first, with what tells of check-ins."""
    columns = [LEDGER.c[c] for c in ("source", "day", "at", "zone", "reverses", "previous")]
    back = select(*columns).where(LEDGER.c.key == bindparam("head")).cte("days", recursive=True)
    step = select(*columns).where(LEDGER.c.key == back.c.previous)
    whole = back.union_all(step)
    return select(*(whole.c[c] for c in ("source", "day", "at", "zone", "reverses")))


_CHECKINS = Statement(_checked_in, ("head",))
_PAST_OF = Statement(_past, ("head", "since", "since_"))
_GIVEN_BY = Statement(_given, ("actor", "day", "community"))


def load(
    connection: Connection, owners: Iterable[Owner], day: str
) -> dict[Owner, tuple[Standing, tuple[Warning, ...]]]:
    """Standings on a local day, and the warnings that nobody took back, of these (community, person)."""
    found = {}
    for community, person in sorted(owners):
        (balance,) = find(connection, _BALANCES, [(community, person)]) or [(0, 0, 0, "", "", "")]
        found[community, person] = (
            _standing(connection, community, person, day, balance),
            _warnings(connection, community, person),
        )
    return found


def _standing(
    connection: Connection, community: int, person: int, day: str, balance: tuple[Any, ...]
) -> Standing:
    xp, coins, streak, last_checkin, head, zone = balance
    since = pairs_since(day)
    today: dict[str, int] = defaultdict(int)
    last_at: dict[str, int] = {}
    givers: dict[tuple[int, str], tuple[int, ...]] = {}
    messages, checkins = 0, set[str]()
    rows = rows_of(connection, _PAST_OF, (head, since - _SLACK, since - _SLACK)) if head else []
    for key, source, currency, raw, granted, on, at, actor, reverses, _ in reversed(rows):
        if currency != "xp":
            continue
        if on == day:
            today[source] += granted
            messages += counts(key, source, raw)
        if source == "checkin" and reverses is None:
            checkins.add(on)
        if at > since and granted > 0 and not adjusts(key):
            last_at[source] = max(at, last_at.get(source, 0))
        if at > since and actor is not None and reverses is None:
            givers[actor, source] = (*givers.get((actor, source), ()), at)
    return Standing(
        person=person,
        xp=xp,
        coins=coins,
        day=day,
        today=dict(today),
        last_at=last_at,
        recent_givers=givers,
        given_today=dict(rows_of(connection, _GIVEN_BY, (person, day, community))),
        messages=messages,
        streak=streak,
        last_checkin=last_checkin,
        last_zone=zone,
        checkins=frozenset(checkins),
        head=head,
    )


def checkins(connection: Connection, community: int, person: int) -> list[Checkin]:
    """All check-ins of a person, read along their chain."""
    (balance,) = find(connection, _BALANCES, [(community, person)]) or [(0, 0, 0, "", "", "")]
    rows = rows_of(connection, _CHECKINS, (balance[4],)) if balance[4] else []
    return [
        Checkin(day, at, zone)
        for source, day, at, zone, reverses in rows
        if source == "checkin" and reverses is None
    ]


def _warnings(connection: Connection, community: int, person: int) -> tuple[Warning, ...]:
    rows = [r for r in find(connection, _WARNINGS, [(person,)]) if r[0] == community]
    return tuple(
        Warning(at, points, rule, expires, chat if alone else 0)
        for _, at, points, rule, expires, alone, chat in sorted(rows, key=_by_time)
    )


def _by_time(row: tuple[Any, ...]) -> int:
    at: int = row[1]
    return at
