"""Addresses that an operator is given: where they may lead, how long they take, how much they give."""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.resolver import ThreadedResolver

from bot.runtime.fetching import fetch, is_private

MB = 1 << 20
PRIVATE = (
    *("127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00::1", "ff02::1"),
    *("::ffff:127.0.0.1", "::ffff:a00:1", "64:ff9b::7f00:1", "2002:7f00:1::", "not an address"),
)


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_of_this_machine_and_of_private_networks_are_known(address: str) -> None:
    assert is_private(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_of_the_open_internet_are_known(address: str) -> None:
    assert not is_private(address)


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "127.1", "2130706433"),
        *("①②⑦.0.0.1", "１２７.0.0.1", "127。0。0。1"),
        *("0x7f.1", "169.254.169.254", "10.0.0.1", "localhost."),
    ],
)
async def test_what_leads_to_this_machine_is_not_fetched(host: str) -> None:
    with pytest.raises(ValueError, match=r"private network|cannot be reached"):
        await fetch(f"http://{host}:9/x", seconds=5)


async def test_the_address_that_was_judged_is_the_one_that_is_asked(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that leads elsewhere the second time leads nowhere: it is looked up once."""
    asked: list[str] = []
    port = int(site.rpartition(":")[2])

    async def resolve(self: object, host: str, port: int = 0, family: int = 0) -> list[dict[str, object]]:
        asked.append(host)
        address = "127.0.0.1" if len(asked) > 1 else "93.184.216.34"
        return [
            {"hostname": host, "host": address, "port": port, "family": 2, "proto": 6, "flags": 0},
        ]

    monkeypatch.setattr(ThreadedResolver, "resolve", resolve)
    with pytest.raises(ValueError, match=r"longer than|cannot be reached"):
        await fetch(f"http://rebinding.example:{port}/ids", seconds=1)
    assert asked == ["rebinding.example"]


@pytest_asyncio.fixture
async def site() -> AsyncIterator[str]:
    """A web site full of traps."""
    over = asyncio.Event()

    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while not over.is_set():
            await response.write(b"1")
            await asyncio.wait([asyncio.ensure_future(over.wait())], timeout=0.1)
        return response

    async def bomb(_: web.Request) -> web.Response:
        return web.Response(body=gzip.compress(bytes(64 * MB)), headers={"Content-Encoding": "gzip"})

    async def packed(_: web.Request) -> web.Response:
        return web.Response(body=gzip.compress(b"123456\n"), headers={"Content-Encoding": "gzip"})

    async def cut(_: web.Request) -> web.Response:
        return web.Response(body=gzip.compress(b"123456\n")[:-9], headers={"Content-Encoding": "gzip"})

    async def odd(_: web.Request) -> web.Response:
        return web.Response(body=b"x", headers={"Content-Encoding": "zstd"})

    async def ids(_: web.Request) -> web.Response:
        return web.Response(text="123456\n")

    async def to(request: web.Request) -> web.Response:
        raise web.HTTPFound(request.query["to"])

    app = web.Application()
    handlers = {"drip": drip, "bomb": bomb, "packed": packed, "cut": cut, "odd": odd, "ids": ids, "to": to}
    app.add_routes([web.get(f"/{name}", handler) for name, handler in handlers.items()])
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    over.set()
    await runner.cleanup()


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/drip", "took longer than 1 seconds"),
        ("/bomb", "is larger than 1 MB"),
        ("/cut", "ends in the middle"),
        ("/odd", "is packed as zstd"),
        ("/to?to=/drip", "took longer than 1 seconds"),
        ("/to?to=ftp://e.com/x", "is no address"),
    ],
)
async def test_an_address_that_is_a_trap_ends_in_a_sentence(site: str, path: str, reason: str) -> None:
    started = time.perf_counter()
    with pytest.raises(ValueError, match=reason):
        await fetch(site + path, private=True, seconds=1, largest=MB)
    assert time.perf_counter() - started < 5


async def test_what_is_packed_is_unpacked(site: str) -> None:
    assert await fetch(f"{site}/packed", private=True) == b"123456\n"


async def test_nothing_leads_from_https_to_http(site: str) -> None:
    with pytest.raises(ValueError, match="is no https address, and may not stand behind one"):
        await fetch(f"{site}/ids", private=True, secure=True)
