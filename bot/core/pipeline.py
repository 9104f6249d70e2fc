"""Commit a batch of raw updates as one transaction, so that nothing of it is lost or done twice."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import Connection, RowMapping
from sqlalchemy.exc import InterfaceError, OperationalError

from bot.core.batch import Batch
from bot.core.dead_letters import Claim
from bot.core.derived_events import each_of, note, with_renames
from bot.core.edits import with_before
from bot.core.event_recorder import record
from bot.core.feature import Registry
from bot.core.linked_channels import with_linked
from bot.core.long_commands import BESIDE
from bot.core.services import Services
from bot.platforms.telegram.decode import DeadLetter, Me, decode_batch
from bot.runtime import logs, metrics
from bot.runtime.clock import Clock
from bot.runtime.error_redaction import where
from bot.runtime.redaction import redact
from rules.config.book import RuleBook
from rules.engine.events import Chat, Event, Kind, Person, Timer
from storage import cache_invalidations, event_log, timers
from storage.activity import ActivityLog
from storage.directory import Directory, KnownPerson, platform_ids
from storage.member_cache import Known
from storage.members import Pair
from storage.people import known
from storage.prepared_statements import Row
from storage.store import Store

log = logs.get("pipeline")
TIMERS_AT_ONCE = 8  # in one transaction: what members write goes between


def _at_once(act: Callable[[], object]) -> object:
    return act()


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
        on_commit: Callable[[bool], None],
        services: Services,
        hand_over: Callable[[Callable[[], object]], object] = _at_once,
    ) -> None:
        """`on_commit` is told of every commit, and whether calls were queued by it.

        `hand_over` does what comes after a commit where the edges live: batches are decided in a thread.
        """
        self._store, self._clock, self._book, self._me = store, clock, book, me
        self._community, self._on_commit, self._services = community, on_commit, services
        self._hand_over = hand_over
        self.directory = Directory()
        self._activity = ActivityLog()
        self._known = Known()
        self._highest = 0  # update id committed so far

    def take(self, raws: Sequence[bytes | dict[str, Any]]) -> None:
        """Decide and commit a batch of raw updates.

        Raises:
            OperationalError: the database is busy, full or away; nothing of the batch was kept.
        """
        events, dead = decode_batch(raws, self._me)
        self.take_events(events, dead)

    def take_events(self, events: Sequence[Event], dead: Sequence[DeadLetter] = ()) -> None:
        """The same for updates that are decoded already."""
        started = time.perf_counter()
        self._clock.observe(max((e.at for e in events), default=0))
        # A pressed button tells no time.
        now = int(self._clock.now())
        events = [e if e.at else msgspec.structs.replace(e, at=now) for e in events]
        queued = False
        try:
            queued = self._commit(events, dead)
        except (OperationalError, InterfaceError, event_log.Raced):
            self._roll_back()
            raise
        except Exception as error:
            self._roll_back()
            if len(events) + len(dead) > 1:
                self._take_halves(events, dead)
                return
            if not events:
                raise
            self._bury(events[0], error)
        metrics.BATCH_SECONDS.observe(time.perf_counter() - started)
        self._hand_over(partial(self._on_commit, queued))

    def _take_halves(self, events: Sequence[Event], dead: Sequence[DeadLetter]) -> None:
        """Decide a batch that failed in two parts, so that the one event at fault is found in few steps."""
        for part in (dead[: len(dead) // 2], dead[len(dead) // 2 :]):
            if part:
                self.take_events([], part)
        for half in (events[: len(events) // 2], events[len(events) // 2 :]):
            if half:
                self.take_events(half)

    def take_again(self, event: Event, claim: Claim) -> None:
        """Decide one event that was buried before; whoever calls says by `claim` whether it still may be.

        Raises:
            Exception: it cannot be decided this time either; nothing of it was kept.
        """
        self._clock.observe(event.at)
        event = event if event.at else msgspec.structs.replace(event, at=int(self._clock.now()))
        try:
            queued = self._commit([event], [], claim)
        except BaseException:
            self._roll_back()
            raise
        self._hand_over(partial(self._on_commit, queued))

    def take_timers(self) -> int:
        """Let the timers that are due happen, as events of their chats; how many there were.

        At most `TIMERS_AT_ONCE`: there may be more.
        """
        now = int(self._clock.now())
        with self._store.read() as connection:
            rows = timers.due(connection, now, TIMERS_AT_ONCE)
            about = {r["person_id"] for r in rows if r["person_id"]}
            chats, people = platform_ids(connection, {r["chat_id"] for r in rows}, about)
            named = known(connection, about)
        who = {p: _person(platform_id, named[p]) for p, platform_id in people.items()}
        kept = self._services.of(Registry).kept
        made = {r["id"]: timer_event(r, chats, who, kept) for r in rows}
        self._end_timers([number for number, event in made.items() if event is None])
        events = [event for event in made.values() if event is not None]
        if events:
            self.take_events(events)
        return len(rows)

    def _end_timers(self, numbers: Sequence[int]) -> None:
        """Let these timers be over without anything happening."""
        if numbers:
            with self._store.write() as connection:
                for number in numbers:
                    timers.fire(connection, number, int(self._clock.now()))

    def _begin_memory(self, now: int) -> None:
        self.directory.begin(now)
        self._activity.begin()
        self._known.begin()

    def _roll_back(self) -> None:
        """Let memory be what it was before the transaction, as the rows are."""
        self.directory.roll_back()
        self._services.own.forget()
        self._activity.roll_back()
        self._known.roll_back()

    def _bury(self, event: Event, error: Exception) -> None:
        """Keep the one event that could not be decided as a dead letter; a timer among them is over."""
        log.error("undecidable", update=event.update_id, chat=event.chat.id, error=where(error))
        metrics.ERRORS.labels("decide").inc()
        body = msgspec.json.encode(event)
        self._commit([], [DeadLetter(event.update_id, body, redact(f"{type(error).__name__}: {error}"))])
        if event.timer is not None:
            self._end_timers([event.timer.id])

    def _commit(
        self, events: Sequence[Event], dead: Sequence[DeadLetter], claim: Claim | None = None
    ) -> bool:
        """Decide and commit; whether calls were queued."""
        now = int(self._clock.now())
        self._begin_memory(now)
        with self._store.write() as connection:
            batch = Batch(
                unflushed=connection,
                book=self._book(),
                directory=self.directory,
                activity=self._activity,
                known=self._known,
                now=now,
                default_community=self._community,
                services=self._services,
                bot_username=self._me.username,
            )
            new = self._begin(batch, events, dead, claim)
            self._store.update_id = batch.highest
            registry = self._services.of(Registry)
            for begin in registry.begins:
                begin(batch, new)
            kinds = Counter[Kind]()
            for event in new:
                if event.timer is None or timers.fire(batch.unflushed, event.timer.id, now):
                    batch.turn_to(event)
                    for prepare in registry.prepares:
                        event = prepare(batch, event)
                    if event.kind is Kind.EDIT:
                        event = with_before(batch, event)
                    seen = record(batch, event) if event.update_id > 0 else None
                    for handle in registry.events.get(event.kind, ()):
                        handle(batch, event)
                    self._judge_derived(batch)
                    if seen is not None:
                        self._activity.add(batch.chat(event).id, seen)
                    kinds[event.kind] += 1
            batch.flush()
        self._begin_memory(now)  # nothing of this batch can be rolled back any more
        self.directory.drop(batch.changed_elsewhere)
        self._highest = max(self._highest, batch.highest)
        # The same act came under two update ids: those who took part are read again.
        self._known.drop_accounts(batch.paid_before)
        self._known.shrink()
        for act in batch.afterwards:
            self._hand_over(act)
        for source, points in batch.granted.items():
            metrics.POINTS.labels(source).inc(points)
        for kind, count in kinds.items():
            metrics.UPDATES.labels(kind.value).inc(count)
        return batch.queued

    def _judge_derived(self, batch: Batch) -> None:
        """Let what the event under way has brought about be judged, once, and written down."""
        happened, batch.happened = batch.happened, []
        book = batch.book
        for context in happened:
            if context.person is not None and context.chat.community is not None:
                batch.state(context.chat.id, context.person.id, context.chat.community)
                batch.book = batch.book_in(context.chat.id)  # a button may hang elsewhere
                for judge in self._services.of(Registry).derived:
                    judge(batch, context)
                note(batch, context)
        batch.book = book

    def _begin(
        self, batch: Batch, events: Sequence[Event], dead: Sequence[DeadLetter], claim: Claim | None
    ) -> list[Event]:
        """Begin the transaction, and load what the decisions may know; the events that are new."""
        ids = [e.update_id for e in events if e.update_id > 0] + [d.update_id for d in dead if d.update_id]
        named = [(e, _people(e)) for e in events]
        chats, people = [e.chat for e in events], [p for _, around in named for p in around]
        surroundings = self._surroundings(named) if self.directory.knows(chats, people) else None

        def first(connection: Connection) -> set[int]:
            marks = cache_invalidations.take(connection)
            self._known.drop(marks)
            batch.changed_elsewhere.update(person for _, person in marks)
            if not self._activity.loaded:
                self._activity.load(connection)
                self._highest = event_log.highest_update(connection)
            if surroundings is not None:
                surroundings.load(connection, batch)
            # Ids above all earlier ones are new. Others may be: after a quiet week they begin anew, lower.
            made = {e.update_id: min(e.at, batch.now) for e in events if 0 < e.update_id <= self._highest}
            made |= {d.update_id: batch.now for d in dead if d.update_id and d.update_id <= self._highest}
            return event_log.fresh_updates(connection, made)

        fresh = first(batch.connection)
        fresh.update(i for i in ids if i > self._highest)
        batch.highest = max(fresh, default=0)
        if claim is None:
            metrics.DUPLICATES.inc(len(ids) - len(fresh))
            batch.updates += sorted(fresh)
        elif claim(batch.connection, fresh):
            batch.updates += sorted(fresh)
            fresh = set(ids)
        else:
            fresh, batch.highest = set(), 0
        letters = [d for d in dead if d.update_id in fresh or not d.update_id]
        batch.letters += [_dead_row(d, batch.now) for d in letters]
        metrics.DEAD_LETTERS.inc(len(letters))
        new = each_of(_first_of_each([e for e in events if e.update_id in fresh or e.update_id < 0]))
        if surroundings is None and new:
            self.directory.resolve(batch.connection, chats, people)
            found = self._surroundings(named)
            found.load(batch.connection, batch)
        new = with_linked(batch, new)
        return with_renames(self.directory, new) if self.directory.renamed else new

    def _surroundings(self, named: Sequence[tuple[Event, list[Person]]]) -> _Surroundings:
        """Who and what the decisions of these events may ask about; the directory knows them all."""
        found, directory = _Surroundings(), self.directory
        for event, around in named:
            chat = directory.chat(event.chat.id)
            for person in around:
                own = directory.person(person.id).id
                found.pairs.add((chat.id, own))
                found.accounts.add((chat.community or self._community, own))
            if event.kind is Kind.REACTION:
                found.reacted.add((chat.id, event.message_id))
        return found


@dataclass(frozen=True)
class _Surroundings:
    pairs: set[Pair] = field(default_factory=set)  # (chat, person)
    accounts: set[Pair] = field(default_factory=set)  # (community, person)
    reacted: set[Pair] = field(default_factory=set)  # (chat, message)

    def load(self, connection: Connection, batch: Batch) -> None:
        """Read what is not known already."""
        batch.authors.update(event_log.authors(connection, self.reacted))
        batch.known.load(connection, self.pairs, self.accounts, batch.day(batch.now))


def timer_event(
    row: RowMapping, chats: dict[int, int], people: dict[int, Person], kept: Collection[str]
) -> Event | None:
    """A due timer as an event of its chat; None when the chat has no platform id any more.

    Those of a kind that is `kept` carry the event itself.
    """
    timer = Timer(row["id"], row["kind"], row["payload"])
    if row["kind"] in ("again", BESIDE):
        waited = msgspec.json.decode(row["payload"], type=Event)
        return msgspec.structs.replace(waited, update_id=-row["id"], timer=timer)
    if row["kind"] in kept:
        waited = msgspec.json.decode(row["payload"], type=Event)
        return msgspec.structs.replace(waited, update_id=-row["id"], kind=Kind.TIMER, timer=timer)
    if row["chat_id"] not in chats:
        return None
    return Event(
        update_id=-row["id"],
        kind=Kind.TIMER,
        at=row["due_at"],
        chat=Chat(chats[row["chat_id"]], ""),
        person=people.get(row["person_id"]),
        timer=timer,
    )


def _person(platform_id: int, known: KnownPerson) -> Person:
    return Person(platform_id, known.name, known.username, known.told, known.bot, channel=known.channel)


def _people(event: Event) -> list[Person]:
    answered = event.reply.person if event.reply is not None else None
    if answered is None and event.by is None and not event.along:
        return [event.person] if event.person is not None else []
    return [p for p in (event.person, event.by, answered, *event.along) if p is not None]


def _first_of_each(events: Sequence[Event]) -> list[Event]:
    """One batch may hold the same update twice; the first counts."""
    return list({e.update_id: e for e in reversed(events)}.values())[::-1]


def _dead_row(letter: DeadLetter, now: int) -> Row:
    return (letter.update_id, now, letter.reason, letter.body.decode("utf-8", "replace"), "open")
