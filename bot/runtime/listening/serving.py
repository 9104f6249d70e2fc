"""Serve every listener by one uvicorn server."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import uvicorn

from bot.runtime.listening.gate import Gate
from bot.runtime.listening.limits import Limits
from bot.runtime.listening.protocol import GuardedProtocol
from bot.runtime.listening.sockets import AT_ONCE


class _Config(uvicorn.Config):
    """Hands the gate to the protocol, which uvicorn makes itself."""

    gate: Gate


def server_of(
    app: Any, limits: Limits | None = None, protocol: type[GuardedProtocol] = GuardedProtocol
) -> uvicorn.Server:
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
    server = uvicorn.Server(config)
    server.capture_signals = nullcontext  # type: ignore[method-assign,assignment]  # no public switch
    return server
