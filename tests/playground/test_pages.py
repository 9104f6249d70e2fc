"""The chat page's server: its own files, the operator's, what the bot says of its rules."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.playground.demo.people import BY_KEY, ROOM, VISITOR
from bot.playground.demo.stage import Controls
from bot.playground.pages import pages_router
from bot.playground.pages.folder import Refused, RulesFolder
from bot.playground.service import Service
from bot.playground.world import World
from tests.servers import Playground, playground

XIAOMAN, GRACE = BY_KEY["xiaoman"].id, BY_KEY["grace"].id


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An operator's folder, with things beside it that are nobody's business."""
    rules = tmp_path / "rules"
    (rules / "lists").mkdir(parents=True)
    (rules / "moderation.yaml").write_text("rules: []\n", "utf-8")
    (rules / "courses.csv").write_text("id\n", "utf-8")
    (rules / "lists" / "ads.txt").write_text("加微信\n", "utf-8")
    (rules / "engine.py").write_text("", "utf-8")
    (rules / ".hidden.yaml").write_text("", "utf-8")
    (rules / "latin.txt").write_bytes(b"\xff\xfe\xfa")
    (rules / "config").mkdir()
    (rules / "config" / "more.yaml").write_text("", "utf-8")
    (tmp_path / "secret.yaml").write_text("token: 1\n", "utf-8")
    (rules / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    return rules


def test_the_folder_shows_the_operators_files_only(folder: Path) -> None:
    names = [f["name"] for f in RulesFolder(folder).files()]
    assert names == ["courses.csv", "latin.txt", "link.yaml", "moderation.yaml", "lists/ads.txt"]


OUTSIDE = [
    "../secret.yaml",
    "lists/../../secret.yaml",
    "/etc/hosts.txt",
    "config/more.yaml",
    "lists/deeper/x.txt",
    "engine.py",
    ".hidden.yaml",
    "link.yaml",
    "lists\\ads.txt",
    "moderation.yaml\n",
    "",
]


@pytest.mark.parametrize("name", OUTSIDE)
def test_no_other_place_is_read_or_written(folder: Path, name: str) -> None:
    for touch in (lambda: RulesFolder(folder).read(name), lambda: RulesFolder(folder).save(name, "x")):
        with pytest.raises(Refused) as caught:
            touch()
        assert caught.value.status == 403
    assert (folder.parent / "secret.yaml").read_text() == "token: 1\n"


def test_a_save_replaces_the_file_and_leaves_nothing_beside_it(folder: Path) -> None:
    path = folder / "lists" / "ads.txt"
    path.chmod(0o640)
    RulesFolder(folder).save("lists/ads.txt", "刷单\r\n代写\n")
    assert path.read_bytes() == "刷单\n代写\n".encode()
    assert path.stat().st_mode & 0o777 == 0o640
    assert [p.name for p in path.parent.iterdir()] == ["ads.txt"]


def test_a_save_that_fails_keeps_the_old_text(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space"):
        RulesFolder(folder).save("moderation.yaml", "rules: [new]\n")
    assert (folder / "moderation.yaml").read_text() == "rules: []\n"
    assert not list(folder.glob(".*.saving"))


@pytest.mark.parametrize(
    ("name", "text", "status"),
    [("absent.yaml", "x", 404), ("moderation.yaml", "长" * 400_000, 413)],
)
def test_a_save_may_be_refused(folder: Path, name: str, text: str, status: int) -> None:
    with pytest.raises(Refused) as caught:
        RulesFolder(folder).save(name, text)
    assert caught.value.status == status


def test_a_file_that_is_not_utf8_is_not_read(folder: Path) -> None:
    with pytest.raises(Refused, match="UTF-8"):
        RulesFolder(folder).read("latin.txt")


@asynccontextmanager
async def paged(**options: Any) -> AsyncIterator[Playground]:
    """A local Telegram with the page."""
    async with playground(pages=[lambda service: pages_router(service, **options)]) as pg:
        yield pg


async def put(pg: Playground, path: str, body: Any) -> tuple[int, Any]:
    """PUT JSON; status and answer."""
    async with pg.http.put(pg.url + path, json=body) as response:
        return response.status, await response.json()


async def test_the_page_and_all_that_it_names_are_served() -> None:
    page = Path(pages_router.__code__.co_filename).with_name("page")
    async with paged() as pg:
        async with pg.http.get(pg.url + "/") as response:
            text = await response.text()
        assert response.content_type == "text/html"
        assert "https://" not in text
        for path in page.iterdir():
            if path.name == "index.html":
                continue
            async with pg.http.get(f"{pg.url}/page/own/{path.name}") as response:
                assert response.status == 200, path.name
                assert await response.read() == path.read_bytes()


async def test_the_page_names_no_other_host() -> None:
    page = Path(pages_router.__code__.co_filename).with_name("page")
    for path in page.iterdir():
        text = (
            path.read_text("utf-8")
            .replace("http://www.w3.org/2000/svg", "")
            .replace("https://example.com/", "")
        )
        assert "https://$" in text or "://" not in text.replace("`https://${whole}`", ""), path.name


@pytest.mark.parametrize("path", ["/page/own/router.py", "/page/own/..%2frouter.py", "/page/own/nothing.js"])
async def test_nothing_else_is_served_as_the_pages_own(path: str) -> None:
    async with paged() as pg, pg.http.get(pg.url + path) as response:
        assert response.status == 404


async def test_a_file_is_read_and_saved_over_http(folder: Path) -> None:
    async with paged(rules_folder=folder) as pg:
        assert len((await pg.get("/page/rules"))["files"]) == 5
        found = await pg.get("/page/rules/lists/ads.txt")
        assert found == {"name": "lists/ads.txt", "text": "加微信\n"}
        assert await put(pg, "/page/rules/moderation.yaml", {"text": "rules: [1]\n"}) == (
            200,
            {"name": "moderation.yaml"},
        )
        assert (folder / "moderation.yaml").read_text() == "rules: [1]\n"


async def test_paths_that_lead_outside_are_refused_over_http(folder: Path) -> None:
    async with paged(rules_folder=folder) as pg:
        for name in ("..%2fsecret.yaml", "%2e%2e/secret.yaml", "link.yaml", "engine.py"):
            status, _ = await put(pg, f"/page/rules/{name}", {"text": "x"})
            assert status in (403, 404), name
    assert (folder.parent / "secret.yaml").read_text() == "token: 1\n"


async def test_without_a_folder_there_is_no_editor() -> None:
    async with paged() as pg:
        assert (await pg.get("/page/config"))["rules"] is False
        async with pg.http.get(pg.url + "/page/rules") as response:
            assert response.status == 404


async def test_the_economys_figures_are_told_where_somebody_counts_them() -> None:
    async def counts() -> dict[str, Any]:
        return {"coins": {"given": 5, "spent": 2}}

    async with paged(economy=counts) as pg:
        assert (await pg.get("/page/config"))["economy"] is True
        assert await pg.get("/page/economy") == {"coins": {"given": 5, "spent": 2}}
    async with paged() as pg, pg.http.get(pg.url + "/page/economy") as response:
        assert (await pg.get("/page/config"))["economy"] is False
        assert response.status == 404


async def test_the_bots_word_about_its_rules_is_passed_on() -> None:
    said = {"hash": "abc", "loaded_at": 5, "files": [], "problems": ["moderation.yaml:14:9: no"]}

    async def rules(request: web.Request) -> web.Response:
        return web.json_response(said)

    app = web.Application()
    app.router.add_get("/rules", rules)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        host, port = runner.addresses[0][:2]
        async with paged(bot_http=f"http://{host}:{port}") as pg:
            assert await pg.get("/page/rules-status") == {"reachable": True} | said
    finally:
        await runner.cleanup()


@pytest.mark.parametrize("address", [None, "http://127.0.0.1:9"])
async def test_a_bot_that_cannot_be_reached_is_said_to_be_so(address: str | None) -> None:
    async with paged(bot_http=address) as pg:
        status = await pg.get("/page/rules-status")
        assert status["reachable"] is False
        assert status["error"]


async def test_the_story_is_paused_and_resumed() -> None:
    controls = Controls()
    async with paged(script=controls) as pg:
        assert await pg.get("/page/script") == {"paused": False}
        assert await put(pg, "/page/script", {"paused": True}) == (200, {"paused": True})
        assert controls.paused


async def test_the_script_hears_whom_a_visitor_plays_and_rooms_are_told() -> None:
    controls = Controls()
    async with paged(script=controls, rooms=(ROOM,)) as pg:
        assert (await pg.get("/page/config"))["rooms"] == [ROOM]
        for person in (XIAOMAN, GRACE):
            body = {"page": "a", "person": person}
            assert await put(pg, "/page/visitor", body) == (200, {"person": person})
        assert controls.taken == {VISITOR.id, GRACE}


async def test_a_sent_picture_is_shown_and_anything_else_is_not_run() -> None:
    async with paged() as pg:
        service = pg.service
        picture = service.world.new_file(b"\x89PNG\r\n", "a.png", "photo")
        page = service.world.new_file(b"<script>alert(1)</script>", "a.html", "document")
        for file, kind in ((picture, "image/png"), (page, "application/octet-stream")):
            async with pg.http.get(f"{pg.url}/page/files/{file.file_id}") as response:
                assert response.content_type == kind
                assert "sandbox" in response.headers["Content-Security-Policy"]
        async with pg.http.get(f"{pg.url}/page/files/none") as response:
            assert response.status == 404


async def test_a_page_of_another_local_telegram_knows_nothing_of_this_one() -> None:
    router = pages_router(Service(World()))
    async with playground(pages=[router]) as pg:
        file = pg.service.world.new_file(b"\x89PNG", "a.png", "photo")
        async with pg.http.get(f"{pg.url}/page/files/{file.file_id}") as response:
            assert response.status == 404
