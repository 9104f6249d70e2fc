"""Text with HTML markup to plain text and entities (Bot API, "HTML style"). Offsets are UTF-16 units."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from bot.playground.entities import units
from bot.playground.errors import ApiError, bad
from bot.playground.state import JSON, Person

SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "tg-spoiler": "spoiler",
    "blockquote": "blockquote",
    "a": "text_link",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
}
TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][\w-]*)(?P<attributes>[^<>]*)>")
ATTRIBUTE = re.compile(r"([\w-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
PERSON = re.compile(r"tg://user\?id=(\d+)")


def parse_html(source: str, people: Mapping[int, Person]) -> tuple[str, list[JSON]]:
    """The text and its entities; a link to somebody in `people` becomes a text_mention.

    Raises:
        ApiError: 400 `can't parse entities: …` in the words of the real server.
    """
    text, entities = "", []
    open_tags: list[tuple[str, JSON]] = []
    position = 0
    while position < len(source):
        start = source.find("<", position)
        text += html.unescape(source[position : start if start >= 0 else None])
        if start < 0:
            break
        tag = TAG.match(source, start)
        if tag is None:
            raise _refusal("Unclosed start tag" if ">" not in source[start:] else "Unexpected", source, start)
        name = tag["name"].lower()
        if tag["close"]:
            entity = _closed(name, open_tags, source, start)
            entity["length"] = units(text) - entity["offset"]
            if name == "code" and open_tags and open_tags[-1][0] == "pre" and "language" in entity:
                open_tags[-1][1]["language"] = entity["language"]
            elif entity["length"] and "type" in entity:
                entities.append(entity)
        else:
            open_tags.append(
                (name, _opened(name, tag["attributes"], people, source, start) | {"offset": units(text)})
            )
        position = tag.end()
    if open_tags:
        raise bad(
            f"can't parse entities: Can't find end tag corresponding to start tag \"{open_tags[-1][0]}\""
        )
    return text, sorted(map(_settled, entities), key=lambda e: (e["offset"], -e["length"]))


def _refusal(what: str, source: str, position: int) -> ApiError:
    return bad(f"can't parse entities: {what} at byte offset {len(source[:position].encode())}")


def _closed(name: str, open_tags: list[tuple[str, JSON]], source: str, start: int) -> JSON:
    if not open_tags:
        raise _refusal("Unexpected end tag", source, start)
    expected, entity = open_tags.pop()
    if expected != name:
        offset = len(source[:start].encode())
        raise bad(
            f"can't parse entities: Unmatched end tag at byte offset {offset},"
            f' expected "</{expected}>", found "</{name}>"'
        )
    return entity


def _opened(name: str, written: str, people: Mapping[int, Person], source: str, start: int) -> JSON:
    if name not in SIMPLE:
        raise _refusal(f'Unsupported start tag "{name}"', source, start)
    values = {k.lower(): html.unescape(a or b or c) for k, a, b, c in ATTRIBUTE.findall(written)}
    match name:
        case "span" if values.get("class") != "tg-spoiler":
            raise _refusal('Tag "span" must have class "tg-spoiler"', source, start)
        case "a":
            return _link(values.get("href", ""), people)
        case "code" if values.get("class", "").startswith("language-"):
            return {"type": "code", "language": values["class"].removeprefix("language-")}
        case "tg-emoji":
            return {"type": "custom_emoji", "custom_emoji_id": values.get("emoji-id", "")}
        case "blockquote" if "expandable" in values:
            return {"type": "expandable_blockquote"}
    return {"type": SIMPLE[name]}


def _link(href: str, people: Mapping[int, Person]) -> JSON:
    person = PERSON.match(href)
    if person and int(person[1]) in people:
        return {"type": "text_mention", "user": people[int(person[1])].user()}
    return {"type": "text_link", "url": href if "://" in href else f"http://{href}/"} if href else {}


def _settled(entity: JSON) -> JSON:
    """A language belongs to `pre`; on lone `code` it says nothing."""
    return {k: v for k, v in entity.items() if k != "language" or entity["type"] == "pre"}
