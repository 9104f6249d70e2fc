"""Read Telegram Desktop's export message by message, however large it is: ijson parses it piece by piece.

In memory is never more than one message, and of one that is too large nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

import ijson
import msgspec
from msgspec import Struct, structs

from bot.simulation.history.source import Source
from rules.sentences import say

_PIECE = 1 << 18  # bytes read at a time
_LARGEST = 2 << 20  # characters of a message, with its brackets, quotes and commas
_DEEPEST = 1_000  # levels of nesting outside of messages
_DEEPEST_MESSAGE = 200  # levels of nesting in a message
_HEAD = ("name", "type", "id")
_STARTS = frozenset(("start_map", "start_array"))
_ENDS = frozenset(("end_map", "end_array"))

Parts = Iterator[tuple[str, Any]]


class ChatHead(Struct, frozen=True):
    """What the export says of a chat before its messages, and which one of the file's chats it is."""

    name: str | None = None
    type: str = ""
    id: int = 0
    number: int = 0
    depth: int = 0  # 2: the file is one chat; deeper: one of an account's


class Piece(NamedTuple):
    """A message of a chat, or why it cannot be taken."""

    head: ChatHead
    message: Any = None
    refused: str = ""


def messages(file: BinaryIO, piece: int = _PIECE, largest: int = _LARGEST) -> Iterator[Piece]:
    """Yield every message of every chat, in the order of the file.

    Args:
        file: the export.
        piece: bytes to read at a time.
        largest: characters of a message that is still taken.

    Raises:
        ValueError: the file is no such JSON, or what stands before its messages is too large.
    """
    source = Source(file, 2 * largest)
    # Numbers beyond 64 bits are refused so; otherwise ijson's parser breaks down at those of 4,301 digits.
    parts = ijson.basic_parse(source, use_float=True, buf_size=piece)
    try:
        yield from _chats(source, parts, largest)
    except ijson.JSONError as error:
        if "overflow" in str(error):
            raise ValueError(say("export-number")) from None
        raise ValueError(say("export-cut")) from None


def _chats(source: Source, parts: Parts, largest: int) -> Iterator[Piece]:
    """Follow brackets to every list called messages; of the objects around it only the heads are kept."""
    around: list[dict[str, Any]] = []
    key, number = "", 0
    for part, value in parts:
        source.unparsed = 0
        if part == "map_key":
            key = value
            continue
        if part == "start_array" and key == "messages":
            number += 1
            head = structs.replace(_head(around[-1]), number=number, depth=len(around) + 1)
            source.before_messages = False
            yield from _messages(source, parts, head, largest)
            source.before_messages = True
        elif part in _STARTS:
            around.append({})
            if len(around) > _DEEPEST:
                raise ValueError(say("export-deep", limit=_DEEPEST))
        elif part in _ENDS:
            around.pop()
        elif key in _HEAD:
            around[-1][key] = value
        key = ""


def _head(said: dict[str, Any]) -> ChatHead:
    try:
        return msgspec.convert(said, ChatHead)
    except msgspec.ValidationError:
        return ChatHead()


def _messages(source: Source, parts: Parts, head: ChatHead, largest: int) -> Iterator[Piece]:
    for part, _ in parts:
        source.unparsed = 0
        if part == "end_array":
            return
        if part in _STARTS:
            yield _message(source, parts, part, head, largest)


def _message(source: Source, parts: Parts, first: str, head: ChatHead, largest: int) -> Piece:
    """Put a message together of its parts."""
    whole: Any = {} if first == "start_map" else []
    into, around, key, room = whole, list[Any](), "", largest - 2
    source.cut = False
    for part, value in parts:
        if part == "map_key":
            source.unparsed = 0
            key = value
            room -= len(value) + 3
            continue
        if part == "string":
            source.unparsed = 0
            room -= len(value)
        elif part in _ENDS:
            if not around:
                return Piece(head, whole) if room >= 0 and not source.cut else Piece(head, refused=_TOO_LARGE)
            into = around.pop()
            continue
        elif part in _STARTS:
            value = {} if part == "start_map" else []
        room -= 2
        if isinstance(into, dict):
            into[key] = value
        else:
            into.append(value)
        if part in _STARTS:
            around.append(into)
            into = value
            if len(around) > _DEEPEST_MESSAGE:
                _pass_over(source, parts, len(around) + 1)
                return Piece(head, refused=say("message-deep"))
        if room < 0:
            _pass_over(source, parts, len(around) + 1)
            return Piece(head, refused=_TOO_LARGE)
    return Piece(head)  # the parser says by itself what ends in the middle


_TOO_LARGE = say("message-large")


def _pass_over(source: Source, parts: Parts, depth: int) -> None:
    """Read on to the end of so many brackets."""
    for part, _ in parts:
        source.unparsed = 0
        if part in _STARTS:
            depth += 1
        elif part in _ENDS:
            depth -= 1
            if not depth:
                return
