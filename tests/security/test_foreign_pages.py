"""What pages of other sites in the operator's browser may do to the local Telegram and the demo: nothing."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.playground.pages import pages_router
from tests.bots import write_rules
from tests.security.outside import asked
from tests.servers import Playground, community, playground

ACT = json.dumps({"acts": [{"do": "message", "user": 2, "chat": -1001, "text": "hello"}]}).encode()


@pytest_asyncio.fixture
async def page(tmp_path: Path) -> AsyncIterator[Playground]:
    """The demo's page and the local Telegram under it, with the community."""
    rules = write_rules(tmp_path / "rules")
    pages = [lambda service: pages_router(service, rules_folder=rules)]
    async with playground(pages=pages) as pg:
        await community(pg)
        yield pg


@pytest.mark.parametrize(
    "marks",
    [
        "Host: evil.example\nContent-Type: application/json",
        "Host: localhost\nContent-Type: text/plain",
        "Host: localhost\nContent-Type: text/plain\nOrigin: https://evil.example",
        "Host: localhost\nContent-Type: application/json\nOrigin: null",
        "Host: localhost\nContent-Type: application/json\nSec-Fetch-Site: same-site",
        "Host: localhost",
    ],
)
async def test_nobody_is_made_to_write_by_a_foreign_page(page: Playground, marks: str) -> None:
    before = len(await page.messages(-1001))
    head = f"POST /sim/acts HTTP/1.1\n{marks}\nContent-Length: {len(ACT)}"
    assert await asked(page.url, head, ACT) in (403, 415)
    assert len(await page.messages(-1001)) == before


async def test_the_own_page_makes_people_write(page: Playground) -> None:
    place = page.url.removeprefix("http://")
    head = f"""POST /sim/acts HTTP/1.1
Host: {place}
Origin: {page.url}
Referer: {page.url}/
Sec-Fetch-Site: same-origin
Content-Type: application/json
Content-Length: {len(ACT)}"""
    before = len(await page.messages(-1001))
    assert await asked(page.url, head, ACT) == 200
    assert len(await page.messages(-1001)) == before + 1


@pytest.mark.parametrize(
    "path", ["/sim/stream", "/sim/state", "/sim/docs", "/page/rules", "/page/script", "/"]
)
async def test_nothing_of_the_demo_is_shown_under_a_foreign_name(page: Playground, path: str) -> None:
    assert await asked(page.url, f"GET {path} HTTP/1.1\nHost: 127.0.0.1.nip.io") == 403
    assert await asked(page.url, f"GET {path} HTTP/1.1\nHost: localhost\nOrigin: http://evil.example") == 403
    assert await asked(page.url, f"GET http://evil.example{path} HTTP/1.1\nHost: localhost") == 403


CALLS = [
    ("application/json", b'{"chat_id": -1001, "text": "hi"}'),
    ("application/x-www-form-urlencoded", b"chat_id=-1001&text=hi"),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n-1001\r\n'
        b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nhi\r\n--x--\r\n',
    ),
]


@pytest.mark.parametrize(("kind", "body"), CALLS)
async def test_bots_call_as_before_and_foreign_pages_do_not(page: Playground, kind: str, body: bytes) -> None:
    head = f"""POST /bot{page.token}/sendMessage HTTP/1.1
Host: {page.url.removeprefix("http://")}
Content-Type: {kind}
Content-Length: {len(body)}"""
    for mark in ("Origin: http://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site"):
        assert await asked(page.url, f"{head}\n{mark}", body) == 403
    query = f"GET /bot{page.token}/sendMessage?chat_id=-1001&text=hi HTTP/1.1\nHost: localhost"
    assert await asked(page.url, f"{query}\nSec-Fetch-Site: cross-site\nSec-Fetch-Mode: no-cors") == 403
    assert len(await page.messages(-1001)) == 0
    assert await asked(page.url, head, body) == 200
    assert await asked(page.url, query) == 200
    assert len(await page.messages(-1001)) == 2
