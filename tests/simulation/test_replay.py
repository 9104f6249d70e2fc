"""A past chat played by the real processes, killed on the way, and the accounts afterwards."""

from __future__ import annotations

import asyncio
import json
from functools import partial
from pathlib import Path
from signal import SIGKILL
from typing import Any

import pytest

from bot.simulation.replay import problems, replay
from tests.bots import default_rules
from tests.processes import BotProcess, forked

START = 1_700_000_000


def chat(path: Path, events: int) -> Path:
    """A made-up chat: people join, talk, answer, thank and leave."""
    lines = []
    for number in range(events):
        user = f"user{number % 17}"
        event = {"ts": START + 20 * number, "kind": "message", "chat": f"room{number % 3}", "user": user}
        if number % 29 == 7:
            event |= {"kind": "join", "user": f"guest{number}"}
        else:
            event |= {"msg": number, "text": f"thought number {number} about learning"}
            if number % 5 == 3:
                event |= {"reply_to": number - 3, "text": "thanks, that helped"}
            if number % 31 == 0:
                event["reactions"] = [{"e": "👍", "n": 1, "users": ["user1"]}]
        lines.append(json.dumps(event))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


class Started:
    """A forked process as `bot.simulation.processes` handles those it starts."""

    def __init__(self, process: BotProcess) -> None:
        self.pid, self.kill, self.send_signal = process.pid, partial(process.send, SIGKILL), process.send
        self._process, self.wait = process, process.ended

    @property
    def returncode(self) -> int | None:
        """The exit status, None while it lives."""
        return None if self._process.lives else self._process.status.result()


@pytest.fixture
def _forks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fork the two processes, which are started again after every kill: loading libraries takes longest."""

    async def start(_python: str, _m: str, module: str, *arguments: str, **given: Any) -> Started:
        folder, out = Path.cwd(), Path(given["stdout"].name)
        return Started(await asyncio.to_thread(forked, module, arguments, folder, given["env"], out))

    monkeypatch.setattr(asyncio, "create_subprocess_exec", start)


@pytest.mark.timeout(240)
@pytest.mark.usefixtures("_forks")
async def test_a_bot_and_a_server_killed_in_the_middle_lose_nothing_and_count_nothing_twice(
    tmp_path: Path,
) -> None:
    file, rules = chat(tmp_path / "chat.jsonl", 1200), default_rules(tmp_path / "rules")
    seen: list[int] = []
    found = await replay(
        file, rules, tmp_path / "trial", kills=2, seed=3, progress=lambda done, _: seen.append(done)
    )
    assert problems(found) == []
    assert found["kills"]["bot"] >= 1
    assert found["kills"]["telegram"] >= 1
    assert found["received"] == found["sent"] > 1000
    assert found["points"] > 0
    assert seen[-1] == 1200
