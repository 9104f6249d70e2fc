"""`python -m tests.security.troubled WHAT`: the real bot, and something goes wrong that knows secrets."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
import warnings
from collections.abc import Callable
from typing import Any

NOISY = (
    "aiogram", "aiohttp", "aiohttp.client", "aiosqlite", "alembic", "apscheduler", "asyncio", "httpcore",
    "httpx", "sqlalchemy", "sqlalchemy.engine", "sqlalchemy.pool", "telegram", "telegram.ext", "uvicorn",
    "uvicorn.access",
)  # fmt: skip
TOKEN = os.environ["ZHIQUN_TOKEN"]
URL = f"https://api.telegram.org/bot{TOKEN}/sendMessage"


def loud() -> None:
    """Every library tells all it knows."""
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.DEBUG)


def gateway() -> None:
    """The gateway breaks in a way that nobody foresaw, with the token in its message and its locals."""

    async def break_(self: Any, method: str, params: dict[str, Any], timeout: float) -> Any:
        if method != "sendMessage":
            return await real[type(self)](self, method, params, timeout)
        token, url = self._token, URL
        raise KeyError(f"{url} {token} {params}")

    _replace_post(break_)


def client() -> None:
    """The HTTP client fails and names the address it called."""
    from bot.platforms.telegram.gateways.base import Unanswered

    async def break_(self: Any, method: str, params: dict[str, Any], timeout: float) -> Any:
        if method not in ("sendMessage", "getUpdates"):
            return await real[type(self)](self, method, params, timeout)
        raise Unanswered from OSError(f"Cannot connect to {URL.replace(':', '%3A')} or {URL}")

    _replace_post(break_)


real: dict[type, Callable[..., Any]] = {}


def _replace_post(broken: Callable[..., Any]) -> None:
    from bot.platforms.telegram.gateways.aiohttp import AiohttpGateway
    from bot.platforms.telegram.gateways.ptb import PtbGateway

    for kind in (AiohttpGateway, PtbGateway):
        real[kind] = kind._post
        kind._post = broken  # type: ignore[method-assign]  # that is the trouble


def handler() -> None:
    """A handler fails and quotes the message, and the token, without quotation marks."""
    from bot.features import registry
    from rules.engine.events import Kind

    def break_(_batch: Any, event: Any) -> None:
        text = event.text
        raise ValueError(f"cannot read {text} or {TOKEN}")

    registry().events[Kind.MESSAGE] = (break_,)


def around() -> None:
    """Tasks, threads, warnings and log calls of others fail, all with the token."""
    from bot import app

    start = app.App._works

    def works(self: Any, listener: Any) -> Any:
        return [*start(self, listener), ("trouble", trouble)]

    async def trouble() -> None:
        async def lost() -> None:
            raise RuntimeError(f"lost {URL}")

        await asyncio.gather(asyncio.create_task(lost()), return_exceptions=True)
        asyncio.create_task(lost())  # noqa: RUF006  # nobody ever asks what became of it
        threading.Thread(target=lambda: int(TOKEN)).start()
        warnings.warn(f"careful with {TOKEN}", stacklevel=1)
        logging.getLogger("other").warning("called %s", URL)
        logging.getLogger("other").error("too few: %s %s", TOKEN)
        logging.getLogger("asyncio").warning("Executing %s took %.3f seconds", f"<Handle {TOKEN[:20]}>", 0.2)
        loop = asyncio.get_running_loop()
        loop.call_exception_handler({"message": f"odd {TOKEN}", "exception": OSError(URL)})
        await asyncio.sleep(0.1)
        raise ExceptionGroup("all at once", [ValueError(TOKEN), OSError(URL)])

    app.App._works = works  # type: ignore[method-assign]  # that is the trouble


def uncaught() -> None:
    """What nobody catches ends the process."""
    from bot import app

    async def run(self: Any, **_: Any) -> None:
        token = TOKEN
        raise RuntimeError(f"the end of {token}") from OSError(URL)

    app.App.run = run  # type: ignore[method-assign]  # that is the trouble


def nothing() -> None:
    """All is as it should be, but for the settings."""


TROUBLES = {f.__name__: f for f in (gateway, client, handler, around, uncaught, nothing)}

if __name__ == "__main__":
    from bot.cli.main import app as zhiqun

    TROUBLES[sys.argv[1]]()
    loud()
    zhiqun(["run"])
