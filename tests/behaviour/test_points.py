"""Points as members earn and lose them."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio
from sqlalchemy import select, update

from bot.features.points.jobs import prove
from storage.ledger import LEDGER, STANDING
from storage.timers import TIMER
from tests.behaviour.conftest import World
from tests.bots import running_bot, write_rules
from tests.servers import community, playground


async def entries(world: World) -> list[tuple[str, int]]:
    """Source and amount of every ledger row, in order."""
    await world.bot.settled()
    return [(r["source"], r["granted"]) for r in world.bot.rows(select(LEDGER).order_by(LEDGER.c.id))]


async def test_a_message_earns_and_its_removal_takes_it_back(world: World) -> None:
    message = await world.write(2, "good morning everyone")
    await world.write(1, "/warn", reply_to=message)
    assert await entries(world) == [("message", 2), ("message", -2)]
    (standing,) = world.bot.rows(select(STANDING).where(STANDING.c.xp != 99))
    assert standing["xp"] == 0


async def test_what_the_rules_remove_never_earns(world: World) -> None:
    await world.write(2, "buy now, everyone")
    assert await entries(world) == []


async def test_a_reaction_pays_the_author_until_it_is_taken_away(world: World) -> None:
    message = await world.write(2, "here is how it works")
    await world.pg.act({"do": "react", "chat": world.chat, "user": 3, "message": message, "emoji": "👍"})
    assert ("reaction", 3) in await entries(world)
    await world.pg.act({"do": "react", "chat": world.chat, "user": 3, "message": message, "emoji": []})
    assert (await entries(world))[-1] == ("reaction", -3)


async def react(world: World, message: int, *emoji: str) -> None:
    """Bob's reactions to a message are these now."""
    await world.pg.act(
        {"do": "react", "chat": world.chat, "user": 3, "message": message, "emoji": list(emoji)}
    )


async def test_points_stay_as_long_as_one_reaction_stands(world: World) -> None:
    message = await world.write(2, "here is how it works")
    person = {"id": 3, "is_bot": False, "first_name": "Bob", "is_premium": True}
    states = (("👍❤", 3), ("❤", 3), ("", 0), ("🔥", 3), ("", 0), ("👍🔥", 3), ("👍", 3))
    await world.bot.settled()
    for number, (state, points) in enumerate(states):
        await world.bot.app.take([changed(world, message, number, person, state)])
        assert sum(granted for source, granted in await entries(world) if source == "reaction") == points


def changed(world: World, message: int, number: int, person: dict[str, Any], state: str) -> bytes:
    """An update that tells of reactions; what stood before is told wrongly, as when an update is missed."""
    reaction = {
        "chat": {"id": world.chat, "type": "supergroup"},
        "message_id": message,
        "user": person,
        "date": int(time.time()),
        "old_reaction": [],
        "new_reaction": [{"type": "emoji", "emoji": emoji} for emoji in state],
    }
    return json.dumps({"update_id": 900_000_001 + number, "message_reaction": reaction}).encode()


async def test_a_thousand_changes_of_mind_end_with_what_stands(world: World) -> None:
    message = await world.write(2, "here is how it works")
    for _ in range(50):
        await react(world, message, "👍")
        await react(world, message)
    assert sum(granted for source, granted in await entries(world) if source == "reaction") == 0
    await react(world, message, "👍")
    assert sum(granted for source, granted in await entries(world) if source == "reaction") == 3
    longest = max([len(row["key"]) for row in world.bot.rows(select(LEDGER))])
    assert longest < 80


async def test_a_removed_message_earns_nothing_by_reactions_that_come_and_go(world: World) -> None:
    message = await world.write(2, "here is how it works")
    for state in (["👍"], [], ["👍"]):
        await react(world, message, *state)
    await world.write(1, "/warn", reply_to=message)
    assert sum(granted for _, granted in await entries(world)) == 0
    # What still comes of the message that is gone.
    person = {"id": 3, "is_bot": False, "first_name": "Bob"}
    for number, stands in enumerate(("", "👍")):
        await world.bot.app.take([changed(world, message, number, person, stands)])
    assert sum(granted for _, granted in await entries(world)) == 0


async def test_nobody_is_paid_by_themselves(world: World) -> None:
    message = await world.write(2, "here is how it works")
    await world.pg.act({"do": "react", "chat": world.chat, "user": 2, "message": message, "emoji": "👍"})
    await world.write(2, "thanks", reply_to=message)
    assert {source for source, _ in await entries(world)} <= {"message"}


async def test_thanks_in_a_reply_pays_whoever_helped(world: World) -> None:
    message = await world.write(2, "here is how it works")
    await world.write(3, "thanks a lot!", reply_to=message)
    assert ("thanks", 5) in await entries(world)


async def test_a_check_in_counts_once_a_day_and_is_acknowledged_with_an_emoji(world: World) -> None:
    await world.write(2, "check in")
    await world.write(2, "/checkin")
    assert [e for e in await entries(world) if e[0] == "checkin"] == [("checkin", 5)]
    assert len(await world.bot.called("setMessageReaction")) == 1


async def test_a_second_check_in_in_words_is_answered_by_another_emoji(world: World) -> None:
    for words in ("check in", "check in!", "check in, day two"):
        await world.write(2, words)
    await world.bot.settled()
    shown = [c["reaction"] for c in await world.bot.called("setMessageReaction")]
    assert ["👍" in str(r) for r in shown] == [True, False, False]
    assert len([e for e in await entries(world) if e[0] == "checkin"]) == 1


async def test_a_second_check_in_says_that_todays_is_done(world: World) -> None:
    await world.write(2, "/checkin")
    await world.write(2, "/checkin")
    first, second = (await world.bot.said(world.chat))[-2:]
    assert "+5" in first
    assert "done already" in second
    assert "+5" not in second


EARNING = """
givers: {member_for: 0s, messages: 0}
worth: {pair: [1, 0.5, 0], mutual: 0.5}
message: {points: 2, cooldown: 1s, shortest: 3, per_day: 4, fades: [1, 0.5]}
reaction: {points: 3, member_for: 0s, per_day: 3, settles_after: 10m}
reply: {points: 1, shortest: 3}
thanks: {points: 5, words: [thanks]}
checkin: {points: 5, words: [check in]}
"""


@pytest_asyncio.fixture
async def earning(tmp_path: Path) -> AsyncIterator[World]:
    """A group in which reactions settle later, and words are worth less the second time."""
    rules = write_rules(tmp_path / "rules", moderation="rules: []", incentives=EARNING)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        chat = await community(pg, drain=False)
        await bot.settled()
        yield World(pg, bot, chat)


async def later(world: World) -> None:
    """So much time goes by that what is pending is due."""
    await world.bot.settled()
    with world.bot.store.write() as connection:
        connection.execute(update(TIMER).where(TIMER.c.kind == "settle").values(due_at=int(time.time()) - 1))
    await world.write(1, "good evening")
    await world.bot.settled()


async def test_a_reaction_pays_once_it_has_stood_for_a_while(earning: World) -> None:
    message = await earning.write(2, "here is how it works")
    await react(earning, message, "👍")
    assert [e for e in await entries(earning) if e[0] == "reaction"] == [("reaction", 0)]
    await later(earning)
    assert [e for e in await entries(earning) if e[0] == "reaction"] == [("reaction", 0), ("reaction", 3)]
    await react(earning, message)
    assert sum(granted for source, granted in await entries(earning) if source == "reaction") == 0


async def test_a_reaction_that_goes_in_time_is_void_and_may_come_again(earning: World) -> None:
    message = await earning.write(2, "here is how it works")
    for state in (["👍"], [], ["👍"], []):
        await react(earning, message, *state)
    await earning.bot.settled()
    rows = earning.bot.rows(select(LEDGER).where(LEDGER.c.source == "reaction").order_by(LEDGER.c.id))
    assert [(r["status"], r["granted"]) for r in rows] == [
        ("pending", 0),
        ("void", 0),
        ("pending", 0),
        ("void", 0),
    ]
    await react(earning, message, "👍")
    await later(earning)
    assert sum(granted for source, granted in await entries(earning) if source == "reaction") == 3


async def test_a_reaction_to_a_message_that_is_removed_meanwhile_pays_nobody(earning: World) -> None:
    message = await earning.write(2, "here is how it works")
    await react(earning, message, "👍")
    await earning.write(1, "/warn", reply_to=message)
    await later(earning)
    assert sum(granted for source, granted in await entries(earning) if source == "reaction") == 0
    (_, gone) = earning.bot.rows(select(LEDGER).where(LEDGER.c.source == "reaction").order_by(LEDGER.c.id))
    assert (gone["status"], gone["reason"]) == ("void", "message removed")


async def test_thanks_by_name_pay_whoever_is_named_and_no_stranger_or_bot(earning: World) -> None:
    await earning.write(1, "here is how it works")
    await earning.write(3, "thanks @olga_owner and @nobody_at_all and @zhiqun_bot")
    found = [e for e in await entries(earning) if e[0] == "thanks"]
    assert found == [("thanks", 5)]


async def test_the_same_pair_is_worth_less_and_an_answer_counts_once_a_day(earning: World) -> None:
    first = await earning.write(2, "here is how it works")
    await earning.write(3, "thanks a lot", reply_to=first)
    await earning.write(3, "does it work for tables", reply_to=first)
    await earning.write(3, "and does it work for lists", reply_to=first)
    await earning.write(3, "thanks again then", reply_to=first)
    found = await entries(earning)
    assert [granted for source, granted in found if source == "thanks"] == [5, 2]
    assert [granted for source, granted in found if source == "reply"] == [1]


async def test_points_are_proved_every_night_and_set_right(earning: World) -> None:
    await earning.write(2, "here is how it works")
    await earning.bot.settled()
    with earning.bot.store.write() as connection:
        connection.execute(update(STANDING).values(xp=77))
    await prove(earning.bot.store, int(time.time()))
    assert [r["xp"] for r in earning.bot.rows(select(STANDING).where(STANDING.c.xp > 0))] == [2]


async def test_a_check_in_that_comes_late_mends_the_days_in_a_row(
    earning: World,
) -> None:
    now = int(time.time())
    for number, ago in enumerate((4, 3, 1, 0, 2, 2)):  # the day before yesterday's comes last, and twice
        message = {
            "message_id": 7_000 + number,
            "date": now - ago * 86_400,
            "chat": {"id": earning.chat, "type": "supergroup", "title": "g"},
            "from": {"id": 3, "is_bot": False, "first_name": "Bob"},
            "text": "check in",
        }
        await earning.bot.app.take(
            [json.dumps({"update_id": 910_000_001 + number, "message": message}).encode()]
        )
    rows = earning.bot.rows(select(STANDING).where(STANDING.c.last_checkin != ""))
    assert [(r["streak"], r["zone"]) for r in rows] == [(5, "UTC")]
    assert len([e for e in await entries(earning) if e[0] == "checkin"]) == 5
