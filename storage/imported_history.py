"""Add past events to the stored history: with negative update ids, each once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct
from sqlalchemy import Connection, bindparam, func, select

from rules.engine.state import MemberState
from rules.engine.tenure import remembered
from storage import event_log, members
from storage.directory import ALIAS, CHAT, PERSON
from storage.event_log import EVENT, TEXT
from storage.members import MEMBER, Pair
from storage.prepared_statements import Lookup, Statement, find, inserting, many, rows_of

_FIRST = -(10**12)  # timers have the negative numbers above

_LOWEST = Statement(lambda _: select(func.min(EVENT.c.update_id)).where(EVENT.c.update_id < 0), ())
_PERSON = Lookup(PERSON, ["platform_id", "id"], ["platform_id"])
_ADD_PERSON = inserting(
    PERSON, ["platform_id", "username", "name", "language", "bot", "private_since", "channel"], anyway=True
)
_REMEMBER = inserting(
    MEMBER,
    [
        "chat_id", "person_id", "role", "joined_at", "first_seen", "last_seen", "messages", "muted_until",
        "left_at",
    ],
    key=["chat_id", "person_id"],
    update=lambda new: {c: new[c] for c in ("role", "joined_at", "first_seen", "messages", "left_at")},
)  # fmt: skip
_MESSAGE = Lookup(TEXT, ["chat_id", "message_id"], ["chat_id", "message_id"])
_MOVES = Statement(
    lambda _: (
        select(EVENT.c.chat_id, EVENT.c.person_id, EVENT.c.kind, EVENT.c.at)
        .where(EVENT.c.at >= bindparam("first"), EVENT.c.at <= bindparam("last"))
        .where(EVENT.c.kind != "message")
    ),
    ("first", "last"),
)


class New(Struct, frozen=True):
    """An event to be added: the chat is our own id, the person the platform's."""

    chat: int
    person: int
    name: str
    channel: bool
    kind: str
    at: int
    message_id: int
    topic: int
    digest: int
    media: str
    length: int
    reply_to: int
    text: str
    expires_at: int
    detail: str
    marks: str = ""

    @property
    def message(self) -> bool:
        """Whether it is a message."""
        return self.kind == "message"


def claimed_chat(connection: Connection, platform_id: int) -> int | None:
    """Our own id of a claimed chat."""
    query = (
        select(CHAT.c.id)
        .join(ALIAS, ALIAS.c.chat_id == CHAT.c.id)
        .where(ALIAS.c.platform_id == platform_id, CHAT.c.community_id.is_not(None))
    )
    found: int | None = connection.execute(query).scalar()
    return found


def add(connection: Connection, news: Sequence[New], *, dry_run: bool = False) -> list[bool]:
    """Add these events, but those that are there; for each, whether it is new."""
    people = _people(connection, news, dry_run=dry_run)
    messages = {(n.chat, n.message_id) for n in news if n.message}
    known: set[tuple[object, ...]] = set(find(connection, _MESSAGE, messages))
    moved = [n.at for n in news if not n.message]
    if moved:
        known |= set(rows_of(connection, _MOVES, (min(moved), max(moved))))
    ((lowest,),) = rows_of(connection, _LOWEST)
    number = min(lowest or 0, _FIRST)
    fresh, events, texts, details = [], [], [], []
    for new in news:
        who = people.get(new.person, -new.person)
        key = (new.chat, new.message_id) if new.message else (new.chat, who, new.kind, new.at)
        fresh.append(key not in known)
        if not fresh[-1]:
            continue
        known.add(key)
        number -= 1
        place = (number, new.chat, who, new.kind, new.at, new.message_id, new.topic)
        events.append((*place, new.digest, new.media, new.length, new.reply_to, 0))
        if new.message:
            texts.append((new.chat, new.message_id, who, new.at, new.expires_at, 0, new.text, new.marks))
        if new.detail:
            details.append((number, new.expires_at, new.detail))
    if not dry_run:
        event_log.add_events(connection, events)
        event_log.add_texts(connection, texts)
        event_log.add_details(connection, details)
    return fresh


def remember(
    connection: Connection, accounts: Mapping[Pair, MemberState], names: Mapping[int, str]
) -> list[Pair]:
    """Let members know since when they have been here. `accounts` go by own chat and the platform's person;
    the members are given by own ids."""
    channels = {person for person in names if person < 0}  # the platform numbers them so
    people = _named(connection, names, channels=channels, dry_run=False)
    past = {(chat, people[person]): told for (chat, person), told in accounts.items()}
    states = members.load(connection, past)
    rows = []
    for pair, told in past.items():
        new = remembered(states[pair], told)
        rows.append((*pair, new.role.value, new.joined_at, new.first_seen, 0, new.messages, 0, new.left_at))
    many(connection, _REMEMBER, rows)
    return list(past)


def _people(connection: Connection, news: Sequence[New], *, dry_run: bool) -> dict[int, int]:
    """Our own ids by the platform's; who is not known yet gets one, under the name in the file."""
    return _named(
        connection,
        {n.person: n.name for n in news},
        channels={n.person for n in news if n.channel},
        dry_run=dry_run,
    )


def _named(
    connection: Connection, names: Mapping[int, str], *, channels: Collection[int] = (), dry_run: bool
) -> dict[int, int]:
    found: dict[int, int] = dict(find(connection, _PERSON, [(p,) for p in names]))
    missing = [p for p in names if p not in found]
    if missing and not dry_run:
        many(connection, _ADD_PERSON, [(p, "", names[p], "", False, 0, p in channels) for p in missing])
        found |= dict(find(connection, _PERSON, [(p,) for p in missing]))
    return found
