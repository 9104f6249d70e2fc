"""Import past messages of a claimed group into the stored history (`zhiqun history import`)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path

from msgspec import Struct, structs
from sqlalchemy import Connection

from bot.backtest.files import content_of
from bot.core.event_payload import packed
from bot.runtime.opening import existing
from bot.runtime.settings import Settings
from bot.simulation.history.past import Past, Unreadable, channel_of, sender_of
from bot.simulation.history.reading import count_entries, read_history
from rules.config.table_reader import LeftOut
from rules.engine.edit_diff import marks_of
from rules.engine.events import Chat, Content, Event, Kind, Media, Person, Reply, Sender
from rules.engine.normalize import digest
from rules.engine.state import MemberState
from rules.engine.tenure import account
from rules.sentences import say
from storage import cache_invalidations, imported_history
from storage.imported_history import New
from storage.store import Store

Show = Callable[[int, int], None]
_PART = 1_000  # entries a transaction
_DAY = 86_400
_MOVES = {"join": Kind.JOIN, "invite": Kind.JOIN, "leave": Kind.LEAVE, "remove": Kind.LEAVE}
_CONTENT = Content()


class Counts(Struct):
    """What came of an import."""

    messages: int = 0
    moves: int = 0  # people who came and went
    known: int = 0  # were there already
    too_old: int = 0  # older than events are kept
    without_text: int = 0  # messages older than texts are kept
    others: int = 0  # by anonymous administrators and others without an id, or of another kind
    unreadable: int = 0


class _Import:
    """One file on its way into one chat, or into the chats it names."""

    def __init__(
        self, store: Store, settings: Settings, chat: int, now: int, left_out: LeftOut, *, dry_run: bool
    ) -> None:
        self._store, self._chat, self._left_out, self._dry_run = store, chat, left_out, dry_run
        self._texts_since = now - settings.keep_texts_days * _DAY
        self._events_since = now - settings.keep_events_days * _DAY
        self._keep = settings.keep_texts_days * _DAY
        self._chats: dict[int, int] = {}
        self._accounts: dict[tuple[int, int], MemberState] = {}  # own chat, platform's person
        self._names: dict[int, str] = {}
        self.counts = Counts()

    def take(self, entries: Sequence[Past | Unreadable]) -> None:
        """Some entries, in a transaction of their own."""
        past = []
        for entry in entries:
            if isinstance(entry, Unreadable):
                self.counts.unreadable += 1
                self._left_out.add_at(entry.where, entry.reason)
            else:
                self.counts.too_old += entry.ts < self._events_since
                past.append(entry)
        if self._dry_run:
            with self._store.read() as connection:
                self._within(connection, past)
        else:
            with self._store.write() as connection:
                self._within(connection, past)

    def _within(self, connection: Connection, past: Iterable[Past]) -> None:
        news: list[New] = []
        for entry in past:
            old = entry.ts < self._events_since
            chat = self._chat_of(connection, entry)
            people = [entry.user] if entry.kind in ("message", "join", "leave") else [*entry.targets]
            for who in people:
                person = _person(entry, who)
                if person is None or (entry.kind != "message" and entry.kind not in _MOVES):
                    self.counts.others += not old
                    continue
                event = self._event(entry, person)
                self._account(chat, event)
                if not old:
                    news.append(self._new(event, chat))
        added = imported_history.add(connection, news, dry_run=self._dry_run)
        for new, fresh in zip(news, added, strict=True):
            self.counts.known += not fresh
            self.counts.messages += fresh and new.message
            if fresh and new.message:
                known = self._accounts[new.chat, new.person]
                self._accounts[new.chat, new.person] = structs.replace(known, messages=known.messages + 1)
            self.counts.moves += fresh and not new.message
            self.counts.without_text += fresh and new.message and not new.text and bool(new.length)

    def _chat_of(self, connection: Connection, entry: Past) -> int:
        wanted = self._chat or entry.chat_id
        if wanted not in self._chats:
            own = imported_history.claimed_chat(connection, wanted) if wanted else None
            if own is None:
                raise ValueError(
                    say("history-not-claimed", chat=entry.chat, id=wanted or say("history-no-id"))
                )
            self._chats[wanted] = own
        return self._chats[wanted]

    def _account(self, chat: int, event: Event) -> None:
        """Since when somebody has been here, as far as the file tells: also by what is too old to be kept."""
        if event.person is None:
            return
        place = (chat, event.person.id)
        known = self._accounts.get(place) or MemberState(person=0, chat=chat)
        self._accounts[place] = structs.replace(known, **account(event, known))
        self._names[event.person.id] = event.person.name

    def settle(self) -> None:
        """Let the members' accounts know what the file told."""
        if self._accounts and not self._dry_run:
            with self._store.write() as connection:
                pairs = imported_history.remember(connection, self._accounts, self._names)
                cache_invalidations.mark(connection, pairs)

    def _event(self, past: Past, person: Person) -> Event:
        message = past.kind == "message"
        return Event(
            update_id=0,
            kind=Kind.MESSAGE if message else _MOVES[past.kind],
            at=int(past.ts),
            chat=Chat(0),
            person=person,
            sender=sender_of(past) if message else Sender.MEMBER,
            message_id=past.msg if message else 0,
            topic=past.topic if isinstance(past.topic, int) else 0,
            content=content_of(past) if message else None,
            reply=Reply(past.reply_to) if past.reply_to else None,
            new_status={"remove": "kicked", "leave": "left", "message": ""}.get(past.kind, "member"),
        )

    def _new(self, event: Event, chat: int) -> New:
        at, person = event.at, event.person or Person(0)
        kept = at >= self._texts_since
        said = event.content or _CONTENT
        return New(
            chat=chat,
            person=person.id,
            name=person.name,
            channel=person.channel,
            kind=event.kind.value,
            at=at,
            message_id=event.message_id,
            topic=event.topic,
            digest=digest(said.text) if said.text else 0,
            media=Media(said.media).value,
            length=len(said.text),
            reply_to=event.reply.message_id if event.reply else 0,
            text=said.text if kept and said.command is None else "",
            expires_at=at + self._keep,
            detail=packed(event) if kept else "",
            marks=" ".join(marks_of(said)) if kept else "",
        )


def import_history(
    settings: Settings,
    path: Path,
    chat: int,
    *,
    dry_run: bool,
    show: Show,
    left_out: LeftOut | None = None,
) -> Counts:
    """Read a file into the stored history. `chat` is the platform's id of a claimed group, or 0: as the
    file says. `left_out` takes the entries that cannot be read.

    What is there already stays as it is, so the same file may be read again. What is older than events and
    texts are kept stays outside.

    Raises:
        ValueError: the file is of no known kind, or names a group that is not claimed.
        OSError: it cannot be read.
    """
    total = count_entries(path)
    with existing(settings) as store:
        left_out = LeftOut(path.name) if left_out is None else left_out
        work = _Import(store, settings, chat, int(time.time()), left_out, dry_run=dry_run)
        entries = iter(read_history(path))
        done = 0
        while part := list(islice(entries, _PART)):
            work.take(part)
            done += len(part)
            show(done, max(done, total))
        work.settle()
    return work.counts


def _person(past: Past, who: str) -> Person | None:
    """Somebody with an id; a deleted account has no name."""
    name = past.name if who == past.user else ""
    channel = channel_of(who)
    if channel:
        anonymous = sender_of(past) is Sender.ANONYMOUS_ADMIN
        return None if anonymous else Person(channel, name or who, channel=True)
    number = _platform_id(who)
    return Person(number, "" if past.deleted and who == past.user else name or who) if number else None


def _platform_id(name: str) -> int:
    """A person's id as files spell it: `user123`, or the number alone; 0 when it is none."""
    number = name.removeprefix("user")
    return int(number) if number.isascii() and number.isdigit() and len(number) <= 18 else 0
