"""What the chat page needs beside `/sim/…`: its own files, the operator's, and the bot's word."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol

from fastapi import APIRouter, Body, Depends, HTTPException, Request, Response
from fastapi.responses import FileResponse, JSONResponse

from bot.playground.pages.folder import Refused, RulesFolder
from bot.runtime.listening.guard import Policy, examine

if TYPE_CHECKING:
    from bot.playground.service import Service


PATIENCE_S = 3.0


async def rules_status(bot_http: str | None) -> dict[str, Any]:
    """The bot's `GET /rules` with `reachable: true`; or `reachable: false` and the reason."""
    if bot_http is None:
        return {"reachable": False, "error": "no bot is known"}
    import aiohttp

    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(PATIENCE_S)) as http,
            http.get(f"{bot_http}/rules") as response,
        ):
            response.raise_for_status()
            status = await response.json()
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        return {"reachable": False, "error": f"{type(error).__name__}: {error}"}
    if not isinstance(status, dict):
        return {"reachable": False, "error": "the answer is no object"}
    return {"reachable": True, **status}


PAGE = Path(__file__).with_name("page")
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
FRESH = {"Cache-Control": "no-cache"}
HERE = Policy()
LONGEST_TEXT = 2_000_000


class Script(Protocol):
    """The scripted people, as far as the page steers them."""

    paused: bool

    def take_over(self, page: str, person: int) -> None:
        """The visitor of a page plays this person, so the script does not."""


def pages_router(
    service: Service,
    *,
    rules_folder: Path | None = None,
    bot_http: str | None = None,
    script: Script | None = None,
    economy: Callable[[], Awaitable[dict[str, Any]]] | None = None,
    timezone: str = "Asia/Shanghai",
    visitor: int = 0,
    rooms: Sequence[int] = (),
) -> APIRouter:
    """The routes of the chat page, served at `/`.

    Args:
        service: the local Telegram it shows.
        rules_folder: the operator's files; without it the page has no editor.
        bot_http: where the bot answers `GET /rules`, such as `http://127.0.0.1:8088`.
        script: can be paused from the page.
        economy: counts points, coins, orders, tags and levels for the page's figures.
        timezone: in which the page shows the time.
        visitor: the person whom a visitor is at first; 0 leaves it to the page.
        rooms: chats that only those inside see.
    """
    router = APIRouter(include_in_schema=False, dependencies=[Depends(_on_this_machine)])
    _own_files(router)
    _sent_files(router, service)
    _rules(router, RulesFolder(rules_folder) if rules_folder is not None else None, bot_http)
    _script(router, script)
    if economy is not None:
        # The path function itself is the caller's: it takes nothing, and gives what is shown.
        router.get("/page/economy")(economy)

    @router.get("/page/config")
    def config() -> dict[str, Any]:
        return {
            "rules": rules_folder is not None,
            "bot": bot_http is not None,
            "script": script is not None,
            "economy": economy is not None,
            "timezone": timezone,
            "visitor": visitor,
            "rooms": list(rooms),
        }

    return router


def _on_this_machine(request: Request) -> None:
    """Refuse a foreign page, also where the page is served by another application than the local Telegram."""
    if refusal := examine(request.scope, HERE):
        raise HTTPException(refusal.status, refusal.why)


def _own_files(router: APIRouter) -> None:
    names = {p.name: p for p in PAGE.iterdir() if p.suffix in KINDS}

    @router.get("/")
    def index() -> Response:
        return FileResponse(PAGE / "index.html", headers=FRESH)

    @router.get("/page/own/{name}")
    def own(name: str) -> Response:
        path = names.get(name)
        if path is None:
            return _error(404, "there is no such file")
        return FileResponse(path, media_type=KINDS[path.suffix], headers=FRESH)


def _sent_files(router: APIRouter, service: Service) -> None:
    @router.get("/page/files/{file_id}")
    async def sent(file_id: str) -> Response:
        file = service.world.files.get(file_id)
        if file is None:
            return _error(404, "there is no such file")
        # What people send is shown, never run.
        safe = {"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}
        return Response(file.content, media_type=_picture(file.content), headers=safe)


def _picture(content: bytes) -> str:
    if content.startswith(b"\x89PNG"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "application/octet-stream"


def _rules(router: APIRouter, folder: RulesFolder | None, bot_http: str | None) -> None:
    @router.get("/page/rules-status")
    async def status() -> dict[str, Any]:
        return await rules_status(bot_http)

    if folder is None:
        return

    @router.get("/page/rules")
    def files() -> dict[str, Any]:
        return {"files": folder.files()}

    @router.get("/page/rules/{name:path}")
    def read(name: str) -> Response:
        try:
            return JSONResponse({"name": name, "text": folder.read(name)})
        except Refused as refusal:
            return _error(refusal.status, str(refusal))

    @router.put("/page/rules/{name:path}")
    def save(name: str, text: Annotated[str, Body(embed=True, max_length=LONGEST_TEXT)]) -> Response:
        try:
            folder.save(name, text)
        except Refused as refusal:
            return _error(refusal.status, str(refusal))
        return JSONResponse({"name": name})


def _script(router: APIRouter, script: Script | None) -> None:
    if script is None:
        return

    @router.get("/page/script")
    async def how() -> dict[str, bool]:
        return {"paused": script.paused}

    @router.put("/page/script")
    async def steer(paused: Annotated[bool, Body(embed=True)]) -> dict[str, bool]:
        script.paused = paused
        return {"paused": script.paused}

    @router.put("/page/visitor")
    async def visits(
        page: Annotated[str, Body(max_length=64)], person: Annotated[int, Body()]
    ) -> dict[str, int]:
        script.take_over(page, person)
        return {"person": person}


def _error(status: int, reason: str) -> Response:
    return JSONResponse({"error": reason}, status)
