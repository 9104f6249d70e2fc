"""Bots as processes that start quickly: forked from one process that has their libraries loaded.

Everything from the command's main function on happens as in `zhiqun run`; only imports take no time.
One order a line comes in, and one line goes out for each birth and each death.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
from importlib import import_module
from typing import Any

_LOADED = (
    "bot.app",
    "bot.core.rule_watcher",
    "bot.cli",
    "bot.features.courses.advisor",
    "bot.platforms.telegram.gateways.aiogram",
    "bot.operations.web.status",
    "bot.core.webhook",
    "sqlalchemy.dialects.sqlite.aiosqlite",
    "uvicorn",
    "watchfiles",
)
_PAUSE = 0.01  # seconds between looks for processes that ended


def become(order: dict[str, Any]) -> None:
    """Be the bot that the order describes; never returns."""
    os.setsid()
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ.clear()
    os.environ.update(order["env"])
    os.chdir(order["folder"])
    from bot.cli import main

    sys.argv = ["zhiqun", "run"]
    status = 1
    try:
        main()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
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
    tell(ready=True)
    rest, children = b"", set[int]()
    while True:
        readable, _, _ = select.select([0], [], [], _PAUSE)
        if readable:
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
