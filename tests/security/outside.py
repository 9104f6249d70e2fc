"""What somebody outside has: sockets."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from urllib.parse import urlsplit


class Caller:
    """One connection to a listener, without any idea of HTTP."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    @classmethod
    async def to(cls, url: str, first: bytes = b"") -> Caller:
        """Connect, and send something."""
        place = urlsplit(url)
        made = cls(*await asyncio.open_connection(place.hostname, place.port))
        if first:
            made.writer.write(first)
        return made

    async def rest(self, within: float = 5.0) -> bytes:
        """All that still comes until the other side closes.

        Raises:
            TimeoutError: it does not.
        """
        found = bytearray()
        try:
            async with asyncio.timeout(within):
                with suppress(ConnectionError):
                    while part := await self.reader.read(65_536):
                        found += part
        finally:
            self.writer.close()
        return bytes(found)

    async def closed(self, within: float = 5.0) -> bool:
        """Whether the other side closes."""
        try:
            await self.rest(within)
        except TimeoutError:
            return False
        return True

    async def drip(self, byte: bytes, every: float, within: float = 5.0) -> bool:
        """Whether the other side closes while one byte after the other is sent."""
        end = asyncio.get_running_loop().time() + within
        waiting = asyncio.ensure_future(self.closed(within))
        while not waiting.done() and asyncio.get_running_loop().time() < end:
            with suppress(ConnectionError):
                self.writer.write(byte)
                await self.writer.drain()
            await asyncio.wait({waiting}, timeout=every)
        return await waiting


async def asked(url: str, head: str, body: bytes = b"", within: float = 5.0) -> int:
    """The status of what is answered to these lines, sent as they are."""
    lines = head.strip("\n").replace("\n", "\r\n") + "\r\nConnection: close\r\n\r\n"
    answer = await (await Caller.to(url, lines.encode("latin-1") + body)).rest(within)
    return int(answer.split(b" ", 2)[1])
