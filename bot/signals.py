"""SIGINT and SIGTERM as calls in the event loop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress


def on_signals(act: Callable[[], object]) -> None:
    """From now on, Ctrl-C or a request to end calls `act`."""
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # event loops on Windows have no handlers
            asyncio.get_running_loop().add_signal_handler(number, act)
