"""Telegram Desktop's export piece by piece, however large it is: each message as its own bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

import msgspec
from msgspec import Struct

_PIECE = 1 << 20  # bytes read at a time
_LARGEST = 2 << 20  # bytes of a message
_LARGEST_HEAD = 16 << 20  # bytes of what stands before a chat's messages
_DEEPEST = 1_000  # levels of nesting
# Strings as a whole, so that brackets in them do not count. One that is cut waits for the next piece.
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|(?P<cut>\\?\Z))|[{}\[\]]', re.DOTALL)
_REST = re.compile(rb'(?:[^"\\]++|\\.)*+(?:(?P<end>")|(?P<half>\\?)\Z)', re.DOTALL)  # of a cut string
_MESSAGES = re.compile(rb'"messages"\s*:\s*$')


class ChatHead(Struct, frozen=True):
    """What the export says of a chat before its messages, and where in the file these begin."""

    name: str | None = None
    type: str = ""
    id: int = 0
    start: int = 0
    depth: int = 0  # 2: the file is one chat; deeper: one of an account's


Piece = tuple[ChatHead, bytes]  # nothing stands for a message that is too large


def messages(file: BinaryIO) -> Iterator[Piece]:
    """Every message of every chat as JSON, in the order of the file.

    Raises:
        ValueError: the file is no such JSON, or what stands before its messages is too large.
    """
    scanner = Scanner()
    while data := file.read(_PIECE):
        yield from scanner.feed(data)
    if scanner.open or not scanner.begun:
        raise ValueError("it ends in the middle, or is no JSON")


def messages_of(file: BinaryIO, chat: ChatHead) -> Iterator[Piece]:
    """The messages of one chat alone.

    Raises:
        ValueError: as `messages`.
    """
    file.seek(chat.start)
    scanner = Scanner(chat)
    while data := file.read(_PIECE):
        yield from scanner.feed(data)
        if not scanner.open:
            return


class Scanner:
    """Follows brackets from piece to piece; keeps only what is not over, and of what is too large nothing.

    Args:
        chat: when the first bracket is that of this chat's messages.
        largest: bytes of a message.
    """

    def __init__(self, chat: ChatHead | None = None, largest: int = _LARGEST) -> None:
        self.begun = False
        self.open: list[int] = []  # places in the file where what is open began
        self._chat = ChatHead()  # whose messages are under way
        self._kept = b""
        self._base = 0  # place in the file of what is kept
        self._looked = 0  # how much of it has been looked at
        self._inside = 0  # depth of the messages under way; 0 outside of any
        self._alone = chat
        self._largest = largest
        self._in_string = False  # of which the begin is no longer kept

    def feed(self, data: bytes) -> Iterator[Piece]:
        """The messages that end in this piece.

        Raises:
            ValueError: brackets do not match or never close, or a head is too large.
        """
        self._kept += data
        if self._in_string and not self._string_ends():
            return
        for token in _TOKEN.finditer(self._kept, self._looked):
            if token["cut"] is not None:
                self._looked = token.start()
                break
            self._looked = token.end()
            if token[0] in (b"{", b"["):
                self._opens(token)
            elif token[0] in (b"}", b"]"):
                begin = self._closes()
                if self._inside and len(self.open) == self._inside:
                    whole = begin >= 0 and self._looked - begin <= self._largest
                    yield self._chat, self._kept[begin : self._looked] if whole else b""
                elif len(self.open) < self._inside:
                    self._inside = 0
                    if self._alone is not None:
                        return
        else:
            self._looked = len(self._kept)
        self._drop()

    def _opens(self, token: re.Match[bytes]) -> None:
        self.begun = True
        place = token.start()
        self.open.append(self._base + place)
        if len(self.open) > _DEEPEST:
            raise ValueError(f"it is nested more than {_DEEPEST} levels deep")
        if self._inside or token[0] != b"[":
            return
        if self._alone is not None:
            self._chat = self._alone
            self._inside = len(self.open)
        elif _MESSAGES.search(self._kept, max(0, place - 64), place):
            self._chat = self._head(place)
            self._inside = len(self.open)

    def _head(self, place: int) -> ChatHead:
        """What the chat's object says before its messages."""
        begin = self.open[-2] - self._base if len(self.open) > 1 else -1
        found = ChatHead()
        if begin >= 0:
            try:
                found = msgspec.json.decode(self._kept[begin:place] + b"[]}", type=ChatHead)
            except (msgspec.MsgspecError, RecursionError):
                found = ChatHead()
        return ChatHead(found.name, found.type, found.id, self._base + place, len(self.open))

    def _closes(self) -> int:
        if not self.open:
            raise ValueError("its brackets do not match")
        return self.open.pop() - self._base

    def _drop(self) -> None:
        """Let go of what is over: what is before the message under way, or before the chat's object."""
        if self._inside:
            needed = self.open[self._inside :][:1]
        else:
            needed = [place for place in self.open if place >= self._base][:1]
        keep = (needed[0] - self._base) if needed and needed[0] >= self._base else self._looked
        self._forget(keep)
        if not self._inside and len(self._kept) > _LARGEST_HEAD:
            raise ValueError("what stands before its messages is larger than 16 MB")
        if len(self._kept) > self._largest and self._inside:
            cut = _TOKEN.search(self._kept, self._looked)  # a string, or nothing but what stands between
            self._in_string = cut is not None
            self._forget(len(self._kept) - len(cut["cut"] or b"" if cut is not None else b""))

    def _string_ends(self) -> bool:
        """Pass over the rest of a string; whether it ended."""
        match = _REST.match(self._kept)
        if match is None or match["end"] is None:
            self._forget(len(self._kept) - len(match["half"] if match is not None else b""))
            self._looked = 0
            return False
        self._looked, self._in_string = match.end(), False
        return True

    def _forget(self, count: int) -> None:
        self._kept = self._kept[count:]
        self._base += count
        self._looked = max(0, self._looked - count)
