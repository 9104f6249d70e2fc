"""The working memory of one transaction: what was loaded, what changed, what is to be written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias, TypeVar

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.services import Services
from bot.platforms.telegram.api_rules import retry_class
from bot.platforms.telegram.calls import Call, Follow, Priority, chat_ref, follow_kinds
from bot.runtime import metrics
from bot.text.html import within_limits
from rules.config.book import RuleBook
from rules.engine.entries import Entry
from rules.engine.events import Event, Kind
from rules.engine.incentives import local_day
from rules.engine.spam import SpamScore
from rules.engine.state import Activity, MemberState, Standing
from storage import albums, cases, event_log, ledger, members, outbox
from storage.activity import ActivityLog
from storage.directory import Directory, KnownChat, KnownPerson
from storage.member_cache import Known
from storage.members import Pair
from storage.prepared_statements import Row, Trip
from storage.transaction import Transaction

Write: TypeAlias = Callable[[AsyncConnection], Awaitable[object]]
T = TypeVar("T")


class EventContext(NamedTuple):
    """An event with its chat, who acted if anybody, and the past of both."""

    event: Event
    chat: KnownChat
    person: KnownPerson | None
    activity: Activity


@dataclass
class Batch:
    """Everything the handlers of one batch of events read and write. Rows go out in `flush` and `finish`.

    `book` is the rule book as it holds in the chat of the event under way, `files` as the files say.
    """

    transaction: Transaction
    book: RuleBook
    directory: Directory
    activity: ActivityLog
    known: Known
    now: int
    default_community: int
    services: Services
    bot_username: str = ""
    spam: dict[int, SpamScore] = field(default_factory=dict)  # by update id
    authors: dict[Pair, int] = field(default_factory=dict)  # (own chat, message) → own person
    changed: dict[Pair, MemberState] = field(default_factory=dict)
    updates: list[int] = field(default_factory=list)  # ids to be marked as committed
    highest: int = 0  # of them
    letters: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    texts: list[Row] = field(default_factory=list)
    details: list[Row] = field(default_factory=list)
    parts: list[Row] = field(default_factory=list)  # messages of albums: (album, chat, message)
    renames: dict[int, Event] = field(default_factory=dict)  # by update id: new names, until it is recorded
    streaks: list[tuple[int, int, int, str]] = field(default_factory=list)
    cases: list[dict[str, Any]] = field(default_factory=list)
    reactions: dict[ledger.Reaction, Entry | None] = field(default_factory=dict)  # what was written last
    reacted: list[tuple[int, int, int, str]] = field(default_factory=list)  # what is to be remembered of them
    calls: list[dict[str, Any]] = field(default_factory=list)
    payments: list[ledger.Payment] = field(default_factory=list)
    afterwards: list[Callable[[], object]] = field(default_factory=list)  # done once all is committed
    happened: list[EventContext] = field(default_factory=list)  # by what the event under way brought about
    writes: list[Write] = field(default_factory=list)
    queued: bool = False  # whether the outbox changed, so that delivery has to look
    granted: Counter[str] = field(default_factory=Counter)  # points by source
    changed_elsewhere: set[int] = field(default_factory=set)  # people whose rows are to be read again
    paid_before: set[Pair] = field(default_factory=set)  # accounts (community, person) ahead of the ledger
    ambient: tuple[Follow, ...] = ()  # what follows from every urgent call that is queued meanwhile
    files: RuleBook = field(init=False)
    _numbers: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def __post_init__(self) -> None:
        self.files = self.book

    async def turn_to(self, event: Event) -> None:
        """Let `book` be what holds in the chat of an event."""
        chat = self.chat(event)
        apart = chat.community is not None and chat.kind != "private"
        self.book = await self.book_in(chat.id) if apart else self.files

    async def book_in(self, chat: int) -> RuleBook:
        """The rule book as it holds in a chat, by own id, whichever the event under way is of."""
        return await self.services.own.book(self.connection, chat, self.files)

    async def spoken(self, chat: int) -> str:
        """The language of what everybody reads in a chat, by own id."""
        return (await self.book_in(chat)).community.language

    @property
    def connection(self) -> AsyncConnection:
        """For queries inside of the transaction; `flush` first if they have to see this batch."""
        return self.transaction.connection

    @property
    def timezone(self) -> str:
        """The community's time zone."""
        return self.book.community.timezone

    def day(self, at: float) -> str:
        """The community's local day of a moment."""
        return local_day(at, self.timezone)

    def chat(self, event: Event) -> KnownChat:
        """The chat of an event."""
        return self.directory.chat(event.chat.id)

    def context(self, event: Event) -> EventContext:
        """The event with its surroundings."""
        directory, acts = self.directory, event.person
        chat = directory.chat(event.chat.id)
        person = directory.person(acts.id) if acts is not None else None
        return EventContext(
            event, chat, person, self.activity.of(chat.id, person.id if person is not None else 0)
        )

    def community(self, event: Event) -> int:
        """The community of an event's chat; in private chats the bot's own."""
        return self.chat(event).community or self.default_community

    def author(self, event: Event) -> KnownPerson | None:
        """Who acted, if anybody."""
        return self.directory.person(event.person.id) if event.person else None

    async def state(self, chat: int, person: int, community: int) -> MemberState:
        """A member's state, loaded when the batch did not foresee it."""
        await self.foresee([(chat, person)], [(community, person)])
        return self.known.state(chat, person, community)

    async def foresee(self, pairs: Sequence[Pair], accounts: Sequence[Pair]) -> None:
        """Load those of these members (chat, person) and accounts (community, person) that are not known."""
        if self.known.lacks(pairs, accounts):
            today = self.day(self.now)
            await self.transaction.run(lambda trip: self.known.load(trip, pairs, accounts, today))

    def change(self, state: MemberState) -> None:
        """A member's new state."""
        self.known.change(state)
        self.changed[state.chat, state.person] = state

    async def standing(self, community: int, people: Iterable[int], at: int) -> dict[int, Standing]:
        """What incentives may know of these people on the local day of `at`."""
        day = self.day(at)
        return {
            p: self.known.standing(community, p, day) or await self._read_standing(community, p, day)
            for p in people
        }

    async def _read_standing(self, community: int, person: int, day: str) -> Standing:
        """A standing that is not in memory: somebody unforeseen, or a day that is over."""
        owner = (community, person)
        await self.foresee((), [owner])
        if self.known.accounts[owner].on(day) is None:
            await self.flush()
            await self.transaction.run(lambda trip: self.known.look_back(trip, [owner], day))
        standing = self.known.accounts[owner].on(day)
        if standing is None:
            raise LookupError(f"there is no standing on {day}")
        return standing

    def credit(self, community: int, chat: int, entries: Sequence[Entry]) -> None:
        """Put entries into the ledger, and into what later events of this batch know."""
        for entry in entries:
            self.payments.append(ledger.Payment(community, chat, entry))
            for person in (entry.person, entry.actor) if entry.actor else (entry.person,):
                account = self.known.touch_account((community, person))
                if account is not None:
                    account.credit(entry)
            if entry.granted > 0:
                self.granted[entry.source] += entry.granted

    def call(
        self,
        event: Event,
        method: str,
        chat: int,
        priority: Priority = Priority.REPLY,
        *,
        after: int = 0,
        then: tuple[Follow, ...] = (),
        **params: Any,
    ) -> None:
        """Queue a Bot API call in a chat's lane, with its `chat_id`, and the event's topic if it sends."""
        named = {"chat_id": chat_ref(chat), **params}
        if event.topic and method.startswith("send") and chat == self.chat(event).id:
            named["message_thread_id"] = event.topic
        self.bare_call(event, method, chat, priority, after=after, then=then, **named)

    def bare_call(
        self,
        event: Event,
        method: str,
        lane: int,
        priority: Priority = Priority.REPLY,
        *,
        after: int = 0,
        then: tuple[Follow, ...] = (),
        **params: Any,
    ) -> None:
        """Queue a Bot API call with just these parameters, in order with the others of the lane."""
        then = (*then, *self.ambient) if priority is Priority.MODERATION else then
        number = self._numbers[event.update_id]
        self._numbers[event.update_id] += 1
        call = Call(
            method=method,
            params=params,
            key=self.key_of(event, number),
            lane=lane,
            retry=retry_class(method),
            priority=priority,
            not_before=self.now + after if after else 0,
            then=then,
        )
        self.calls.append(outbox_row(call, self.now))

    def calls_of(self, event: Event) -> int:
        """How many calls an event has led to so far."""
        return self._numbers[event.update_id]

    @contextmanager
    def following(self, event: Event, then: tuple[Follow, ...]) -> Iterator[list[str]]:
        """Let `then` follow from every urgent call that is queued meanwhile; at the end, the calls' keys."""
        first, before, keys = self.calls_of(event), self.ambient, list[str]()
        self.ambient = then
        try:
            yield keys
        finally:
            self.ambient = before
        keys += [self.key_of(event, n) for n in range(first, self.calls_of(event))]

    @staticmethod
    def key_of(event: Event, number: int) -> str:
        """The outbox key of an event's call; the first has the number 0."""
        # With the time: ids come again, Telegram's after a long silence, a timer's when it is moved.
        # What was found in a picture has the message's id.
        key = f"{event.update_id}:{event.at}:{number}"
        return f"picture:{key}" if event.kind is Kind.PICTURE else key

    async def look(self, work: Callable[[Trip], T]) -> T:
        """Write everything collected so far, and run `work` on the same trip, which sees it."""
        if self.writes:
            await self.flush()

        def go(trip: Trip) -> T:
            self._write(trip)
            return work(trip)

        return await self.transaction.run(go)

    async def flush(self) -> None:
        """Write everything collected so far, so that a query sees it."""
        await self.transaction.run(self._write)
        await self._further_writes()

    async def finish(self) -> None:
        """Write what is left, and commit."""
        if self.writes:
            await self.flush()
        await self.transaction.finish(self._write)
        for source, points in self.granted.items():
            metrics.POINTS.labels(source).inc(points)

    async def _further_writes(self) -> None:
        writes, self.writes = self.writes, []
        for write in writes:
            await write(self.connection)

    def _write(self, trip: Trip) -> None:
        """Everything collected, in the database's thread."""
        event_log.claim_updates(trip, self.updates, self.now)
        event_log.add_dead_letters(trip, self.letters)
        event_log.add_events(trip, self.events)
        event_log.add_texts(trip, self.texts)
        event_log.add_details(trip, self.details)
        albums.join(trip, self.parts)
        members.save(trip, self.changed.values(), self.now)
        cases.add(trip, self.cases)
        self._pay(trip)
        ledger.set_streaks(trip, self.streaks)
        ledger.set_reactions(trip, self.reacted)
        outbox.queue(trip, self.calls)
        self.queued = self.queued or bool(self.calls)
        for written in (
            self.updates,
            self.letters,
            self.events,
            self.texts,
            self.details,
            self.parts,
            self.changed,
            self.cases,
            self.payments,
            self.streaks,
            self.reacted,
            self.calls,
        ):
            written.clear()

    def _pay(self, trip: Trip) -> None:
        payments, accounts = self.payments, self.known.accounts
        owners = {(p.community, p.entry.person) for p in payments}
        known = {owner: accounts[owner].head for owner in owners if owner in accounts}
        heads = known if len(known) == len(owners) else None
        new = ledger.add(trip, payments, self.book.hash, heads)
        if len(new) < len(payments):
            self._mend(payments, set(new))
        for community, _, entry in payments:
            account = accounts.get((community, entry.person))
            if account is not None and entry.key in new:
                account.head = entry.key

    def _mend(self, payments: Sequence[ledger.Payment], new: set[str]) -> None:
        """Remember whose accounts counted entries that were there already."""
        for community, _, entry in payments:
            if entry.key not in new:
                self.paid_before |= {(community, entry.person), (community, entry.actor)}
            new.discard(entry.key)  # of two alike, one was


def outbox_row(call: Call, now: int) -> dict[str, Any]:
    """A call as a row of the outbox.

    Raises:
        ValueError: nobody declared a kind of what is to follow.
    """
    unknown = {f.kind for f in call.then} - follow_kinds() if call.then else ()
    if unknown:
        raise ValueError(f"nobody declared what follows from {call.method}: {', '.join(sorted(unknown))}")
    return {
        "key": call.key,
        "lane": call.lane,
        "method": call.method,
        "params": within_limits(call.params),
        "retry": call.retry,
        "priority": int(call.priority),
        "not_before": call.not_before,
        "follow": [msgspec.to_builtins(f) for f in call.then] or None,
        "at": now,
    }
