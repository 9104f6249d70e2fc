"""Turn past events into acts of people in a local Telegram."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.simulation.history.past import Past, channel_of, sender_of
from bot.simulation.people import Json
from rules.engine.events import Sender

OWNER = 1
_FIRST_PERSON = 1_000_000  # past the bot's own number
_FIRST_CHAT = -1_001_000_000_001
_NOT_SENT = ("dice", "game", "giveaway", "location", "story")  # media that the local Telegram has no act for
_NAME = re.compile(r"[A-Za-z]\w{0,31}")


@dataclass
class Cast:
    """Who is who: people and chats of the file with their numbers, and who is in which chat."""

    people: dict[str, int] = field(default_factory=dict)
    chats: dict[str, int] = field(default_factory=dict)
    present: dict[str, set[str]] = field(default_factory=dict)
    topics: dict[tuple[str, str], int] = field(default_factory=dict)

    def person(self, name: str) -> int:
        """The number of a person, given at their first mention."""
        return self.people.setdefault(name, _FIRST_PERSON + len(self.people))

    def chat(self, name: str) -> int:
        """The number of a chat, given at its first mention."""
        return self.chats.setdefault(name, _FIRST_CHAT - len(self.chats))


def there_before(events: Iterable[Past]) -> dict[str, list[str]]:
    """By chat: everybody whose first event there is not their arrival."""
    before: dict[str, list[str]] = {}
    met: set[tuple[str, str]] = set()
    for event in events:
        inside = before.setdefault(event.chat, [])
        arrives = event.kind == "join"
        for name in _named(event):
            if (event.chat, name) not in met:
                met.add((event.chat, name))
                if not (arrives and name == event.user) and not (
                    event.kind == "invite" and name in event.targets
                ):
                    inside.append(name)
    return before


def _named(event: Past) -> list[str]:
    reacted = [u for r in event.reactions for u in r.users]
    return [n for n in (event.user, *event.targets, *reacted) if n]


def opening(cast: Cast, events: Iterable[Past], titles: dict[str, str]) -> Iterator[Json]:
    """Acts that make the world as it stood before the first event."""
    yield {"do": "create_person", "person": OWNER, "first_name": "Owner", "id": "owner"}
    known: set[str] = set()
    before = there_before(events)
    everybody = {n: None for e in events for n in _named(e)}
    for name in everybody:
        if name in known:
            continue
        known.add(name)
        act: Json = {
            "do": "create_person",
            "person": cast.person(name),
            "first_name": name,
            "id": f"p:{name}",
        }
        if _NAME.fullmatch(name):
            act["username"] = name
        yield act
        if channel_of(name):
            yield {
                "do": "create_chat",
                "chat": cast.chat(name),
                "type": "channel",
                "title": titles.get(name, name)[:128],
                "owner": cast.person(name),
                "id": f"v:{name}",
            }
    linked = {e.chat: e.user for e in events if e.user and sender_of(e) is Sender.LINKED_CHANNEL}
    for chat, inside in before.items():
        belongs = {"linked": cast.chat(linked[chat])} if chat in linked else {}
        cast.present[chat] = set(inside)
        yield {
            "do": "create_chat",
            "chat": cast.chat(chat),
            "title": titles.get(chat, chat)[:128],
            "owner": OWNER,
            "members": [cast.person(n) for n in inside],
            "bot": True,
            "id": f"c:{chat}",
            **belongs,
        }


def acts_of(cast: Cast, number: int, event: Past, messages: dict[tuple[str, int], int]) -> list[Json]:
    """What people do for one event; empty when it changes nothing (who is there doesn't arrive again)."""
    chat, inside = cast.chat(event.chat), cast.present[event.chat]
    common: Json = {"chat": chat, "ts": event.ts, "id": f"e:{number}"}
    match event.kind:
        case "message":
            return [*_message(cast, common, event, messages), *_reactions(cast, common, event)]
        case "join" if event.user not in inside:
            inside.add(event.user)
            return [common | {"do": "join", "user": cast.person(event.user)}]
        case "leave" if event.user in inside:
            inside.discard(event.user)
            return [common | {"do": "leave", "user": cast.person(event.user)}]
        case "invite":
            new = [t for t in event.targets if t not in inside]
            inside.update(new)
            return [_on_target(cast, common, "invite", t) for t in new]
        case "remove":
            gone = [t for t in event.targets if t in inside]
            inside.difference_update(gone)
            return [_on_target(cast, common, "remove", t) for t in gone]
        case "pin" if (event.chat, event.msg) in messages:
            message = messages[event.chat, event.msg]
            return [common | {"do": "pin", "user": OWNER, "message": message}]
    return []


def _on_target(cast: Cast, common: Json, do: str, target: str) -> Json:
    return common | {"do": do, "user": OWNER, "target": cast.person(target), "id": f"{common['id']}:{target}"}


def _message(cast: Cast, common: Json, event: Past, messages: dict[tuple[str, int], int]) -> list[Json]:
    act = common | {"do": "message", "user": cast.person(event.user)}
    match sender_of(event):
        case Sender.CHANNEL | Sender.LINKED_CHANNEL:
            act["as_channel"] = cast.chat(event.user)
        case Sender.ANONYMOUS_ADMIN:
            act |= {"user": OWNER, "anonymous": True}
    if event.media and event.media not in _NOT_SENT:
        act |= {"media": event.media, "caption": event.text[:1024]}
    else:
        act["text"] = event.text[:4096] or "…"
    if (event.chat, event.reply_to) in messages:
        act["reply_to"] = messages[event.chat, event.reply_to]
    return [act]


def _reactions(cast: Cast, common: Json, event: Past) -> list[Json]:
    """One act a person; the number of the message is filled in when it is known."""
    by_person: dict[str, list[str]] = {}
    for reaction in event.reactions:
        for name in reaction.users:
            by_person.setdefault(name, []).append(reaction.e)
    return [
        common
        | {
            "do": "react",
            "user": cast.person(n),
            "emoji": emoji[:1],
            "message": 0,
            "id": f"{common['id']}:{n}",
        }
        for n, emoji in by_person.items()
    ]
