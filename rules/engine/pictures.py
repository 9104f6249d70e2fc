"""Choose which pictures are worth a look, and make an event of what their codes say."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import structs

from rules.engine.events import Content, Event, Kind, Media
from rules.engine.plain_text_entities import read_text

_TYPES = ("image/jpeg", "image/png", "image/webp")
_ENDINGS = (".jpg", ".jpeg", ".png", ".webp")
_MOST, _LONGEST = 8, 1000  # codes in a picture, characters of each


def picture_in(event: Event) -> str:
    """What the platform calls the photo or the image file that a message carries, or nothing."""
    content = event.content
    if content is None or content.media not in (Media.PHOTO, Media.DOCUMENT):
        return ""
    mime = content.extras.mime if content.extras is not None else ""
    image = mime in _TYPES or content.file_name.lower().endswith(_ENDINGS)
    return content.file if content.media is Media.PHOTO or image else ""


def pictured(event: Event, codes: Iterable[str], at: int) -> Event:
    """That the picture of a message was seen to hold these codes: what they say is its text."""
    said = tuple(shown for code in codes if (shown := _shown(code)))[:_MOST]
    found, content = read_text("\n".join(said)), event.content or Content()
    return structs.replace(
        event,
        kind=Kind.PICTURE,
        at=at,
        codes=said,
        content=structs.replace(
            content,
            text=found.text,
            links=found.links,
            mentions=found.mentions,
            hashtags=found.hashtags,
            command=None,
            quote="",
            custom_emoji=0,
        ),
    )


def _shown(code: str) -> str:
    """What a code says in one line, without what no text may hold."""
    return " ".join("".join(c if c.isprintable() else " " for c in code[:_LONGEST]).split())
