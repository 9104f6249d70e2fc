"""What operators do beside the real, running bot."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import AsyncExitStack
from pathlib import Path

from sqlalchemy import select

from storage.event_log import DEAD, EVENT, SEEN
from tests.behaviour.conftest import INCENTIVES
from tests.bots import write_rules
from tests.processes import Done, database, real_bot, zhiqun
from tests.servers import Playground, community, playground


async def test_operators_work_beside_a_bot_that_writes_and_no_second_bot_does(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules", incentives=INCENTIVES)
    async with playground(flood=False, check=False) as pg:
        chat = await community(pg, drain=False)
        async with real_bot(pg, tmp_path, rules), AsyncExitStack() as stack:
            store = stack.enter_context(database(tmp_path))
            over = asyncio.Event()
            talking = asyncio.create_task(_talk(pg, chat, over))
            with store.write() as connection:
                connection.execute(SEEN.insert(), [{"update_id": -n, "at": 1} for n in range(1, 2001)])
                connection.execute(DEAD.insert(), [_letter(900_000_001, 5000), _letter(900_000_002, "x")])

            async def command(*arguments: str) -> Done:
                done = await asyncio.to_thread(zhiqun, tmp_path, *arguments)
                return Done(done.returncode, done.stdout, done.stderr)

            backup = await command("db", "backup", "a.db")
            assert (backup.returncode, backup.stdout.endswith("good.\n")) == (0, True), backup
            assert json.loads((tmp_path / "a.db.json").read_text())["tables"]["seen_update"] > 2000
            purged = await command("db", "purge")
            assert ["updates", "2000"] in [line.split() for line in purged.stdout.splitlines()]
            retried = await command("dead", "retry", "--all")
            assert retried.returncode == 1
            assert "1: decided." in retried.stdout
            assert "2: still cannot be decided: ValidationError" in retried.stdout
            refused = await command("db", "restore", "a.db")
            assert "a bot works on this database" in refused.stderr
            given = {"token": pg.token, "api_url": pg.url, "rules": str(rules), "http": ""}
            second = await asyncio.to_thread(zhiqun, tmp_path, "run", **given)
            assert (second.returncode, "a bot works on this database" in second.stderr) == (2, True)
            over.set()
            said = await talking

            async def all_read() -> bool:
                return not (await pg.get("/sim/stats"))["pending"]

            await pg.wait_for(all_read, timeout=30)
            checked = await command("db", "check")
            assert (checked.returncode, "dead letter waits" in checked.stdout) == (0, True), checked
            with store.read() as connection:
                rows = (connection.execute(select(EVENT.c.update_id).where(EVENT.c.kind == "message"))).all()
    assert len(rows) == len(set(rows)) == said + 1


async def _talk(pg: Playground, chat: int, over: asyncio.Event) -> int:
    """Members write until it is over; how many messages."""
    said = 0
    while not over.is_set():
        await pg.act({"do": "message", "chat": chat, "user": 2 + said % 2, "text": f"thought number {said}"})
        said += 1
        await asyncio.sleep(0.02)
    return said


def _letter(number: int, message: object) -> dict[str, object]:
    """A message that is buried, under an update id."""
    update = {
        "update_id": number,
        "message": {
            "message_id": message,
            "date": 1_800_000_000,
            "chat": {"id": -1001, "type": "supergroup", "title": "Learners"},
            "from": {"id": 2, "is_bot": False, "first_name": "小明"},
            "text": "what was buried",
        },
    }
    body, now = json.dumps(update), int(time.time())
    return {"update_id": number, "at": now, "reason": "a bug", "body": body, "state": "open"}
