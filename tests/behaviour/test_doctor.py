"""What the doctor finds in a running world."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.operations.backups import back_up
from bot.operations.check_results import Check
from bot.operations.doctor import clock_skew, examine
from bot.operations.health_checks import files, open_to_others, room
from bot.text.messages import FOLDER
from storage.event_log import SEEN
from storage.outbox import OUTBOX
from tests.behaviour.conftest import World
from tests.processes import ROOT
from tests.servers import community, playground


async def findings(world: World, **changed: Any) -> dict[str, Check]:
    """The findings by name, with some settings changed."""
    settings = world.bot.app.settings.model_copy(update=changed)
    return {f.name: f async for f in examine(settings)}


async def test_a_good_setup_is_found_good(world: World) -> None:
    found = await findings(world)
    assert {f.grade for f in found.values()} == {"good"}
    assert {"rules", "database", "chats", "token", "privacy", "updates", "rights"} <= set(found)
    for language in ("zh", "en"):
        assert all(f.sentence(language) for f in found.values())


@pytest.mark.parametrize(
    ("changed", "name", "state"),
    [
        ({"token": SecretStr("")}, "token", "absent"),
        ({"token": SecretStr("1000:WRONG")}, "token", "wrong"),
        ({"api_url": "http://127.0.0.1:1"}, "telegram", "away"),
        ({"rules": Path("nowhere")}, "rules", "refused"),
        ({"database": "sqlite:////nowhere/at/all.db"}, "database", "trouble"),
    ],
)
async def test_what_is_wrong_is_named(world: World, changed: dict[str, Any], name: str, state: str) -> None:
    found = (await findings(world, **changed))[name]
    assert (found.grade, found.state) == ("bad", state)
    assert found.sentence("zh") != found.sentence("en")


async def test_privacy_mode_and_missing_rights_are_told(world: World) -> None:
    await world.pg.act({"do": "setup_bot", "privacy": True})
    await world.pg.act({"do": "add_bot", "chat": world.chat, "user": 1, "rights": ["can_delete_messages"]})
    await world.bot.settled()
    found = await findings(world)
    assert found["privacy"].state == "on"
    assert found["rights"].state == "few"
    assert "can_restrict_members" in found["rights"].sentence("en")


async def test_missing_rights_are_told_with_the_rules_and_features_that_need_them(world: World) -> None:
    await world.pg.act({"do": "add_bot", "chat": world.chat, "user": 1, "rights": ["can_delete_messages"]})
    for command in ("/lock media", "/slow 30s"):
        await world.write(1, command)
    await world.bot.settled()
    rules = world.bot.app.settings.rules
    (rules / "screening.yaml").write_text("requests: {mode: screen}\nraid: {joins: 5}\n", "utf-8")
    said = (await findings(world))["rights"].sentence("en")
    assert "can_restrict_members (flood, escalation, screening: raid" in said
    assert "can_invite_users (screening: requests, screening: raid)" in said
    assert "can_pin_messages (/pin)" in said
    assert "looked-at" not in said  # in shadow it does nothing
    assert "can_delete_messages" not in said


async def test_a_basic_group_is_advised_to_become_a_supergroup(world: World) -> None:
    basic = {"do": "create_chat", "chat": -55, "title": "Small", "type": "group", "owner": 1}
    await world.pg.act(basic | {"members": [2], "bot": True})
    await world.bot.settled()
    found = (await findings(world))["group"]
    assert (found.grade, found.state) == ("advice", "basic")
    assert "flood" in found.sentence("en")


async def test_a_new_database_needs_its_tables(world: World, tmp_path: Path) -> None:
    found = await findings(world, database=f"sqlite:///{tmp_path / 'new.db'}")
    assert found["database"].state == "behind"


async def test_a_server_that_tells_no_date_tells_no_skew() -> None:
    assert await clock_skew("http://127.0.0.1:1") is None


async def test_another_bot_on_the_token_is_found_and_its_updates_are_left_to_it(
    world: World, tmp_path: Path
) -> None:
    elsewhere = f"sqlite:///{tmp_path / 'elsewhere.db'}"
    assert (await findings(world, database=elsewhere))["poller"].state == "other"
    await world.write(2, "hello bot")
    assert await world.bot.said(world.chat)


async def test_without_another_bot_nobody_is_found(world: World, tmp_path: Path) -> None:
    async with playground() as quiet:
        found = await findings(world, database=f"sqlite:///{tmp_path / 'new.db'}", api_url=quiet.url)
    assert found["poller"].state == "none"


@pytest.mark.sqlite("its check of the file, and backups")
async def test_what_waits_in_the_database_is_told(world: World) -> None:
    await world.bot.app.take([b"no json"])
    old = {"key": "k", "lane": 1, "method": "sendMessage", "retry": "never_if_ambiguous", "priority": 1}
    row = old | {"not_before": 0, "state": "unknown", "attempts": 1, "at": 1}
    with world.bot.store.write() as connection:
        connection.execute(SEEN.insert(), [{"update_id": 1, "at": 1}])
        connection.execute(OUTBOX.insert(), [row])
    found = await findings(world)
    states = {name: found[name].state for name in ("letters", "calls", "backup", "integrity", "running")}
    assert states == {
        "letters": "open",
        "calls": "doubtful",
        "backup": "none",
        "integrity": "good",
        "running": "here",
    }
    back_up(world.bot.app.settings)
    assert (await findings(world))["backup"].state == "good"


async def test_a_webhook_that_fails_is_told(world: World, tmp_path: Path) -> None:
    async with playground() as pg:
        await pg.call("setWebhook", url="http://127.0.0.1:1/webhook", secret_token="s")
        await community(pg, drain=False)

        async def failed() -> bool:
            return bool((await pg.call("getWebhookInfo"))["result"].get("last_error_message"))

        await pg.wait_for(failed)
        found = await findings(
            world,
            database=f"sqlite:///{tmp_path / 'new.db'}",
            api_url=pg.url,
            webhook_url="http://127.0.0.1:1/webhook",
        )
    assert found["webhook"].state == "failing"
    assert "poller" not in found


@pytest.mark.parametrize(
    ("free", "database", "state"),
    [
        (50 << 20, 0, "full"),
        (500 << 20, 0, "scarce"),
        (5 << 30, 4 << 30, "scarce"),
        (5 << 30, 1 << 30, "good"),
    ],
)
def test_room_is_wanted_for_the_database_and_a_copy_of_it(free: int, database: int, state: str) -> None:
    assert room(free, database).state == state


def test_files_that_every_account_can_read_are_named(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text("ZHIQUN_TOKEN=1:x")
    url = f"sqlite:///{tmp_path / 'x.db'}"
    env.chmod(0o644)
    # Where the tests' own folder is closed to others, so is what is in it.
    reachable = all(p.stat().st_mode & 0o001 for p in env.resolve().parents)
    assert open_to_others(env) is reachable
    env.chmod(0o600)
    assert not open_to_others(env)
    found = {f.name: f for f in files(url, env)}["files"]
    assert found.state == "good"
    assert found.sentence("en") == f"Files: closed to other accounts: {env}."


def test_files_that_are_not_there_are_not_said_to_be_closed(tmp_path: Path) -> None:
    found = {f.name: f for f in files(f"sqlite:///{tmp_path / 'x.db'}", tmp_path / ".env")}
    assert found["files"].state == "none"
    assert "neither .env nor a database file is here" in found["files"].sentence("en")
    assert "没有数据库文件" in found["files"].sentence("zh")


def test_a_log_that_grew_too_large_is_told(tmp_path: Path) -> None:
    with (tmp_path / "x.db-wal").open("wb") as wal:
        wal.truncate(300 << 20)
    found = {f.name: f for f in files(f"sqlite:///{tmp_path / 'x.db'}", tmp_path / ".env")}
    assert "300 MB" in found["wal"].sentence("en")


def test_every_sentence_of_the_doctor_can_be_said_in_both_languages() -> None:
    files = ("doctor.py", "health_checks.py", "membership_checks.py")
    source = "".join((ROOT / "bot" / "operations" / name).read_text("utf-8") for name in files)
    for key in re.findall(
        r"^(doctor-[a-z]+-[a-z]+) =", (FOLDER / "en" / "operators.ftl").read_text("utf-8"), re.M
    ):
        _, name, state = key.split("-")
        if name not in ("all", "some"):
            assert f'"{name}"' in source, key
            assert f'"{state}"' in source, key
