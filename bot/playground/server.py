"""The server: the Bot API side, the people's side, and pages that others add."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, nullcontext

import uvicorn
from fastapi import APIRouter, FastAPI

from bot.playground.calls import bot_api, file_download
from bot.playground.service import Service
from bot.playground.sim import sim_router
from bot.playground.wire import Protocol, Receive, Scope, Send

HOST = "127.0.0.1"


class App:
    """An ASGI application; Bot API calls pass FastAPI by, for speed."""

    def __init__(self, service: Service, pages: Sequence[APIRouter] = ()) -> None:
        self.service = service
        self.web = FastAPI(
            title="Local Telegram: the people's side",
            openapi_url="/sim/openapi.json",
            docs_url=None,
            redoc_url=None,
        )
        for router in (sim_router(service), *pages):
            self.web.include_router(router)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "http" and scope["path"].startswith("/bot"):
            await bot_api(self.service, scope, receive, send)
        elif scope["type"] == "http" and scope["path"].startswith("/file/bot"):
            await file_download(self.service, scope, send)
        else:
            await self.web(scope, receive, send)


def create_app(service: Service, *, pages: Sequence[APIRouter] = ()) -> App:
    """The application of one local Telegram, with further pages."""
    return App(service, pages)


@asynccontextmanager
async def serving(service: Service, port: int = 0, *, pages: Sequence[APIRouter] = ()) -> AsyncIterator[str]:
    """Serve in this event loop; gives the address, `http://127.0.0.1:<port>`.

    Raises:
        OSError: the port is taken.
    """
    # asyncio turns Nagle's algorithm off only where the protocol is named.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((HOST, port))
    config = uvicorn.Config(
        create_app(service, pages=pages),
        http=Protocol,
        ws="none",
        lifespan="off",
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    # Signals belong to whoever runs the loop.
    server.capture_signals = nullcontext  # type: ignore[method-assign,assignment]  # no public switch
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        while not server.started and not task.done():  # noqa: ASYNC110  # uvicorn tells it no other way
            await asyncio.sleep(0.005)
        service.wake()
        yield f"http://{HOST}:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await service.close()
        await task
        listener.close()
