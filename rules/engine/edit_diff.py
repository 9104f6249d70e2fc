"""Find what an edit adds: links, names, files and buttons that the message did not have before.

Of the message before, fingerprints are kept and not words. Where nothing is kept, all of it is new.
"""

from __future__ import annotations

from hashlib import blake2b

from rules.engine.addresses import address_of
from rules.engine.events import Before, Content, Event, Link, Mention

_NOTHING = Content()


def _mark(kind: str, text: str) -> str:
    return blake2b(f"{kind}:{text}".encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _of_link(link: Link) -> str:
    return _mark("hidden" if link.hidden else "link", address_of(link.url).plain)


def _of_mention(mention: Mention) -> str:
    return _mark("mention", mention.username.lower() or str(mention.person))


def marks_of(content: Content) -> tuple[str, ...]:
    """The fingerprints of a message's links, mentions, file and buttons; nothing for one without these."""
    buttons = content.extras.buttons if content.extras is not None else ()
    if not (content.links or content.mentions or content.file or buttons):
        return ()
    found = {_of_link(link) for link in content.links}
    found.update(_of_mention(mention) for mention in content.mentions)
    found.update(_mark("button", f"{button.url} {button.text}") for button in buttons)
    if content.file:
        found.add(_mark("file", content.file))
    return tuple(sorted(found))


def compared(content: Content, text: str, marks: frozenset[str]) -> Before:
    """An edited message beside what it was: its `text` and the `marks` of what it held."""
    same = text == content.text and marks.issuperset(marks_of(content))
    return Before(tuple(sorted(marks)), same)


def new_links(event: Event) -> tuple[Link, ...]:
    """The links of a message; of an edit, those that it adds."""
    links, before = (event.content or _NOTHING).links, event.before
    if before is None or not links:
        return links
    return tuple(link for link in links if _of_link(link) not in before.marks)


def new_mentions(event: Event) -> tuple[Mention, ...]:
    """The people whom a message names; of an edit, those whom it adds."""
    mentions, before = (event.content or _NOTHING).mentions, event.before
    if before is None or not mentions:
        return mentions
    return tuple(mention for mention in mentions if _of_mention(mention) not in before.marks)
