"""Guard every listener alike: which hosts, origins and content types may ask what.

A page in a browser may not reach what listens on this machine: not under a name of its own that leads here
(the Host header tells), and not by a form, a script or a picture (Origin, Referer and Sec-Fetch-Site tell,
which no page can make up).
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import ClientDisconnect

from bot.runtime.listening.names import Names, Place, origin_of, place_of

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_READING = ("GET", "HEAD", "OPTIONS")
_OWN = (b"same-origin", b"none")


@dataclass(frozen=True)
class Refusal:
    """Why a request is not served. `host`: the name it asked for, when that is the reason."""

    status: int
    why: str
    host: str = ""


@dataclass(frozen=True)
class Policy:
    """What a listener asks for.

    Attributes:
        names: by which it may be asked.
        further: names that are good for some paths only.
        json_only: whether what is sent to a path has to be JSON, by its content type.
        acting: whether even reading a path changes something.
        plain: the answer's body tells nothing.
    """

    names: Names = field(default_factory=Names)
    further: Callable[[str], frozenset[str]] = lambda path: frozenset()
    json_only: Callable[[str], bool] = lambda path: False
    acting: Callable[[str], bool] = lambda path: False
    plain: bool = False


class Guard:
    """ASGI middleware that lets through what the policy allows.

    Args:
        app: the application behind it.
        policy: what is allowed.
        told: hears of every refusal.
    """

    def __init__(self, app: App, policy: Policy, told: Callable[[Refusal], None] | None = None) -> None:
        self._app, self._policy, self._told = app, policy, told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it without reading its body."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        refusal = examine(scope, self._policy)
        if refusal is None:
            with suppress(ClientDisconnect):  # who left half-way needs no answer, and is no error of ours
                await self._app(scope, receive, send)
            return
        if self._told is not None:
            self._told(refusal)
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        body = b"" if self._policy.plain else json.dumps({"error": refusal.why}).encode()
        headers = [(b"content-length", str(len(body)).encode())]
        if body:
            headers.append((b"content-type", b"application/json"))
        await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def examine(scope: Scope, policy: Policy) -> Refusal | None:
    """Why a request is refused; None when it is not."""
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    hosts = [v for k, v in headers if k == b"host"]
    if len(hosts) != 1:
        return Refusal(400, "a request names its host, once")
    place = place_of(hosts[0].decode("latin-1"))
    if place is None:
        return Refusal(400, "the Host header is none")
    path: str = scope["path"]
    targets = [place_of(scope["listening.target"].decode("latin-1"))] if "listening.target" in scope else []
    for asked in (place, *targets):
        if asked is None or not _admitted(asked[0], scope, policy):
            return Refusal(403, "only by this machine's names", asked[0] if asked else "")
    method = scope.get("method", "CONNECT")
    acting = method not in _READING or policy.acting(path)
    if _from_elsewhere(headers, place, acting=acting):
        return Refusal(403, "not from another page")
    if method not in (*_READING, "DELETE") and policy.json_only(path) and not _is_json(headers):
        return Refusal(415, "send JSON, with the content type application/json")
    return None


def _admitted(name: str, scope: Scope, policy: Policy) -> bool:
    server = scope.get("server")
    return policy.names.admit(name, server[0] if server else "") or name in policy.further(scope["path"])


def _from_elsewhere(headers: list[tuple[bytes, bytes]], place: Place, *, acting: bool) -> bool:
    """Whether a page of another origin asks. To be led here by a link is harmless where nothing is done."""

    def given(name: bytes) -> list[bytes]:
        return [v for k, v in headers if k == name]

    origins = given(b"origin")
    if any(not _same(origin, place) for origin in origins):
        return True
    ways = (given(b"sec-fetch-mode"), given(b"sec-fetch-dest"))
    led = not acting and ways == ([b"navigate"], [b"document"])
    if not led and any(site.lower() not in _OWN for site in given(b"sec-fetch-site")):
        return True
    return acting and not origins and any(not _same(page, place) for page in given(b"referer"))


def _same(url: bytes, place: Place) -> bool:
    found = origin_of(url.decode("latin-1"))
    if found is None:
        return False
    usual = ("", "80", "443")
    return found[0] == place[0] and (found[1] == place[1] or (found[1] in usual and place[1] in usual))


def _is_json(headers: list[tuple[bytes, bytes]]) -> bool:
    kinds = [v.partition(b";")[0].strip().lower() for k, v in headers if k == b"content-type"]
    return kinds == [b"application/json"]
