"""A network between the bot and the local Telegram that can go silent, or break off."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

_CHUNK = 65536


class Wire:
    """Passes bytes on. `hold` leaves the connections there are open and dead; `cut` breaks them off."""

    def __init__(self, target: str) -> None:
        parts = urlsplit(target)
        self._host, self._port = parts.hostname, parts.port
        self._pairs: set[_Pair] = set()
        self.held = 0
        self.broken = 0

    def hold(self) -> int:
        """From now on nothing passes on the connections there are, though they stay open; how many."""
        live = [pair for pair in self._pairs if not pair.dead]
        for pair in live:
            pair.dead = True
        self.held += len(live)
        return len(live)

    def cut(self) -> int:
        """Break off all connections in the middle of whatever they carry; how many."""
        live = list(self._pairs)
        for pair in live:
            pair.cut()
        self.broken += len(live)
        return len(live)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on one connection until either side ends it."""
        try:
            far_reader, far_writer = await asyncio.open_connection(self._host, self._port)
        except OSError:
            writer.transport.abort()
            return
        pair = _Pair(writer, far_writer)
        self._pairs.add(pair)
        try:
            await asyncio.gather(pair.carry(reader, far_writer), pair.carry(far_reader, writer))
        finally:
            self._pairs.discard(pair)
            pair.cut()


class _Pair:
    """Both directions of one connection."""

    def __init__(self, *writers: asyncio.StreamWriter) -> None:
        self._writers = writers
        self.dead = False

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass bytes on; those for a dead connection are swallowed."""
        with suppress(ConnectionError):
            while data := await reader.read(_CHUNK):
                if not self.dead:
                    writer.write(data)
                    await writer.drain()
            if not self.dead:
                writer.close()

    def cut(self) -> None:
        """Break off."""
        for writer in self._writers:
            writer.transport.abort()


@asynccontextmanager
async def wire(target: str) -> AsyncIterator[tuple[Wire, str]]:
    """A wire to an address, and its own address."""
    made = Wire(target)
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    try:
        yield made, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        made.cut()
        await server.wait_closed()
