"""Serve every listener by one uvicorn server."""

from __future__ import annotations

import asyncio
import socket
from contextlib import nullcontext, suppress
from typing import Any

import uvicorn

from bot.runtime.listening.gate import Gate
from bot.runtime.listening.limits import Limits
from bot.runtime.listening.protocol import GuardedProtocol
from bot.runtime.listening.sockets import AT_ONCE

_TICK = 0.1  # seconds between ticks: uvicorn counts ten of them a second
_PARTING = 0.01  # seconds in which whoever has just left is noticed


class _Config(uvicorn.Config):
    """Hands the gate to the protocol, which uvicorn makes itself."""

    gate: Gate


class Server(uvicorn.Server):
    """uvicorn's server, which ends at once when it is told and nobody is connected."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._told = asyncio.Event()

    def stop(self) -> None:
        """Let `serve` end."""
        self.should_exit = True
        self._told.set()

    async def main_loop(self) -> None:
        """Tick as uvicorn does."""
        ticks = 0
        while not await self.on_tick(ticks):
            ticks += 1
            with suppress(TimeoutError):
                async with asyncio.timeout(_TICK):
                    await self._told.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close as uvicorn does; without connections nothing is waited for."""
        await asyncio.sleep(_PARTING)
        if self.server_state.connections or self.server_state.tasks:
            await super().shutdown(sockets)
            return
        for server in self.servers:
            server.close()
            await server.wait_closed()
        for listener in sockets or ():
            listener.close()


def server_of(
    app: Any, limits: Limits | None = None, protocol: type[GuardedProtocol] = GuardedProtocol
) -> Server:
    """A server that leaves signals and logging to whoever runs the loop."""
    config = _Config(
        app,
        http=protocol,
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        backlog=AT_ONCE,
        timeout_graceful_shutdown=2,
        proxy_headers=False,  # nothing here depends on what a proxy, or whoever plays one, claims
        server_header=False,
    )
    config.gate = Gate(limits or Limits())
    server = Server(config)
    server.capture_signals = nullcontext  # type: ignore[method-assign,assignment]  # no public switch
    return server
