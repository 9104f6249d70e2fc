"""Tell what locks keep members from sending for the time being.

Some kinds are permissions that the platform itself keeps (`permitted`); what it has no permission for, the
bot removes (`broken`). A chat's marks name the second kind, and its slow mode: `links forwards slow=30`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal, get_args

from msgspec import Struct

from rules.engine.edit_diff import new_links, new_mentions
from rules.engine.events import Content, Event, Media, Sender
from rules.engine.people import is_judged
from rules.engine.state import PastEvent

LockKind = Literal[
    "all", "channels", "contacts", "files", "forwards", "inline", "invites", "links", "media", "mentions",
    "music", "photos", "polls", "previews", "stickers", "videos", "voice",
]  # fmt: skip
KINDS: tuple[str, ...] = get_args(LockKind)

# Kinds for which the platform has a permission, so that nobody has to be removed for them.
PERMITTED = frozenset(
    (
        "all",
        "files",
        "invites",
        "media",
        "music",
        "photos",
        "polls",
        "previews",
        "stickers",
        "videos",
        "voice",
    )
)
_KINDS = frozenset(KINDS) - PERMITTED


class Marks(Struct, frozen=True):
    """A chat's marks: kinds the bot removes, and the seconds between two messages of a member."""

    kinds: frozenset[str] = frozenset()
    slow: int = 0

    @property
    def text(self) -> str:
        """As the chat's row keeps them."""
        return " ".join([*sorted(self.kinds), *([f"slow={self.slow}"] if self.slow else [])])


@lru_cache(maxsize=1024)
def marks_of(text: str) -> Marks:
    """The marks in a chat's row."""
    kinds, slow = set(), 0
    for word in text.split():
        name, _, value = word.partition("=")
        if name == "slow" and value.isdigit():
            slow = int(value)
        else:
            kinds.add(word)
    return Marks(frozenset(kinds), slow)


def permitted(kinds: Iterable[str]) -> frozenset[str]:
    """Those of these kinds that the platform has a permission for."""
    return frozenset(kinds) & PERMITTED


def removed(kinds: Iterable[str]) -> frozenset[str]:
    """Those of these kinds that the platform has no permission for: the bot removes what is of them."""
    return frozenset(kinds) - PERMITTED


def broken(event: Event, kinds: frozenset[str], *, newcomer: bool = False) -> str:
    """The locked kind a message is of, or nothing.

    A newcomer's message of an unknown kind may be of any.
    """
    if event.sender is Sender.CHANNEL and "channels" in kinds:
        return "channels"
    content = event.content
    if content is None or not is_judged(event):
        return ""
    if newcomer and content.media is Media.UNKNOWN and kinds & _KINDS:
        return min(kinds & _KINDS)
    return next((kind for kind in sorted(kinds) if _is(kind, content, event)), "")


def _is(kind: str, content: Content, event: Event) -> bool:
    """Whether a message is of a kind; an edit, by what it adds."""
    if event.before is not None and kind in ("contacts", "forwards", "inline"):
        return False  # no edit makes a message one of these
    match kind:
        case "contacts":
            return content.media is Media.CONTACT
        case "forwards":
            return content.forward is not None
        case "inline":
            return bool(content.via_bot)
        case "links":
            return bool(new_links(event))
        case "mentions":
            return bool(new_mentions(event))
    return False


def too_soon(earlier: Sequence[PastEvent], at: int, slow: int, album: int = 0) -> int:
    """How many messages in a row, this one among them, came sooner than slow mode allows; 0: in time.

    Those that were removed do not count: whoever waits long enough may write, however often they tried. The
    parts of an album fare as its first one did; `album` is that of this message.
    """
    allowed, refused = 0, 0
    albums = dict[int, int]()
    for moment, number in [*((s.at, s.album) for s in earlier if s.kind == "message"), (at, album)]:
        if number and number in albums:
            refused = albums[number]
            continue
        if not allowed or moment - allowed >= slow:
            allowed, refused = moment, 0
        else:
            refused += 1
        albums[number] = refused
    return refused
