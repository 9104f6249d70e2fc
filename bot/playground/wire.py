"""The little of HTTP that the Bot API side needs: read a body, answer JSON, cut a connection."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import orjson

from bot.playground.errors import ApiError, bad
from bot.playground.params import Upload, from_json, from_query
from bot.runtime.listening.protocol import GuardedProtocol

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
BODY_BYTES = 60 << 20


class Protocol(GuardedProtocol):
    """HTTP that lets an application cut its connection: how else would one play a broken network."""

    def on_message_begin(self) -> None:
        """Hand the transport to the application."""
        super().on_message_begin()
        self.scope["playground.transport"] = self.transport  # type: ignore[typeddict-unknown-key]  # own key


class Gone(Exception):
    """The caller left before the call was whole: it is none."""


def cut(scope: Scope) -> None:
    """Break the connection without an answer."""
    transport = scope.get("playground.transport")
    if transport is not None:
        transport.abort()


async def body_of(receive: Receive) -> bytes:
    """The whole body.

    Raises:
        ApiError: 413 when it is larger than any allowed upload.
        Gone: it breaks off.
    """
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > BODY_BYTES:
            raise ApiError(413, "Request Entity Too Large")
        more = message.get("more_body", False)
    return b"".join(parts)


async def params_of(scope: Scope, receive: Receive) -> dict[str, Any]:
    """The parameters of a call: from the address, and from a form, JSON or multipart body.

    Raises:
        ApiError: 400 for a body that cannot be read.
        Gone: it breaks off.
    """
    params = from_query(scope["query_string"]) if scope["query_string"] else {}
    if scope["method"] == "GET":
        return params
    kind = next((v for k, v in scope["headers"] if k == b"content-type"), b"").lower()
    if kind.startswith(b"multipart/"):
        return params | await _multipart(scope, receive)
    body = await body_of(receive)
    if not body:
        return params
    return params | (from_json(body) if kind.startswith(b"application/json") else from_query(body))


async def _multipart(scope: Scope, receive: Receive) -> dict[str, Any]:
    from starlette.formparsers import MultiPartException
    from starlette.requests import ClientDisconnect, Request

    params: dict[str, Any] = {}
    try:
        async with Request(scope, receive).form(max_part_size=BODY_BYTES) as form:
            for name, value in form.multi_items():
                params[name] = (
                    value if isinstance(value, str) else Upload(value.filename or name, await value.read())
                )
    except ClientDisconnect:
        raise Gone from None
    except MultiPartException as error:
        raise bad(error.message) from None
    return params


async def answer(send: Send, status: int, body: bytes, kind: bytes = b"application/json") -> None:
    """One whole answer."""
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def encoded(result: Any) -> bytes:
    """`{"ok": true, "result": …}`."""
    return b'{"ok":true,"result":' + orjson.dumps(result) + b"}"
