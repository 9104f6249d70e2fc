"""Put the messages of several chats aside in temporary files, to read the chats beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import IO, Any, Self

import msgspec

from bot.simulation.history.streaming import ChatHead, Piece
from rules.sentences import say

_MOST_CHATS = 400  # each one's file is kept open


class Spool:
    """A file a chat, without a name, which goes when this is left or the process ends."""

    def __init__(self) -> None:
        self._files: dict[ChatHead, IO[bytes]] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_reason: object) -> None:
        self._stack.close()

    def add(self, piece: Piece) -> None:
        """Write a message behind its chat's others.

        Raises:
            ValueError: there are too many chats.
            OSError: there is no room for it.
        """
        if piece.head not in self._files:
            if len(self._files) == _MOST_CHATS:
                raise ValueError(say("export-groups", limit=_MOST_CHATS))
            file = TemporaryFile(prefix="zhiqun-")  # noqa: SIM115  # the stack closes it
            self._files[piece.head] = self._stack.enter_context(file)
        self._files[piece.head].write(msgspec.json.encode((piece.message, piece.refused)) + b"\n")

    def chats(self) -> list[Iterator[Piece]]:
        """Read the chats, each in the order in which it was written."""
        return [_pieces(head, file) for head, file in self._files.items()]


def _pieces(head: ChatHead, file: IO[bytes]) -> Iterator[Piece]:
    decoder = msgspec.json.Decoder(tuple[Any, str])
    file.seek(0)
    for line in file:
        yield Piece(head, *decoder.decode(line))
