"""The journal: whatever was answered outlives a SIGKILL."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.playground.journal import Journal
from bot.playground.service import Service
from bot.playground.world import World
from tests.servers import community, playground

CHAT = -1001
STEPS: list[Any] = [
    {"do": "message", "chat": CHAT, "user": 2, "text": "one", "id": "a1"},
    {"do": "react", "chat": CHAT, "user": 3, "message": 1, "emoji": ["👍"]},
    {"do": "message", "chat": CHAT, "user": 3, "text": "two", "reply_to": 1, "media": "photo"},
    {"do": "delete", "chat": CHAT, "user": 2, "message": 1},
]


@asynccontextmanager
async def process(state: Path) -> AsyncIterator[tuple[str, asyncio.subprocess.Process]]:
    """A local Telegram as a process; its address."""
    command = [sys.executable, "-m", "bot.playground", "--port", "0", "--state", str(state)]
    child = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert child.stdout is not None
    line = (await child.stdout.readline()).decode()
    try:
        yield line.split()[-1], child
    finally:
        if child.returncode is None:
            child.kill()
        await child.wait()


async def test_a_killed_server_remembers_what_it_answered(tmp_path: Path) -> None:
    state = tmp_path / "world.jsonl"
    making = [
        {"do": "create_person", "person": 1, "first_name": "Olga"},
        {"do": "create_person", "person": 2, "first_name": "Ming"},
        {"do": "create_chat", "chat": CHAT, "title": "Learners", "owner": 1, "members": [2], "bot": True},
        {"do": "message", "chat": CHAT, "user": 2, "text": "one", "id": "a1"},
    ]
    async with aiohttp.ClientSession() as http:
        async with process(state) as (url, child):
            async with http.post(f"{url}/sim/acts", json={"acts": making}) as response:
                first = (await response.json())["results"]
            async with http.post(
                f"{url}/bot1000:LOCAL/sendMessage", json={"chat_id": CHAT, "text": "hi"}
            ) as r:
                assert (await r.json())["ok"]
            child.kill()
        async with process(state) as (url, _):
            async with http.get(f"{url}/sim/chats/{CHAT}/messages") as response:
                messages = (await response.json())["messages"]
            assert [m["message"]["text"] for m in messages] == ["one", "hi"]
            async with http.post(f"{url}/bot1000:LOCAL/getUpdates", json={}) as response:
                pending = (await response.json())["result"]
            assert [u["update_id"] for u in pending] == [n for r in first for n in r["update_ids"]]
            async with http.post(f"{url}/sim/acts", json={"acts": making[-1:]}) as response:
                assert (await response.json())["results"] == first[-1:]


async def told(service: Service) -> Any:
    """All of a world that can be seen, but its time."""
    from bot.playground.messages import shown
    from bot.playground.view import world_state

    state = world_state(service.world, service.clock)
    chat = service.world.chats[CHAT]
    queue = [u.body for u in service.world.main_bot.queue]
    return (
        {k: v for k, v in state.items() if k != "now"},
        [shown(m, chat) for m in chat.messages.values()],
        queue,
    )


async def test_a_journal_played_again_makes_the_same_world(tmp_path: Path) -> None:
    state = tmp_path / "world.jsonl"
    async with playground(state=state, flood=False) as pg:
        await community(pg)
        for act in STEPS:
            await pg.act(act)
        await pg.call("restrictChatMember", chat_id=CHAT, user_id=2, permissions={})
        await pg.call(
            "sendPhoto", chat_id=CHAT, photo=(await pg.messages(CHAT))[1]["message"]["photo"][0]["file_id"]
        )
        await pg.updates(allowed_updates=["message", "message_reaction"])
        before = await told(pg.service)
    again = Service(World(flood=False), state=state)
    assert await told(again) == before
    assert again.engine.restored > len(STEPS)
    await again.close()


def test_a_line_torn_by_a_kill_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "world.jsonl"
    path.write_bytes(b'{"world":{}}\n{"at":1,"act":{"do":"me')
    journal = Journal(path)
    assert list(journal.records()) == [{"world": {}}]
    journal.write({"at": 2})
    journal.close()
    assert path.read_bytes() == b'{"world":{}}\n{"at":2}\n'


async def test_the_journal_of_another_world_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "world.jsonl"
    await Service(World(seed=1), state=path).close()
    with pytest.raises(ValueError, match="the journal was written with"):
        Service(World(seed=2), state=path)
