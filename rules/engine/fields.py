"""Name the parts of an event that hold words, as rule files name them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rules.engine.addresses import address_of
from rules.engine.events import Content, Extras, Person
from rules.engine.facts import Facts
from rules.engine.index import Part

_NOTHING = Extras()


@dataclass(frozen=True)
class Field:
    """What to read, and the part without which there is nothing to read."""

    read: Callable[[Facts], Iterable[str]]
    part: Part = Part.NONE


def _extras(content: Content) -> Extras:
    return content.extras or _NOTHING


def _person(facts: Facts) -> Person:
    return facts.event.person or Person(0)


def _origin(facts: Facts) -> tuple[str, ...]:
    origin = facts.content.forward
    return () if origin is None else (origin.name, str(origin.id or ""))


def _links(facts: Facts) -> Iterable[str]:
    """Each address as it was written, and in its one spelling."""
    for link in facts.links:
        yield link.url
        yield address_of(link.url).plain


FIELDS: dict[str, Field] = {
    "bio": Field(lambda f: (f.event.bio,)),
    "buttons": Field(
        lambda f: (word for b in _extras(f.content).buttons for word in (b.text, b.url)), Part.EXTRAS
    ),
    "caption": Field(lambda f: (f.text,) if f.content.media else (), Part.MEDIA),
    "contact": Field(lambda f: (_extras(f.content).contact,), Part.EXTRAS),
    "domains": Field(lambda f: (link.domain for link in f.links), Part.LINKS),
    "file": Field(lambda f: (f.content.file_name,), Part.FILE),
    "forward": Field(_origin, Part.FORWARD),
    "hashtags": Field(lambda f: f.content.hashtags, Part.HASHTAGS),
    "invite": Field(lambda f: (f.event.invite_link,)),
    "language": Field(lambda f: (_person(f).language,)),
    "links": Field(_links, Part.LINKS),
    "mentions": Field(lambda f: (m.username for m in f.mentions), Part.MENTIONS),
    "mime": Field(lambda f: (_extras(f.content).mime,), Part.EXTRAS),
    "name": Field(lambda f: (_person(f).name,)),
    "old_name": Field(lambda f: (f.event.old_name,)),
    "poll": Field(lambda f: (f.text,) if _extras(f.content).poll else (), Part.EXTRAS),
    "quote": Field(lambda f: (f.content.quote,), Part.QUOTE),
    "sticker": Field(lambda f: (_extras(f.content).sticker_set,), Part.EXTRAS),
    "text": Field(lambda f: (f.text,)),
    "username": Field(lambda f: (_person(f).username,)),
    "via": Field(lambda f: (f.content.via_bot,), Part.VIA),
}
