"""Processes that start quickly: forked from one process that has the bot's libraries loaded.

Everything from the first line of the module on happens as in `python -m MODULE`; only imports take no time.
One order a line comes in, and one line goes out for each birth and each death.
"""

from __future__ import annotations

import gc
import json
import os
import runpy
import select
import signal
import sys
from importlib import import_module
from typing import Any

from bot.features import registry

_LOADED = (
    "alembic.command",
    "anyio._backends._asyncio",
    "apscheduler.executors.asyncio",
    "apscheduler.triggers.date",
    "babel.dates",
    "bot.app",
    "bot.cli",
    "bot.core.rule_watcher",
    "bot.core.webhook",
    "bot.features.courses.advisor",
    "bot.features.spam.model",
    "bot.operations.web.door",
    "bot.operations.web.status",
    "bot.platforms.telegram.gateways.aiohttp",
    "bot.platforms.telegram.gateways.ptb",
    "bot.playground.server",
    "bot.playground.service",
    "bot.runtime.listening.serving",
    "fastapi",
    "fluent.runtime",
    "uvicorn.protocols.http.httptools_impl",
    "watchfiles",
)


def become(order: dict[str, Any]) -> None:
    """Be the process that the order describes; never returns."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, file in ((1, order["out"]), (2, order["err"])):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), number)
    os.environ.clear()
    os.environ.update(order["env"])
    os.chdir(order["folder"])
    sys.argv = [order["module"], *order["arguments"]]
    status = 1
    try:
        runpy.run_module(order["module"], run_name="__main__", alter_sys=True)
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def tell(**what: Any) -> None:
    """One line to whoever gives the orders."""
    os.write(1, json.dumps(what).encode() + b"\n")


def main() -> None:
    """Fork on orders until there is nobody to give any; the children go too."""
    for module in _LOADED:
        import_module(module)
    registry()
    gc.collect()
    gc.freeze()
    ended, wakes = os.pipe()
    os.set_blocking(wakes, False)
    signal.set_wakeup_fd(wakes)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    rest, children = b"", set[int]()
    while True:
        readable, _, _ = select.select([0, ended], [], [])
        if ended in readable:
            os.read(ended, 65536)
        if 0 in readable:
            more = os.read(0, 65536)
            if not more:
                for child in children:
                    os.kill(child, signal.SIGKILL)
                os._exit(0)
            *orders, rest = (rest + more).split(b"\n")
            for order in orders:
                child = os.fork()
                if not child:
                    become(json.loads(order))
                children.add(child)
                tell(born=child)
        for child in list(children):
            gone, status = os.waitpid(child, os.WNOHANG)
            if gone:
                children.discard(child)
                tell(dead=child, status=os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
