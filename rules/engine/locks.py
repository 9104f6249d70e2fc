"""Locks: what members may not send for the time being.

Some kinds are permissions that Telegram itself keeps (`denied`); what it has no permission for, the bot
removes (`broken`). A chat's marks name the second kind, and its slow mode: `links forwards slow=30`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal, get_args

from msgspec import Struct

from rules.engine.editing import new_links, new_mentions
from rules.engine.events import Content, Event, Media, Sender
from rules.engine.people import is_judged
from rules.engine.state import PastEvent

LockKind = Literal[
    "all", "channels", "contacts", "files", "forwards", "inline", "invites", "links", "media", "mentions",
    "music", "photos", "polls", "previews", "stickers", "videos", "voice",
]  # fmt: skip
KINDS: tuple[str, ...] = get_args(LockKind)

_MEDIA = (
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
)
_PERMISSIONS: dict[str, tuple[str, ...]] = {
    "all": (
        "can_send_messages",
        *_MEDIA,
        "can_send_polls",
        "can_send_other_messages",
        "can_add_web_page_previews",
    ),
    "files": ("can_send_documents",),
    "invites": ("can_invite_users",),
    "media": _MEDIA,
    "music": ("can_send_audios",),
    "photos": ("can_send_photos",),
    "polls": ("can_send_polls",),
    "previews": ("can_add_web_page_previews",),
    "stickers": ("can_send_other_messages",),
    "videos": ("can_send_videos", "can_send_video_notes"),
    "voice": ("can_send_voice_notes",),
}


_KINDS = frozenset(KINDS) - _PERMISSIONS.keys()


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


def denied(kinds: Iterable[str]) -> frozenset[str]:
    """The permissions these kinds take, by Telegram's names."""
    return frozenset(p for kind in kinds for p in _PERMISSIONS.get(kind, ()))


def removed(kinds: Iterable[str]) -> frozenset[str]:
    """Those of these kinds that Telegram has no permission for."""
    return frozenset(kinds) - _PERMISSIONS.keys()


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
