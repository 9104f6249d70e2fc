"""/healthz for whoever restarts processes, /metrics for Prometheus, /rules for whoever edits them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from storage.store import Store

if TYPE_CHECKING:
    from fastapi import APIRouter


def status_router(store: Store, rules: Callable[[], dict[str, Any]], started_at: float) -> APIRouter:
    """The routes; `rules` gives what /rules shows."""
    from fastapi import APIRouter
    from fastapi.responses import JSONResponse, Response
    from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
    from sqlalchemy import text
    from sqlalchemy.exc import SQLAlchemyError

    router = APIRouter()

    @router.get("/healthz")
    async def healthz() -> JSONResponse:
        try:
            async with store.read() as connection:
                await connection.execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError) as error:
            return JSONResponse({"status": "down", "database": type(error).__name__}, 503)
        return JSONResponse({"status": "ok", "started_at": started_at, "rules": rules()["hash"]})

    @router.get("/metrics")
    async def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    @router.get("/rules")
    async def rule_book() -> JSONResponse:
        return JSONResponse(rules())

    return router
