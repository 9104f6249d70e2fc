"""Where a message's words stand: text, caption, poll, checklist, or the blocks of a rich message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.telegram import wire

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
    if message.caption:
        return [(message.caption, message.caption_entities)]
    found: list[Passage] = []
    if message.poll is not None:
        found = [(message.poll.question, ()), *((o.text, ()) for o in message.poll.options)]
    elif message.checklist is not None:
        tasks = ((t.text, t.text_entities) for t in message.checklist.tasks)
        found = [(message.checklist.title, message.checklist.title_entities), *tasks]
    elif message.rich_message is not None:
        found = [rich for block in message.rich_message.blocks if (rich := _rich(block))[0]]
    return [passage for passage in found if passage[0]]


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
