"""The judge sees what is missing and what is there twice."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio

from tests.faults.judge import Verdict
from tests.faults.scenario import Options
from tests.faults.stage import Stage, stage


@pytest_asyncio.fixture(scope="module")
async def played(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A stage after an ordinary hour, with the bot gone."""
    options = Options(tmp_path_factory.mktemp("faults"), lambda _: None)
    async with stage(options, "ordinary") as on:
        async with on.bot():
            await on.crowd.write(60)
            assert await on.settled()
        yield on


def after(on: Stage, folder: Path, *statements: str) -> Verdict:
    """The verdict on a copy of the database to which something happened."""
    with closing(sqlite3.connect(on.database)) as whole, closing(sqlite3.connect(folder / "copy.db")) as copy:
        whole.backup(copy)
        copy.execute("DROP TRIGGER ledger_no_delete")
        copy.execute("DROP TRIGGER ledger_no_update")
        for statement in statements:
            assert copy.execute(statement).rowcount > 0
        copy.commit()
    return on.verdict(database=folder / "copy.db")


async def test_an_ordinary_hour_is_without_blame(played: Stage, tmp_path: Path) -> None:
    verdict = after(played, tmp_path)
    assert (verdict.lost, verdict.doubled, verdict.in_doubt, verdict.problems) == (0, 0, [], [])
    assert verdict.updates > 60
    assert verdict.calls > 10


_CALL = "SELECT min(id) FROM outbox WHERE method = 'sendMessage' AND state = 'done'"
_COPY = "lane, method, params, retry, priority, not_before, follow, state, attempts, at"


@pytest.mark.parametrize(
    ("happened", "lost"),
    [
        ("DELETE FROM event WHERE id = 9", "update"),
        ("DELETE FROM seen_update WHERE update_id = (SELECT max(update_id) FROM event)", "id of an update"),
        ("DELETE FROM ledger WHERE id = 9", "points of a message"),
        (f"DELETE FROM outbox WHERE id = ({_CALL})", "answer"),
        ("DELETE FROM outbox WHERE method = 'deleteMessage' AND key NOT LIKE '%/%'", "removal"),
        (f"DELETE FROM receipt WHERE outbox_id = ({_CALL})", "receipt"),
        (
            f"UPDATE receipt SET message_id = 99999 WHERE outbox_id = ({_CALL})",
            "post that Telegram does not have",
        ),
        (f"UPDATE outbox SET state = 'pending' WHERE id = ({_CALL})", "call that never left"),
        (f"UPDATE outbox SET state = 'failed' WHERE id = ({_CALL})", "call given up"),
        ("UPDATE standing SET xp = xp - 1 WHERE xp > 0", "points of a balance"),
    ],
)
async def test_what_is_missing_is_seen(played: Stage, tmp_path: Path, happened: str, lost: str) -> None:
    verdict = after(played, tmp_path, happened)
    assert verdict.lost > 0
    assert any(f"× {lost}:" in p for p in verdict.problems if p.startswith("lost")), verdict.problems


@pytest.mark.parametrize(
    ("happened", "doubled"),
    [
        (
            "INSERT INTO event SELECT 99999, update_id, chat_id, person_id, kind, at, message_id, topic, "
            "digest, media, length, reply_to, carried FROM event WHERE id = 9",
            "update",
        ),
        (
            "INSERT INTO dead_letter (update_id, at, reason, body, state) "
            "SELECT update_id, 0, '', '', 'open' FROM event WHERE id = 9",
            "update",
        ),
        (f"INSERT INTO outbox (key, {_COPY}) SELECT 'x', {_COPY} FROM outbox WHERE id = ({_CALL})", "answer"),
        (
            "INSERT INTO receipt (outbox_id, at, ok, code, text, message_id, state) "
            f"SELECT outbox_id, at, ok, code, text, message_id, state FROM receipt "
            f"WHERE outbox_id = ({_CALL})",
            "receipt",
        ),
        ("UPDATE ledger SET message_id = 5 WHERE id IN (9, 10)", "points of a message"),
        ("UPDATE standing SET xp = xp + 1", "points of a balance"),
        # Telegram has a post that no receipt tells of, and none is in doubt.
        (f"DELETE FROM receipt WHERE outbox_id = ({_CALL})", "post beyond those told of"),
    ],
)
async def test_what_is_there_twice_is_seen(
    played: Stage, tmp_path: Path, happened: str, doubled: str
) -> None:
    verdict = after(played, tmp_path, happened)
    assert verdict.doubled > 0
    assert any(f"× {doubled}:" in p for p in verdict.problems if p.startswith("doubled")), verdict.problems


async def test_a_call_in_doubt_is_named_and_not_counted_as_lost(played: Stage, tmp_path: Path) -> None:
    verdict = after(
        played,
        tmp_path,
        f"UPDATE receipt SET state = 'unknown', message_id = 0 WHERE outbox_id = ({_CALL})",
        f"UPDATE outbox SET state = 'unknown' WHERE id = ({_CALL})",
    )
    assert verdict.problems == []
    assert len(verdict.in_doubt) == 1
