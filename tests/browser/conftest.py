"""A browser, and the chat page of a demo world with a small bot in it, or with the real one."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from fastapi import APIRouter
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.playground.demo.people import ROOM, VISITOR
from bot.playground.demo.stage import Controls
from bot.playground.demo.world import demo_acts
from bot.playground.pages import pages_router
from bot.playground.service import Service
from bot.simulation.processes import free_port
from tests.bots import default_rules, running_bot
from tests.playground.fakebot import FakeBot, fake_bot
from tests.servers import Playground, playground

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE_MS = 10_000
RULES = "rules:\n  - id: ads\n    when: {words: {list: ads}}\n    then: [delete]\n"


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The Chromium that the variable CHROMIUM names, or the system's."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no Chromium is installed")
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        await browser.close()


@dataclass
class Scene:
    """What a test looks at."""

    pg: Playground
    bot: FakeBot
    rules: Path
    page: Page
    script: Controls


@asynccontextmanager
async def visit(browser: Browser, url: str, width: int, height: int) -> AsyncIterator[Page]:
    """The page of a playground in an English browser of this size, in CSS pixels.

    Raises:
        AssertionError: at the end, if a script of the page failed.
    """
    context = await browser.new_context(
        viewport={"width": width, "height": height}, locale="en-GB", reduced_motion="reduce"
    )
    page = await context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.goto(url)
    await page.wait_for_selector("body.ready")
    yield page
    await context.close()
    assert not errors


async def _economy() -> dict[str, Any]:
    """What a demo's economy may come to."""
    return {
        "points": [
            {"source": "thanks", "name": {"zh": "收到感谢", "en": "thanks received"}, "points": 40},
            {"source": "violation", "name": {"zh": "违规", "en": "violation"}, "points": -5},
        ],
        "coins": {"given": 350, "spent": 20},
        "orders": {"ordered": 2, "delivered": 1, "refunded": 0},
        "tags": {"热心人": 3, "<b>学员</b>": 4},
        "levels": [{"level": 1, "members": 4}, {"level": 2, "members": 3}],
    }


async def _rules_of(folder: Path) -> AsyncIterator[str]:
    """A bot's `GET /rules` that knows one mistake; it gives its address."""
    good = hashlib.sha256(RULES.encode()).hexdigest()

    async def rules(request: web.Request) -> web.Response:
        nonlocal good
        text = (folder / "moderation.yaml").read_text("utf-8")
        problems = [
            f"rules/moderation.yaml:{n}:{line.index('delte') + 1}: unknown action 'delte'"
            for n, line in enumerate(text.splitlines(), 1)
            if "delte" in line
        ]
        if not problems:
            good = hashlib.sha256(text.encode()).hexdigest()
        return web.json_response({"hash": good, "loaded_at": 1, "files": [], "problems": problems})

    app = web.Application()
    app.router.add_get("/rules", rules)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    yield f"http://{host}:{port}"
    await runner.cleanup()


@pytest_asyncio.fixture
async def rules_http(tmp_path: Path) -> AsyncIterator[str]:
    """Where the bot speaks of its rules."""
    (tmp_path / "moderation.yaml").write_text(RULES, "utf-8")
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "ads.txt").write_text("加微信\n", "utf-8")
    async for address in _rules_of(tmp_path):
        yield address


@pytest_asyncio.fixture
async def scene(
    browser: Browser, tmp_path: Path, rules_http: str, request: pytest.FixtureRequest
) -> AsyncIterator[Scene]:
    """The page as a visitor opens it, in English, wide unless the test asks for another width."""
    width, height = getattr(request, "param", (1280, 800))
    script = Controls()

    def pages(service: Service) -> APIRouter:
        return pages_router(
            service,
            rules_folder=tmp_path,
            bot_http=rules_http,
            script=script,
            economy=_economy,
            visitor=VISITOR.id,
            rooms=(ROOM,),
        )

    async with playground(pages=[pages], flood=False, check=False) as pg:
        assert all(result["ok"] for result in await pg.acts(demo_acts()))
        async with fake_bot(pg.url, pg.token) as bot, visit(browser, pg.url, width, height) as page:
            yield Scene(pg, bot, tmp_path, page, script)


@pytest_asyncio.fixture
async def real_page(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    """The page with the real bot behind it and a copy of the rule files that come with the project."""
    width, height = getattr(request, "param", (1280, 800))
    rules, address = default_rules(tmp_path / "rules"), f"127.0.0.1:{free_port()}"

    def pages(service: Service) -> APIRouter:
        return pages_router(service, rules_folder=rules, bot_http=f"http://{address}", visitor=VISITOR.id)

    async with playground(pages=[pages], flood=False) as pg:
        assert all(result["ok"] for result in await pg.acts(demo_acts()))
        async with running_bot(pg, tmp_path, rules, http=address) as bot:
            await bot.settled()
            async with visit(browser, pg.url, width, height) as page:
                yield page
