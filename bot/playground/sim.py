"""The people's side: `/sim/…`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import orjson
from fastapi import APIRouter, Body, Request, Response
from fastapi.responses import HTMLResponse, StreamingResponse

from bot.playground.messages import shown
from bot.playground.sim_docs import ACTS_BODY, DOCS_PAGE
from bot.playground.state import JSON
from bot.playground.view import chat_messages, checkout_state, world_state

if TYPE_CHECKING:
    from bot.playground.service import Service

LONGEST_ANSWER_WAIT = 30.0


class _Acts(msgspec.Struct):
    acts: list[msgspec.Raw]


def sim_router(service: Service) -> APIRouter:
    """The routes of the people's side."""
    router = APIRouter(prefix="/sim")
    _acting(router, service)
    _looking(router, service)
    _steering(router, service)
    return router


def _acting(router: APIRouter, service: Service) -> None:
    @router.post("/acts", openapi_extra=ACTS_BODY, summary="Let people act, in order", tags=["acts"])
    async def acts(request: Request) -> Response:
        try:
            body = msgspec.json.decode(await request.body(), type=_Acts)
        except (msgspec.ValidationError, msgspec.DecodeError) as error:
            return _json({"error": str(error)}, 400)
        return _json({"results": await service.acts([bytes(a) for a in body.acts])})

    @router.get("/answers/{callback_id}", summary="What the bot answered to a pressed button", tags=["acts"])
    async def answers(callback_id: str, timeout: float = 5.0) -> Response:
        callback = service.world.callbacks.get(callback_id)
        if callback is None:
            return _json({"error": "there is no such callback"}, 404)
        until = asyncio.get_running_loop().time() + min(timeout, LONGEST_ANSWER_WAIT)
        loop = asyncio.get_running_loop()
        while callback.answer is None and loop.time() < until:  # noqa: ASYNC110  # as a client asks again
            await asyncio.sleep(0.02)  # a person's client asks again too
        return _json({"callback_id": callback_id, "answer": callback.answer})

    @router.get("/checkouts/{checkout_id}", summary="How a payment ended", tags=["acts"])
    async def checkouts(checkout_id: str, timeout: float = 5.0) -> Response:
        checkout = service.world.stars.checkouts.get(checkout_id)
        if checkout is None:
            return _json({"error": "nobody paid under this number"}, 404)
        loop = asyncio.get_running_loop()
        until = loop.time() + min(timeout, LONGEST_ANSWER_WAIT)
        while checkout.state == "asked" and loop.time() < until:  # noqa: ASYNC110  # as a client asks again
            await asyncio.sleep(0.02)
        return _json(checkout_state(service.world, checkout))


def _looking(router: APIRouter, service: Service) -> None:
    world = service.world

    @router.get("/state", summary="People, chats, members, bots and the time", tags=["state"])
    async def state() -> Response:
        return _json(world_state(world, service.clock))

    @router.get(
        "/chats/{chat}/messages", summary="A chat's newest messages, deleted ones too", tags=["state"]
    )
    async def messages(chat: int, limit: int = 50, before: int = 0, bot: int = 0) -> Response:
        found = chat_messages(world, chat, bot)
        if found is None:
            return _json({"error": "there is no such chat"}, 404)
        numbers = (
            [n for n in sorted(found.messages) if not before or n < before][-limit:] if limit > 0 else []
        )
        return _json({"messages": [shown(found.messages[n], found) for n in numbers], "pinned": found.pinned})

    @router.get("/stream", summary="Every change as a server-sent event", tags=["state"])
    async def stream() -> Response:
        return StreamingResponse(service.stream.events(), media_type="text/event-stream")

    @router.get("/calls", summary="What bots called, with the replies", tags=["bots"])
    async def calls(after: int = 0, limit: int = 1000) -> Response:
        return _json({"calls": service.stats.calls_after(after, limit)})

    @router.get("/stats", summary="Figures: updates, calls, errors, waiting times", tags=["bots"])
    async def stats() -> Response:
        return _json(service.stats.shown(world))

    @router.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(DOCS_PAGE)


def _steering(router: APIRouter, service: Service) -> None:
    @router.post("/clock", summary="Let the time jump forward", tags=["steering"])
    async def clock(advance: Annotated[float, Body(embed=True)]) -> Response:
        try:
            service.engine.advance(advance)
            service.wake()
        except ValueError as error:
            return _json({"error": str(error)}, 400)
        return _json({"now": service.world.now})

    @router.post("/faults", summary="Let things go wrong", tags=["steering"])
    async def add_faults(rules: list[dict[str, Any]]) -> Response:
        try:
            service.faults.set(rules)
        except ValueError as error:
            return _json({"error": str(error)}, 400)
        return _json({"faults": service.faults.shown()})

    @router.get("/faults", summary="What may still go wrong", tags=["steering"])
    async def faults() -> Response:
        return _json({"faults": service.faults.shown()})

    @router.delete("/faults", summary="Let nothing go wrong any more", tags=["steering"])
    async def clear_faults() -> Response:
        service.faults.clear()
        return _json({"faults": []})


def _json(value: JSON, status: int = 200) -> Response:
    return Response(orjson.dumps(value), status, media_type="application/json")
