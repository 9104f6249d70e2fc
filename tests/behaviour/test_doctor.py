"""What the doctor finds in a running world."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.doctor import Check, clock_skew, examine
from tests.behaviour.conftest import World


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
        ({"database": "sqlite+aiosqlite:////nowhere/at/all.db"}, "database", "refused"),
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


async def test_a_new_database_needs_its_tables(world: World, tmp_path: Path) -> None:
    found = await findings(world, database=f"sqlite+aiosqlite:///{tmp_path / 'new.db'}")
    assert found["database"].state == "behind"


async def test_a_server_that_tells_no_date_tells_no_skew() -> None:
    assert await clock_skew("http://127.0.0.1:1") is None
