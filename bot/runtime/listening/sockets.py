"""Listening sockets that outlast a process's last free file."""

from __future__ import annotations

import errno
import os
import socket
from contextlib import suppress
from typing import Any

AT_ONCE = 16  # connections accepted before the event loop turns to other work
_QUEUE = 1024  # connections that the system keeps ready; it may keep fewer
_EXHAUSTED = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


class Listener(socket.socket):
    """Turns connections away where the process has no file left for them.

    One file is kept for that. Otherwise such a connection would stay in the queue, and the event loop be
    woken by it for ever.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._spare: int | None = os.open(os.devnull, os.O_RDONLY)

    def listen(self, backlog: int = _QUEUE, /) -> None:
        """Listen with a long queue: what asyncio asks for is how many it accepts at once."""
        super().listen(max(backlog, _QUEUE))

    def accept(self) -> tuple[socket.socket, Any]:
        """The next connection.

        Raises:
            BlockingIOError: there is none, or it was turned away.
        """
        try:
            return super().accept()
        except OSError as error:
            if error.errno not in _EXHAUSTED:
                raise
            self._turn_away(error)
            raise BlockingIOError("no file is left for a connection") from error

    def _turn_away(self, error: OSError) -> None:
        if self._spare is None:
            self._spare = _opened()
            if self._spare is None:
                raise error  # asyncio looks away for a second
        os.close(self._spare)
        self._spare = None
        with suppress(OSError):
            for _ in range(AT_ONCE):
                super().accept()[0].close()
        self._spare = _opened()

    def close(self) -> None:
        """Close it, and the file kept with it."""
        if self._spare is not None:
            os.close(self._spare)
            self._spare = None
        super().close()


def _opened() -> int | None:
    try:
        return os.open(os.devnull, os.O_RDONLY)
    except OSError:
        return None


def bound(host: str, port: int) -> Listener:
    """A listening socket; port 0 takes a free one.

    Raises:
        OSError: the address is taken, or none of this machine's.
    """
    # asyncio turns Nagle's algorithm off only where the protocol is named.
    listener = Listener(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener
