"""Receive updates by webhook: Telegram hears 200 only when they are committed."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from bot.core.polling import rest, update_id
from bot.platforms.telegram.calls import MOST_UPDATES
from bot.runtime import logs, metrics

if TYPE_CHECKING:
    from fastapi import APIRouter

PATH = "/webhook"
_LARGEST = 1 << 20  # bytes; Telegram's updates are far smaller
_DIGITS = 9  # of a length worth reading
_HEADER = "X-Telegram-Bot-Api-Secret-Token"

log = logs.get("webhook")

Take = Callable[[Sequence[Any]], Awaitable[None]]


class Collector:
    """Groups the updates of requests that come together into one batch, in the order of their ids.

    Batches keep the distance that polls keep, unless a whole one waits.
    """

    def __init__(self, take: Take) -> None:
        self._take = take
        self._waiting: list[tuple[bytes, asyncio.Future[bool]]] = []
        self._turn = asyncio.Lock()
        self._next = 0.0  # when the next batch may begin

    async def commit(self, body: bytes) -> bool:
        """Whether the update was committed, in whichever batch."""
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((body, done))
        metrics.INTAKE_WAITING.set(len(self._waiting))
        async with self._turn:
            while not done.done():
                await self._commit_waiting()
        return await done

    async def _commit_waiting(self) -> None:
        if len(self._waiting) < MOST_UPDATES:
            await asyncio.sleep(self._next - time.monotonic())
        began = time.monotonic()
        batch, self._waiting = self._waiting[:MOST_UPDATES], self._waiting[MOST_UPDATES:]
        committed = False
        metrics.INTAKE_UPDATES.observe(len(batch))
        metrics.INTAKE_WAITING.set(len(self._waiting))
        try:
            await self._take([body for body, _ in sorted(batch, key=lambda item: _order(item[0]))])
            committed = True
        except Exception as error:
            # Telegram delivers again whatever is not answered with 200.
            log.warning("batch refused", error=error, updates=len(batch))
            metrics.ERRORS.labels("webhook").inc()
        finally:
            ended = time.monotonic()
            self._next = ended + rest(ended - began)
            # Whoever shares a batch with a cancelled request must not wait for ever.
            for _, done in batch:
                if not done.done():
                    done.set_result(committed)


def _digest(secret: str) -> bytes:
    """All of one length, so that a comparison does not tell the secret's."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).digest()


def _order(body: bytes) -> int:
    try:
        return update_id(body)
    except (msgspec.MsgspecError, ValueError, RecursionError):  # it becomes a dead letter later
        return 0


def webhook_router(take: Take, secret: str) -> APIRouter:
    """The route `POST /webhook`, for whoever knows the secret.

    Answers 403 without it, before anything of the body is read, and alike whether it is wrong or missing;
    405 to other methods, 415 to what is no JSON, 413 to giants, 503 when nothing was committed. Bodies are
    logged nowhere.

    Raises:
        ValueError: the secret is empty, so that anybody could post updates.
    """
    if not secret:
        raise ValueError("a webhook needs a secret")
    from fastapi import APIRouter
    from fastapi.responses import Response
    from starlette.requests import Request

    router = APIRouter()
    collector = Collector(take)
    expected = _digest(secret)

    async def receive(request: Request) -> Response:
        if not hmac.compare_digest(_digest(request.headers.get(_HEADER, "")), expected):
            return Response(status_code=403)
        if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
            return Response(status_code=415)
        told = request.headers.get("Content-Length", "")
        if told.isdecimal() and (len(told) > _DIGITS or int(told) > _LARGEST):
            return Response(status_code=413)
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > _LARGEST:
                return Response(status_code=413)
        return Response(status_code=200 if await collector.commit(bytes(body)) else 503)

    router.add_route(PATH, receive, methods=["POST"])
    return router
