"""Chats and communities: claiming, standing, and who administers."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from rules.engine.state import BEFORE, MemberState
from storage import cache_invalidations, event_log, members
from storage.directory import ALIAS, PERSON, KnownChat, KnownPerson, known_chat, known_person
from storage.prepared_statements import Lookup, Record, Statement, find_records, records, rows_of
from storage.store import table
from storage.tables import Chat, ClaimCode, Community, Member
from storage.upsert import upsert

CHAT, COMMUNITY, CODE, MEMBER = table(Chat), table(Community), table(ClaimCode), table(Member)
_BY_ID = Lookup(CHAT, [c.name for c in CHAT.c], ["id"])
_IN_COMMUNITY = Statement(
    lambda _: (
        select(CHAT)
        .where(CHAT.c.community_id == bindparam("community"), CHAT.c.role == bindparam("role"))
        .where(CHAT.c.status != "left", CHAT.c.status != "kicked", CHAT.c.kind != "private")
        .order_by(CHAT.c.id)
    ),
    ("community", "role"),
)
_FIRST = Statement(
    lambda _: (
        select(CHAT.c.id)
        .where(CHAT.c.community_id == bindparam("community"), CHAT.c.role == "members")
        .where(CHAT.c.kind != "private")
        .order_by(CHAT.c.claimed_at, CHAT.c.id)
        .limit(1)
    ),
    ("community",),
)


def community_named(connection: Connection, slug: str) -> int | None:
    """The id of the community named `slug`, if there is one."""
    found: int | None = (connection.execute(select(COMMUNITY.c.id).where(COMMUNITY.c.slug == slug))).scalar()
    return found


def ensure_community(connection: Connection, slug: str, now: int) -> int:
    """The id of the community named `slug`, created when new."""
    upsert(connection, COMMUNITY, [{"slug": slug, "created_at": now}], ["slug"], ["slug"])
    query = select(COMMUNITY.c.id).where(COMMUNITY.c.slug == slug)
    return int(connection.execute(query).scalar_one())


def add_code(connection: Connection, code: str, community: int, role: str, expires_at: int) -> None:
    """Store a one-time claim code."""
    values = {"code": code, "community_id": community, "role": role, "expires_at": expires_at, "used_at": 0}
    connection.execute(insert(CODE).values(**values))


def claim(connection: Connection, chat: int, code: str, now: int) -> str:
    """Let the chat join the code's community. The chat's new role, or "" when the code doesn't work."""
    query = (
        update(CODE)
        .where(CODE.c.code == code, CODE.c.used_at == 0, CODE.c.expires_at > now)
        .values(used_at=now)
        .returning(CODE.c.community_id, CODE.c.role)
    )
    found = connection.execute(query).first()
    if found is None:
        return ""
    assign(connection, chat, found.community_id, found.role, now)
    return str(found.role)


def spend(connection: Connection, codes: Iterable[str], now: int) -> list[int]:
    """Let these codes work no more; the communities of those that did."""
    statement = (
        update(CODE)
        .where(CODE.c.code.in_(list(codes)), CODE.c.used_at == 0, CODE.c.expires_at > now)
        .values(used_at=now)
        .returning(CODE.c.community_id)
    )
    return sorted(set(connection.execute(statement).scalars()))


def assign(connection: Connection, chat: int, community: int, role: str, now: int) -> None:
    """Put the chat into the community."""
    values = {"community_id": community, "role": role, "claimed_at": now}
    connection.execute(update(CHAT).where(CHAT.c.id == chat).values(**values))


def set_status(connection: Connection, chat: int, status: str) -> None:
    """Remember the bot's own standing in a chat."""
    connection.execute(update(CHAT).where(CHAT.c.id == chat).values(status=status))


def set_linked(connection: Connection, chat: int, channel: int, now: int) -> None:
    """Remember the channel, by the platform's id, that a chat is linked to; 0 for none."""
    connection.execute(update(CHAT).where(CHAT.c.id == chat).values(linked_id=channel, linked_at=now))


def in_community(connection: Connection, community: int, role: str = "members") -> list[Record]:
    """The community's chats of this role that the bot is in."""
    return records(connection, _IN_COMMUNITY, (community, role))


def groups(connection: Connection, community: int, role: str = "members") -> list[KnownChat]:
    """The community's groups that the bot is in, or its chats of another role."""
    return [known_chat(row) for row in in_community(connection, community, role)]


def claimed_first(connection: Connection, community: int) -> int | None:
    """The group with which a community began, whether or not the bot is still in it."""
    return next((first for (first,) in rows_of(connection, _FIRST, (community,))), None)


def names_of(connection: Connection, chat: int) -> set[int]:
    """All ids by which the platform knows, or knew, a chat."""
    return set(connection.execute(select(ALIAS.c.platform_id).where(ALIAS.c.chat_id == chat)).scalars())


def find(connection: Connection, chat: int) -> KnownChat | None:
    """A chat by own id, if there is one."""
    row = next(iter(find_records(connection, _BY_ID, [(chat,)])), None)
    return known_chat(row) if row is not None else None


def moderated(connection: Connection, community: int, person: int) -> list[KnownChat]:
    """The community's groups that this person moderates, as their stored administrators say."""
    query = (
        select(CHAT)
        .join(MEMBER, MEMBER.c.chat_id == CHAT.c.id)
        .where(CHAT.c.community_id == community, CHAT.c.role == "members", CHAT.c.kind != "private")
        .where(MEMBER.c.person_id == person, MEMBER.c.role.in_(["creator", "administrator"]))
        .where(CHAT.c.status.not_in(["left", "kicked"]))
        .order_by(CHAT.c.id)
    )
    return [known_chat(row) for row in connection.execute(query).mappings()]


def lists_older_than(connection: Connection, chats: Iterable[int], moment: int) -> list[int]:
    """Those of these chats whose administrators were loaded before a moment, or never."""
    query = select(CHAT.c.id).where(CHAT.c.id.in_(list(chats)), CHAT.c.administrators_at < moment)
    return list(connection.execute(query).scalars())


def moderators_group(connection: Connection, community: int) -> int | None:
    """The own id of the chat that gets alerts, or None."""
    rooms = in_community(connection, community, "moderators")
    return int(rooms[0]["id"]) if rooms else None


def named_administrators(connection: Connection, chat: int) -> list[KnownPerson]:
    """Who leads a chat and does not stay anonymous: its owner first, then by name."""
    query = (
        select(PERSON)
        .join(MEMBER, MEMBER.c.person_id == PERSON.c.id)
        .where(MEMBER.c.chat_id == chat, MEMBER.c.role.in_(["creator", "administrator"]))
        .where(MEMBER.c.hidden.is_(False), PERSON.c.bot.is_(False))
        .order_by(MEMBER.c.role.desc(), PERSON.c.name, PERSON.c.id)
    )
    return [known_person(row) for row in connection.execute(query).mappings()]


def set_administrators(
    connection: Connection,
    chat: int,
    roles: Mapping[int, str],
    asked: int,
    now: int,
    hidden: Container[int] = (),
) -> None:
    """Replace the chat's administrators by `roles` (own id → creator or administrator); `hidden` are those of
    them who stay anonymous.

    Whose update was committed since the list was `asked` for stands as that says: the list may be older. But
    whoever stays anonymous by the list is not named, as no update tells that.
    """
    told = event_log.moved_since(connection, chat, asked)
    roles = {person: role for person, role in roles.items() if person not in told}
    demote = (
        update(MEMBER)
        .where(MEMBER.c.chat_id == chat, MEMBER.c.role.in_(["creator", "administrator"]))
        .where(MEMBER.c.person_id.not_in([*roles, *told]))
        .values(role="member")
        .returning(MEMBER.c.person_id)
    )
    former = list(connection.execute(demote).scalars())
    unnamed = [person for person in told if person in hidden]
    here = MEMBER.c.chat_id == chat, MEMBER.c.person_id.in_(unnamed)
    connection.execute(update(MEMBER).where(*here).values(hidden=True))
    # Whoever leads the group and did nothing yet was there before the bot.
    rows = [
        blank_member(chat, person) | {"role": role, "first_seen": BEFORE, "hidden": person in hidden}
        for person, role in roles.items()
    ]
    upsert(connection, MEMBER, rows, ["chat_id", "person_id"], ["role", "hidden"])
    connection.execute(update(CHAT).where(CHAT.c.id == chat).values(administrators_at=now))
    cache_invalidations.mark(connection, [(chat, person) for person in {*former, *roles}])


def blank_member(chat: int, person: int) -> dict[str, Any]:
    """A member row with nothing known yet."""
    return {
        "chat_id": chat,
        "person_id": person,
        "role": "member",
        "joined_at": 0,
        "first_seen": 0,
        "last_seen": 0,
        "messages": 0,
        "muted_until": 0,
        "left_at": 0,
    }


def known(connection: Connection, chat: int) -> KnownChat:
    """A chat by own id.

    Raises:
        NoResultFound: there is none.
    """
    row = connection.execute(select(CHAT).where(CHAT.c.id == chat)).mappings().one()
    return known_chat(row)


def found_inside(connection: Connection, chat: int, person: int, asked: int, now: int) -> None:
    """Remember that somebody is in a chat, of whom it was not known; they count as new from now on.

    Whoever left since that was `asked` is not in it any more.
    """
    if person in event_log.moved_since(connection, chat, asked, ["leave"]):
        return
    there = MEMBER.c.chat_id == chat, MEMBER.c.person_id == person
    known = connection.execute(select(MEMBER.c.role).where(*there)).scalar()
    if known is None:
        state = MemberState(person=person, chat=chat, joined_at=now, first_seen=now)
        members.save(connection, [state], now)
    elif known in ("left", "unknown"):
        connection.execute(update(MEMBER).where(*there).values(role="member"))
    # Whoever wrote before, and whose join nobody told of, is known to be in from now on.
    untold = update(MEMBER).where(*there, MEMBER.c.joined_at == 0, MEMBER.c.first_seen > BEFORE)
    connection.execute(untold.values(joined_at=MEMBER.c.first_seen))
    cache_invalidations.mark(connection, [(chat, person)])
