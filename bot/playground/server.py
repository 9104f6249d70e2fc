"""The server: the Bot API side, the people's side, and pages that others add."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import cache, partial

from fastapi import APIRouter, FastAPI

from bot.playground.calls import bot_api, file_download, perform
from bot.playground.service import Service
from bot.playground.sim import SERVICE, router
from bot.playground.wire import BODY_BYTES, Protocol, Receive, Scope, Send
from bot.runtime.listening.guard import Guard, Policy
from bot.runtime.listening.limits import Limits
from bot.runtime.listening.serving import server_of
from bot.runtime.listening.sockets import bound

HOST = "127.0.0.1"
LIMITS = Limits(body_bytes=BODY_BYTES + (1 << 20))


def of_bots(path: str) -> bool:
    """Whether a path is on the Bot API side: the token in it says who may, and a call may come by GET too."""
    return path.startswith(("/bot", "/file/bot"))


POLICY = Policy(json_only=lambda path: not of_bots(path), acting=of_bots)


class App:
    """An ASGI application; Bot API calls pass FastAPI by, for speed."""

    def __init__(self, service: Service, pages: Sequence[APIRouter] = ()) -> None:
        self.service = service
        service.webhooks.perform = partial(perform, service)
        self.web = _web(pages) if pages else _plain_web()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "http" and scope["path"].startswith("/bot"):
            await bot_api(self.service, scope, receive, send)
        elif scope["type"] == "http" and scope["path"].startswith("/file/bot"):
            await file_download(self.service, scope, send)
        else:
            await self.web({**scope, SERVICE: self.service}, receive, send)


def _web(pages: Sequence[APIRouter]) -> FastAPI:
    web = FastAPI(
        title="Local Telegram: the people's side",
        openapi_url="/sim/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    for each in (router, *pages):
        web.include_router(each)
    return web


@cache
def _plain_web() -> FastAPI:
    """The routes without further pages, which take a while to make: once a process."""
    return _web(())


def create_app(service: Service, *, pages: Sequence[APIRouter] = ()) -> Guard:
    """The application of one local Telegram, with further pages, for this machine alone."""
    return Guard(App(service, pages), POLICY)


@asynccontextmanager
async def serving(service: Service, port: int = 0, *, pages: Sequence[APIRouter] = ()) -> AsyncIterator[str]:
    """Serve in this event loop; gives the address, `http://127.0.0.1:<port>`.

    Raises:
        OSError: the port is taken.
    """
    listener = bound(HOST, port)
    server = server_of(create_app(service, pages=pages), LIMITS, Protocol)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    renewing = asyncio.create_task(service.renewing())
    try:
        while not server.started and not task.done():  # noqa: ASYNC110  # uvicorn tells it no other way
            await asyncio.sleep(0.005)
        service.wake()
        yield f"http://{HOST}:{listener.getsockname()[1]}"
    finally:
        server.stop()
        renewing.cancel()
        await service.close()
        await task
        listener.close()
