"""A group's own language, and where its ladder of sanctions ends: by command and by button."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.features.moderation.escalation_limit import read
from bot.text.messages import plain, say
from storage.chat_settings import SETTING
from tests.behaviour.conftest import World
from tests.behaviour.test_buttons import behind, press
from tests.behaviour.test_commands import ask
from tests.behaviour.test_sharing import BOB as LATE_BOB
from tests.behaviour.test_sharing import LATER, MALLORY, Opens, later, muted_in
from tests.behaviour.test_sharing import opens as opens
from tests.servers import Json

OWNER, MING, BOB = 1, 2, 3


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("3", 3),
        ("５", 5),
        ("4 warnings", 4),
        ("6 次", 6),
        ("1", None),
        ("31", None),
        ("-3", None),
        ("many", None),
    ],
)
def test_a_limit_is_read(text: str, limit: int | None) -> None:
    assert read(text) == limit


async def test_what_everybody_reads_comes_in_the_groups_own_language(world: World) -> None:
    await world.write(OWNER, "/language en")
    assert "本群给所有人看的内容用中文（本群设置）" in await ask(world, OWNER, "/setlanguage zh")
    assert "每" in await ask(world, OWNER, "/slow 30s")
    assert "this group is in Chinese (set in this group)" in await ask(world, OWNER, "/setlanguage")
    assert "English" in await ask(world, OWNER, "/setlanguage default")
    assert "20 seconds" in await ask(world, OWNER, "/slow 20s")
    assert not [r for r in world.bot.rows(select(SETTING)) if r["name"] == "language"]


async def test_members_still_get_answers_in_their_own_language(world: World) -> None:
    await ask(world, OWNER, "/setlanguage zh")
    await world.write(MING, "/language en")
    assert "points" in await ask(world, MING, "/me")


async def test_whoever_has_no_language_here_is_spoken_to_in_the_groups(world: World) -> None:
    await world.pg.act({"do": "create_person", "person": 9, "first_name": "Rémi", "language_code": "fr"})
    await world.pg.act({"do": "join", "chat": world.chat, "user": 9})
    await ask(world, OWNER, "/setlanguage zh")
    assert "积分" in await ask(world, 9, "/me")
    await ask(world, OWNER, "/setlanguage default")
    await world.pg.post("/sim/clock", {"advance": 60})
    assert "points" in await ask(world, 9, "/me")


@pytest.mark.parametrize(
    "text", ["/setlanguage fr", "/setwarnlimit 1", "/setwarnlimit often", "/setwarnlimit 99"]
)
async def test_what_cannot_be_read_changes_nothing(world: World, text: str) -> None:
    assert "Nothing was changed" in await ask(world, OWNER, text)
    assert world.bot.rows(select(SETTING)) == []


@pytest.mark.parametrize("text", ["/setlanguage zh", "/setwarnlimit 2"])
async def test_members_set_nothing(world: World, text: str) -> None:
    assert "Only moderators" in await ask(world, MING, text)
    assert world.bot.rows(select(SETTING)) == []


async def warned(world: World, user: int, times: int) -> int:
    """How many mutes so many warnings of somebody lead to."""
    before = len(await world.bot.called("restrictChatMember"))
    for _ in range(times):
        await world.write(user, "buy now")
        await world.bot.settled()
    return len(await world.bot.called("restrictChatMember")) - before


async def test_the_sanction_comes_at_the_groups_own_limit(world: World) -> None:
    assert "3 points – muted for 1 hour" in await ask(world, OWNER, "/setwarnlimit")
    assert "2 points – muted for 1 hour" in await ask(world, OWNER, "/setwarnlimit 2")
    assert await warned(world, MING, 1) == 0
    assert await warned(world, MING, 1) == 1
    assert "3 points – muted" in await ask(world, OWNER, "/setwarnlimit default")
    assert await warned(world, BOB, 2) == 0
    assert await warned(world, BOB, 1) == 1


async def test_a_moderators_warnings_and_figures_know_the_limit(world: World) -> None:
    await ask(world, OWNER, "/setwarnlimit 2")
    message = await world.write(MING, "la la la")
    await world.write(OWNER, "/warn", reply_to=message)
    await world.bot.settled()
    assert await world.bot.called("restrictChatMember") == []
    message = await world.write(MING, "la la")
    assert "1 of 2 warnings" in await ask(world, OWNER, "/warns", reply_to=message)
    await world.write(OWNER, "/warn", reply_to=message)
    await world.bot.settled()
    assert len(await world.bot.called("restrictChatMember")) == 1


async def test_a_later_group_changes_nothing_elsewhere(opens: Opens) -> None:
    async with opens("") as world:
        await later(world, MALLORY, "/setwarnlimit 2")
        await later(world, MALLORY, "/setlanguage zh")
        assert "commands" not in (await world.bot.said(LATER))[-1]
        await world.write(LATE_BOB, "buy now")
        await world.write(LATE_BOB, "buy now")
        await world.bot.settled()
        assert await muted_in(world) == set()
        await later(world, LATE_BOB, "buy now")
        assert {LATER} <= await muted_in(world)


@pytest.mark.parametrize("limit", [2, 20])
async def test_a_later_groups_limit_leaves_the_first_groups_ladder(opens: Opens, limit: int) -> None:
    async with opens("") as world:
        await later(world, MALLORY, f"/setwarnlimit {limit}")
        await world.write(LATE_BOB, "buy now")
        await world.write(LATE_BOB, "buy now")
        await world.bot.settled()
        assert await muted_in(world) == set()
        await world.write(LATE_BOB, "buy now")
        await world.bot.settled()
        assert await muted_in(world) == {-1001}
        assert "30 seconds" in await ask(world, OWNER, "/slow 30s")


async def page(world: World, chat: int) -> Json:
    """The newest message in a chat."""
    await world.bot.settled()
    found: Json = (await world.pg.messages(chat, limit=5))[-1]["message"]
    return found


def button(message: Json, part: str) -> str:
    """The data of the one button whose data holds this."""
    (found,) = [d for d in behind(message) if part in d]
    return found


async def opened(world: World, where: str) -> tuple[int, Json]:
    """The chat and the page of the group's settings, in private or in the group."""
    if where == "group":
        await world.write(OWNER, "/settings")
        return world.chat, await page(world, world.chat)
    await world.pg.act({"do": "start", "user": OWNER})
    await world.pg.act({"do": "message", "chat": OWNER, "user": OWNER, "text": "/settings"})
    message = await page(world, OWNER)
    await press(world, OWNER, message["message_id"], behind(message)[0], OWNER)
    return OWNER, await page(world, OWNER)


@pytest.mark.parametrize("where", ["private", "group"])
async def test_buttons_set_and_restore_both(world: World, where: str) -> None:
    await world.write(OWNER, "/language en")
    chat, shown = await opened(world, where)
    assert "Language: English (as in community.yaml)" in shown["text"]
    assert "Warning limit: 3 points – muted for 1 hour (as in moderation.yaml)" in shown["text"]
    for part in (":language", ":warnlimit2"):
        await press(world, OWNER, shown["message_id"], button(shown, part), chat)
        shown = await page(world, chat)
    assert "Language: Chinese (set in the group)" in shown["text"]
    assert "Warning limit: 2 points – muted for 1 hour (set in the group)" in shown["text"]
    await world.pg.post("/sim/clock", {"advance": 31})
    assert await warned(world, MING, 2) == 1
    for _ in range(2):
        resets = [d for d in behind(shown) if ":r:" in d]
        assert await press(world, OWNER, shown["message_id"], resets[0], chat) == ""
        shown = await page_of(world, chat, shown["message_id"])
    assert "Language: English (as in community.yaml)" in shown["text"]
    assert world.bot.rows(select(SETTING)) == []


async def page_of(world: World, chat: int, number: int) -> Json:
    """A message as it stands now."""
    await world.bot.settled()
    found: Json = next(
        m["message"] for m in await world.pg.messages(chat, limit=50) if m["message"]["message_id"] == number
    )
    return found


async def test_the_page_in_the_group_is_for_moderators(world: World) -> None:
    assert "Only moderators" in await ask(world, MING, "/settings")
    chat, shown = await opened(world, "group")
    data = button(shown, ":language")
    assert await press(world, MING, shown["message_id"], data, chat) == plain("en", "button-another")
    assert world.bot.rows(select(SETTING)) == []
    assert say("en", "settings-back") not in str(shown["reply_markup"])
