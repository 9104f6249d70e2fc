"""RSS and Atom as courses: one for each item, under an id that stays the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element  # the tree alone

from bot.features.courses.importing.xml import tree, without_prolog
from rules.sentences import say

_TAG, _SPACES, _SLUG = re.compile(r"<[^<>]*>"), re.compile(r"\s+"), re.compile(r"[^a-z0-9]+")
_CLOSES = re.compile(r"</\w+\s*>|<(?:br|hr|img|p)\b[^<>]*>", re.IGNORECASE)
_MARKUP = ("text/html", "application/xhtml+xml")
_LONGEST_TITLE, _LONGEST_TEXT, _LONGEST_SLUG = 120, 500, 30  # characters
_MOST_TAGS, _MOST_ITEMS = 8, 2_000
_MOST_PARTS = 500  # of an item; feedparser compares each with all before it
_LISTED = re.compile(r"category|subject|keyword|link|enclosure|thumbnail|author|contributor|credit")


def courses_of_feed(raw: bytes, kind: str, where: str = "") -> list[dict[str, object]]:
    """The items of a feed as courses of this kind, in their order; one that is there twice counts once.

    `where` is its address, if it has one: what relative links are relative to.

    Raises:
        ValueError: it is no feed, in a sentence.
    """
    if not raw.startswith((b"\xfe\xff", b"\xff\xfe")):
        raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip()
    root = tree(raw)  # refuses what is made to hurt before anything else reads it
    items = [e for e in root.iter() if e.tag in ("item", "entry")]
    if root.tag not in ("rss", "RDF", "feed"):
        raise ValueError(say("feed-none", tag=root.tag))
    if len(items) > _MOST_ITEMS:
        raise ValueError(say("feed-items", limit=_MOST_ITEMS))
    parts = [_parts(item) for item in items]
    if max([*parts, _parts(root) - sum(parts)]) > _MOST_PARTS:
        raise ValueError(say("feed-parts", limit=_MOST_PARTS))
    import feedparser

    # As a stream: a text might be taken for an address and fetched.
    parsed = feedparser.parse(
        BytesIO(without_prolog(raw)),
        response_headers={"content-type": "application/xml"},
        sanitize_html=False,  # markup is taken out as a whole
        resolve_relative_uris=False,
    )
    read = _Items(kind, _language(root), parsed, where)
    identities = [_identity(item) for item in items]
    if len(identities) != len(parsed.entries):
        identities = [entry.get("id", "") for entry in parsed.entries]
    once: dict[object, dict[str, object]] = {}
    for entry, identity in zip(parsed.entries, identities, strict=True):
        if course := read.course(entry, identity):
            once.setdefault(course["id"], course)
    return list(once.values())


class _Items:
    """Makes courses of the entries of one feed."""

    def __init__(self, kind: str, language: str, parsed: Any, where: str) -> None:
        self._kind, self._language = kind, language
        self._typed = parsed.version.startswith("atom")  # Atom says what is markup; of RSS one has to guess
        self._base = where or parsed.feed.get("link", "")

    def course(self, entry: Any, identity: str) -> dict[str, object]:
        """The course of an entry; nothing when it has neither a title nor a text."""
        contents = [entry.get("summary_detail"), *entry.get("content", ())]
        text = next(filter(None, (self._text(detail) for detail in contents)), "")
        link = self._link(entry, identity)
        title = (self._text(entry.get("title_detail")) or text)[:_LONGEST_TITLE]
        if not title:
            return {}
        course: dict[str, object] = {"id": _id(identity or link or title, link), "title": title}
        if text:
            course["description"] = text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"
        tags = list(dict.fromkeys(_tags(entry)))[:_MOST_TAGS]
        if tags:
            course["tags"] = tags
        if self._kind != "course":
            course["kind"] = self._kind
        course["language"] = self._language
        if link:
            course["url"] = link
        picture = next(self._pictures(entry), "")
        if picture:
            course["picture"] = picture
        return course

    def _text(self, detail: Any) -> str:
        """What a part says, without markup. In a text, `<canvas>` is a word."""
        if not detail:
            return ""
        value = str(detail.get("value") or "")
        if detail.get("type") in _MARKUP:
            if self._typed or _CLOSES.search(value):
                value = _TAG.sub(" ", value)
            value = unescape(value)
        return _SPACES.sub(" ", value).strip()

    def _link(self, entry: Any, identity: str) -> str:
        """Where an entry leads; its identity may be that, when it is an address."""
        links = [x for x in entry.get("links", ()) if x.get("rel", "alternate") == "alternate"]
        found = [self._address(x.get("href", "")) for x in links]
        if not any(found) and identity.startswith(("https://", "http://")):
            found = [self._address(entry.get("link", ""))]
        return next(filter(None, found), "")

    def _pictures(self, entry: Any) -> Iterator[str]:
        """Addresses of pictures: what is enclosed, and thumbnails of Media RSS."""
        for link in entry.get("links", ()):
            if link.get("rel") == "enclosure" and str(link.get("type", "")).startswith("image/"):
                yield self._address(link.get("href", ""))
        for thumbnail in entry.get("media_thumbnail", ()):
            yield self._address(thumbnail.get("url", ""))

    def _address(self, given: str) -> str:
        try:
            whole = urljoin(self._base, given.strip()) if given.strip() else ""
            parts = urlsplit(whole)
        except ValueError:
            return ""
        return whole if parts.scheme in ("http", "https") and parts.netloc else ""


def _parts(element: Element) -> int:
    return sum(_LISTED.search(inner.tag) is not None for inner in element.iter())


def _identity(item: Element) -> str:
    found = (item.findtext("guid") or item.findtext("id") or "").strip()
    return _SPACES.sub(" ", found)


def _tags(entry: Any) -> Iterator[str]:
    for category in entry.get("tags", ()):
        tag = _SPACES.sub(" ", str(category.get("term") or "")).strip()
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
