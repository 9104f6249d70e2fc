"""A small community with a catalogue, for tests that need a database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.core.feature import Registry
from bot.core.scheduler import Ahead, Run
from bot.core.services import Services
from bot.features.courses.advisor import Advisor
from rules.config.book import RuleBook
from rules.config.community import Community
from rules.config.courses import Course
from rules.config.posting import Posting
from rules.config.schedule import Job
from rules.engine.events import Chat, Command, Content, Event, Kind, Person, Press
from rules.engine.state import BEFORE
from storage import chats, learning, outbox
from storage.activity import ActivityLog
from storage.directory import Directory
from storage.member_cache import Known
from storage.people import open_private
from storage.store import Store
from tests.services import services

NOW, DAY = 1_770_000_000, 86_400
GROUP, OTHER = Chat(-1001, "supergroup", "Learners"), Chat(-1002, "supergroup", "Strangers")
ANN, BEN, CAI = (
    Person(11, "Ann <3", "ann", "en"),
    Person(12, "Ben", "ben", "zh-hans"),
    Person(13, "Cai", "", "zh-hans"),
)
PEOPLE = (ANN, BEN, CAI)


def course(id_: str, **more: Any) -> Course:
    """A course; its title is its id unless told otherwise."""
    return Course(**{"id": id_, "title": f"T {id_}", "language": "any", **more})


CATALOGUE = (
    course(
        "python", title={"zh": "Python 入门", "en": "Python basics"}, tags=["python"], url="https://e.com"
    ),
    course(
        "pandas", title={"zh": "数据分析", "en": "Pandas & co"}, tags=["pandas"], prerequisites=["python"]
    ),
    course("writing", title={"zh": "写作练习", "en": "Writing"}, tags=["写作"], price=59),
    course("saving", title={"zh": "理财基础", "en": "Saving"}, tags=["理财", "基金"]),
    course("secret", hidden=True),
)


def book(courses: tuple[Course, ...] = CATALOGUE, language: str = "zh", **posting: Any) -> RuleBook:
    """A rule book with a catalogue, and what schedule.yaml says of posting; no hour is quiet otherwise."""
    anybody = {"member_for": "0s", "messages": 0}
    community = Community.model_validate(
        {"name": "知群", "language": language, "timezone": "UTC", "raters": anybody}
    )
    return RuleBook("hash", "{}", community, courses=courses, posting=Posting(**{"quiet": "off"} | posting))


def taken(person: int, id_: str, days_ago: float = 1, kind: str = "taken") -> dict[str, Any]:
    """A course event as the model sees it."""
    return {"person_id": person, "course": id_, "kind": kind, "at": NOW - days_ago * DAY}


class Town:
    """A community with one group and three people in it, all by own ids."""

    def __init__(self, store: Store) -> None:
        self.store, self.directory, self.book = store, Directory(), book()
        self.community = self.group = 0
        self.services: Services

    def build(self) -> Town:
        """Write the rows."""
        with self.store.write() as connection:
            self.directory.resolve(connection, [GROUP, OTHER], PEOPLE)
            self.community = chats.ensure_community(connection, "main", NOW)
            self.group = self.directory.chat(GROUP.id).id
            chats.assign(connection, self.group, self.community, "members", NOW)
            self.directory.reread(connection, GROUP)
            for person in PEOPLE:
                seen = {"last_seen": NOW - person.id, "first_seen": BEFORE}
                row = chats.blank_member(self.group, self.id(person)) | seen
                connection.execute(chats.MEMBER.insert().values(**row))
        self.services = services(Advisor(self.community, explore=False))
        return self

    def id(self, person: Person) -> int:
        """Somebody's own id."""
        return self.directory.person(person.id).id

    def start_private(self, connection: Connection, person: Person) -> int:
        """Let somebody open the private chat; its own id."""
        self.directory.resolve(connection, [Chat(person.id, "private")], [])
        open_private(connection, self.id(person), NOW)
        return self.directory.chat(person.id).id

    @contextmanager
    def batch(self, now: int = NOW) -> Iterator[Batch]:
        """A transaction's working memory, written at the end."""
        with self.store.write() as connection:
            batch = Batch(
                unflushed=connection,
                book=self.book,
                directory=self.directory,
                activity=ActivityLog(),
                known=Known(),
                now=now,
                default_community=self.community,
                services=self.services,
                bot_username="the_bot",
            )
            yield batch
            batch.flush()

    @contextmanager
    def run(self, job: str, now: int = NOW, **options: Any) -> Iterator[Run]:
        """A run of a job, with what it prepares."""
        line = Job(id=job, job=job, cron="0 20 * * *", timezone="UTC", options=options)
        prepare = self.services.of(Registry).jobs[job].prepare
        ahead = Ahead(self.store, line, now, self.book, self.community, self.services)
        prepared = prepare(ahead) if prepare is not None else None
        with self.store.write() as connection:
            run = Run(connection, line, now, now, self.book, self.community, self.services)
            run.prepared = prepared
            yield run

    def suggested(self, person: Person, id_: str = "python", at: int = NOW, chat: int = 0) -> int:
        """Record an impression; its id."""
        with self.store.write() as connection:
            row = {
                "key": f"test:{person.id}:{id_}:{at}",
                "community_id": self.community,
                "person_id": self.id(person),
                "chat_id": chat or self.group,
                "course": id_,
                "model": "m",
                "score": 1.0,
                "terms": {},
                "reason": {"kind": "new"},
                "at": at,
            }
            return learning.add_suggestion(connection, row)

    def take(self, person: Person, *ids: str, days_ago: float = 40) -> None:
        """Let somebody have taken courses."""
        with self.store.write() as connection:
            rows = [
                taken(self.id(person), i, days_ago)
                | {"key": f"t:{person.id}:{i}", "community_id": self.community, "value": 1, "at": NOW - DAY}
                | {"suggestion_id": None}
                for i in ids
            ]
            learning.add_course_events(connection, rows)

    def events(self, person: Person) -> list[tuple[str, str]]:
        """Course and kind of everything stored about somebody's courses."""
        with self.store.read() as connection:
            rows = learning.course_events(connection, self.community, [self.id(person)])
            return [(r["course"], r["kind"]) for r in rows]

    def calls(self) -> list[outbox.Waiting]:
        """What waits to be sent."""
        with self.store.read() as connection:
            return outbox.pending(connection)


def press(person: Person, data: str, chat: Chat = GROUP, update_id: int = 1) -> Event:
    """A pressed button."""
    found = Press(f"cb{update_id}", data, 77)
    return Event(update_id=update_id, kind=Kind.PRESS, at=NOW, chat=chat, person=person, press=found)


def command(person: Person, text: str, chat: Chat = GROUP, update_id: int = 1) -> Event:
    """A command in a message."""
    name, _, arguments = text[1:].partition(" ")
    content = Content(text, command=Command(name, arguments))
    return Event(
        update_id=update_id,
        kind=Kind.MESSAGE,
        at=NOW,
        chat=chat,
        person=person,
        message_id=50 + update_id,
        content=content,
    )


def texts_of(call: outbox.Waiting) -> list[list[str]]:
    """The buttons of a queued message, row by row: `<verb>:<arguments>` without seals, and addresses."""
    rows = call.params.get("reply_markup", {}).get("inline_keyboard", [])
    return [[b.get("url") or _unsealed(b["callback_data"]) for b in row] for row in rows]


def _unsealed(data: str) -> str:
    verb, _seal, arguments = data.split(":", 2)
    return f"{verb}:{arguments}"
