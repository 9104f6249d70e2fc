"""Serving a web application in the event loop that runs everything else."""

from __future__ import annotations

import asyncio
import socket
from contextlib import nullcontext
from typing import Any


def bind(address: str) -> socket.socket:
    """A listening socket for `host:port`; port 0 takes a free one.

    Raises:
        ValueError: the address is none.
        OSError: it is taken.
    """
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        raise ValueError(f"'{address}' is no address: write host:port, such as 127.0.0.1:8088")
    # asyncio turns Nagle's algorithm off only where the protocol is named.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, int(port)))
    return listener


async def serve(app: Any, listener: socket.socket) -> None:
    """Serve until cancelled; requests under way may end."""
    import uvicorn

    config = uvicorn.Config(
        app,
        lifespan="off",
        access_log=False,
        log_config=None,
        ws="none",
        timeout_graceful_shutdown=2,
        proxy_headers=False,  # nothing here depends on what a proxy, or whoever plays one, claims
        server_header=False,
    )
    server = uvicorn.Server(config)
    # Signals belong to whoever runs the loop.
    server.capture_signals = nullcontext  # type: ignore[method-assign,assignment]  # no public switch
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await asyncio.shield(serving)
    finally:
        # Cancelled in the middle, uvicorn would leave its sockets registered with the loop.
        server.should_exit = True
        await serving
