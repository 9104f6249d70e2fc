"""What a running bot makes of words whose time is over."""

from __future__ import annotations

import time

from sqlalchemy import select

from storage import retention
from storage.cases import CASE
from storage.directory import PERSON
from storage.expiry_rules import Keep
from tests.behaviour.conftest import World
from tests.behaviour.test_buttons import ask
from tests.behaviour.test_cases import BOB, MING, OWNER, ROOM, cards, offers, town, undone, writes

__all__ = ["town"]
YEAR = 400 * 86_400


async def forget(world: World) -> None:
    """Let a good year go by for all that is kept."""
    await world.bot.settled()
    retention.purge(world.bot.store, Keep().at(time.time() + YEAR))


async def test_an_old_case_says_that_its_words_are_gone_and_can_still_be_undone(town: World) -> None:
    await town.write(MING, "please buy now, at example.com")
    (card,) = await cards(town)
    assert "buy now" in card["text"]
    await forget(town)
    (case,) = town.bot.rows(select(CASE))
    shown = await ask(town, OWNER, f"/case {case['id']}", ROOM)
    assert "buy now" not in shown["text"]
    assert "kept for their time and are gone" in shown["text"]
    assert "muted for 1 hour" in shown["text"]
    assert "undo" in offers(shown)
    assert "Undone" in await undone(town, shown)
    assert await writes(town, MING)


async def test_whoever_comes_back_is_known_by_name_again(town: World) -> None:
    await town.write(BOB, "good morning everyone")
    await forget(town)
    names = {p["platform_id"]: p["name"] for p in town.bot.rows(select(PERSON))}
    assert names[BOB] == ""
    assert names[OWNER] == "Olga"  # who leads a group keeps it
    await town.write(BOB, "here I am again")  # the batch that hears of it
    await town.bot.settled()
    await town.write(BOB, "and stay")
    await town.bot.settled()
    names = {p["platform_id"]: p["name"] for p in town.bot.rows(select(PERSON))}
    assert names[BOB] == "Bob"
