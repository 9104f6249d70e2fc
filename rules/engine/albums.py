"""Treat an album as one message that comes in parts: it counts once, and goes as a whole.

The platform gives the parts of an album the same name. Windows keep that as a number, 0 for what is none.
"""

from __future__ import annotations

from collections.abc import Sequence

from rules.engine.events import Content, Event, Kind
from rules.engine.normalize import digest
from rules.engine.state import PastEvent

_DIGITS = 18  # that a signed number of 64 bits always holds


def album_of(content: Content | None) -> int:
    """The number of the album that a message is a part of; 0 when it is of none."""
    if content is None or not content.album:
        return 0
    name = content.album
    return int(name) if name.isascii() and name.isdigit() and len(name) <= _DIGITS else digest(name)


def earlier_parts(event: Event, past: Sequence[PastEvent]) -> tuple[int, ...]:
    """The messages of the event's album that came before it, oldest first; `past` is its author's."""
    album = album_of(event.content)
    if not album:
        return ()
    return tuple(s.message_id for s in past if s.album == album and s.message_id != event.message_id)


def goes_on(event: Event, past: Sequence[PastEvent]) -> bool:
    """Whether a message is a further part of an album, so that it was counted already."""
    content = event.content
    if content is None or not content.album or event.kind is not Kind.MESSAGE:
        return False
    return bool(earlier_parts(event, past))


def messages_in(seen: Sequence[PastEvent]) -> int:
    """How many messages these are, each album being one."""
    albums = [s.album for s in seen if s.album]
    return len(seen) - len(albums) + len(set(albums)) if albums else len(seen)
