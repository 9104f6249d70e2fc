"""RSS and Atom as courses: one for each item, under an id that stays the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from html import unescape
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element  # the tree alone

from bot.courses.importing.xml import tree

_TAG, _SPACES, _SLUG = re.compile(r"<[^>]*>"), re.compile(r"\s+"), re.compile(r"[^a-z0-9]+")
_LONGEST_TITLE, _LONGEST_TEXT, _LONGEST_SLUG = 120, 500, 30  # characters
_MOST_TAGS, _MOST_ITEMS = 8, 2_000


def courses_of_feed(raw: bytes, kind: str) -> list[dict[str, object]]:
    """The items of a feed as courses of this kind, in their order; one that is there twice counts once.

    Raises:
        ValueError: it is no feed, in a sentence.
    """
    root = tree(raw)
    items = [e for e in root.iter() if e.tag in ("item", "entry")]
    if root.tag not in ("rss", "RDF", "feed"):
        raise ValueError(f"is XML, but no feed: it begins with <{root.tag}>")
    if len(items) > _MOST_ITEMS:
        raise ValueError(f"has more than {_MOST_ITEMS} items")
    language = _language(root)
    found = [_course(item, kind, language) for item in items]
    once: dict[object, dict[str, object]] = {}
    for course in filter(None, found):
        once.setdefault(course["id"], course)
    return list(once.values())


def _course(item: Element, kind: str, language: str) -> dict[str, object]:
    text = _text(item, "description") or _text(item, "summary") or _text(item, "content")
    link, title = _link(item), (_text(item, "title") or text)[:_LONGEST_TITLE]
    if not title:
        return {}
    identity = _text(item, "guid") or _text(item, "id") or link or title
    course: dict[str, object] = {"id": _id(identity, link), "title": title}
    if text:
        course["description"] = text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"
    tags = list(dict.fromkeys(_tags(item)))[:_MOST_TAGS]
    if tags:
        course["tags"] = tags
    if kind != "course":
        course["kind"] = kind
    course["language"] = language
    if link:
        course["url"] = link
    picture = next(_pictures(item), "")
    if picture:
        course["picture"] = picture
    return course


def _text(item: Element, name: str) -> str:
    """What an element says, without markup."""
    found = item.find(name)
    if found is None:
        return ""
    return _SPACES.sub(" ", unescape(_TAG.sub(" ", unescape("".join(found.itertext()))))).strip()


def _link(item: Element) -> str:
    for element in item.findall("link"):
        if element.get("rel", "alternate") == "alternate":
            address = (element.get("href") or element.text or "").strip()
            if address.startswith(("https://", "http://")):
                return address
    return ""


def _pictures(item: Element) -> Iterator[str]:
    """Addresses of pictures: RSS's enclosures, Atom's links to such, thumbnails of Media RSS."""
    for element in item:
        picture = element.get("type", "").startswith("image/")
        enclosed = element.tag == "enclosure" or element.get("rel") == "enclosure"
        if element.tag == "x:thumbnail" or (picture and enclosed):
            address = (element.get("url") or element.get("href") or "").strip()
            if address.startswith(("https://", "http://")):
                yield address


def _tags(item: Element) -> Iterator[str]:
    for element in item.findall("category"):
        tag = _SPACES.sub(" ", element.get("term") or element.text or "").strip()
        if tag:
            yield tag[:40]


def _language(root: Element) -> str:
    """The catalogue's name of the feed's language."""
    told = root.findtext("channel/language") or next((v for k, v in root.items() if k.endswith("lang")), "")
    short = told.strip().lower()[:2]
    return short if short in ("zh", "en") else "any"


def _id(identity: str, link: str) -> str:
    """Always the same for an item: the end of its address, to be read, and a fingerprint."""
    path = urlsplit(link).path.rstrip("/").rpartition("/")[2].rpartition(".")
    slug = _SLUG.sub("-", (path[0] or path[2]).lower()).strip("-")[:_LONGEST_SLUG].strip("-")
    digest = blake2b(identity.encode("utf-8", "replace"), digest_size=4).hexdigest()
    return f"{slug}-{digest}" if slug else f"item-{digest}"
