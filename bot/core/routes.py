"""Let features have addresses of their own on the bot's HTTP side, for strangers who sign what they send."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from bot.core.inside import Inside
from bot.runtime import logs, metrics
from bot.runtime.error_redaction import where

if TYPE_CHECKING:
    from fastapi import APIRouter

_LARGEST = 64 << 10  # bytes of a body
_DIGITS = 9  # of a length worth reading

log = logs.get("routes")


@dataclass(frozen=True)
class Posted:
    """What came: headers by their names in small letters, the body as it was sent, the address's query."""

    headers: Mapping[str, str]
    body: bytes
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """What is answered."""

    status: int = 200
    body: bytes = b""
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


Receive: TypeAlias = Callable[[Inside, Posted], Awaitable[Told]]


@dataclass(frozen=True)
class Route:
    """One address that takes posts, or that people open.

    Attributes:
        path: begins with `/`.
        receive: answers a post, in the event loop: it has to prove who sent it.
        open: whether there is anybody to listen to now; else the address is not there.
        largest: bytes of a body.
        method: POST, or GET for a page.
    """

    path: str
    receive: Receive
    open: Callable[[Inside], bool] = lambda _inside: True
    largest: int = _LARGEST
    method: str = "POST"


def feature_router(routes: Mapping[str, Route], inside: Inside) -> APIRouter:
    """All routes of features: 404 to everything while closed, 405 to another method, 413 to giants, 500 when
    one fails; none of it tells anything.
    """
    from fastapi import APIRouter
    from fastapi.responses import Response
    from starlette.requests import Request

    router = APIRouter()

    def serve(route: Route) -> Callable[[Request], Awaitable[Response]]:
        async def receive(request: Request) -> Response:
            if not route.open(inside):
                return Response(status_code=404)
            if request.method != route.method:
                return Response(status_code=405)
            told = request.headers.get("Content-Length", "")
            if told.isdecimal() and (len(told) > _DIGITS or int(told) > route.largest):
                return Response(status_code=413)
            body = bytearray()
            async for chunk in request.stream():
                body += chunk
                if len(body) > route.largest:
                    return Response(status_code=413)
            headers = {name.lower(): value for name, value in request.headers.items()}
            try:
                said = await route.receive(inside, Posted(headers, bytes(body), dict(request.query_params)))
            except Exception as error:
                log.error("route failed", path=route.path, error=where(error))
                metrics.ERRORS.labels("routes").inc()
                return Response(status_code=500)
            kind = said.kind if said.body else None
            return Response(said.body, said.status, headers=dict(said.headers), media_type=kind)

        return receive

    for path, route in routes.items():
        router.add_route(path, serve(route), methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
    return router
