"""Hold the working memory of one transaction: what was loaded, and the unit of work that it leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bot.core.services import Services
from bot.core.unit_of_work import UnitOfWork
from bot.platforms.telegram.calls import Follow, Priority, chat_ref
from rules.config.book import RuleBook
from rules.engine.entries import Entry
from rules.engine.events import Event
from rules.engine.spam import SpamScore
from rules.engine.state import Activity, MemberState, Standing
from rules.engine.streaks import local_day
from storage import ledger
from storage.activity import ActivityLog
from storage.directory import Directory, KnownChat, KnownPerson
from storage.members import Pair


class EventContext(NamedTuple):
    """An event with its chat, who acted if anybody, and the past of both."""

    event: Event
    chat: KnownChat
    person: KnownPerson | None
    activity: Activity


@dataclass(kw_only=True)
class Batch(UnitOfWork):
    """Everything that the handlers of one batch of events know, and collect.

    `book` is the rule book as it holds in the chat of the event under way, `files` as the files say.
    """

    directory: Directory
    activity: ActivityLog
    default_community: int
    services: Services
    bot_username: str = ""
    spam: dict[int, SpamScore] = field(default_factory=dict)  # by update id
    authors: dict[Pair, int] = field(default_factory=dict)  # (own chat, message) → own person
    highest: int = 0  # of them
    renames: dict[int, Event] = field(default_factory=dict)  # by update id: new names, until it is recorded
    reactions: dict[ledger.Reaction, Entry | None] = field(default_factory=dict)  # what was written last
    afterwards: list[Callable[[], object]] = field(default_factory=list)  # done once all is committed
    happened: list[EventContext] = field(default_factory=list)  # by what the event under way brought about
    changed_elsewhere: set[int] = field(default_factory=set)  # people whose rows are to be read again
    files: RuleBook = field(init=False)

    def __post_init__(self) -> None:
        self.files = self.book

    def turn_to(self, event: Event) -> None:
        """Let `book` be what holds in the chat of an event."""
        chat = self.chat(event)
        apart = chat.community is not None and chat.kind != "private"
        self.book = self.book_in(chat.id) if apart else self.files

    def book_in(self, chat: int) -> RuleBook:
        """The rule book as it holds in a chat, by own id, whichever the event under way is of."""
        return self.services.own.book(self.unflushed, chat, self.files)

    def spoken(self, chat: int) -> str:
        """The language of what everybody reads in a chat, by own id."""
        return self.book_in(chat).community.language

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

    def state(self, chat: int, person: int, community: int) -> MemberState:
        """A member's state, loaded when the batch did not foresee it."""
        self.foresee([(chat, person)], [(community, person)])
        return self.known.state(chat, person, community)

    def foresee(self, pairs: Sequence[Pair], accounts: Sequence[Pair]) -> None:
        """Load those of these members (chat, person) and accounts (community, person) that are not known."""
        if self.known.lacks(pairs, accounts):
            today = self.day(self.now)
            self.known.load(self.unflushed, pairs, accounts, today)

    def standing(self, community: int, people: Iterable[int], at: int) -> dict[int, Standing]:
        """What incentives may know of these people on the local day of `at`."""
        day = self.day(at)
        return {
            p: self.known.standing(community, p, day) or self._read_standing(community, p, day)
            for p in people
        }

    def _read_standing(self, community: int, person: int, day: str) -> Standing:
        """A standing that is not in memory: somebody unforeseen, or a day that is over."""
        owner = (community, person)
        self.foresee((), [owner])
        if self.known.accounts[owner].on(day) is None:
            self.known.look_back(self.connection, [owner], day)
        standing = self.known.accounts[owner].on(day)
        if standing is None:
            raise LookupError(f"there is no standing on {day}")
        return standing

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

    def edit_pressed(
        self, event: Event, text: str, rows: Sequence[Sequence[Any]] | None = None, **more: Any
    ) -> None:
        """Write anew the message whose button was pressed; without rows of buttons it has none any more."""
        assert event.press is not None, "nothing was pressed"
        if rows is not None:
            more["reply_markup"] = {"inline_keyboard": rows}
        chat, number = self.chat(event).id, event.press.message_id
        self.call(event, "editMessageText", chat, message_id=number, text=text, parse_mode="HTML", **more)
