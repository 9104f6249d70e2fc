"""Read what a message says: text, links, mentions, media. Entity offsets count UTF-16 code units."""

from __future__ import annotations

from collections.abc import Sequence

from bot.platforms.telegram import wire
from bot.platforms.telegram.clipping import LONGEST_TEXT
from bot.platforms.telegram.message_extras import extras_of, origin_of, person_of
from bot.platforms.telegram.text_passages import Passage, passages_of
from rules.engine.addresses import address_of, domain_of
from rules.engine.events import Command, Content, Link, Media, Mention, Person

_MARKS = ("url", "text_link", "mention", "text_mention", "hashtag", "custom_emoji", "bot_command")
_LONGEST_ID = 200  # characters
_CARRIED = tuple((m.value, m) for m in Media if m not in (Media.NONE, Media.DOCUMENT, Media.UNKNOWN))
_SHOWN_AS = (
    ("live_photo", Media.PHOTO),
    ("paid_media", Media.PHOTO),
    ("giveaway_winners", Media.GIVEAWAY),
    ("venue", Media.LOCATION),
    ("document", Media.DOCUMENT),  # an animation has one too
)

Part = tuple[wire.Entity, str]


def content_of(message: wire.Message) -> Content:
    """The content of a message. One without text and media is a service message, or of an unknown kind."""
    if message.text and not message.entities and _plain(message):
        return Content(text=message.text)
    passages = passages_of(message)
    text = "\n".join(words for words, _ in passages)[:LONGEST_TEXT]
    parts = [part for passage in passages for part in _cut(passage)]
    media = Media.NONE if message.text else media_of(message)
    quote = message.quote.text if message.quote else ""
    via_bot = (message.via_bot.username or "bot") if message.via_bot else ""
    extras = extras_of(message)
    if not parts and media is Media.NONE and message.forward_origin is None:
        return Content(text=text, quote=quote, via_bot=via_bot, extras=extras)
    return Content(
        text=text,
        media=media,
        links=tuple(link for e, t in parts if (link := _link(e, t)) is not None),
        mentions=tuple(m for e, t in parts if (m := _mention(e, t)) is not None),
        hashtags=tuple(t[1:].partition("@")[0] for e, t in parts if e.type == "hashtag"),
        command=_command(text, parts),
        forward=origin_of(message.forward_origin),
        quote=quote,
        custom_emoji=sum(e.type == "custom_emoji" for e, _ in parts),
        via_bot=via_bot,
        file_name=_file_name(message),
        file=file_of(message, media),
        album=message.media_group_id,
        extras=extras,
    )


def _plain(message: wire.Message) -> bool:
    return (
        message.quote is None
        and message.via_bot is None
        and message.forward_origin is None
        and message.external_reply is None
        and message.reply_markup is None
    )


def media_of(message: wire.Message) -> Media:
    """What a message carries; an animation also has a document, a venue also a location."""
    for name, media in (*_CARRIED, *_SHOWN_AS):
        if getattr(message, name) is not None:
            return media
    return Media.NONE


def _file_name(message: wire.Message) -> str:
    files = (message.document, message.animation, message.video, message.audio)
    return next((f.file_name for f in files if f is not None and f.file_name), "")


def file_of(message: wire.Message, media: Media) -> str:
    """What Telegram calls the file, so that it can be sent again; nothing for what is no file."""
    held = getattr(message, media.value, None) if media is not Media.NONE else None
    if isinstance(held, list) and held:
        held = held[-1]  # a photo's sizes; the last is the largest
    found = held.get("file_id") if isinstance(held, dict) else getattr(held, "file_id", "")
    return found if isinstance(found, str) and len(found) <= _LONGEST_ID else ""


def _cut(passage: Passage) -> list[Part]:
    """Each entity that matters, with the words it covers."""
    text, entities = passage
    marks = [e for e in entities if e.type in _MARKS]
    if not marks:
        return []
    if text.isascii():
        return [(e, text[e.offset : e.offset + e.length]) for e in marks]
    units = text.encode("utf-16-le")
    cut = (units[2 * e.offset : 2 * (e.offset + e.length)] for e in marks)
    return [(e, c.decode("utf-16-le", "replace")) for e, c in zip(marks, cut, strict=True)]


def _link(entity: wire.Entity, text: str) -> Link | None:
    if entity.type == "url":
        return Link(text, domain_of(text))
    if entity.type == "text_link" and entity.url:
        return Link(entity.url, domain_of(entity.url), hidden=not _shows(text, entity.url))
    return None


def _shows(words: str, url: str) -> bool:
    """Whether the words of a link say where it leads."""
    return address_of(words).plain.lower() == address_of(url).plain.lower()


def _mention(entity: wire.Entity, text: str) -> Mention | None:
    if entity.type == "mention":
        return Mention(username=text.lstrip("@"))
    if entity.type == "text_mention" and entity.user is not None:
        return Mention(username=entity.user.username, person=entity.user.id)
    return None


def _command(text: str, parts: Sequence[Part]) -> Command | None:
    """Only a command that the message begins with is one."""
    for entity, covered in parts:
        if entity.type == "bot_command" and entity.offset == 0 and text.startswith(covered):
            name, _, addressee = covered[1:].partition("@")
            behind = text[len(covered) :]
            # Commands are ASCII and white space is in the BMP: here code units are characters.
            begin = entity.length + len(behind) - len(behind.lstrip())
            named = next((named for e, t in parts if e.offset == begin and (named := _named(e, t))), None)
            if named is None:
                return Command(name, behind.strip(), addressee)
            person, length = named
            return Command(name, behind.strip(), addressee, person, text[begin + length :].strip())
    return None


def _named(entity: wire.Entity, text: str) -> tuple[Person, int] | None:
    """Whom an entity names, and how many characters it covers; None when it names nobody."""
    if entity.type == "mention":
        return Person(0, username=text.lstrip("@")), len(text)
    if entity.type == "text_mention" and entity.user is not None:
        return person_of(entity.user), len(text)
    return None
