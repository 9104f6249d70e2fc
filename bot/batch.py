"""The working memory of one transaction: what was loaded, what changed, what is to be written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import metrics
from bot.telegram.allowed import retry_class
from bot.telegram.calls import Call, Follow, Priority, chat_ref
from bot.tools import Tools
from rules.config.book import RuleBook
from rules.engine.entries import Entry
from rules.engine.events import Event
from rules.engine.incentives import credited, local_day
from rules.engine.state import MemberState, Seen, Standing
from storage import cases, happenings, ledger, members, outbox
from storage.activity import ActivityLog
from storage.directory import Directory, KnownChat, KnownPerson

Write: TypeAlias = Callable[[AsyncConnection], Awaitable[object]]
Pair = tuple[int, int]


@dataclass
class Batch:
    """Everything the handlers of one batch of events read and write. Rows go out in `flush`."""

    connection: AsyncConnection
    book: RuleBook
    directory: Directory
    activity: ActivityLog
    now: int
    default_community: int
    tools: Tools
    bot_username: str = ""
    digests: dict[int, int] = field(default_factory=dict)  # update id → digest of its text
    states: dict[Pair, MemberState] = field(default_factory=dict)
    standings: dict[Pair, dict[str, Standing]] = field(
        default_factory=dict
    )  # by community and person; by day
    authors: dict[Pair, int] = field(default_factory=dict)  # (own chat, message) → own person
    changed: set[Pair] = field(default_factory=set)
    events: list[dict[str, Any]] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)
    cases: list[dict[str, Any]] = field(default_factory=list)
    calls: list[dict[str, Any]] = field(default_factory=list)
    entries: dict[Pair, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    writes: list[Write] = field(default_factory=list)
    _numbers: dict[int, int] = field(default_factory=lambda: defaultdict(int))

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

    def community(self, event: Event) -> int:
        """The community of an event's chat; in private chats the bot's own."""
        return self.chat(event).community or self.default_community

    def author(self, event: Event) -> KnownPerson | None:
        """Who acted, if anybody."""
        return self.directory.person(event.person.id) if event.person else None

    async def state(self, chat: int, person: int, community: int) -> MemberState:
        """A member's state, loaded when the batch did not foresee it."""
        pair = (chat, person)
        if pair not in self.states:
            await self.flush()
            self.states |= await members.load(self.connection, [pair], {chat: community})
        return self.states[pair]

    def change(self, state: MemberState) -> None:
        """A member's new state."""
        self.states[state.chat, state.person] = state
        self.changed.add((state.chat, state.person))

    async def standing(self, community: int, people: Iterable[int], at: int) -> dict[int, Standing]:
        """What incentives may know of these people on the local day of `at`."""
        day = self.day(at)
        wanted = set(people)
        missing = [p for p in wanted if day not in self.standings.get((community, p), ())]
        if missing:
            await self.flush()
            loaded = await ledger.standings(self.connection, community, missing, day)
            for person, standing in loaded.items():
                self.standings.setdefault((community, person), {})[day] = standing
        return {p: self.standings[community, p][day] for p in wanted}

    def credit(self, community: int, chat: int, entries: Sequence[Entry]) -> None:
        """Put entries into the ledger, and into what later events of this batch know."""
        for entry in entries:
            self.entries[community, chat].append(entry)
            for person in {entry.person, entry.actor}:
                by_day = self.standings.get((community, person), {})
                for day, standing in by_day.items():
                    by_day[day] = credited(standing, entry)
            metrics.POINTS.labels(entry.source).inc(max(0, entry.granted))

    def seen(self, chat: int, seen: Seen) -> None:
        """Remember an event for the windows of later ones."""
        self.activity.add(chat, seen)

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
        number = self._numbers[event.update_id]
        self._numbers[event.update_id] += 1
        call = Call(
            method=method,
            params=params,
            key=f"{event.update_id}:{number}",
            lane=lane,
            retry=retry_class(method),
            priority=priority,
            not_before=self.now + after if after else 0,
            then=then,
        )
        self.calls.append(outbox_row(call, self.now))

    async def flush(self) -> None:
        """Write everything collected so far, so that a query sees it."""
        events, self.events = self.events, []
        await happenings.add_events(self.connection, events)
        texts, self.texts = self.texts, []
        await happenings.add_texts(self.connection, texts)
        changed, self.changed = self.changed, set()
        await members.save(self.connection, [self.states[pair] for pair in sorted(changed)], self.now)
        opened, self.cases = self.cases, []
        await cases.add(self.connection, opened)
        entries, self.entries = self.entries, defaultdict(list)
        for (community, chat), new in entries.items():
            await ledger.add(self.connection, community, chat, new, self.book.hash)
        calls, self.calls = self.calls, []
        await outbox.add(self.connection, calls)
        writes, self.writes = self.writes, []
        for write in writes:
            await write(self.connection)


def outbox_row(call: Call, now: int) -> dict[str, Any]:
    """A call as a row of the outbox."""
    return {
        "key": call.key,
        "lane": call.lane,
        "method": call.method,
        "params": call.params,
        "retry": call.retry,
        "priority": int(call.priority),
        "not_before": call.not_before,
        "follow": [msgspec.to_builtins(f) for f in call.then] or None,
        "at": now,
    }
