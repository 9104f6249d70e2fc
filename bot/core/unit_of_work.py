"""Collect the rows that the decisions of one transaction have changed, and write them together.

Writing hundreds of rows of a kind at once costs little more than one, so nothing is written until the
transaction ends, or until a query asks for the connection and has to see it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import msgspec
from sqlalchemy import Connection

from bot.platforms.telegram.api_rules import retry_class
from bot.platforms.telegram.calls import Call, Follow, Priority, follow_kinds
from bot.text.html import within_limits
from rules.config.book import RuleBook
from rules.engine.caps import caps_of
from rules.engine.entries import Entry
from rules.engine.events import Event, Kind
from rules.engine.state import MemberState
from storage import albums, cases, event_log, ledger, members, outbox, recounting
from storage.member_cache import Known
from storage.members import Pair
from storage.prepared_statements import Row

Write: TypeAlias = Callable[[Connection], object]
_COLLECTED = (
    "updates",
    "letters",
    "events",
    "texts",
    "details",
    "parts",
    "changed",
    "cases",
    "payments",
    "streaks",
    "reacted",
    "calls",
)


@dataclass
class UnitOfWork:
    """Collects rows, calls and ledger entries, and keeps what is known of members in step with them."""

    unflushed: Connection  # the transaction's, for queries that need not see what was collected
    book: RuleBook
    known: Known
    now: int
    updates: list[int] = field(default_factory=list)  # ids to be marked as committed
    letters: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    texts: list[Row] = field(default_factory=list)
    details: list[Row] = field(default_factory=list)
    parts: list[Row] = field(default_factory=list)  # messages of albums: (album, chat, message)
    changed: dict[Pair, MemberState] = field(default_factory=dict)
    cases: list[dict[str, Any]] = field(default_factory=list)
    payments: list[ledger.Payment] = field(default_factory=list)
    streaks: list[tuple[int, int, int, str, str]] = field(default_factory=list)
    reacted: list[tuple[int, int, int, str]] = field(default_factory=list)  # what is to be remembered of them
    calls: list[dict[str, Any]] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)
    queued: bool = False  # whether the outbox changed, so that delivery has to look
    granted: Counter[str] = field(default_factory=Counter)  # points by source
    paid_before: set[Pair] = field(default_factory=set)  # accounts (community, person) ahead of the ledger
    ambient: tuple[Follow, ...] = ()  # what follows from every urgent call that is queued meanwhile
    _numbers: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def connection(self) -> Connection:
        """For queries inside of the transaction, which see everything that was collected so far."""
        if self.writes or any(getattr(self, name) for name in _COLLECTED):
            self.flush()
        return self.unflushed

    def flush(self) -> None:
        """Write everything collected so far."""
        self._write(self.unflushed)
        writes, self.writes = self.writes, []
        for write in writes:
            write(self.unflushed)

    def _write(self, connection: Connection) -> None:
        event_log.claim_updates(connection, self.updates, self.now)
        event_log.add_dead_letters(connection, self.letters)
        event_log.add_events(connection, self.events)
        event_log.add_texts(connection, self.texts)
        event_log.add_details(connection, self.details)
        albums.join(connection, self.parts)
        members.save(connection, self.changed.values(), self.now)
        cases.add(connection, self.cases)
        self._pay(connection)
        ledger.set_streaks(connection, self.streaks)
        ledger.set_reactions(connection, self.reacted)
        outbox.queue(connection, self.calls)
        self.queued = self.queued or bool(self.calls)
        for name in _COLLECTED:
            getattr(self, name).clear()

    def _pay(self, connection: Connection) -> None:
        turned = {
            (p.community, p.entry.person, p.entry.day)
            for p in self.payments
            if p.entry.reverses and not p.entry.key.startswith("settled:")
        }
        self._add(connection, self.payments)
        if turned:
            more = recounting.recount(connection, turned, self.now, lambda: caps_of(self.book.incentives))
            for payment in more:
                account = self.known.touch_account((payment.community, payment.entry.person))
                if account is not None:
                    account.credit(payment.entry)
            self._add(connection, more)

    def _add(self, connection: Connection, payments: Sequence[ledger.Payment]) -> None:
        accounts = self.known.accounts
        owners = {(p.community, p.entry.person) for p in payments}
        known = {owner: accounts[owner].head for owner in owners if owner in accounts}
        heads = known if len(known) == len(owners) else None
        new = ledger.add(connection, payments, self.book.hash, heads)
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

    def change(self, state: MemberState) -> None:
        """A member's new state."""
        self.known.change(state)
        self.changed[state.chat, state.person] = state

    def credit(self, community: int, chat: int, entries: Sequence[Entry]) -> None:
        """Put entries into the ledger, and into what later events of this batch know."""
        for entry in entries:
            self.payments.append(ledger.Payment(community, chat, entry))
            for person in (entry.person, entry.actor) if entry.actor else (entry.person,):
                account = self.known.touch_account((community, person))
                if account is not None:
                    account.credit(entry)
            if entry.granted > 0 and entry.currency == "xp":
                self.granted[entry.source] += entry.granted

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
        if priority is Priority.MODERATION:
            then = (*then, *(follow for follow in self.ambient if follow not in then))
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
