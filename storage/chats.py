"""Chats and communities: claiming, standing, and who administers."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.engine.state import BEFORE, MemberState
from storage import cache_invalidations, event_log, members
from storage.directory import PERSON, KnownChat, KnownPerson, known_chat, known_person
from storage.prepared_statements import Lookup, Record, Statement, find_records, records, travel
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


async def community_named(connection: AsyncConnection, slug: str) -> int | None:
    """The id of the community named `slug`, if there is one."""
    found: int | None = (
        await connection.execute(select(COMMUNITY.c.id).where(COMMUNITY.c.slug == slug))
    ).scalar()
    return found


async def ensure_community(connection: AsyncConnection, slug: str, now: int) -> int:
    """The id of the community named `slug`, created when new."""
    await upsert(connection, COMMUNITY, [{"slug": slug, "created_at": now}], ["slug"], ["slug"])
    query = select(COMMUNITY.c.id).where(COMMUNITY.c.slug == slug)
    return int((await connection.execute(query)).scalar_one())


async def add_code(
    connection: AsyncConnection, code: str, community: int, role: str, expires_at: int
) -> None:
    """Store a one-time claim code."""
    values = {"code": code, "community_id": community, "role": role, "expires_at": expires_at, "used_at": 0}
    await connection.execute(insert(CODE).values(**values))


async def claim(connection: AsyncConnection, chat: int, code: str, now: int) -> str:
    """Let the chat join the code's community. The chat's new role, or "" when the code doesn't work."""
    query = (
        update(CODE)
        .where(CODE.c.code == code, CODE.c.used_at == 0, CODE.c.expires_at > now)
        .values(used_at=now)
        .returning(CODE.c.community_id, CODE.c.role)
    )
    found = (await connection.execute(query)).first()
    if found is None:
        return ""
    await assign(connection, chat, found.community_id, found.role, now)
    return str(found.role)


async def spend(connection: AsyncConnection, codes: Iterable[str], now: int) -> list[int]:
    """Let these codes work no more; the communities of those that did."""
    statement = (
        update(CODE)
        .where(CODE.c.code.in_(list(codes)), CODE.c.used_at == 0, CODE.c.expires_at > now)
        .values(used_at=now)
        .returning(CODE.c.community_id)
    )
    return sorted(set((await connection.execute(statement)).scalars()))


async def assign(connection: AsyncConnection, chat: int, community: int, role: str, now: int) -> None:
    """Put the chat into the community."""
    values = {"community_id": community, "role": role, "claimed_at": now}
    await connection.execute(update(CHAT).where(CHAT.c.id == chat).values(**values))


async def set_status(connection: AsyncConnection, chat: int, status: str) -> None:
    """Remember the bot's own standing in a chat."""
    await connection.execute(update(CHAT).where(CHAT.c.id == chat).values(status=status))


async def set_linked(connection: AsyncConnection, chat: int, channel: int, now: int) -> None:
    """Remember the channel, by the platform's id, that a chat is linked to; 0 for none."""
    await connection.execute(update(CHAT).where(CHAT.c.id == chat).values(linked_id=channel, linked_at=now))


async def in_community(connection: AsyncConnection, community: int, role: str = "members") -> list[Record]:
    """The community's chats of this role that the bot is in."""
    return await records(connection, _IN_COMMUNITY, (community, role))


async def groups(connection: AsyncConnection, community: int) -> list[KnownChat]:
    """The community's groups that the bot is in."""
    return [known_chat(row) for row in await in_community(connection, community)]


async def claimed_first(connection: AsyncConnection, community: int) -> int | None:
    """The group with which a community began, whether or not the bot is still in it."""
    query = (
        select(CHAT.c.id)
        .where(CHAT.c.community_id == community, CHAT.c.role == "members", CHAT.c.kind != "private")
        .order_by(CHAT.c.claimed_at, CHAT.c.id)
        .limit(1)
    )
    first: int | None = (await connection.execute(query)).scalar()
    return first


async def find(connection: AsyncConnection, chat: int) -> KnownChat | None:
    """A chat by own id, if there is one."""
    row = next(iter(await find_records(connection, _BY_ID, [(chat,)])), None)
    return known_chat(row) if row is not None else None


async def moderated(connection: AsyncConnection, community: int, person: int) -> list[KnownChat]:
    """The community's groups that this person moderates, as their stored administrators say."""
    query = (
        select(CHAT)
        .join(MEMBER, MEMBER.c.chat_id == CHAT.c.id)
        .where(CHAT.c.community_id == community, CHAT.c.role == "members", CHAT.c.kind != "private")
        .where(MEMBER.c.person_id == person, MEMBER.c.role.in_(["creator", "administrator"]))
        .where(CHAT.c.status.not_in(["left", "kicked"]))
        .order_by(CHAT.c.id)
    )
    return [known_chat(row) for row in (await connection.execute(query)).mappings()]


async def lists_older_than(connection: AsyncConnection, chats: Iterable[int], moment: int) -> list[int]:
    """Those of these chats whose administrators were loaded before a moment, or never."""
    query = select(CHAT.c.id).where(CHAT.c.id.in_(list(chats)), CHAT.c.administrators_at < moment)
    return list((await connection.execute(query)).scalars())


async def moderators_room(connection: AsyncConnection, community: int) -> int | None:
    """The own id of the chat that gets alerts, or None."""
    rooms = await in_community(connection, community, "moderators")
    return int(rooms[0]["id"]) if rooms else None


async def named_administrators(connection: AsyncConnection, chat: int) -> list[KnownPerson]:
    """Who leads a chat and does not stay anonymous: its owner first, then by name."""
    query = (
        select(PERSON)
        .join(MEMBER, MEMBER.c.person_id == PERSON.c.id)
        .where(MEMBER.c.chat_id == chat, MEMBER.c.role.in_(["creator", "administrator"]))
        .where(MEMBER.c.hidden.is_(False), PERSON.c.bot.is_(False))
        .order_by(MEMBER.c.role.desc(), PERSON.c.name, PERSON.c.id)
    )
    return [known_person(row) for row in (await connection.execute(query)).mappings()]


async def set_administrators(
    connection: AsyncConnection,
    chat: int,
    roles: Mapping[int, str],
    asked: int,
    now: int,
    hidden: Container[int] = (),
) -> None:
    """Replace the chat's administrators by `roles` (own id → creator or administrator); `hidden` are those of
    them who stay anonymous.

    Whose update was committed since the list was `asked` for stands as that says: the list may be older.
    """
    told = await event_log.moved_since(connection, chat, asked)
    roles = {person: role for person, role in roles.items() if person not in told}
    demote = (
        update(MEMBER)
        .where(MEMBER.c.chat_id == chat, MEMBER.c.role.in_(["creator", "administrator"]))
        .where(MEMBER.c.person_id.not_in([*roles, *told]))
        .values(role="member")
        .returning(MEMBER.c.person_id)
    )
    former = list((await connection.execute(demote)).scalars())
    # Whoever leads the group and did nothing yet was there before the bot.
    rows = [
        blank_member(chat, person) | {"role": role, "first_seen": BEFORE, "hidden": person in hidden}
        for person, role in roles.items()
    ]
    await upsert(connection, MEMBER, rows, ["chat_id", "person_id"], ["role", "hidden"])
    await connection.execute(update(CHAT).where(CHAT.c.id == chat).values(administrators_at=now))
    await cache_invalidations.mark(connection, [(chat, person) for person in {*former, *roles}])


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


async def known(connection: AsyncConnection, chat: int) -> KnownChat:
    """A chat by own id.

    Raises:
        NoResultFound: there is none.
    """
    row = (await connection.execute(select(CHAT).where(CHAT.c.id == chat))).mappings().one()
    return known_chat(row)


async def found_inside(connection: AsyncConnection, chat: int, person: int, asked: int, now: int) -> None:
    """Remember that somebody is in a chat, of whom it was not known; they count as new from now on.

    Whoever left since that was `asked` is not in it any more.
    """
    if person in await event_log.moved_since(connection, chat, asked, ["leave"]):
        return
    there = MEMBER.c.chat_id == chat, MEMBER.c.person_id == person
    known = (await connection.execute(select(MEMBER.c.role).where(*there))).scalar()
    if known is None:
        state = MemberState(person=person, chat=chat, joined_at=now, first_seen=now)
        await travel(connection, lambda trip: members.save(trip, [state], now))
    elif known in ("left", "unknown"):
        await connection.execute(update(MEMBER).where(*there).values(role="member"))
    # Whoever wrote before, and whose join nobody told of, is known to be in from now on.
    untold = update(MEMBER).where(*there, MEMBER.c.joined_at == 0, MEMBER.c.first_seen > BEFORE)
    await connection.execute(untold.values(joined_at=MEMBER.c.first_seen))
    await cache_invalidations.mark(connection, [(chat, person)])
