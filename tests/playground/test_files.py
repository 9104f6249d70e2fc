"""Files: what a member sends can be fetched and sent again; what a bot uploads is stored."""

from __future__ import annotations

import base64

import aiohttp
import pytest

from tests.servers import Playground

CHAT = -1001
CONTENT = bytes(range(256))


async def test_the_bytes_a_member_sent_are_fetched(pg: Playground) -> None:
    media = {"kind": "document", "name": "notes.pdf", "content": base64.b64encode(CONTENT).decode()}
    await pg.act({"do": "message", "chat": CHAT, "user": 2, "media": media})
    document = (await pg.updates())[-1]["message"]["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == (
        "notes.pdf",
        "application/pdf",
        256,
    )
    path = (await pg.call("getFile", file_id=document["file_id"]))["result"]["file_path"]
    async with pg.http.get(f"{pg.url}/file/bot{pg.token}/{path}") as response:
        assert await response.read() == CONTENT


@pytest.mark.parametrize(
    ("token", "path", "status"), [("1000:LOCAL", "none.pdf", 404), ("1000:NO", "x", 401)]
)
async def test_other_files_and_tokens_are_refused(pg: Playground, token: str, path: str, status: int) -> None:
    async with pg.http.get(f"{pg.url}/file/bot{token}/{path}") as response:
        assert response.status == status


async def test_an_upload_arrives_as_multipart(pg: Playground) -> None:
    form = aiohttp.FormData()
    form.add_field("chat_id", str(CHAT))
    form.add_field("caption", "the <b>board</b>")
    form.add_field("parse_mode", "HTML")
    form.add_field("photo", CONTENT, filename="board.png", content_type="image/png")
    async with pg.http.post(f"{pg.url}/bot{pg.token}/sendPhoto", data=form) as response:
        body = (await response.json())["result"]
    assert (body["caption"], body["caption_entities"][0]["type"]) == ("the board", "bold")
    path = (await pg.call("getFile", file_id=body["photo"][0]["file_id"]))["result"]["file_path"]
    async with pg.http.get(f"{pg.url}/file/bot{pg.token}/{path}") as response:
        assert await response.read() == CONTENT


async def test_the_transcript_shows_the_size_of_an_upload_not_its_bytes(pg: Playground) -> None:
    form = aiohttp.FormData()
    form.add_field("chat_id", str(CHAT))
    form.add_field("document", CONTENT, filename="a.bin")
    async with pg.http.post(f"{pg.url}/bot{pg.token}/sendDocument", data=form) as response:
        assert response.status == 200
    assert (await pg.calls())[-1]["params"]["document"] == "<256 bytes>"
