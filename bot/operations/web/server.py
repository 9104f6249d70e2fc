"""Serve a web application in the event loop that runs everything else."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

from bot.runtime.listening.limits import Limits
from bot.runtime.listening.sockets import bound
from rules.sentences import say

LIMITS = Limits(body_bytes=4 << 20)  # the webhook's updates are smaller


def bind(address: str) -> socket.socket:
    """A listening socket for `host:port`; port 0 takes a free one.

    Raises:
        ValueError: the address is none.
        OSError: it is taken.
    """
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        raise ValueError(say("setting-http", value=address))
    return bound(host, int(port))


async def serve(app: Any, listener: socket.socket, limits: Limits = LIMITS) -> None:
    """Serve until cancelled; requests under way may end."""
    from bot.runtime.listening.serving import server_of

    server = server_of(app, limits)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await asyncio.shield(serving)
    finally:
        # Cancelled in the middle, uvicorn would leave its sockets registered with the loop.
        server.stop()
        await serving
