"""Turn stored rows into events again, for replaying the past."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bot.backtest.backtest import Past
from bot.backtest.derived_events_replay import FOLLOWS, Following
from bot.backtest.ledger_replay import Purse
from bot.backtest.timeline import Change, Lifted, Moment, Pair, Revoked, Sanctioned, Start
from bot.core.event_payload import unpacked
from bot.features.moderation.case_details import stored as stored_actions
from rules.engine.actions import Action, Delete
from rules.engine.decision import Mode
from rules.engine.events import Chat, Content, Event, Kind, Media, Person, Reply, Sender
from rules.engine.people import is_person
from rules.engine.state import MemberState, Role, Warning
from storage import history
from storage.history import Happening
from storage.prepared_statements import Row
from storage.store import Store

_KINDS = {kind.value: kind for kind in Kind}
_MEDIA = {media.value: media for media in Media}
_NOBODY = Person(0)
_AUTHORS = 200_000  # messages whose authors are remembered, for answers


class StoredPast:
    """What a database holds from a moment on, ready to be replayed."""

    def __init__(self, store: Store, since: int) -> None:
        self._store, self._since = store, since
        self.total = 0
        self.last = 0  # when the newest event was, where none is recent enough
        self.start, self.past = Start(), Past()
        self._people: dict[int, Person] = {}
        self._linked: dict[int, int] = {}  # the platform's id of the channel a chat is linked to
        self._chats: dict[int, tuple[Chat, int, int]] = {}  # the chat, its community, when it was claimed
        self._acts: dict[int, list[Sanctioned]] = {}
        self._removed: dict[int, set[int]] = {}  # messages that went, by the update that made them go
        self._ends: deque[tuple[int, Change]] = deque()  # when a sanction was taken back, in order
        self._purse = Purse()
        self._following = Following()
        self._authors: dict[Pair, int] = {}
        self._own: dict[int, int] = {}  # by the platform's id
        self._gone: set[Pair] = set()

    @property
    def communities(self) -> set[int]:
        """Those whose chats are told of."""
        return {community for _, community, _ in self._chats.values()}

    @property
    def unknown(self) -> int:
        """Of how many events so far it is no longer known what name was new, or what a moderator did."""
        return self._following.unknown

    def author(self, chat: int, message: int) -> int | None:
        """Who wrote a message of the past that was replayed so far, if that is a person."""
        author = self._authors.get((chat, message))
        who = self._people.get(author) if author is not None else None
        return author if who is not None and is_person(who) else None

    def own(self, person: Person) -> int | None:
        """Somebody's own id."""
        return self._own.get(person.id)

    def was_removed(self, moment: Moment) -> bool:
        """Whether the bot removed a message, at whatever time."""
        return (moment.chat, moment.event.message_id) in self._gone

    def open(self) -> None:
        """Read everything but the events themselves."""
        since = self._since

        def read(connection: Any) -> tuple[Any, ...]:
            return (
                history.count(connection, since),
                history.people(connection),
                history.chats(connection),
                history.before(connection, since),
                history.decided(connection, since),
                history.revoked(connection, since),
                history.points(connection, since),
            )

        self.total, people, chats, before, cases, revoked, points = self._store.reading(read)
        if not self.total:
            self.last = self._store.reading(history.last)
        self._people = {
            own: Person(platform or 0, name, username, language, bool(bot), channel=bool(channel))
            for own, platform, name, username, language, bot, channel in people
        }
        self._chats = {
            own: (Chat(platform, kind, title, username), community, claimed_at)
            for own, platform, kind, title, username, community, claimed_at, _ in chats
        }
        self._own = {person.id: own for own, person in self._people.items()}
        self._linked = {own: linked for own, *_, linked in chats}
        self.start = _start(before, {own: c for own, (_, c, _) in self._chats.items()})
        self._cases(cases, revoked)
        self._purse = Purse(points)

    def _cases(self, cases: Iterable[Row], revoked: Iterable[Row]) -> None:
        hits: dict[int, set[str]] = defaultdict(set)
        undone: set[int] = set()
        ends: list[tuple[int, Change]] = [
            (when, Revoked(community, person, at, rule)) for when, community, person, at, rule in revoked
        ]
        for case in cases:
            update, community, chat, person, moderator, rule, mode, at, message, state, undone_at, actions = (
                case
            )
            if state == "undone":
                undone.add(update)
                ends.append((undone_at, Lifted(chat, person)))
            if moderator is None:
                hits[update].add(rule)
            if not Mode(mode).acts:
                continue
            done = _actions(actions)
            for action in done:
                if isinstance(action, Delete):
                    self._removed.setdefault(update, set()).update((message, *action.matched))
                    self._gone |= {(chat, gone) for gone in (message, *action.matched)}
            if moderator is not None:
                self._following.acted(update, person, done)
                self._acts.setdefault(update, []).append(Sanctioned(chat, person, community, at, rule, done))
        self._ends = deque(sorted(ends, key=lambda end: end[0]))
        self.past = Past({u: frozenset(r) for u, r in hits.items()}, frozenset(undone))

    def parts(self, show: Callable[[int, int], None]) -> Iterator[Iterator[Moment | Change]]:
        """The past in its order, part by part."""
        done = 0
        for rows in history.happenings(self._store, self._since):
            yield self._items(rows)
            done += len(rows)
            show(done, max(done, self.total))
            if len(self._authors) > _AUTHORS:
                for pair in list(self._authors)[: _AUTHORS // 2]:
                    del self._authors[pair]

    def _items(self, rows: Iterable[Happening]) -> Iterator[Moment | Change]:
        ends, purse = self._ends, self._purse
        for row in rows:
            if row.chat not in self._chats:
                continue
            now = row.decided_at or row.at
            while ends and ends[0][0] < now:
                yield ends.popleft()[1]
            yield from purse.before(row.at)
            moment = self._moment(row, now)
            if moment.follows:
                # What was done by a button has no other row than that of the act.
                if row.kind == "action":
                    yield from self._acts.pop(row.update_id, ())
                yield moment
                continue
            yield moment
            yield from purse.after(row, self._removed.get(row.update_id, ()))
            if row.update_id in self._acts:
                yield from self._acts.pop(row.update_id)
            while ends and ends[0][0] <= now and row.detail and '"command"' in row.detail:
                yield ends.popleft()[1]

    def _moment(self, row: Happening, now: int) -> Moment:
        chat, community, claimed_at = self._chats[row.chat]
        event, whole, follows = self._event(row, chat)
        if row.kind == "message":
            self._authors[row.chat, row.message_id] = row.person
        # What was imported happened before the bot came, and is judged as if it had been there.
        judged = row.update_id < 0 or now >= claimed_at
        return Moment(event, row.chat, row.person, community, now, row.digest, judged, whole, follows)

    def _event(self, row: Happening, chat: Chat) -> tuple[Event, bool, bool]:
        """The event, whether its text is whole, and whether it only followed from an update."""
        kind = _KINDS[row.kind]
        person = self._people.get(row.person, _NOBODY)
        content: Content | None = None
        if kind is Kind.MESSAGE or kind is Kind.EDIT:
            said = (row.original or row.text or "") if kind is Kind.MESSAGE and row.length else ""
            content = Content(said, _MEDIA[row.media])
        answered = None
        if row.reply_to:
            author = self._authors.get((row.chat, row.reply_to))
            answered = self._people.get(author) if author is not None else None
        event: Event | None = None
        if row.detail and kind is not Kind.RENAME:
            event = unpacked(
                row.detail,
                kind=kind,
                at=row.at,
                update_id=row.update_id,
                chat=chat,
                person=person,
                message_id=row.message_id,
                topic=row.topic,
                bare=content,
                answered=answered,
            )
        if event is None and kind in FOLLOWS:
            return self._following.event(row, kind, chat, person), True, True
        if event is None:
            event = Event(
                update_id=row.update_id,
                kind=kind,
                at=row.at,
                chat=chat,
                person=person,
                message_id=row.message_id,
                topic=row.topic,
                sender=self._sender(row, person),
                content=content,
                reply=Reply(row.reply_to, answered) if row.reply_to else None,
            )
        self._following.caused(event)
        return event, len(event.text) == row.length, False

    def _sender(self, row: Happening, person: Person) -> Sender:
        """Whose voice it was, where no detail tells that any more."""
        if not person.channel:
            return Sender.MEMBER
        return Sender.LINKED_CHANNEL if self._linked[row.chat] == person.id else Sender.CHANNEL


def _start(before: history.Before, communities: dict[int, int]) -> Start:
    members = {
        (chat, person): MemberState(
            person=person,
            chat=chat,
            community=communities[chat],
            # Who moderates now did then, as far as is known; everybody else was a member.
            role=Role(role) if Role(role).moderates else Role.MEMBER,
            joined_at=joined_at,
            first_seen=first_seen,
            left_at=left_at,
            messages=messages,
        )
        for chat, person, role, joined_at, first_seen, left_at, messages in before.members
        if chat in communities
    }
    warnings: dict[Pair, tuple[Warning, ...]] = defaultdict(tuple)
    for community, person, at, points, rule, expires_at, only in before.warnings:
        warnings[community, person] += (Warning(at, points, rule, expires_at, only),)
    points = {(community, person): int(xp) for community, person, xp in before.points}
    return Start(members, points, dict(warnings))


def _actions(stored: Any) -> tuple[Action, ...]:
    values = json.loads(stored) if isinstance(stored, str) else stored or []
    return stored_actions(values)
