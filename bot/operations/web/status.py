"""Serve /healthz for whoever restarts processes, /metrics for Prometheus, /rules for whoever edits them.

They name no person, chat or text: counts by kind, rule id, method and course feedback, the rule files' names
and what is wrong with them. A request that a proxy passed on gets nothing but /healthz, in case one lets the
whole of the internet in instead of the webhook alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from bot.platforms.telegram.calls import Priority
from bot.runtime import metrics
from storage import dead_letters, outbox, timers
from storage.store import Store

if TYPE_CHECKING:
    from fastapi import APIRouter


def count_rows(store: Store, now: float) -> None:
    """Bring the figures that only the database knows up to now."""
    with store.read() as connection:
        waiting = outbox.waiting(connection)
        doubtful = outbox.in_doubt(connection)
        dead = dead_letters.open_count(connection)
        due = timers.count_due(connection, int(now))
    for priority in Priority:
        metrics.OUTBOX_WAITING.labels(priority.name.lower()).set(waiting.get(priority, 0))
    metrics.OUTBOX_DOUBTFUL.set(doubtful)
    metrics.OPEN_LETTERS.set(dead)
    metrics.TIMERS_DUE.set(due)


def status_router(
    store: Store,
    rules: Callable[[], dict[str, Any]],
    started_at: float,
    now: Callable[[], float],
    stopping: Callable[[], bool],
) -> APIRouter:
    """The routes; `rules` gives what /rules shows, `now` the time. /healthz is 503 while `stopping`."""
    from fastapi import APIRouter
    from fastapi.responses import JSONResponse, Response
    from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
    from sqlalchemy import text
    from sqlalchemy.exc import SQLAlchemyError

    router = APIRouter()

    @router.get("/healthz")
    async def healthz() -> JSONResponse:
        if stopping():
            return JSONResponse({"status": "stopping"}, 503)
        try:
            await store.look(lambda connection: connection.execute(text("SELECT 1")).close())
        except (SQLAlchemyError, OSError) as error:
            return JSONResponse({"status": "down", "database": type(error).__name__}, 503)
        return JSONResponse({"status": "ok", "started_at": started_at, "rules": rules()["hash"]})

    @router.get("/metrics")
    async def figures(request: Request) -> Response:
        if _from_outside(request):
            return Response(status_code=404)
        try:
            await store.aside(count_rows, store, now())
        except (SQLAlchemyError, OSError):
            metrics.ERRORS.labels("metrics").inc()
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    @router.get("/rules")
    async def rule_book(request: Request) -> Response:
        if _from_outside(request):
            return Response(status_code=404)
        return JSONResponse(rules())

    return router


_CLIENTS_OWN = re.compile(
    "accept|accept-.+|authorization|baggage|cache-control|connection|content-(length|type)|cookie|dnt|host|if-.+"
    "|keep-alive|origin|pragma|priority|range|referer|save-data|sec-.+|te|trace(parent|state)"
    "|upgrade-insecure-requests|user-agent|x-prometheus-.+"
)


def _from_outside(request: Request) -> bool:
    """Whether a proxy passed the request on.

    There are too many marks of proxies to know them all (Via, X-Forwarded-Host, CF-Connecting-IP …),
    so that whatever browsers, Prometheus and curl do not send by themselves is one. So is HTTP/1.0, which
    nginx speaks by default. Nobody can take these marks away from behind the proxy.
    """
    return request.scope["http_version"] == "1.0" or not all(map(_CLIENTS_OWN.fullmatch, request.headers))
