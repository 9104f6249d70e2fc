"""Read past chats from files: whatever the file tells of becomes what the bot would have seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from msgspec import structs

from bot.backtest.timeline import Moment, Pair
from bot.simulation.history.past import Exported, Past, Unreadable, channel_of, sender_of
from rules.config.table_reader import LeftOut
from rules.engine.addresses import domain_of
from rules.engine.events import Chat, Content, Event, Forward, Kind, Link, Media, Person, Reply, Sender
from rules.engine.normalize import digest
from rules.engine.plain_text_entities import read_text

_MEDIA = {media.value: media for media in Media}
_PEOPLE = ("user", "hidden_user", "chat", "channel")
COMMUNITY = 1


class FilePast:
    """Turns entries of a file into moments, and numbers its chats and people as they come.

    Args:
        admins: names or ids, as the file has them, of those who moderate: nobody judges them.
    """

    def __init__(self, admins: Collection[str] = ()) -> None:
        self._admins = {a.lower().lstrip("@") for a in admins}
        self._unseen = {a.lower().lstrip("@"): a for a in admins}
        self._names: set[str] = set()  # of everybody, while an administrator has not been met
        self.last = 0  # when the newest entry was, unix seconds
        self._moderating: set[int] = set()
        self._chats: dict[str, Chat] = {}
        self._people: dict[str, Person] = {}
        self._authors: dict[Pair, tuple[Person, Sender, int, Forward | None]] = {}
        self._linked: dict[int, int] = {}  # chat → the channel whose discussions it is
        self._number = 0
        self.unreadable: Counter[str] = Counter()  # by reason
        self.left_out = LeftOut("")

    def moments(self, entries: Iterable[Past | Unreadable], since: float = 0) -> Iterator[Moment]:
        """The moments of these entries that are not older than `since`."""
        for entry in entries:
            if isinstance(entry, Unreadable):
                self.unreadable[entry.reason.partition(":")[0]] += 1
                self.left_out.add_at(entry.where, entry.reason)
                continue
            self.last = max(self.last, int(entry.ts))
            if self._unseen:
                self._meet(entry)
            if entry.ts >= since:
                yield from self._moments(entry)

    @property
    def absent(self) -> dict[str, str]:
        """Administrators whom the file does not know, each with the name in it that is nearest, if one is."""
        known = {name.lower(): name for name in self._names}
        near = {a: get_close_matches(folded, known, 1) for folded, a in self._unseen.items()}
        return {a: known[found[0]] if found else "" for a, found in near.items()}

    def _meet(self, past: Past) -> None:
        for name in (past.user, past.name, *past.targets):
            if name:
                self._names.add(name)
                self._unseen.pop(name.lower(), None)

    def _moments(self, past: Past) -> Iterator[Moment]:
        match past.kind:
            case "message" if past.user:
                yield self._message(past)
            case "join" | "leave" if past.user:
                yield self._moved(past, past.user, past.kind)
            case "invite":
                for target in past.targets:
                    yield self._moved(past, target, "join")
            case "remove":
                for target in past.targets:
                    yield self._moved(past, target, "kicked")

    def _message(self, past: Past) -> Moment:
        person, chat = self._person(past.user, past.name), self._chat(past.chat)
        sender = self._sender(past, chat, person)
        author = self._authors.get((chat.id, past.reply_to)) if past.reply_to else None
        content = content_of(past)
        if past.msg:
            self._authors[chat.id, past.msg] = person, sender, int(past.ts), content.forward
        event = Event(
            update_id=self._next(),
            kind=Kind.MESSAGE,
            at=int(past.ts),
            chat=chat,
            person=person,
            sender=sender,
            message_id=past.msg,
            topic=past.topic if isinstance(past.topic, int) else 0,
            content=content,
            reply=Reply(past.reply_to, *author)
            if author
            else Reply(past.reply_to)
            if past.reply_to
            else None,
        )
        fingerprint = digest(past.text) if past.text else 0
        judged = person.id not in self._moderating
        return Moment(event, chat.id, person.id, COMMUNITY, event.at, fingerprint, judged)

    def _sender(self, past: Past, chat: Chat, person: Person) -> Sender:
        """Whose voice it is; a channel whose posts came by themselves is the linked one in all it writes."""
        sender = sender_of(past)
        if sender is Sender.LINKED_CHANNEL:
            self._linked[chat.id] = person.id
        linked = sender is Sender.CHANNEL and self._linked.get(chat.id) == person.id
        return Sender.LINKED_CHANNEL if linked else sender

    def _moved(self, past: Past, who: str, how: str) -> Moment:
        person, chat = self._person(who, past.name if who == past.user else ""), self._chat(past.chat)
        event = Event(
            update_id=self._next(),
            kind=Kind.JOIN if how == "join" else Kind.LEAVE,
            at=int(past.ts),
            chat=chat,
            person=person,
            new_status={"join": "member", "leave": "left"}.get(how, how),
        )
        return Moment(event, chat.id, person.id, COMMUNITY, event.at)

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _chat(self, name: str) -> Chat:
        chat = self._chats.get(name)
        if chat is None:
            chat = self._chats[name] = Chat(-1 - len(self._chats), title=name)
        return chat

    def _person(self, key: str, name: str) -> Person:
        person = self._people.get(key)
        if person is None:
            channel = channel_of(key) != 0
            person = self._people[key] = Person(1 + len(self._people), name or key, channel=channel)
            if self._admins & {key.lower(), person.name.lower()}:
                self._moderating.add(person.id)
        return person


def content_of(past: Past) -> Content:
    """What a past message says; links and mentions are found in its text, unless an export marks them."""
    if isinstance(past, Exported):
        return past.content
    found = read_text(past.text)
    if not (past.media or past.fwd or past.hidden_links or past.file or past.via or past.custom_emoji):
        return found
    hidden = tuple(Link(url, domain_of(url), hidden=True) for url in past.hidden_links)
    return structs.replace(
        found,
        media=_MEDIA.get(past.media, Media.DOCUMENT),
        links=(*found.links, *hidden),
        forward=_forward(past.fwd),
        file_name=past.file,
        via_bot=past.via,
        custom_emoji=past.custom_emoji,
    )


def _forward(fwd: Any) -> Forward | None:
    """Files tell it as a name, or as a mapping with kind and name."""
    if not fwd:
        return None
    if isinstance(fwd, dict):
        kind = str(fwd.get("kind", "hidden_user"))
        return Forward(kind if kind in _PEOPLE else "hidden_user", str(fwd.get("name", "")))
    return Forward("hidden_user", str(fwd))
