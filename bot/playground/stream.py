"""Server-sent events: every change, for those who watch."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import orjson

from bot.playground.state import JSON

BACKLOG = 2_000
HEARTBEAT_S = 15.0


class Stream:
    """The watchers. One who cannot follow loses the oldest events and is told `missed`."""

    def __init__(self) -> None:
        self._watchers: list[asyncio.Queue[bytes | None]] = []

    def publish(self, kind: str, data: JSON) -> None:
        """Tell all watchers."""
        if not self._watchers:
            return
        event = b"event: %s\ndata: %s\n\n" % (kind.encode(), orjson.dumps(data))
        for queue in self._watchers:
            if queue.full():
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait(b"event: missed\ndata: {}\n\n")
            queue.put_nowait(event)

    async def events(self) -> AsyncIterator[bytes]:
        """The events from now on, with a heartbeat in between."""
        queue: asyncio.Queue[bytes | None] = asyncio.Queue(BACKLOG)
        self._watchers.append(queue)
        try:
            yield b"event: hello\ndata: {}\n\n"
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), HEARTBEAT_S)
                except TimeoutError:
                    event = b": still here\n\n"
                if event is None:
                    return
                yield event
        finally:
            self._watchers.remove(queue)

    def close(self) -> None:
        """Send all watchers home."""
        for queue in self._watchers:
            while not queue.empty():
                queue.get_nowait()
            queue.put_nowait(None)
