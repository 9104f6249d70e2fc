"""The bot's own HTTP address: what it lets in and what it tells."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from pydantic import SecretStr, ValidationError

from bot.runtime.settings import Settings
from tests.bots import running_bot, write_rules
from tests.servers import Playground, community, playground

SECRET = "aB3_dE6-gH9jK2mN"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
JSON_TYPE = {"Content-Type": "application/json"}
GOOD = {HEADER: SECRET, **JSON_TYPE}
BODY = json.dumps({"update_id": 77, "message": {"text": "hush-hush"}}).encode()


class Door:
    """The running bot's address."""

    def __init__(self, pg: Playground, url: str) -> None:
        self.pg, self.url, self.http = pg, url, pg.http

    async def post(self, body: Any = BODY, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        """Status, body and headers of what a post is answered."""
        data = io.BytesIO(body) if isinstance(body, bytes) else body
        async with self.http.post(self.url + "/webhook", data=data, headers=headers) as answer:
            return answer.status, await answer.read(), {k.lower(): v for k, v in answer.headers.items()}

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Status and text of a page."""
        async with self.http.get(self.url + path, headers=headers) as answer:
            return answer.status, await answer.text()


@pytest_asyncio.fixture
async def door(tmp_path: Path, unused_tcp_port: int) -> AsyncIterator[Door]:
    """The real bot, fed by webhook, behind no proxy."""
    url = f"http://127.0.0.1:{unused_tcp_port}"
    given: dict[str, Any] = {
        "http": url.removeprefix("http://"),
        "webhook_url": url + "/webhook",
        "log_level": "debug",
    }
    rules = write_rules(tmp_path / "rules")
    async with playground(flood=False) as pg:
        await community(pg)
        async with running_bot(
            pg, tmp_path, rules, fetches=True, waits=False, webhook_secret=SecretStr(SECRET), **given
        ):

            async def open_() -> bool:
                try:
                    return bool((await Door(pg, url).get("/healthz"))[0] == 200)
                except aiohttp.ClientError:
                    return False

            await pg.wait_for(open_)
            yield Door(pg, url)


@pytest.mark.parametrize(
    "given", [{}, {HEADER: ""}, {HEADER: "x"}, {HEADER: SECRET[:-1]}, {HEADER: SECRET + "x"}]
)
async def test_a_missing_and_a_wrong_secret_are_answered_alike(door: Door, given: dict[str, str]) -> None:
    status, body, headers = await door.post(**given, **JSON_TYPE)
    assert (status, body) == (403, b"")
    assert set(headers) == {"date", "content-length"}
    missing = await door.post()
    assert (missing[0], missing[1], set(missing[2])) == (status, body, set(headers))


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        (GOOD, BODY, 200),
        (GOOD | {"Content-Type": "application/json; charset=utf-8"}, BODY, 200),
        (GOOD | {"Content-Type": "text/plain"}, BODY, 415),
        (GOOD | {"Content-Type": "application/x-www-form-urlencoded"}, BODY, 415),
        (GOOD, b" " * ((1 << 20) + 1), 413),
        (JSON_TYPE, b" " * ((1 << 20) + 1), 403),
    ],
)
async def test_only_json_of_a_sane_size_is_read(
    door: Door, headers: dict[str, str], body: bytes, status: int
) -> None:
    assert (await door.post(body, **headers))[0] == status


async def test_a_body_that_grows_without_telling_its_length_is_cut_off(door: Door) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield b" " * 65_536

    try:
        status = (await door.post(endless(), **GOOD))[0]
    except aiohttp.ClientError:
        status = 413  # it hung up before everything was sent
    assert status == 413
    assert (await door.get("/healthz"))[0] == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
async def test_other_methods_are_refused(door: Door, method: str) -> None:
    async with door.http.request(method, door.url + "/webhook", headers=GOOD) as answer:
        assert answer.status == 405


async def test_neither_bodies_nor_the_secret_are_logged(
    door: Door, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await door.post(BODY, **GOOD)
    await door.post(b'{"update_id": "hush-hush"', **GOOD)
    await door.post(BODY, **{HEADER: "hush-guess"}, **JSON_TYPE)
    await asyncio.sleep(0)
    said = "".join(capfd.readouterr())
    assert "hush" not in said
    assert SECRET not in said


@pytest.mark.parametrize("mark", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
@pytest.mark.parametrize("path", ["/metrics", "/rules"])
async def test_figures_and_rules_are_not_for_whom_a_proxy_lets_in(door: Door, path: str, mark: str) -> None:
    assert (await door.get(path))[0] == 200
    assert await door.get(path, **{mark: "203.0.113.7"}) == (404, "")
    assert (await door.get("/healthz", **{mark: "203.0.113.7"}))[0] == 200


async def test_a_proxys_marks_do_not_open_the_webhook(door: Door) -> None:
    marks = {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https"}
    assert (await door.post(BODY, **marks, **JSON_TYPE))[0] == 403
    assert (await door.post(BODY, **marks, **GOOD))[0] == 200


async def test_figures_name_no_person_no_chat_and_no_text(door: Door) -> None:
    chat = {"id": -100_777_777, "type": "supergroup", "title": "Secret group"}
    who = {"id": 424_242, "first_name": "Ming", "is_bot": False}
    message = {"message_id": 9, "date": 1_770_000_000, "text": "hush-hush", "from": who, "chat": chat}
    update = json.dumps({"update_id": 500, "message": message}).encode()
    assert (await door.post(update, **GOOD))[0] == 200
    for path in ("/healthz", "/metrics", "/rules"):
        text = (await door.get(path))[1]
        for hidden in ("hush", "424242", "777777", "Ming", "Secret group", door.pg.token, SECRET):
            assert hidden not in text


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/", "/webhook/", "/../webhook"])
async def test_nothing_else_is_served(door: Door, path: str) -> None:
    assert (await door.get(path))[0] in (404, 405)


def test_the_address_is_this_machines_alone_unless_told_otherwise() -> None:
    assert Settings.model_fields["http"].default.startswith("127.0.0.1:")


@pytest.mark.parametrize(
    ("secret", "reason"),
    [
        ("has space in the middle", "characters"),
        ("密码密码密码密码密码密码密码密码", "characters"),
        ("x" * 257, "characters"),
        ("aB3_dE6-gH9jK2m", "guess"),
        ("a" * 40, "guess"),
        ("abcabcabcabcabcabcabc", "guess"),
    ],
)
def test_a_secret_that_telegram_refuses_or_anybody_guesses_is_refused(secret: str, reason: str) -> None:
    with pytest.raises(ValidationError, match=reason) as refused:
        Settings(_env_file=None, webhook_secret=SecretStr(secret))
    assert secret not in str(refused.value)


@pytest.mark.parametrize("secret", ["", SECRET, "A" * 128 + "bcdefgh-_" + "Z" * 119])
def test_a_good_webhook_secret_is_taken(secret: str) -> None:
    assert (
        Settings(_env_file=None, webhook_secret=SecretStr(secret)).webhook_secret.get_secret_value() == secret
    )
