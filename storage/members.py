"""Load member states for a batch together, and write them back together."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, RowMapping, Select, select, update

from rules.engine.state import BEFORE, MemberState, Role, Warning
from storage import tables
from storage.prepared_statements import Lookup, find, inserting, many
from storage.store import table

MEMBER, WARNING, CHAT = table(tables.Member), table(tables.Warning), table(tables.Chat)
PERSON = table(tables.Person)
Pair = tuple[int, int]  # own ids of chat and person

_TOLD = ("role", "joined_at", "first_seen", "left_at", "messages")
_LEADING = (Role.CREATOR, Role.ADMINISTRATOR)
_WITH_DUTIES = (*_LEADING, Role.TRUSTED)
_OUT = ("left", "banned", "unknown")
_COLUMNS = ("role", "joined_at", "first_seen", "messages", "muted_until", "left_at")
_MEMBER = Lookup(MEMBER, ["chat_id", "person_id", *_COLUMNS], ["chat_id", "person_id"])
_NAMES = {role: role.value for role in Role}
_SAVE = inserting(
    MEMBER,
    ["chat_id", "person_id", *_COLUMNS, "last_seen"],
    key=["chat_id", "person_id"],
    update=lambda new: {c: new[c] for c in (*_COLUMNS, "last_seen")},
)
_WARN = inserting(WARNING, [c.name for c in WARNING.c if c.name != "id"])


def load(connection: Connection, pairs: Iterable[Pair]) -> dict[Pair, MemberState]:
    """What is stored of these members; a newcomer's state is blank. XP and warnings stand elsewhere."""
    wanted = sorted(set(pairs))
    states = {(chat, person): MemberState(person=person, chat=chat) for chat, person in wanted}
    for chat, person, role, joined_at, first_seen, messages, muted_until, left_at in find(
        connection, _MEMBER, wanted
    ):
        states[chat, person] = MemberState(
            person=person,
            chat=chat,
            role=Role(role),
            joined_at=joined_at,
            first_seen=first_seen,
            messages=messages,
            muted_until=muted_until,
            left_at=left_at,
        )
    return states


def save(connection: Connection, states: Iterable[MemberState], now: int) -> None:
    """Write the states back. XP and warnings are rows of their own and are not written here."""
    rows = [
        (
            s.chat,
            s.person,
            _NAMES[s.role],
            s.joined_at,
            s.first_seen,
            now,
            s.messages,
            s.muted_until,
            s.left_at,
        )
        for s in states
    ]
    many(connection, _SAVE, rows)


def chats_of(connection: Connection, person: int) -> set[int]:
    """The chats in which a person is known, there or gone."""
    query = select(MEMBER.c.chat_id).where(MEMBER.c.person_id == person)
    return set(connection.execute(query).scalars())


def groups_of(connection: Connection, community: int, person: int) -> list[int]:
    """The groups of a community in which a person is known, there or gone."""
    query = (
        select(MEMBER.c.chat_id)
        .join(CHAT, CHAT.c.id == MEMBER.c.chat_id)
        .where(MEMBER.c.person_id == person, CHAT.c.community_id == community, CHAT.c.kind != "private")
        .order_by(MEMBER.c.chat_id)
    )
    return list(connection.execute(query).scalars())


def inside(
    connection: Connection, community: int, person: int, roles: Collection[str] = ("members",)
) -> list[int]:
    """The groups of a community that a person is in; the moderators' own is none. Channels have a role."""
    rows = rows_of(connection, community, person)
    return [row["chat_id"] for row in rows if row["of"] in roles and is_here(row)]


def present(connection: Connection, chat: int) -> set[int]:
    """Everybody who is in a group."""
    query = (
        select(MEMBER.c.person_id, *(MEMBER.c[c] for c in _TOLD), CHAT.c.linked_id)
        .join(CHAT, CHAT.c.id == MEMBER.c.chat_id)
        .where(MEMBER.c.chat_id == chat)
    )
    return {row["person_id"] for row in connection.execute(query).mappings() if is_here(row)}


def everybody(community: int) -> Select[tuple[int]]:
    """A query for who may be in a group of a community: `inside` tells it of each for sure."""
    return (
        select(MEMBER.c.person_id)
        .join(CHAT, CHAT.c.id == MEMBER.c.chat_id)
        .where(CHAT.c.community_id == community, CHAT.c.role == "members", CHAT.c.kind != "private")
        .where(MEMBER.c.role.not_in(_OUT), MEMBER.c.left_at == 0)
    )


def rows_of(connection: Connection, community: int, person: int) -> list[RowMapping]:
    """What is known of a person in each group of a community, as `is_here` reads it."""
    query = (
        select(MEMBER.c.chat_id, *(MEMBER.c[c] for c in _TOLD), CHAT.c.linked_id, CHAT.c.role.label("of"))
        .join(CHAT, CHAT.c.id == MEMBER.c.chat_id)
        .where(MEMBER.c.person_id == person, CHAT.c.community_id == community, CHAT.c.kind != "private")
        .order_by(MEMBER.c.chat_id)
    )
    return list(connection.execute(query).mappings())


def joined_and_seen(connection: Connection, chat: int, since: int) -> list[tuple[int, int]]:
    """Who is in a chat and was seen since a moment, with when they joined, as far as that was told of."""
    query = select(MEMBER.c.person_id, MEMBER.c.joined_at).where(
        MEMBER.c.chat_id == chat,
        MEMBER.c.joined_at > 0,
        MEMBER.c.left_at == 0,
        MEMBER.c.last_seen >= since,
        MEMBER.c.role.not_in(_OUT),
    )
    return [(row.person_id, row.joined_at) for row in connection.execute(query)]


def is_here(row: RowMapping) -> bool:
    """Whether a row of a member says that they are in the group: their join was told of, or they wrote there.

    Rows are made of those too who asked to join, or whom a moderator banned or restricted ahead. In a
    channel's discussion group also people write who are not in it.
    """
    if row["role"] in _OUT or row["left_at"]:
        return False
    told = row["joined_at"] or row["first_seen"] == BEFORE or row["role"] in _LEADING
    return bool(told or (row["messages"] and not row["linked_id"]))


def there_before(
    connection: Connection, chat: int, moment: int, after: int, limit: int
) -> tuple[list[int], int]:
    """People without duties whose coming to a chat was told of before a moment, or never, by own id from
    behind `after` on; and the last of those that were looked at, 0 when that were all.
    """
    query = (
        select(MEMBER.c.person_id, *(MEMBER.c[c] for c in _TOLD), CHAT.c.linked_id)
        .join(CHAT, CHAT.c.id == MEMBER.c.chat_id)
        .join(PERSON, PERSON.c.id == MEMBER.c.person_id)
        .where(MEMBER.c.chat_id == chat, MEMBER.c.person_id > after, MEMBER.c.joined_at < moment)
        .where(PERSON.c.bot.is_(False), PERSON.c.channel.is_(False))
        .order_by(MEMBER.c.person_id)
        .limit(limit)
    )
    rows = list(connection.execute(query).mappings())
    found = [r["person_id"] for r in rows if is_here(r) and r["role"] not in _WITH_DUTIES]
    return found, rows[-1]["person_id"] if len(rows) == limit else 0


def add_warning(
    connection: Connection, state: MemberState, warning: Warning, reason: str, case: int | None = None
) -> None:
    """Store one warning of a member, with the case that gave it."""
    row = {
        "community_id": state.community,
        "person_id": state.person,
        "chat_id": state.chat,
        "case_id": case,
        "points": warning.points,
        "rule": warning.rule,
        "reason": reason,
        "at": warning.at,
        "expires_at": warning.expires_at,
        "revoked_at": 0,
        "alone": bool(warning.chat),
    }
    many(connection, _WARN, [_WARN.row(row)])


def revoke_warnings(
    connection: Connection,
    community: int,
    person: int,
    now: int,
    given_in: Collection[int] | None,
    *,
    newest_only: bool = True,
) -> int:
    """Take back the newest warning that counts, or all, of those given in these groups (None: in any).

    Returns:
        How many went.
    """
    counts = (
        select(WARNING.c.id)
        .where(WARNING.c.community_id == community, WARNING.c.person_id == person)
        .where(WARNING.c.revoked_at == 0)
        .where((WARNING.c.expires_at == 0) | (WARNING.c.expires_at > now))
        .order_by(WARNING.c.at.desc(), WARNING.c.id.desc())
    )
    if given_in is not None:
        counts = counts.where(WARNING.c.chat_id.in_(given_in))
    ids = list(connection.execute(counts.limit(1) if newest_only else counts).scalars())
    if ids:
        connection.execute(update(WARNING).where(WARNING.c.id.in_(ids)).values(revoked_at=now))
    return len(ids)


def revoke_warnings_of(connection: Connection, person: int, cases: Iterable[int], now: int) -> list[int]:
    """Take back the warnings that these cases gave and that still count; the points of each."""
    statement = (
        update(WARNING)
        .where(WARNING.c.person_id == person, WARNING.c.case_id.in_(list(cases)), WARNING.c.revoked_at == 0)
        .where((WARNING.c.expires_at == 0) | (WARNING.c.expires_at > now))
        .values(revoked_at=now)
        .returning(WARNING.c.points)
    )
    return list(connection.execute(statement).scalars())


def warnings_of(connection: Connection, community: int, person: int) -> list[tables.Warning]:
    """All warnings ever given to a member in a community, newest first."""
    query = (
        select(WARNING)
        .where(WARNING.c.community_id == community, WARNING.c.person_id == person)
        .order_by(WARNING.c.at.desc(), WARNING.c.id.desc())
    )
    return [tables.Warning(**row) for row in connection.execute(query).mappings()]


def expire(connection: Connection, now: int) -> tuple[int, int]:
    """Close mutes and warnings whose time is over; how many of each.

    A warning is closed by the moment it ran out, which tells it from one that was taken back.
    """
    mutes = update(MEMBER).where(MEMBER.c.muted_until > 0, MEMBER.c.muted_until <= now).values(muted_until=0)
    warnings = (
        update(WARNING)
        .where(WARNING.c.expires_at > 0, WARNING.c.expires_at <= now, WARNING.c.revoked_at == 0)
        .values(revoked_at=WARNING.c.expires_at)
    )
    return connection.execute(mutes).rowcount, connection.execute(warnings).rowcount
