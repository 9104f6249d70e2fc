"""Replay what followed from updates: new names, moderators' acts, members' reports.

Their rows stand beside that of the update they follow from, under its id, and hold little more than whom it
was about. A name stands in the update's detail while that is kept; what a moderator did in their case.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable

from msgspec import structs

from bot.core.event_payload import names_of, pictured_in
from rules.engine.actions import Action, Unban, Unmute, name_of
from rules.engine.events import Chat, Event, Kind, Person, Sender
from storage.history import Happening

FOLLOWS = (Kind.RENAME, Kind.ACTION, Kind.REPORT, Kind.PICTURE)


class Following:
    """Makes events of such rows; `unknown` counts those of which it is no longer known what was done."""

    def __init__(self) -> None:
        self._acts: dict[tuple[int, int], deque[str]] = defaultdict(deque)  # by update and member
        self._cause: tuple[int, Sender] = (0, Sender.MEMBER)
        self.unknown = 0

    def acted(self, update: int, person: int, actions: Iterable[Action]) -> None:
        """A moderator's case tells what was done."""
        names = [name_of(a) for a in actions if a.sanction or isinstance(a, Unban | Unmute)]
        self._acts[update, person].extend(names)

    def caused(self, event: Event) -> None:
        """An update that something may follow from."""
        self._cause = (event.update_id, event.sender)

    def event(self, row: Happening, kind: Kind, chat: Chat, person: Person) -> Event:
        """What happened."""
        update, sender = self._cause
        shown, old_name, done = person, "", ""
        if kind is Kind.RENAME:
            # It stands before the update that showed the name; an anonymous one shows none.
            update, sender = row.update_id, Sender.CHANNEL if person.channel else Sender.MEMBER
            known, old_name = names_of(row.detail) if row.detail else (None, "")
            shown = structs.replace(person, name=known.name, username=known.username) if known else person
            self.unknown += known is None
        elif kind is Kind.ACTION:
            acts = self._acts.get((row.update_id, row.person))
            done = acts.popleft() if acts else ""
            self.unknown += not done
        event = Event(
            update_id=row.update_id,
            kind=kind,
            at=row.at,
            chat=chat,
            person=shown,
            sender=sender if update == row.update_id else Sender.MEMBER,
            message_id=row.message_id,
            topic=row.topic,
            old_name=old_name,
            action=done,
        )
        if kind is Kind.PICTURE:
            event = pictured_in(row.detail, event) if row.detail else event
            self.unknown += not event.codes
        return event
