"""Secrets and message texts appear nowhere but where they belong, whatever fails."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from bot.runtime import error_redaction, redaction
from bot.runtime.settings import Settings
from tests.bots import write_rules
from tests.platforms.telegram.gateways.raw_server import nobody_there
from tests.processes import BotProcess, forked
from tests.servers import Playground, community, playground

ROOT = Path(__file__).parents[2]
TOKEN = "123456789:AAhushTokenPart_5-9xYzAbCdEfGhIjKl"
WEBHOOK, PASSWORD, TEXT = "hushWebhook_0123-456789", "hush%20pass", "hush words of a member"
SECRETS = (TOKEN, TOKEN.partition(":")[2], TOKEN[12:28], WEBHOOK, PASSWORD, "hush pass")
MODERATION = "rules: [{id: ads, title: advertising, when: {words: [buy now]}, then: [delete, warn, alert]}]"


class Trouble:
    """The real bot as a process with something going wrong, and everything it printed."""

    def __init__(self, process: BotProcess, printed: Path) -> None:
        self._process, self._printed = process, printed

    @property
    def said(self) -> str:
        """What it printed so far."""
        return self._printed.read_text("utf-8", "replace") if self._printed.exists() else ""

    async def until(self, *words: str) -> None:
        """Wait until all of these were printed, or the process ended."""
        async with asyncio.timeout(90):
            while not all(w in self.said for w in words) and self._process.lives:  # noqa: ASYNC110  # a file
                await asyncio.sleep(0.02)
        assert [w for w in words if w not in self.said] == [], self.said

    async def stop(self) -> str:
        """End it; what it printed."""
        self._process.send(signal.SIGTERM)
        await self._process.ended()
        return self.said


@asynccontextmanager
async def troubled(what: str, folder: Path, **settings: str) -> AsyncIterator[Trouble]:
    """A process with this trouble."""
    rules = write_rules(folder / "rules", moderation=MODERATION)
    given = {
        "token": TOKEN,
        "rules": str(rules),
        "http": "",
        "open_door": "true",
        "log_level": "debug",
        "database": f"sqlite:///{folder / 'bot.db'}",
        **settings,
    }
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHONASYNCIODEBUG": "1" if what == "around" else "",
        "LANG": "C.UTF-8",
    }
    env |= {f"ZHIQUN_{name.upper()}": value for name, value in given.items()}
    printed = folder / "printed"
    process = await asyncio.to_thread(forked, "tests.security.troubled", [what], folder, env, printed)
    trouble = Trouble(process, printed)
    try:
        yield trouble
    finally:
        await trouble.stop()


def stored(folder: Path) -> str:
    """Everything in the tables that operators look at: receipts, dead letters and waiting calls."""
    tables = ("receipt", "dead_letter", "outbox", "job_run", "timer", "rule_book")
    with sqlite3.connect(folder / "bot.db") as database:
        known = {n for (n,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return "\n".join(
            repr(r) for t in tables if t in known for r in database.execute(f"SELECT * FROM {t}")
        )


def assert_silent(said: str, folder: Path) -> None:
    """No secret in what was printed or stored, and no text in what was printed."""
    for secret in SECRETS:
        assert secret not in said
    assert "hush" not in said.lower().replace(str(folder).lower(), ""), said
    if (folder / "bot.db").exists():
        rows = stored(folder)
        for secret in SECRETS:
            assert secret not in rows


@pytest.mark.parametrize(
    ("what", "gateway", "signs"),
    [
        ("gateway", "aiohttp", ("gateway failed", "KeyError at")),
        ("gateway", "ptb", ("gateway failed", "KeyError at")),
        ("client", "aiohttp", ("poll failed", "<secret>")),
        ("client", "ptb", ("poll failed", "<secret>")),
        ("handler", "aiohttp", ("undecidable", "ValueError at")),
        ("nothing", "ptb", ("running",)),
    ],
)
async def test_a_running_bot_tells_no_secret_whatever_fails(
    tmp_path: Path, what: str, gateway: str, signs: tuple[str, ...]
) -> None:
    async with playground(flood=False, token=TOKEN) as pg:
        async with troubled(what, tmp_path, api_url=pg.url, gateway=gateway) as trouble:
            await trouble.until("running")
            chat = await community(pg, drain=False)
            for text in (TEXT, f"buy now {TEXT}", "/rules", f"/courses {TEXT}", f"/why {TEXT}"):
                await pg.act({"do": "message", "chat": chat, "user": 2, "text": text})
            await pg.wait_for(lambda: _taken(pg, what), timeout=60)
            await trouble.until(*signs)
        assert_silent(trouble.said, tmp_path)


async def _taken(pg: Playground, what: str) -> bool:
    stats: dict[str, Any] = await pg.get("/sim/stats")
    return what == "client" or not stats["pending"]


async def test_what_fails_around_it_tells_no_secret(tmp_path: Path) -> None:
    async with playground(flood=False, token=TOKEN) as pg:
        async with troubled("around", tmp_path, api_url=pg.url) as trouble:
            signs = (
                "careful with",
                "called",
                "cannot be put together",
                "held up",
                "odd",
                "failed and begins again",
            )
            await trouble.until(*signs)
        assert_silent(trouble.said, tmp_path)


async def test_a_wrong_token_is_not_repeated(tmp_path: Path) -> None:
    async with (
        playground(flood=False) as pg,
        troubled("nothing", tmp_path, api_url=pg.url) as t,
    ):
        await t.until("does not know this token")
    assert_silent(t.said, tmp_path)


@pytest.mark.parametrize("gateway", ["aiohttp", "aiogram", "ptb"])
async def test_a_telegram_that_is_away_is_told_without_the_token(tmp_path: Path, gateway: str) -> None:
    with nobody_there() as url:
        address = url.replace("://", f"://user:{PASSWORD}@")
        async with troubled("nothing", tmp_path, api_url=address, gateway=gateway) as trouble:
            await trouble.until("telegram is away")
    assert_silent(trouble.said, tmp_path)


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql+psycopg://user:{PASSWORD}@127.0.0.1:1/name",
        f"sqlite://user:{PASSWORD}@/nowhere",
        f"nonsense://user:{PASSWORD}@host/name",
        f"sqlite:////nowhere/{PASSWORD}/x.db?password={PASSWORD}",
    ],
)
async def test_a_database_that_cannot_be_opened_keeps_its_password(tmp_path: Path, url: str) -> None:
    async with troubled("nothing", tmp_path, database=url) as trouble:
        await trouble.until("database")
        said = await trouble.stop()
    assert "Traceback" not in said
    assert_silent(said, tmp_path)


async def test_what_nobody_catches_is_told_without_secrets(tmp_path: Path) -> None:
    async with playground(flood=False, token=TOKEN) as pg:
        async with troubled("uncaught", tmp_path, api_url=pg.url) as trouble:
            await trouble.until(
                "an error nobody caught", "RuntimeError: the end of <secret>", "which came of"
            )
        assert "token = " not in trouble.said
        assert_silent(trouble.said, tmp_path)


async def test_a_webhook_that_telegram_refuses_is_told_without_its_secret(tmp_path: Path) -> None:
    hook = {"webhook_url": "ftp://nowhere", "webhook_secret": WEBHOOK}
    async with playground(flood=False, token=TOKEN) as pg:
        async with troubled("nothing", tmp_path, api_url=pg.url, **hook) as trouble:
            await trouble.until("refuses the webhook")
        assert_silent(trouble.said, tmp_path)


def held() -> Settings:
    """Settings full of secrets."""
    return Settings(
        _env_file=None,
        token=SecretStr(TOKEN),
        webhook_secret=SecretStr(WEBHOOK),
        database=f"postgresql+psycopg://user:{PASSWORD}@host/name",
        api_url=f"https://user:{PASSWORD}@proxy.example",
    )


@pytest.mark.parametrize("shown", [repr, str, lambda s: f"{s!r}"])
def test_settings_show_no_secret(shown: Any) -> None:
    said = shown(held())
    assert "hush" not in said
    assert "host/name" in said


@pytest.mark.parametrize("field", ["webhook_secret", "log_level", "keep_texts_days", "clock", "gateway"])
def test_a_refused_setting_is_not_repeated(field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings.model_validate({field: f"{WEBHOOK} {TOKEN}"})
    assert TOKEN not in str(refused.value)
    assert WEBHOOK not in repr(refused.value.errors(include_input=False, include_context=False))


@pytest.fixture
def hidden() -> Any:
    """The secrets are known to the redaction, and forgotten afterwards."""
    before = list(redaction._known)
    redaction.hide(*held().secrets)
    yield
    redaction._known[:] = before


@pytest.mark.usefixtures("hidden")
@pytest.mark.parametrize(
    "text",
    [
        f"POST https://api.telegram.org/bot{TOKEN}/getMe",
        f"/bot{TOKEN.replace(':', '%3A')}/getMe",
        f"half: {TOKEN.partition(':')[2]}",
        f'{{"secret_token": "{WEBHOOK}"}}',
        f"postgresql://user:{PASSWORD}@host/name and hush pass",
        "bot42424242:AAotherBotsHushToken_0123456789abcdefg",
        "https://u:hush@host",
    ],
)
def test_secrets_are_found_by_value_and_by_shape(text: str) -> None:
    said = redaction.redact(text)
    assert "hush" not in said.lower()
    assert redaction.MARK in said


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24T08:16:59Z",
        "http://10.0.0.200:38291/healthz",
        "key=123456789:0",
        "job:board:1770000000:0",
        "12:34",
    ],
)
def test_what_only_looks_a_little_like_a_secret_stays(text: str) -> None:
    assert redaction.redact(text) == text


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_secret_survives_wherever_it_stands(before: str, after: str) -> None:
    kept = list(redaction._known)
    redaction.hide(TOKEN, WEBHOOK)
    try:
        said = redaction.redact(f"{before}{TOKEN}{after} {before}{WEBHOOK}{after}")
    finally:
        redaction._known[:] = kept
    assert TOKEN not in said
    assert WEBHOOK not in said


def test_an_error_is_told_with_its_place_and_without_what_it_quotes() -> None:
    with pytest.raises(ValueError) as caught:
        int("hush words")
    error = caught.value
    assert error_redaction.sentence(error) == "ValueError: invalid literal for int() with base 10: …"
    assert error_redaction.where(error).startswith("ValueError at tests/security/test_secrets.py:")
    assert "hush" not in error_redaction.told(error)
