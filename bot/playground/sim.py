"""The people's side: `/sim/…`, the same routes for every local Telegram of a process."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import orjson
from fastapi import APIRouter, Body, Request, Response
from fastapi.responses import HTMLResponse, StreamingResponse

from bot.playground.messages import shown
from bot.playground.state import JSON
from bot.playground.view import chat_messages, checkout_state, world_state

if TYPE_CHECKING:
    from bot.playground.service import Service
from pathlib import Path

from bot.playground.acts.model import AnyAct


def _acts_body() -> dict[str, Any]:
    (schema,), components = msgspec.json.schema_components(
        [AnyAct], ref_template="#/components/schemas/{name}"
    )
    # FastAPI collects only its own components, so these stand inside the body.
    inlined = _inline(schema, components)
    body = {
        "type": "object",
        "required": ["acts"],
        "properties": {"acts": {"type": "array", "items": inlined}},
    }
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": body}}}}


def _inline(node: Any, components: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_inline(n, components) for n in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _inline(components[node["$ref"].rpartition("/")[2]], components)
    return {k: _inline(v, components) for k, v in node.items() if k != "discriminator"}


ACTS_BODY = _acts_body()
DOCS_PAGE = Path(__file__).with_name("sim_docs.html").read_text("utf-8")


LONGEST_ANSWER_WAIT = 30.0
SERVICE = "service"  # key of a request's scope: the routes serve whichever local Telegram is there


class _Acts(msgspec.Struct):
    acts: list[msgspec.Raw]


router = APIRouter(prefix="/sim")


def _service(request: Request) -> Service:
    """The local Telegram that is asked."""
    service: Service = request.scope[SERVICE]
    return service


@router.post("/acts", openapi_extra=ACTS_BODY, summary="Let people act, in order", tags=["acts"])
async def acts(request: Request) -> Response:
    service = _service(request)
    try:
        body = msgspec.json.decode(await request.body(), type=_Acts)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        return _json({"error": str(error)}, 400)
    return _json({"results": await service.acts([bytes(a) for a in body.acts])})


@router.get("/answers/{callback_id}", summary="What the bot answered to a pressed button", tags=["acts"])
async def answers(request: Request, callback_id: str, timeout: float = 5.0) -> Response:
    service = _service(request)
    callback = service.world.callbacks.get(callback_id)
    if callback is None:
        return _json({"error": "there is no such callback"}, 404)
    until = asyncio.get_running_loop().time() + min(timeout, LONGEST_ANSWER_WAIT)
    loop = asyncio.get_running_loop()
    while callback.answer is None and loop.time() < until:  # noqa: ASYNC110  # as a client asks again
        await asyncio.sleep(0.02)  # a person's client asks again too
    return _json({"callback_id": callback_id, "answer": callback.answer})


@router.get("/checkouts/{checkout_id}", summary="How a payment ended", tags=["acts"])
async def checkouts(request: Request, checkout_id: str, timeout: float = 5.0) -> Response:
    service = _service(request)
    checkout = service.world.stars.checkouts.get(checkout_id)
    if checkout is None:
        return _json({"error": "nobody paid under this number"}, 404)
    loop = asyncio.get_running_loop()
    until = loop.time() + min(timeout, LONGEST_ANSWER_WAIT)
    while checkout.state == "asked" and loop.time() < until:  # noqa: ASYNC110  # as a client asks again
        await asyncio.sleep(0.02)
    return _json(checkout_state(service.world, checkout))


@router.get("/state", summary="People, chats, members, bots and the time", tags=["state"])
async def state(request: Request) -> Response:
    service = _service(request)
    return _json(world_state(service.world, service.clock))


@router.get("/chats/{chat}/messages", summary="A chat's newest messages, deleted ones too", tags=["state"])
async def messages(request: Request, chat: int, limit: int = 50, before: int = 0, bot: int = 0) -> Response:
    service = _service(request)
    found = chat_messages(service.world, chat, bot)
    if found is None:
        return _json({"error": "there is no such chat"}, 404)
    numbers = [n for n in sorted(found.messages) if not before or n < before][-limit:] if limit > 0 else []
    return _json({"messages": [shown(found.messages[n], found) for n in numbers], "pinned": found.pinned})


@router.get("/stream", summary="Every change as a server-sent event", tags=["state"])
async def stream(request: Request) -> Response:
    service = _service(request)
    return StreamingResponse(service.stream.events(), media_type="text/event-stream")


@router.get("/calls", summary="What bots called, with the replies", tags=["bots"])
async def calls(request: Request, after: int = 0, limit: int = 1000) -> Response:
    service = _service(request)
    return _json({"calls": service.stats.calls_after(after, limit)})


@router.get("/stats", summary="Figures: updates, calls, errors, waiting times", tags=["bots"])
async def stats(request: Request) -> Response:
    service = _service(request)
    return _json(service.stats.shown(service.world))


@router.get("/docs", include_in_schema=False)
async def docs() -> HTMLResponse:
    return HTMLResponse(DOCS_PAGE)


@router.post("/clock", summary="Let the time jump forward", tags=["steering"])
async def clock(request: Request, advance: Annotated[float, Body(embed=True)]) -> Response:
    service = _service(request)
    try:
        service.engine.advance(advance)
        service.wake()
    except ValueError as error:
        return _json({"error": str(error)}, 400)
    return _json({"now": service.world.now})


@router.post("/faults", summary="Let things go wrong", tags=["steering"])
async def add_faults(request: Request, rules: list[dict[str, Any]]) -> Response:
    service = _service(request)
    try:
        service.faults.set(rules)
    except ValueError as error:
        return _json({"error": str(error)}, 400)
    return _json({"faults": service.faults.shown()})


@router.get("/faults", summary="What may still go wrong", tags=["steering"])
async def faults(request: Request) -> Response:
    service = _service(request)
    return _json({"faults": service.faults.shown()})


@router.delete("/faults", summary="Let nothing go wrong any more", tags=["steering"])
async def clear_faults(request: Request) -> Response:
    service = _service(request)
    service.faults.clear()
    return _json({"faults": []})


def _json(value: JSON, status: int = 200) -> Response:
    return Response(orjson.dumps(value), status, media_type="application/json")
