"""Speak HTTP with patience that ends."""

from __future__ import annotations

import asyncio
from enum import Enum
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.runtime.listening.gate import SWEEP_S, Claim, Gate

_REFUSALS = {400: "Bad Request", 413: "Content Too Large", 431: "Request Header Fields Too Large"}


class Stage(Enum):
    """What comes in; the value says what was waited for in vain."""

    NEW = "it asked nothing"
    HEAD = "its headers did not end"
    BODY = "its body did not end"
    IDLE = "it asked nothing more"


class TooMuch(Exception):
    """A request is larger than any may be. `status`: as which it is refused."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class GuardedProtocol(HttpToolsProtocol):
    """uvicorn's protocol with limits of time and size for everything that the other side does.

    Of requests that cannot be read it writes no log lines: whoever sends them would fill the log.
    """

    def __init__(self, config: Any, *rest: Any, **named: Any) -> None:
        super().__init__(config, *rest, **named)
        self._gate: Gate = config.gate
        self._limits = self._gate.limits
        self.address = ""
        self._stage, self._began = Stage.NEW, self.loop.time()
        self._head = self._fields = self._body = 0
        self._stalled: float | None = None
        self._closing: float | None = None

    @property
    def _answering(self) -> bool:
        """Whether an answer is being made or sent."""
        return self.cycle is not None and not self.cycle.response_complete

    @property
    def since(self) -> float:
        """When it began what it does."""
        return self._began

    @property
    def claim(self) -> Claim:
        """How much this connection deserves to stay."""
        if self._stalled is not None:
            return Claim.HEARING
        if self._stage is Stage.BODY or (self._stage is not Stage.IDLE and not self._answering):
            return Claim.ASKING
        if not self._answering:
            return Claim.IDLE
        return Claim.HEARING if self.cycle.response_started else Claim.WAITING

    def overdue(self, now: float) -> str:
        """Why it has to end now; "" while it may stay. Asked once a sweep."""
        if self.transport.is_closing():
            self._closing = self._closing or now
            return "it did not fetch the rest" if now - self._closing > self._limits.closing_s else ""
        if self._stalled is not None and now - self._stalled > self._limits.stalled_s:
            return "it did not read its answer"
        if self.flow.read_paused:
            self._began += SWEEP_S  # the other side may not send
            return ""
        return self._late(now - self._began)

    def _late(self, waited: float) -> str:
        limits = self._limits
        if self._stage is Stage.BODY:
            allowed = limits.body_s + self._body / limits.rate if self._answering else limits.linger_s
        elif self._stage is Stage.IDLE:
            allowed = limits.idle_s if not self._answering else waited
        else:
            allowed = limits.head_s
        return self._stage.value if waited > allowed else ""

    def end(self) -> None:
        """Close the connection; what was not fetched is lost."""
        if self.transport.get_write_buffer_size():
            self.transport.abort()
        else:
            self.transport.close()

    def _enter(self, stage: Stage) -> None:
        self._stage, self._began = stage, self.loop.time()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        """Let it in, or not."""
        super().connection_made(transport)
        self.address = self.client[0] if self.client else ""
        if not self._gate.enter(self):
            self.end()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._gate.leave(self)
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """The answer is fetched slower than it is made."""
        self._stalled = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        """A good part of it was fetched."""
        self._stalled = None
        super().resume_writing()

    def data_received(self, data: bytes) -> None:
        """Take in what came, up to the limits."""
        if self.transport.is_closing():
            return
        self._unset_keepalive_if_required()
        self._head += len(data)
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            pass  # nothing here speaks anything else
        except httptools.HttpParserError as error:
            cause = error.__context__
            self._refuse(cause.status if isinstance(cause, TooMuch) else 400)
        else:
            if self._stage is not Stage.BODY and self._head > self._limits.head_bytes:
                self._refuse(431)

    def _refuse(self, status: int) -> None:
        if self._answering:
            self.transport.abort()
            return
        phrase = _REFUSALS[status].encode()
        lines = (b"HTTP/1.1 %d %s" % (status, phrase), b"content-length: 0", b"connection: close", b"", b"")
        self.transport.write(b"\r\n".join(lines))
        self.transport.close()

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._head = self._fields = self._body = 0
        self._enter(Stage.HEAD)

    def on_url(self, url: bytes) -> None:
        """A piece of the request's target."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header, or a trailer."""
        self._count(len(name) + len(value))
        if len(self.headers) >= self._limits.headers:
            raise TooMuch(431)
        super().on_header(name, value)

    def _count(self, size: int) -> None:
        self._fields += size
        if self._fields > self._limits.head_bytes:
            raise TooMuch(431)

    def on_headers_complete(self) -> None:
        """Begin to serve the request."""
        if len(self.pipeline) >= self._limits.pipeline:
            raise TooMuch(400)
        if not self.url.startswith(b"/"):
            # A target with a host of its own counts more than the header (RFC 9112, 3.2.2).
            host = httptools.parse_url(self.url)
            if not host.host or not host.path:
                raise TooMuch(400)
            name = b"[%s]" % host.host if b":" in host.host else host.host
            self.scope["listening.target"] = name  # type: ignore[typeddict-unknown-key]  # own key
        self._enter(Stage.BODY)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A piece of the body."""
        self._body += len(body)
        if self._body > self._limits.body_bytes:
            raise TooMuch(413)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._head = 0
        self._enter(Stage.IDLE)
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """The answer is made; another may follow."""
        super().on_response_complete()
        if self._stage in (Stage.BODY, Stage.IDLE):
            self._began = self.loop.time()
