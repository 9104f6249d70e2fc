"""Rooms 3 to 6: a batch of raw updates becomes one transaction, and nothing of it is lost or done twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from sqlalchemy import RowMapping
from sqlalchemy.exc import InterfaceError, OperationalError

from bot import logs, metrics
from bot.batch import Batch
from bot.clock import Clock
from bot.handlers import HANDLERS
from bot.handlers.recording import record
from bot.telegram.decode import DeadLetter, Me, decode_batch
from bot.tools import Tools
from rules.config.book import RuleBook
from rules.engine.events import Chat, Event, Kind, Person, Timer
from rules.engine.state import Seen
from storage import happenings, members, timers
from storage.activity import ActivityLog
from storage.directory import Directory, platform_ids
from storage.store import Store

log = logs.get("pipeline")


class Pipeline:
    """Takes batches, decides them event by event, commits them whole.

    An update that makes its batch fail is found by trying each alone, and becomes a dead letter;
    the others are decided as if it had not been there. Trouble of the database itself is raised: the
    source then does not confirm, and delivers again.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        book: Callable[[], RuleBook],
        me: Me,
        community: int,
        on_commit: Callable[[], None],
        tools: Tools,
    ) -> None:
        self._store, self._clock, self._book, self._me = store, clock, book, me
        self._community, self._on_commit, self._tools = community, on_commit, tools
        self.directory = Directory()
        self._activity = ActivityLog()

    async def take(self, raws: Sequence[bytes | dict[str, Any]]) -> None:
        """Decide and commit a batch of raw updates.

        Raises:
            OperationalError: the database is busy, full or away; nothing of the batch was kept.
        """
        events, dead = decode_batch(raws, self._me)
        await self.take_events(events, dead)

    async def take_events(self, events: Sequence[Event], dead: Sequence[DeadLetter] = ()) -> None:
        """The same for updates that are decoded already."""
        started = time.perf_counter()
        for event in events:
            self._clock.observe(event.at)
        # A pressed button tells no time.
        now = int(self._clock.now())
        events = [e if e.at else msgspec.structs.replace(e, at=now) for e in events]
        try:
            await self._commit(events, dead)
        except (OperationalError, InterfaceError):
            self._forget()
            raise
        except Exception as error:
            self._forget()
            if len(events) + len(dead) > 1:
                for letter in dead:
                    await self.take_events([], [letter])
                for event in events:
                    await self.take_events([event])
                return
            if not events:
                raise
            await self._bury(events[0], error)
        metrics.BATCH_SECONDS.observe(time.perf_counter() - started)
        self._on_commit()

    async def take_timers(self) -> int:
        """Let the timers that are due happen, as events of their chats; how many there were."""
        now = int(self._clock.now())
        async with self._store.read() as connection:
            rows = await timers.due(connection, now)
            chats, people = await platform_ids(
                connection, {r["chat_id"] for r in rows}, {r["person_id"] for r in rows if r["person_id"]}
            )
        made = {r["id"]: timer_event(r, chats, people) for r in rows}
        await self._end_timers([number for number, event in made.items() if event is None])
        events = [event for event in made.values() if event is not None]
        if events:
            await self.take_events(events)
        return len(events)

    async def _end_timers(self, numbers: Sequence[int]) -> None:
        """Let these timers be over without anything happening."""
        if numbers:
            async with self._store.write() as connection:
                for number in numbers:
                    await timers.fire(connection, number, int(self._clock.now()))

    def _forget(self) -> None:
        self.directory.forget()
        self._activity.forget()

    async def _bury(self, event: Event, error: Exception) -> None:
        """Keep the one event that could not be decided as a dead letter; a timer among them is over."""
        log.error("undecidable", update=event.update_id, chat=event.chat.id, exc_info=error)
        metrics.ERRORS.labels("decide").inc()
        body = msgspec.json.encode(event)
        await self._commit([], [DeadLetter(event.update_id, body, f"{type(error).__name__}: {error}")])
        if event.timer is not None:
            await self._end_timers([event.timer.id])

    async def _commit(self, events: Sequence[Event], dead: Sequence[DeadLetter]) -> None:
        now = int(self._clock.now())
        async with self._store.write() as connection:
            ids = [e.update_id for e in events if e.update_id > 0] + [
                d.update_id for d in dead if d.update_id
            ]
            fresh = await happenings.claim_updates(connection, ids, now)
            metrics.DUPLICATES.inc(len(ids) - len(fresh))
            letters = [d for d in dead if d.update_id in fresh or not d.update_id]
            await happenings.add_dead_letters(connection, [_dead_row(d, now) for d in letters])
            metrics.DEAD_LETTERS.inc(len(letters))
            batch = Batch(
                connection,
                self._book(),
                self.directory,
                self._activity,
                now,
                self._community,
                self._tools,
                self._me.username,
            )
            new = _first_of_each([e for e in events if e.update_id in fresh or e.update_id < 0])
            await self._load(batch, new)
            for event in new:
                if event.timer is None or await timers.fire(connection, event.timer.id, now):
                    if event.update_id > 0:
                        record(batch, event)
                    await HANDLERS[event.kind](batch, event)
                    self._remember(batch, event)
                    metrics.UPDATES.labels(str(event.kind)).inc()
            await batch.flush()

    async def _load(self, batch: Batch, events: Sequence[Event]) -> None:
        """What the decisions of this batch may know, in a few queries."""
        people = [p for e in events for p in _people(e)]
        await self.directory.resolve(batch.connection, [e.chat for e in events], people)
        pairs = [
            (self.directory.chat(e.chat.id).id, self.directory.person(p.id).id)
            for e in events
            for p in _people(e)
        ]
        chats = {self.directory.chat(e.chat.id) for e in events}
        await self._activity.load(batch.connection, {c.id for c in chats})
        communities = {c.id: c.community or self._community for c in chats}
        batch.states = await members.load(batch.connection, pairs, communities)
        await self._load_incentives(batch, events)

    async def _load_incentives(self, batch: Batch, events: Sequence[Event]) -> None:
        rewarded = [e for e in events if e.kind in (Kind.MESSAGE, Kind.REACTION)]
        reacted = [
            (self.directory.chat(e.chat.id).id, e.message_id) for e in rewarded if e.kind is Kind.REACTION
        ]
        batch.authors = await happenings.authors(batch.connection, reacted)
        by_day: dict[tuple[int, str], set[int]] = {}
        latest: dict[tuple[int, str], int] = {}
        for event in rewarded:
            community = self.directory.chat(event.chat.id).community
            if community is None:
                continue
            where = (community, batch.day(event.at))
            people = by_day.setdefault(where, set())
            people.update(self.directory.person(p.id).id for p in _people(event))
            people.add(batch.authors.get((self.directory.chat(event.chat.id).id, event.message_id), 0))
            latest[where] = max(event.at, latest.get(where, 0))
        for (community, day), people in sorted(by_day.items()):
            await batch.standing(community, people - {0}, latest[community, day])

    def _remember(self, batch: Batch, event: Event) -> None:
        person = batch.author(event)
        if person is None or event.kind in (Kind.TIMER, Kind.OTHER):
            return
        digest = batch.digests.get(event.update_id, 0)
        media = str(event.content.media) if event.content else ""
        seen = Seen(event.at, person.id, event.message_id, str(event.kind), digest, media)
        batch.seen(batch.chat(event).id, seen)


def timer_event(row: RowMapping, chats: dict[int, int], people: dict[int, int]) -> Event | None:
    """A due timer as an event of its chat; None when the chat has no platform id any more."""
    timer = Timer(row["id"], row["kind"], row["payload"])
    if row["kind"] == "again":
        waited = msgspec.json.decode(row["payload"], type=Event)
        return msgspec.structs.replace(waited, update_id=-row["id"], timer=timer)
    if row["chat_id"] not in chats:
        return None
    person = people.get(row["person_id"])
    return Event(
        update_id=-row["id"],
        kind=Kind.TIMER,
        at=row["due_at"],
        chat=Chat(chats[row["chat_id"]], ""),
        person=Person(person) if person else None,
        timer=timer,
    )


def _people(event: Event) -> list[Person]:
    answered = event.reply.person if event.reply else None
    return [p for p in (event.person, event.by, answered) if p is not None]


def _first_of_each(events: Sequence[Event]) -> list[Event]:
    """One batch may hold the same update twice; the first counts."""
    return list({e.update_id: e for e in reversed(events)}.values())[::-1]


def _dead_row(letter: DeadLetter, now: int) -> dict[str, Any]:
    return {
        "update_id": letter.update_id,
        "at": now,
        "reason": letter.reason,
        "body": letter.body.decode("utf-8", "replace"),
        "state": "open",
    }
