"""What a message says: text, links, mentions, media. Entity offsets count UTF-16 code units."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.telegram import wire
from rules.engine.events import Command, Content, Forward, Link, Media, Mention

_MEDIA = tuple(m for m in Media if m is not Media.NONE and m is not Media.DOCUMENT)
_MARKS = ("url", "text_link", "mention", "text_mention", "hashtag", "custom_emoji", "bot_command")


def content_of(message: wire.Message) -> Content:
    """The content of a message."""
    text = message.text or message.caption
    entities = message.entities or message.caption_entities
    if not entities and message.forward_origin is None and not message.caption and message.text:
        if message.quote is None and message.via_bot is None:
            return Content(text=text)
        return Content(text=text, quote=_quote(message), via_bot=_via(message))
    parts = _cut(text, [e for e in entities if e.type in _MARKS])
    return Content(
        text=text,
        media=media_of(message),
        links=tuple(link for e, t in parts if (link := _link(e, t)) is not None),
        mentions=tuple(m for e, t in parts if (m := _mention(e, t)) is not None),
        hashtags=tuple(t[1:].partition("@")[0] for e, t in parts if e.type == "hashtag"),
        command=_command(text, parts),
        forward=_forward(message.forward_origin),
        quote=_quote(message),
        custom_emoji=sum(e.type == "custom_emoji" for e, _ in parts),
        via_bot=_via(message),
        file_name=_file_name(message),
        album=message.media_group_id,
    )


def _quote(message: wire.Message) -> str:
    return message.quote.text if message.quote else ""


def _via(message: wire.Message) -> str:
    return (message.via_bot.username or "bot") if message.via_bot else ""


def media_of(message: wire.Message) -> Media:
    """What a message carries; an animation also has a document, a venue also a location."""
    for media in _MEDIA:
        if getattr(message, media.value) is not None:
            return media
    return Media.DOCUMENT if message.document is not None else Media.NONE


def _file_name(message: wire.Message) -> str:
    files = (message.document, message.animation, message.video, message.audio)
    return next((f.file_name for f in files if f is not None and f.file_name), "")


def _cut(text: str, entities: list[wire.Entity]) -> list[tuple[wire.Entity, str]]:
    """Each entity with the words it covers."""
    if not entities:
        return []
    if text.isascii():
        return [(e, text[e.offset : e.offset + e.length]) for e in entities]
    units = text.encode("utf-16-le", "surrogatepass")
    cut = (units[2 * e.offset : 2 * (e.offset + e.length)] for e in entities)
    return [(e, c.decode("utf-16-le", "replace")) for e, c in zip(entities, cut, strict=True)]


def _link(entity: wire.Entity, text: str) -> Link | None:
    if entity.type == "url":
        return Link(text, domain_of(text))
    if entity.type == "text_link" and entity.url:
        shown = text.strip().removeprefix("https://").removeprefix("http://").rstrip("/")
        real = entity.url.removeprefix("https://").removeprefix("http://").rstrip("/")
        return Link(entity.url, domain_of(entity.url), hidden=shown.lower() != real.lower())
    return None


def domain_of(url: str) -> str:
    """The host of a URL, lower-case, in its readable form; empty when there is none."""
    try:
        host = urlsplit(url if "://" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    if "xn--" in host:
        try:
            host = host.encode("ascii").decode("idna")
        except UnicodeError:
            return host
    return host.rstrip(".")


def _mention(entity: wire.Entity, text: str) -> Mention | None:
    if entity.type == "mention":
        return Mention(username=text.lstrip("@"))
    if entity.type == "text_mention" and entity.user is not None:
        return Mention(username=entity.user.username, person=entity.user.id)
    return None


def _command(text: str, parts: list[tuple[wire.Entity, str]]) -> Command | None:
    """Only a command that the message begins with is one."""
    for entity, covered in parts:
        if entity.type == "bot_command" and entity.offset == 0:
            name, _, addressee = covered[1:].partition("@")
            return Command(name, text[len(covered) :].strip(), addressee)
    return None


def _forward(origin: wire.Origin | None) -> Forward | None:
    if origin is None:
        return None
    if origin.sender_user is not None:
        user = origin.sender_user
        return Forward(origin.type, f"{user.first_name} {user.last_name}".strip(), user.id)
    chat = origin.chat or origin.sender_chat
    if chat is not None:
        return Forward(origin.type, chat.title, chat.id)
    return Forward(origin.type, origin.sender_user_name)
