"""Map platform ids to our own and back. Everything past this file knows only our own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from msgspec import Struct, structs
from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    bindparam,
    insert,
    literal_column,
    select,
    update,
)

from rules.engine import events
from storage.prepared_statements import Lookup, Record, Statement, find, find_records, inserting, many
from storage.store import table
from storage.tables import Chat, ChatAlias, Person
from storage.upsert import upsert

_MOST = 100_000  # entries kept in memory a kind

CHAT, ALIAS, PERSON = table(Chat), table(ChatAlias), table(Person)
_PERSON = Lookup(PERSON, [c.name for c in PERSON.c], ["platform_id"])
_NAMES = ("name", "username", "language", "bot", "channel")
_NAME = inserting(
    PERSON,
    ["platform_id", *_NAMES, "private_since", "named_at"],
    key=["platform_id"],
    update=lambda new: {name: new[name] for name in (*_NAMES, "named_at")},
)
# For those who are known: a refused INSERT would use up an id on PostgreSQL.
_RENAME = Statement(
    lambda _: (
        update(PERSON)
        .where(PERSON.c.platform_id == bindparam("who"))
        .values({name: bindparam(f"new_{name}", type_=PERSON.c[name].type) for name in (*_NAMES, "named_at")})
    ),
    (*(f"new_{name}" for name in (*_NAMES, "named_at")), "who"),
)


class KnownChat(Struct, frozen=True):
    """A chat as stored. `community` is None until the chat is claimed."""

    id: int
    community: int | None
    kind: str
    title: str
    role: str = "members"
    status: str = "member"
    username: str = ""
    marks: str = ""
    linked: int = 0  # the platform's id of the channel whose discussions these are
    linked_at: int = 0  # when Telegram told that; 0: never


class KnownPerson(Struct, frozen=True):
    """A person or a channel as stored. `language` is what they chose, else what Telegram told."""

    id: int
    name: str
    username: str
    language: str
    bot: bool = False
    channel: bool = False
    told: str = ""


def known_person(row: RowMapping | Record) -> KnownPerson:
    """A row of the table as everything else knows somebody."""
    told = row["language"]
    return KnownPerson(
        row["id"], row["name"], row["username"], row["spoken"] or told, row["bot"], row["channel"], told
    )


def are_people() -> ColumnElement[bool]:
    """The rows of persons for whom `rules.engine.people.is_person` holds."""
    return and_(PERSON.c.bot.is_(False), PERSON.c.channel.is_(False), PERSON.c.name != literal_column("''"))


class Directory:
    """Resolves a batch of updates' chats and people, creating rows for new ones."""

    chat: Callable[[int], KnownChat]
    """The chat with this platform id, which `resolve` has seen."""
    person: Callable[[int], KnownPerson]
    """The person with this platform id, whom `resolve` has seen."""

    def __init__(self) -> None:
        self._now = 0
        self._chats: dict[int, KnownChat] = {}
        self._people: dict[int, KnownPerson] = {}
        self.renamed: dict[int, KnownPerson] = {}  # by platform id: who has another name now, as they were
        self._read: set[int] = set()  # platform ids that were read or written since `begin`
        # Asked several times an update: the dictionaries answer themselves.
        self.chat, self.person = self._chats.__getitem__, self._people.__getitem__

    def begin(self, now: int) -> None:
        """A transaction begins: what is read and written from now on may be rolled back."""
        self._now = now
        self._read.clear()

    def roll_back(self) -> None:
        """Drop what was read or written since `begin`, and keep the rest."""
        for platform_id in self._read:
            self._chats.pop(platform_id, None)
            self._people.pop(platform_id, None)
        self._read.clear()
        self.renamed.clear()

    def forget(self) -> None:
        """Drop what is remembered: when rows changed elsewhere."""
        self._chats.clear()
        self._people.clear()
        self.renamed.clear()

    def drop(self, people: Collection[int]) -> None:
        """Read these people, by own id, again: their rows were changed elsewhere."""
        if people:
            for platform_id in [i for i, known in self._people.items() if known.id in people]:
                del self._people[platform_id]

    def mark(self, own: int, marks: str) -> None:
        """A chat, by own id, has these marks now; its row was changed."""
        for platform_id, chat in self._chats.items():
            if chat.id == own:
                self._chats[platform_id] = structs.replace(chat, marks=marks)
                self._read.add(platform_id)

    def link(self, own: int, channel: int, at: int) -> None:
        """A chat, by own id, belongs to this channel, as was told at a moment; its row was changed."""
        for platform_id, chat in self._chats.items():
            if chat.id == own:
                self._chats[platform_id] = structs.replace(chat, linked=channel, linked_at=at)

    def speak(self, connection: Connection, person: int, language: str) -> KnownPerson:
        """Remember the language that somebody, by platform id, chose; empty: Telegram's."""
        own = self._people[person].id
        connection.execute(update(PERSON).where(PERSON.c.id == own).values(spoken=language))
        self._read_people(connection, [person])
        return self._people[person]

    def reread(self, connection: Connection, chat: events.Chat) -> KnownChat:
        """Read a chat's row anew, after it was changed."""
        self._chats.pop(chat.id, None)
        self._resolve_chats(connection, {chat.id: chat})
        return self._chats[chat.id]

    def knows(self, chats: Iterable[events.Chat], people: Iterable[events.Person]) -> bool:
        """Whether `resolve` would find nothing to read or write."""
        return all(self._same(c) for c in chats) and all(self._current(p) for p in people)

    def resolve(
        self, connection: Connection, chats: Iterable[events.Chat], people: Iterable[events.Person]
    ) -> None:
        """Make `chat` and `person` answer for all of these, with names as they are now."""
        if len(self._chats) > _MOST:
            self._chats.clear()
        if len(self._people) > _MOST:
            self._people.clear()
        self._resolve_chats(connection, {c.id: c for c in chats})
        self._resolve_people(connection, {p.id: p for p in people})

    def _resolve_chats(self, connection: Connection, chats: dict[int, events.Chat]) -> None:
        missing = [i for i in chats if i not in self._chats]
        if missing:
            query = (
                select(ALIAS.c.platform_id, CHAT)
                .join(CHAT, CHAT.c.id == ALIAS.c.chat_id)
                .where(ALIAS.c.platform_id.in_(missing))
            )
            for row in connection.execute(query).mappings():
                self._chats[row["platform_id"]] = known_chat(row)
        for platform_id, chat in chats.items():
            known = self._chats.get(platform_id)
            if known is None or platform_id in missing or not self._same(chat):
                self._read.add(platform_id)
            if known is None:
                self._chats[platform_id] = _add_chat(connection, chat)
            elif not self._same(chat):
                names = {"title": chat.title, "kind": chat.kind, "username": chat.username}
                connection.execute(update(CHAT).where(CHAT.c.id == known.id).values(**names))
                self._chats[platform_id] = structs.replace(known, **names)

    def _resolve_people(self, connection: Connection, people: dict[int, events.Person]) -> None:
        changed = [p for p in people.values() if not self._current(p)]
        if not changed:
            return
        rows = [
            {
                "platform_id": p.id,
                "name": p.name,
                "username": p.username,
                "language": p.language,
                "bot": p.bot,
                "channel": p.channel,
                "private_since": 0,
                "named_at": self._now,
            }
            for p in changed
        ]
        self._read_people(connection, [p.id for p in changed if p.id not in self._people])
        before = {p.id: known for p in changed if (known := self._people.get(p.id)) is not None}
        many(connection, _NAME, [_NAME.row(r) for r in rows if r["platform_id"] not in before])
        known_rows = [r for r in rows if r["platform_id"] in before]
        renamed = [(*(r[n] for n in (*_NAMES, "named_at")), r["platform_id"]) for r in known_rows]
        many(connection, _RENAME, renamed)
        self._read_people(connection, [p.id for p in changed])
        for person in changed:
            known = before.get(person.id)
            if known is None or not known.name or not person.name:
                continue
            if (known.name, known.username) != (person.name, person.username):
                self.renamed[person.id] = known

    def _read_people(self, connection: Connection, platform_ids: list[int]) -> None:
        if not platform_ids:
            return
        self._read.update(platform_ids)
        for row in find_records(connection, _PERSON, [(p,) for p in platform_ids]):
            self._people[row["platform_id"]] = known_person(row)

    def _same(self, chat: events.Chat) -> bool:
        known = self._chats.get(chat.id)
        return known is not None and (not chat.title or (known.title, known.kind) == (chat.title, chat.kind))

    def _current(self, person: events.Person) -> bool:
        known = self._people.get(person.id)
        return known is not None and (known.name, known.username, known.told) == (
            person.name,
            person.username,
            person.language,
        )


def known_chat(row: RowMapping | Record) -> KnownChat:
    """A row of the table as the directory keeps it."""
    return KnownChat(
        row["id"],
        row["community_id"],
        row["kind"],
        row["title"],
        row["role"],
        row["status"],
        row["username"],
        row["marks"],
        row["linked_id"],
        row["linked_at"],
    )


def _add_chat(connection: Connection, chat: events.Chat) -> KnownChat:
    values = {
        "kind": chat.kind,
        "title": chat.title,
        "username": chat.username,
        "role": "members",
        "status": "member",
        "claimed_at": 0,
        "administrators_at": 0,
        "linked_id": 0,
        "linked_at": 0,
        "marks": "",
    }
    new = connection.execute(insert(CHAT).values(**values).returning(CHAT.c.id)).scalar_one()
    connection.execute(insert(ALIAS).values(platform_id=chat.id, chat_id=new, current=True))
    return KnownChat(new, None, chat.kind, chat.title, username=chat.username)


_WHERE = Lookup(ALIAS, ["chat_id", "platform_id"], ["chat_id"], ALIAS.c.current.is_(True))
_WHO = Lookup(PERSON, ["id", "platform_id"], ["id"], PERSON.c.platform_id.is_not(None))


def find_platform_ids(
    connection: Connection, chats: Iterable[int], people: Iterable[int]
) -> tuple[dict[int, int], dict[int, int]]:
    """The same as `platform_ids`, on a connection."""
    return dict(find(connection, _WHERE, [(c,) for c in chats])), dict(
        find(connection, _WHO, [(p,) for p in people])
    )


def person_with(connection: Connection, platform_id: int) -> int | None:
    """The own id of whoever the platform knows by this one, if they are known."""
    found: int | None = connection.execute(
        select(PERSON.c.id).where(PERSON.c.platform_id == platform_id)
    ).scalar()
    return found


def platform_ids(
    connection: Connection, chats: Iterable[int], people: Iterable[int]
) -> tuple[dict[int, int], dict[int, int]]:
    """Platform ids by own id, of the chats' current aliases and of the people not forgotten."""
    wanted_chats, wanted_people = set(chats), set(people)
    found_chats: dict[int, int] = {}
    found_people: dict[int, int] = {}
    if wanted_chats:
        query = select(ALIAS.c.chat_id, ALIAS.c.platform_id).where(
            ALIAS.c.chat_id.in_(wanted_chats), ALIAS.c.current.is_(True)
        )
        found_chats = {row.chat_id: row.platform_id for row in connection.execute(query)}
    if wanted_people:
        query = select(PERSON.c.id, PERSON.c.platform_id).where(
            PERSON.c.id.in_(wanted_people), PERSON.c.platform_id.is_not(None)
        )
        found_people = {row.id: row.platform_id for row in connection.execute(query)}
    return found_chats, found_people


def migrate_chat(connection: Connection, chat: int, new_platform_id: int) -> None:
    """From now on the chat is written to under `new_platform_id`; the old id still finds it.

    Telegram announces a migration twice, and a refused call announces it too: the second time finds
    nothing to do. A row the new id may have got before that is left without an alias.
    """
    connection.execute(update(ALIAS).where(ALIAS.c.chat_id == chat).values(current=False))
    upsert(
        connection,
        ALIAS,
        [{"platform_id": new_platform_id, "chat_id": chat, "current": True}],
        ["platform_id"],
    )
    connection.execute(update(CHAT).where(CHAT.c.id == chat).values(kind="supergroup"))
