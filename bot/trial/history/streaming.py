"""Telegram Desktop's export piece by piece, however large it is: each message as its own bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

import msgspec
from msgspec import Struct

_PIECE = 1 << 20  # bytes read at a time
_LARGEST = 64 << 20  # bytes of what stands before a chat's messages, or of one message
# Strings as a whole, so that brackets in them do not count. One that is cut waits for the next piece.
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*(?:"|(?P<cut>\\?\Z))|[{}\[\]]', re.DOTALL)
_MESSAGES = re.compile(rb'"messages"\s*:\s*$')


class ChatHead(Struct, frozen=True):
    """What the export says of a chat before its messages, and where in the file these begin."""

    name: str | None = None
    type: str = ""
    id: int = 0
    start: int = 0
    depth: int = 0  # 2: the file is one chat; deeper: one of an account's


Piece = tuple[ChatHead, bytes]


def messages(file: BinaryIO) -> Iterator[Piece]:
    """Every message of every chat as JSON, in the order of the file.

    Raises:
        ValueError: the file is no such JSON, or a part of it is larger than 64 MB.
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
    """Follows brackets from piece to piece; keeps only what is not over.

    Args:
        chat: when the first bracket is that of this chat's messages.
    """

    def __init__(self, chat: ChatHead | None = None) -> None:
        self.begun = False
        self.open: list[int] = []  # places in the file where what is open began
        self.heads: list[ChatHead] = []  # the chats so far
        self._kept = b""
        self._base = 0  # place in the file of what is kept
        self._looked = 0  # how much of it has been looked at
        self._inside = 0  # depth of the messages under way; 0 outside of any
        self._alone = chat

    def feed(self, data: bytes) -> Iterator[Piece]:
        """The messages that end in this piece.

        Raises:
            ValueError: brackets do not match, or something is too large.
        """
        self._kept += data
        for token in _TOKEN.finditer(self._kept, self._looked):
            if token["cut"] is not None:
                break
            self._looked = token.end()
            if token[0] in (b"{", b"["):
                self._opens(token)
            elif token[0] in (b"}", b"]"):
                begin = self._closes()
                if self._inside and len(self.open) == self._inside:
                    yield self.heads[-1], self._kept[begin : self._looked]
                elif len(self.open) < self._inside:
                    self._inside = 0
                    if self._alone is not None:
                        return
        self._drop()

    def _opens(self, token: re.Match[bytes]) -> None:
        self.begun = True
        place = token.start()
        self.open.append(self._base + place)
        if self._inside or token[0] != b"[":
            return
        if self._alone is not None:
            self.heads.append(self._alone)
            self._inside = len(self.open)
        elif _MESSAGES.search(self._kept, max(0, place - 64), place):
            self.heads.append(self._head(place))
            self._inside = len(self.open)

    def _head(self, place: int) -> ChatHead:
        """What the chat's object says before its messages."""
        begin = self.open[-2] - self._base if len(self.open) > 1 else -1
        found = ChatHead()
        if begin >= 0:
            try:
                found = msgspec.json.decode(self._kept[begin:place] + b"[]}", type=ChatHead)
            except msgspec.MsgspecError:
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
        keep = (needed[0] - self._base) if needed else self._looked
        self._kept = self._kept[keep:]
        self._base += keep
        self._looked -= keep
        if len(self._kept) > _LARGEST:
            raise ValueError("a part of it is larger than 64 MB")
