"""A bot that waits holds little: no library is loaded before somebody needs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FITTING = {"sklearn", "scipy", "rjieba", "pandas"}
OTHERS = {"aiogram", "telegram", "PIL", "zxingcpp", "psycopg", "feedparser", "ijson"}
_MIB = 160
_IDLE = """
import asyncio, json, sys
from pathlib import Path

from bot.app import opened
from bot.runtime.settings import Settings

async def main():
    wanted = {"gateway": "dry", "rules": Path("rules"), "http": "", "database": sys.argv[1]}
    async with opened(Settings(_env_file=None, **wanted)) as app:
        running = asyncio.create_task(app.run(fetches=False))
        while not app.spam.voices:
            await asyncio.sleep(0.05)
        await app.advisor.refresh(app.store, app.book(), app.clock.now())
        status = Path("/proc/self/status").read_text() if sys.platform == "linux" else "VmRSS: 0"
        held = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
        print(json.dumps({"modules": sorted({m.partition(".")[0] for m in sys.modules}), "held": held}))
        app.stop.set()
        await running

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def idle(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a bot with the rules that come along holds, started for the second time."""
    url = f"sqlite:///{tmp_path_factory.mktemp('idle') / 'zhiqun.db'}"
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", _IDLE, url],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
        )
    told = next(line for line in done.stdout.splitlines() if line.startswith('{"modules"'))
    found: dict[str, Any] = json.loads(told)
    return found


def test_an_idle_bot_loads_no_library_for_fitting_or_for_what_was_not_chosen(idle: dict[str, Any]) -> None:
    assert set(idle["modules"]) & (FITTING | OTHERS) == set()


def test_a_database_of_the_newest_shape_is_opened_without_what_migrates(idle: dict[str, Any]) -> None:
    assert "alembic" not in idle["modules"]


def test_an_idle_bot_holds_at_most_so_much_memory(idle: dict[str, Any]) -> None:
    assert idle["held"] / 1024 <= _MIB
