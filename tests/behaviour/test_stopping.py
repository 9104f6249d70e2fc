"""The real process on a signal: what is under way ends, and the process does in bounded time."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.playground import calls
from storage.event_log import EVENT, SEEN
from storage.outbox import OUTBOX, RECEIPT
from tests.behaviour.conftest import MODERATION
from tests.bots import write_rules
from tests.processes import RealBot, database, real_bot, zhiqun
from tests.servers import Playground, community, playground


class Gate:
    """Holds the answers to the first sendMessage until it opens."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opens, self.reached = asyncio.Event(), asyncio.Event()
        monkeypatch.setattr(calls, "_after", self._after)

    async def _after(self, _service: Any, rule: Any) -> None:
        if rule is not None:
            self.reached.set()
            await self.opens.wait()


@asynccontextmanager
async def answering(
    folder: Path, gate: Gate, env: Mapping[str, str] | None = None, /, **settings: str
) -> AsyncIterator[tuple[Playground, RealBot]]:
    """A bot in the middle of an answer to a member."""
    rules = write_rules(folder / "rules", moderation=MODERATION)
    async with playground(flood=False) as pg:
        chat = await community(pg, drain=False)
        async with real_bot(pg, folder, rules, env, **settings) as bot:
            await pg.faults({"kind": "timeout_after", "method": "sendMessage"})
            await pg.act({"do": "message", "chat": chat, "user": 2, "text": "hello bot"})
            await asyncio.wait_for(gate.reached.wait(), 60)
            yield pg, bot
            gate.opens.set()


def rows(folder: Path, query: Any) -> list[Any]:
    """What the bot's database holds."""
    with database(folder) as store, store.read() as connection:
        return list(connection.execute(query).mappings())


class Manager:
    """A service manager: what a process tells it."""

    def __init__(self, folder: Path) -> None:
        self.env = {"NOTIFY_SOCKET": str(folder / "notify"), "WATCHDOG_USEC": "200000"}
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(self.env["NOTIFY_SOCKET"])
        self._socket.setblocking(False)
        self._said: list[bytes] = []
        asyncio.get_running_loop().add_reader(self._socket, self._listen)

    def _listen(self) -> None:
        with suppress(BlockingIOError):
            while True:
                self._said.append(self._socket.recv(100))

    def heard(self) -> list[bytes]:
        """Everything so far; nothing more is heard then."""
        self._listen()
        asyncio.get_running_loop().remove_reader(self._socket)
        self._socket.close()
        return self._said


async def test_a_call_under_way_ends_with_its_receipt_while_health_and_manager_hear_of_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, manager = Gate(monkeypatch), Manager(tmp_path)
    async with answering(tmp_path, gate, manager.env) as (pg, bot):
        bot.process.send(signal.SIGTERM)

        async def unhealthy() -> bool:
            return await bot.health() == 503

        await pg.wait_for(unhealthy, timeout=30)
        gate.opens.set()
        assert await bot.exit_status() == 0
    (call,) = rows(tmp_path, select(OUTBOX).where(OUTBOX.c.method == "sendMessage"))
    assert call["state"] == "done"
    (receipt,) = rows(tmp_path, select(RECEIPT).where(RECEIPT.c.outbox_id == call["id"]))
    assert (receipt["ok"], receipt["state"]) == (True, "done")
    assert rows(tmp_path, select(OUTBOX).where(OUTBOX.c.state == "sending")) == []
    assert '"event": "stopped"' in bot.log
    heard = manager.heard()
    assert (heard.count(b"READY=1"), heard.count(b"STOPPING=1")) == (1, 1)
    assert b"WATCHDOG=1" in heard


async def test_a_call_that_never_ends_is_waited_for_so_long_and_named_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    async with answering(tmp_path, gate, stop_seconds="2") as (pg, bot):
        bot.process.send(signal.SIGTERM)
        assert await bot.exit_status(25) == 0  # a call itself may take longer
        gate.opens.set()
        async with real_bot(pg, tmp_path, tmp_path / "rules") as again:
            assert '"in_doubt": 1' in again.log
    (call,) = rows(tmp_path, select(OUTBOX).where(OUTBOX.c.method == "sendMessage"))
    assert call["state"] == "unknown"
    checked = await asyncio.to_thread(zhiqun, tmp_path, "db", "check")
    assert (checked.returncode, "In doubt" in checked.stdout) == (0, True)


async def test_a_second_signal_ends_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(monkeypatch)
    async with answering(tmp_path, gate) as (pg, bot):
        bot.process.send(signal.SIGINT)

        async def stopping() -> bool:
            return await bot.health() == 503

        await pg.wait_for(stopping, timeout=30)
        bot.process.send(signal.SIGTERM)
        assert await bot.exit_status(15) == 128 + signal.SIGTERM


async def test_updates_that_arrive_while_it_stops_are_decided_once_by_the_next_start(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules")  # nobody is muted for writing so much
    async with playground(flood=False) as pg:
        chat = await community(pg, drain=False)
        async with real_bot(pg, tmp_path, rules) as bot:
            for number in range(60):
                await pg.act(
                    {"do": "message", "chat": chat, "user": 2 + number % 2, "text": f"thought {number}"}
                )
                if number == 30:
                    bot.process.send(signal.SIGTERM)
            assert await bot.exit_status() == 0
        async with real_bot(pg, tmp_path, rules):

            async def all_read() -> bool:
                return not (await pg.get("/sim/stats"))["pending"]

            await pg.wait_for(all_read, timeout=30)
    messages = [r for r in rows(tmp_path, select(EVENT)) if r["kind"] == "message"]
    assert len(messages) == len({r["message_id"] for r in messages}) == 60
    seen = rows(tmp_path, select(SEEN))
    assert {r["update_id"] for r in messages} <= {r["update_id"] for r in seen}
