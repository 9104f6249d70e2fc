"""Connections that take without giving: half-open, slow, endless, too many."""

from __future__ import annotations

import asyncio
import logging
import os
import resource
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pytest

from bot.operations.web.server import bind, serve
from bot.runtime.listening.gate import Claim, Gate
from bot.runtime.listening.limits import Limits
from tests.security.outside import Caller, asked
from tests.servers import playground

QUICK = Limits(
    head_s=0.6,
    body_s=0.6,
    linger_s=0.3,
    idle_s=0.6,
    stalled_s=0.6,
    closing_s=0.4,
    rate=1 << 20,
    connections=40,
)
GET = "GET / HTTP/1.1\nHost: localhost"


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Answers at once, after the body (`/read`), with very much (`/much`), or much later (`/wait`)."""
    path, size = scope["path"], 2
    if path == "/read":
        while (message := await receive()).get("more_body"):
            pass
        if message["type"] == "http.disconnect":
            return
    if path == "/wait":
        await asyncio.sleep(3)
    if path == "/much":
        size = 32 << 20
    headers = [(b"content-length", str(size).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    for _ in range(size // 2 if size == 2 else size >> 16):
        part = b"ok" if size == 2 else b"x" * 65_536
        await send({"type": "http.response.body", "body": part, "more_body": size > 2})
    if size > 2:
        await send({"type": "http.response.body", "body": b""})


@asynccontextmanager
async def listening(limits: Limits = QUICK) -> AsyncIterator[str]:
    """The application, served as the bot's own is."""
    listener = bind("127.0.0.1:0")
    port = listener.getsockname()[1]
    task = asyncio.create_task(serve(app, listener, limits))
    await asyncio.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


BEGUN = b"POST /read HTTP/1.1\r\nHost: localhost\r\n"
HELD = {
    "nothing at all": b"",
    "a method": b"GE",
    "blank lines": b"\r\n\r\n",
    "headers without an end": b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ",
    "a body that does not come": BEGUN + b"Content-Length: 10\r\n\r\n",
    "half a body": BEGUN + b"Content-Length: 10\r\n\r\n12345",
    "a chunk without an end": BEGUN + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabc",
    "an extension of a chunk": BEGUN + b"Transfer-Encoding: chunked\r\n\r\n5;a=",
    "trailers": BEGUN + b"Transfer-Encoding: chunked\r\n\r\n0\r\nX-A: ",
    "permission to send": BEGUN + b"Content-Length: 10\r\nExpect: 100-continue\r\n\r\n",
    "a second request": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HTTP/1.1\r\nHo",
    "the rest of a refused body": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999\r\n\r\n1",
}


@pytest.mark.parametrize("sent", HELD.values(), ids=HELD)
async def test_what_is_begun_and_left_alone_is_closed(sent: bytes) -> None:
    async with listening() as url:
        assert await (await Caller.to(url, sent)).closed(3)


@pytest.mark.parametrize("sent", HELD.values(), ids=HELD)
async def test_a_byte_now_and_then_keeps_nothing_open(sent: bytes) -> None:
    async with listening() as url:
        assert await (await Caller.to(url, sent)).drip(b"\n" if sent.endswith(b"\n\r\n") else b"a", 0.1, 3)


@pytest.mark.parametrize("every", [0.1, 0.3])
async def test_blank_lines_between_requests_keep_nothing_open(every: float) -> None:
    async with listening() as url:
        caller = await Caller.to(url, b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert await caller.drip(b"\r\n", every, 3)


async def test_whoever_reads_nothing_is_closed() -> None:
    async with listening() as url:
        caller = await Caller.to(url, b"GET /much HTTP/1.1\r\nHost: localhost\r\n\r\n")
        caller.writer.transport.pause_reading()  # type: ignore[attr-defined]  # a transport of a stream reads
        await asyncio.sleep(2.5)
        caller.writer.transport.resume_reading()  # type: ignore[attr-defined]  # as above
        assert len(await caller.rest()) < 32 << 20


async def test_an_upload_that_goes_on_and_a_slow_application_are_waited_for() -> None:
    async with listening() as url:
        head = BEGUN + b"Content-Length: 4000000\r\nConnection: close\r\n\r\n"
        caller = await Caller.to(url, head)
        for _ in range(20):
            caller.writer.write(b"x" * 200_000)
            await asyncio.sleep(0.08)
        assert (await caller.rest()).startswith(b"HTTP/1.1 200")
        assert await asked(url, GET.replace("/ ", "/wait ", 1)) == 200


LARGE = {
    "many headers": "GET / HTTP/1.1\nHost: localhost\n" + "\n".join(f"X-{n}: 1" for n in range(200)),
    "a long header": "GET / HTTP/1.1\nHost: localhost\nX-A: " + "a" * 100_000,
    "a long header name": "GET / HTTP/1.1\nHost: localhost\nX" + "a" * 100_000 + ": 1",
    "a long target": "GET /" + "a" * 100_000 + " HTTP/1.1\nHost: localhost",
    "a long query": "GET /?" + "a" * 100_000 + " HTTP/1.1\nHost: localhost",
    "a very long header": "GET / HTTP/1.1\nHost: localhost\nX-A: " + "a" * 1_000_000,
}


@pytest.mark.parametrize("head", LARGE.values(), ids=LARGE)
async def test_headers_have_an_end(head: str) -> None:
    async with listening() as url:
        answer = await (await Caller.to(url, head.replace("\n", "\r\n").encode() + b"\r\n\r\n")).rest()
        assert answer == b"" or answer.startswith(b"HTTP/1.1 431")
        assert await asked(url, GET) == 200


async def test_a_body_larger_than_any_may_be_is_refused() -> None:
    async with listening(Limits(body_bytes=100_000)) as url:
        caller = await Caller.to(url, BEGUN + b"Content-Length: 200000\r\n\r\n" + b"x" * 200_000)
        assert b" 200 " not in await caller.rest()


@pytest.mark.parametrize("kind", ["trailers", "requests"])
async def test_pieces_without_number_are_refused(kind: str) -> None:
    async with listening() as url:
        if kind == "trailers":
            sent = BEGUN + b"Transfer-Encoding: chunked\r\n\r\n0\r\n" + b"X-A: 1\r\n" * 500 + b"\r\n"
        else:
            sent = b"GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n" * 500
        assert (await (await Caller.to(url, sent)).rest()).count(b" 200 ") <= 1


GARBAGE = (b"\x16\x03\x01\x02\x00", b"\x00" * 100, b"GET\r\n\r\n", b"HELLO / HTTP/9\r\n\r\n")


@pytest.mark.parametrize(
    "sent",
    [
        *GARBAGE,
        b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
        b"CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
)
async def test_what_is_no_request_is_closed_without_a_log_line(
    sent: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with listening() as url:
        caller = await Caller.to(url, sent)
        caller.writer.write_eof()
        assert await caller.closed()
    assert not [
        r for r in caplog.records if r.levelno >= logging.WARNING and "it asked" not in r.getMessage()
    ]


async def test_more_than_there_may_be_do_not_keep_others_out() -> None:
    async with listening(Limits(connections=40)) as url:
        held = [await Caller.to(url, b"GET / HTTP/1.1\r\nHost: ") for _ in range(200)]
        began = time.monotonic()
        for _ in range(10):
            assert await asked(url, GET) == 200
        assert time.monotonic() - began < 1
        done = await asyncio.gather(*(c.closed(0.3) for c in held))
        assert sum(done) >= 160


async def test_idle_ones_and_those_who_do_not_read_make_room_too() -> None:
    async with listening(Limits(connections=20)) as url:
        idle = [await Caller.to(url, b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n") for _ in range(30)]
        reading = [await Caller.to(url, b"GET /much HTTP/1.1\r\nHost: localhost\r\n\r\n") for _ in range(30)]
        for caller in reading:
            caller.writer.transport.pause_reading()  # type: ignore[attr-defined]  # a transport of a stream reads
        assert await asked(url, GET) == 200
        for caller in (*idle, *reading):
            caller.writer.close()


@contextmanager
def few_files(free: int) -> Iterator[None]:
    """The process may open only this many more files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    last = os.open(os.devnull, os.O_RDONLY)
    os.close(last)
    resource.setrlimit(resource.RLIMIT_NOFILE, (last + free, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


async def test_without_a_file_for_connections_the_loop_does_not_spin(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with listening(Limits(connections=1000)) as url:
        with few_files(20):
            waiting = [asyncio.ensure_future(Caller.to(url, b"GET / HTTP/1.1\r\n")) for _ in range(19)]
            await asyncio.wait(waiting, timeout=1)
            before, wall = time.process_time(), time.monotonic()
            await asyncio.sleep(1)
            busy = (time.process_time() - before) / (time.monotonic() - wall)
        for task in waiting:
            if not task.cancel() and task.exception() is None:
                task.result().writer.close()
        assert busy < 0.3
        assert await asked(url, GET) == 200
    assert len(caplog.text) < 20_000


def test_there_are_fewer_connections_than_files() -> None:
    with few_files(100):
        files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        limits = Limits()
        assert limits.most_of_one < limits.most < files


class Held:
    """A connection as the gate sees it."""

    def __init__(self, address: str, claim: Claim = Claim.ASKING, since: float = 0) -> None:
        self.address, self.claim, self.since = address, claim, since
        self.ended = False

    def overdue(self, now: float) -> str:
        return "late" if now > self.since + 10 else ""

    def end(self) -> None:
        self.ended = True


@pytest.mark.parametrize(
    ("held", "leaves"),
    [
        ([(Claim.WAITING, 1), (Claim.IDLE, 5), (Claim.ASKING, 9), (Claim.ASKING, 8)], 3),
        ([(Claim.WAITING, 1), (Claim.IDLE, 5), (Claim.IDLE, 4), (Claim.HEARING, 1)], 2),
        ([(Claim.WAITING, 1), (Claim.HEARING, 5), (Claim.HEARING, 4), (Claim.WAITING, 0)], 2),
        ([(Claim.WAITING, 1), (Claim.WAITING, 5), (Claim.WAITING, 4), (Claim.WAITING, 0)], None),
    ],
)
async def test_the_one_that_deserves_it_least_makes_room(
    held: list[tuple[Claim, float]], leaves: int | None
) -> None:
    gate = Gate(Limits(connections=4))
    all_ = [Held(f"10.0.0.{n}", *one) for n, one in enumerate(held)]
    assert all(gate.enter(one) for one in all_)
    assert gate.enter(Held("10.0.0.9", since=10)) is (leaves is not None)
    assert [n for n, one in enumerate(all_) if one.ended] == ([] if leaves is None else [leaves])


async def test_one_address_cannot_take_all() -> None:
    gate = Gate(Limits(connections=40))
    other = Held("10.0.0.2", since=-1)
    assert gate.enter(other)
    many = [Held("10.0.0.1", since=n) for n in range(100)]
    assert all(gate.enter(one) for one in many)
    assert len(gate) == 31
    assert not other.ended
    assert [one.ended for one in many] == [True] * 70 + [False] * 30


async def test_what_is_overdue_goes() -> None:
    gate = Gate(Limits())
    late, early = Held("a", since=0), Held("a", since=5)
    assert gate.enter(late)
    assert gate.enter(early)
    gate.sweep(11)
    assert (late.ended, early.ended, len(gate)) == (True, False, 1)


async def test_the_local_telegram_is_not_kept_busy_and_takes_no_half_call() -> None:
    async with playground() as pg:
        await pg.act({"do": "create_person", "person": 1, "first_name": "Olga"})
        call = f"POST /bot{pg.token}/setMyName HTTP/1.1\r\nHost: localhost\r\n".encode()
        kind = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nname=Half"
        half = await Caller.to(pg.url, call + kind)
        await asyncio.sleep(0.05)
        half.writer.transport.abort()
        held = [await Caller.to(pg.url, b"GET /sim/state HTTP/1.1\r\nHost: ") for _ in range(300)]
        began = time.monotonic()
        assert (await pg.call("getMe"))["ok"]
        assert time.monotonic() - began < 1
        assert not pg.service.stats.methods["setMyName"]
        for caller in held:
            caller.writer.close()
