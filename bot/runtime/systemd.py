"""Tell systemd that the bot is ready, alive and stopping: sd_notify(3), a datagram to a socket.

The package sdnotify is no smaller (59 lines for `notify` below) and waits when the socket is full: that would
hold the bot up.
"""

from __future__ import annotations

import asyncio
import os
import socket
from contextlib import suppress


def notify(state: str) -> None:
    """Send a state such as READY=1; nothing where no service manager listens."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    # A leading @ stands for a name that is in no folder.
    name = f"\0{address[1:]}" if address.startswith("@") else address
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender, suppress(OSError):
        sender.setblocking(False)  # a manager that does not listen must not hold the bot up
        sender.sendto(state.encode(), name)


async def stay_alive() -> None:
    """Say twice in every watchdog period that the event loop turns; ends at once without a watchdog."""
    period = int(os.environ.get("WATCHDOG_USEC", "0") or 0) / 1e6
    while period:
        notify("WATCHDOG=1")
        await asyncio.sleep(period / 2)
