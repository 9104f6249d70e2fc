"""Find where a message's words stand: text, caption, blocks of a rich message, titles of all kinds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.platforms.telegram import wire

Passage = tuple[str, tuple[wire.Entity, ...]]

# The fields of rich blocks and rich texts that hold words (Bot API 10.1, RichBlock and RichText).
_WORDS = (
    "label",
    "summary",
    "text",
    "alternative_text",
    "expression",
    "blocks",
    "items",
    "cells",
    "caption",
    "credit",
)
_APART = ("blocks", "items", "cells")  # what stands in lines of its own


def passages_of(message: wire.Message) -> list[Passage]:
    """The passages that say something, each with its own entities; none for a service message."""
    if message.text:
        return [(message.text, message.entities)]
    found: list[Passage] = []
    if message.caption:
        found.append((message.caption, message.caption_entities))
    found += _titles(message)
    return [passage for passage in found if passage[0]]


def _titles(message: wire.Message) -> list[Passage]:
    """The words of what a message carries: all that people see, or see when they tap."""
    poll, checklist, game = message.poll, message.checklist, message.game
    if message.photo is not None:
        return []
    if message.audio is not None:
        return [(message.audio.performer, ()), (message.audio.title, ())]
    if poll is not None:
        options: list[Passage] = [(o.text, ()) for o in poll.options]
        asked = [(poll.question, ()), (poll.description, poll.description_entities)]
        return [*asked, *options, (poll.explanation, poll.explanation_entities)]
    if checklist is not None:
        tasks: list[Passage] = [(t.text, t.text_entities) for t in checklist.tasks]
        return [(checklist.title, checklist.title_entities), *tasks]
    if message.rich_message is not None:
        return [_rich(block) for block in message.rich_message.blocks]
    if game is not None:
        return [(game.title, ()), (game.description, ()), (game.text, game.text_entities)]
    return [(words, ()) for words in _plain_titles(message)]


def _plain_titles(message: wire.Message) -> Iterator[str]:
    """Titles in which nothing is marked as a link."""
    if message.contact is not None:
        yield f"{message.contact.first_name} {message.contact.last_name}".strip()
    if message.venue is not None:
        yield from (message.venue.title, message.venue.address)
    if message.invoice is not None:
        yield from (message.invoice.title, message.invoice.description)
    for giveaway in (message.giveaway, message.giveaway_winners):
        if giveaway is not None:
            yield giveaway.prize_description


def _rich(block: Any) -> Passage:
    """One block as plain text, its links as entities."""
    text, entities, at = "", [], 0
    for words, url in _walk(block, ""):
        length = len(words.encode("utf-16-le")) // 2
        if url:
            entities.append(wire.Entity("text_link", at, length, url))
        text, at = text + words, at + length
    return text, tuple(entities)


def _walk(node: Any, url: str, *, apart: bool = False) -> Iterator[tuple[str, str]]:
    """The words below a node in reading order, each with the address it links to; `apart` breaks lines."""
    if isinstance(node, str):
        yield node, url
    elif isinstance(node, list):
        for n, inner in enumerate(node):
            if apart and n:
                yield "\n", ""
            yield from _walk(inner, url, apart=apart)
    elif isinstance(node, dict):
        here = node["url"] if isinstance(node.get("url"), str) else url
        for n, name in enumerate(name for name in _WORDS if name in node):
            if n:
                yield "\n", ""
            yield from _walk(node[name], here, apart=name in _APART)
