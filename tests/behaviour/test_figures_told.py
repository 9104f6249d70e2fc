"""Figures that a member reads: what was taken back is named, and nobody has a place without points."""

from __future__ import annotations

import pytest

from tests.behaviour.conftest import World
from tests.behaviour.test_commands import ask

OWNER, MING, BOB = 1, 2, 3


@pytest.mark.parametrize(
    ("language", "taken", "empty"),
    [
        ("zh", "-2 扣回：发言（消息被删除或撤回）", "命中：–"),
        ("en", "-2 undone: message (it was removed or withdrawn)", "found: –"),
    ],
)
async def test_what_was_taken_back_is_explained_and_nothing_is_found_where_nothing_was(
    world: World, language: str, taken: str, empty: str
) -> None:
    number = await world.write(MING, "here is how I solved it")
    await world.bot.settled()
    await ask(world, OWNER, "/warn", reply_to=number)
    await world.write(MING, f"/language {language}")
    told = (await why(world)).replace("\u2060", "")
    assert taken in told
    assert empty not in told


async def why(world: World) -> str:
    """What /why answers Ming."""
    before = set(await world.bot.said(world.chat))
    await world.write(MING, "/why")
    return "\n".join(t for t in await world.bot.said(world.chat) if t not in before)


async def test_without_points_nobody_has_a_place(world: World) -> None:
    assert "place 1" not in await ask(world, BOB, "/me")
    board = await ask(world, BOB, "/top all")
    assert "🥇" not in board
    assert "1." not in board


async def test_a_case_in_which_nothing_was_done_to_somebody_is_not_theirs_to_appeal(world: World) -> None:
    await world.write(MING, "maybe spam")  # in shadow
    await world.write(MING, "@admin can anybody help?")
    assert "case" not in await why(world)


@pytest.mark.parametrize(("language", "reason"), [("zh", "原因：广告"), ("en", "Reason: advertising")])
async def test_why_tells_the_reason_in_the_members_language(world: World, language: str, reason: str) -> None:
    await world.write(MING, f"/language {language}")
    await world.write(MING, "buy now")
    told = await why(world)
    assert reason in told
    assert "“ads”" not in told  # what a rule is called in the files is nothing to a member
