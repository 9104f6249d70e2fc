"""Handle SIGINT and SIGTERM: the first as a call in the event loop, the next as the end."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from threading import Timer

from bot.runtime import logs

log = logs.get("app")


def on_signals(act: Callable[[], object]) -> None:
    """From now on, Ctrl-C or a request to end calls `act`."""
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # event loops on Windows have no handlers
            asyncio.get_running_loop().add_signal_handler(number, act)


def end_at_the_next() -> None:
    """From now on, Ctrl-C or a request to end ends the process at once, whatever the event loop does."""
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # as above
            asyncio.get_running_loop().remove_signal_handler(number)
        # The default action would not do: the kernel keeps it from the first process of a container.
        signal.signal(number, lambda caught, _frame: os._exit(128 + caught))


def end_anyway(seconds: float) -> None:
    """End the process after this time, whatever hangs: what is committed stays, as after any crash."""

    def end() -> None:
        log.error("did not stop in time and ends now")
        os._exit(1)

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
