"""Cases in the moderators' group: what they tell, and what taking them back brings back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select, update

from bot.core.batch import Batch
from bot.features.moderation.hooks import Approval, Hooks, Lesson
from bot.text.messages import plain
from rules.engine.events import Event
from storage.cases import CASE
from storage.casework import ACT, EVIDENCE
from storage.chats import CHAT
from storage.ledger import LEDGER, STANDING
from storage.members import WARNING
from tests.behaviour.conftest import INCENTIVES, World
from tests.behaviour.test_buttons import ask, press
from tests.bots import running_bot, write_rules
from tests.servers import Json, community, playground

ROOM, OWNER, MING, BOB, EVE = -1002, 1, 2, 3, 4
RULES = """
escalation:
  expires: 30d
  steps:
    - {points: 9, then: {mute: 1h}}
rules:
  - id: ads
    title: {zh: 广告, en: advertising}
    when: {words: [buy now]}
    then: [delete, warn, {mute: 1h}, alert]
  - id: scam
    when: {words: [free coins]}
    then: [delete, {ban: forever}]
  - id: rude
    when: {words: [rude word]}
    then: [delete, warn]
  - id: loud
    when: {words: [aaargh]}
    then: [delete]
  - id: flood
    on: message
    when: {rate: {times: 4, within: 10s}}
    then: [{delete: {matched: true}}, {mute: 10m}]
"""
MANY = "\ncommands: {times: 1000, within: 30s}\n"


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[World]:
    """The group, and a moderators' group with Olga, who moderates, and Eve, who does not."""
    rules = write_rules(tmp_path / "rules", moderation=RULES, incentives=INCENTIVES)
    with (rules / "community.yaml").open("a", encoding="utf-8") as file:
        file.write(MANY)
    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        yield await settle(World(pg, bot, await community(pg, drain=False)))


async def settle(world: World) -> World:
    """Add the room and Eve."""
    await world.pg.act({"do": "create_person", "person": EVE, "first_name": "Eve", "language_code": "en"})
    await world.pg.act({"do": "profile", "user": BOB, "language_code": "en"})
    room = {"do": "create_chat", "chat": ROOM, "title": "Moderators", "owner": OWNER, "members": [EVE]}
    await world.pg.act({**room, "bot": True})
    await world.bot.settled()
    with world.bot.store.write() as connection:
        connection.execute(update(CHAT).where(CHAT.c.title == "Moderators").values(role="moderators"))
    world.bot.app.pipeline.directory.forget()
    return world


async def cards(world: World) -> list[Json]:
    """The bot's messages in the room, as they are now."""
    await world.bot.settled()
    return [m["message"] for m in await world.pg.messages(ROOM, limit=99) if m["author"] == world.pg.bot_id]


def data(card: Json, what: str) -> str:
    """What is behind a card's button."""
    rows = card.get("reply_markup", {}).get("inline_keyboard", [])
    found = [b["callback_data"] for row in rows for b in row]
    return next(str(d) for d in found if d.endswith(f":{what}"))


def offers(card: Json) -> list[str]:
    """What a card's buttons do."""
    rows = card.get("reply_markup", {}).get("inline_keyboard", [])
    return [b["callback_data"].rpartition(":")[2] for row in rows for b in row]


async def push(world: World, card: Json, what: str, user: int = OWNER) -> str:
    """Press a card's button."""
    return await press(world, user, card["message_id"], data(card, what), ROOM)


async def undone(world: World, card: Json, user: int = OWNER) -> str:
    """Press a card's Undo; what the card says is back, once Telegram has done it."""
    said = await push(world, card, "undo", user)
    assert said == plain("en", "press-undoing") or said.startswith("Undone: ")
    after = next(c for c in await cards(world) if c["message_id"] == card["message_id"])
    return next(line for line in str(after["text"]).splitlines() if line.startswith("↩️"))


async def writes(world: World, user: int) -> bool:
    """Whether Telegram lets somebody write."""
    act = {"do": "message", "chat": world.chat, "user": user, "text": "good morning"}
    return bool((await world.pg.acts([act]))[0]["ok"])


async def test_a_rules_sanction_is_one_message_with_everything_and_undoing_it_brings_everything_back(
    town: World,
) -> None:
    await town.write(MING, "please buy now, at example.com")
    (card,) = await cards(town)
    for part in ("Case", "ads", "小明", "muted for 1 hour", "one warning", "advertising", "buy now"):
        assert part in card["text"]
    assert offers(card) == ["undo", "approve", "ban", "spam", "ham"]
    assert not await writes(town, MING)
    assert await push(town, card, "undo") == plain("en", "press-undoing")
    assert await writes(town, MING)
    restored = next(t for t in await town.bot.said(town.chat) if "put this back" in t)
    assert "小明" in restored
    assert "please buy now, at example.com" in restored
    (warning,) = town.bot.rows(select(WARNING))
    assert warning["revoked_at"]
    assert warning["case_id"]
    (after,) = await cards(town)
    assert "Undone by Olga" in after["text"]
    assert offers(after) == ["spam", "ham"]


async def test_undone_twice_is_undone_once(town: World) -> None:
    await town.write(MING, "buy now")
    (card,) = await cards(town)
    await push(town, card, "undo")
    await town.bot.settled()
    calls = len(await town.pg.calls())
    assert await push(town, card, "undo") in (plain("en", "button-old"), "Olga took this back already.")
    later = {c["method"] for c in (await town.pg.calls())[calls:]}
    assert later <= {"answerCallbackQuery", "getUpdates", "editMessageText"}


async def test_two_moderators_who_press_at_once_undo_once(town: World) -> None:
    await town.pg.act({"do": "promote", "chat": town.chat, "user": OWNER, "target": BOB})
    await town.pg.act({"do": "join", "chat": ROOM, "user": BOB})
    await town.write(MING, "buy now")
    (card,) = await cards(town)
    act = {"do": "press", "chat": ROOM, "message": card["message_id"], "data": data(card, "undo")}
    both = await town.pg.acts([act | {"user": OWNER}, act | {"user": BOB}])
    answers = [(await town.pg.get(f"/sim/answers/{b['callback_id']}", timeout=25))["answer"] for b in both]
    texts = sorted(str(a["text"]) for a in answers)
    assert [t == plain("en", "press-undoing") for t in texts] == [False, True]
    assert len([t for t in await town.bot.said(town.chat) if "put this back" in t]) == 1


async def test_points_that_a_removed_message_had_earned_are_returned_in_the_ledger(town: World) -> None:
    message = await town.write(BOB, "a long and thoughtful message")
    await town.write(OWNER, "/warn rude", reply_to=message)
    await town.bot.settled()
    (before,) = town.bot.rows(select(STANDING.c.xp))
    assert before["xp"] == 0
    (card,) = await cards(town)
    assert "returned" in await undone(town, card)
    rows = town.bot.rows(select(LEDGER).order_by(LEDGER.c.id))
    assert [r["granted"] for r in rows] == [2, -2, 2]
    assert rows[2]["reverses"] == rows[1]["key"]
    (after,) = town.bot.rows(select(STANDING.c.xp))
    assert after["xp"] == 2


async def test_a_ban_is_lifted_and_the_member_may_come_back(town: World) -> None:
    await town.write(MING, "free coins for all")
    (card,) = await cards(town)
    back = {"do": "join", "chat": town.chat, "user": MING}
    await town.pg.refused(back)
    assert "may come back" in await undone(town, card)
    await town.bot.settled()
    await town.pg.act(back)


async def test_a_mute_of_another_case_stays_when_one_is_undone(town: World) -> None:
    first = await town.write(MING, "good morning")
    await town.write(MING, "buy now")
    await town.write(OWNER, "/mute 2d", reply_to=first)
    by_rule, by_hand = await cards(town)
    await push(town, by_rule, "undo")
    assert not await writes(town, MING)
    call = (await town.bot.called("restrictChatMember"))[-1]
    assert int(call["until_date"]) > town.bot.app.clock.now() + 86_400
    await push(town, by_hand, "undo")
    assert await writes(town, MING)


@pytest.mark.parametrize("what", ["undo", "ban", "spam", "ham"])
async def test_whoever_does_not_moderate_the_group_presses_in_vain(town: World, what: str) -> None:
    await town.write(MING, "buy now")
    (card,) = await cards(town)
    assert await push(town, card, what, EVE) == plain("en", "case-not-yours")
    assert (await cards(town)) == [card]
    (case,) = town.bot.rows(select(CASE))
    assert (case["state"], case["label"]) == ("open", "")


async def test_nobody_decides_about_themselves(town: World) -> None:
    await town.pg.act({"do": "join", "chat": ROOM, "user": BOB})
    await town.write(BOB, "buy now")
    await town.bot.settled()
    await town.pg.act({"do": "promote", "chat": town.chat, "user": OWNER, "target": BOB})
    await town.bot.settled()
    (card,) = await cards(town)
    assert await push(town, card, "undo", BOB) == plain("en", "case-own")


async def test_a_card_tells_who_added_a_ban_and_undo_takes_both_back(town: World) -> None:
    await town.write(MING, "buy now")
    (card,) = await cards(town)
    assert await push(town, card, "ban") == plain("en", "press-sure")
    (asked,) = await cards(town)
    assert await push(town, asked, "sure") == plain("en", "press-banned")
    (after,) = await cards(town)
    assert "by Olga" in after["text"]
    assert offers(after) == ["undo", "approve", "spam", "ham"]
    await push(town, after, "undo")
    assert {c["state"] for c in town.bot.rows(select(CASE))} == {"undone"}
    await town.pg.act({"do": "join", "chat": town.chat, "user": MING})


async def test_what_moderators_judge_and_take_back_is_taught_and_approval_is_handed_on(town: World) -> None:
    taught: list[Lesson] = []
    approved: list[Approval] = []

    def learn(_batch: Batch, lesson: Lesson) -> None:
        taught.append(lesson)

    def approve(_batch: Batch, _event: Event, approval: Approval) -> None:
        approved.append(approval)

    town.bot.app.services.extras[Hooks] = Hooks(learn, approve)
    await town.write(MING, "buy now please")
    (card,) = await cards(town)
    await push(town, card, "spam")
    (card,) = await cards(town)
    assert "spam" not in offers(card)
    await push(town, card, "approve")
    assert [(t.spam, t.undone, t.texts) for t in taught] == [
        (True, False, ("buy now please",)),
        (False, True, ("buy now please",)),
    ]
    assert len(approved) == 1
    assert {c["label"] for c in town.bot.rows(select(CASE))} == {"spam"}


async def test_repeats_within_a_minute_change_the_first_card_and_are_undone_with_it(town: World) -> None:
    for n in range(3):
        await town.write(BOB, f"rude word number {n}")
    await town.pg.post("/sim/clock", {"advance": 10})

    async def counted() -> list[Json]:
        return [c for c in await cards(town) if "3 times in one incident" in c["text"]]

    (card,) = await town.pg.wait_for(counted)
    assert len(await cards(town)) == 1
    assert "3 warnings undone" in await undone(town, card)
    assert {c["state"] for c in town.bot.rows(select(CASE))} == {"undone"}
    assert all(w["revoked_at"] for w in town.bot.rows(select(WARNING)))
    (restored,) = [t for t in await town.bot.said(town.chat) if "put this back" in t]
    assert [f"number {n}" in restored for n in range(3)] == [True, True, True]


async def test_a_removal_alone_is_a_case_without_a_card(town: World) -> None:
    await town.write(MING, "aaargh")
    assert await cards(town) == []
    (case,) = town.bot.rows(select(CASE))
    assert case["leads"]
    answer = await ask(town, OWNER, f"/case {case['id']}", ROOM)
    assert "loud" in answer["text"]
    assert "aaargh" in answer["text"]


async def test_what_telegram_refused_is_told_even_of_a_case_without_a_card(town: World) -> None:
    await town.pg.faults({"kind": "server_error", "method": "deleteMessage", "code": 403})
    await town.write(MING, "aaargh")

    async def told() -> bool:
        return any("Not carried out" in c["text"] for c in await cards(town))

    assert await town.pg.wait_for(told)
    (act,) = town.bot.rows(select(ACT))
    assert act["state"] == "failed"


async def test_evidence_stands_in_a_table_of_its_own_with_its_own_end(town: World) -> None:
    await town.write(MING, "buy now")
    await town.bot.settled()
    (row,) = town.bot.rows(select(EVIDENCE))
    assert (row["text"], row["removed"]) == ("buy now", True)
    assert row["expires_at"] == row["at"] + 90 * 86_400 or row["expires_at"] > row["at"] + 89 * 86_400


async def test_a_wave_of_members_is_told_by_few_cards(town: World) -> None:
    people = range(50, 58)
    for number in people:
        await town.pg.acts(
            [
                {"do": "create_person", "person": number, "first_name": f"P{number}"},
                {"do": "join", "chat": town.chat, "user": number},
                {"do": "message", "chat": town.chat, "user": number, "text": "free coins"},
            ]
        )
    await town.bot.settled()
    assert len(town.bot.rows(select(CASE))) == len(people)
    await town.pg.post("/sim/clock", {"advance": 10})

    async def counted() -> bool:
        return any("3 more members" in c["text"] for c in await cards(town))

    assert await town.pg.wait_for(counted)
    assert len(await cards(town)) == 5


async def test_a_press_is_decided_on_a_fresh_list_of_administrators(town: World) -> None:
    await town.write(MING, "buy now")
    (card,) = await cards(town)
    with town.bot.store.write() as connection:
        connection.execute(update(CHAT).values(administrators_at=1))
    assert "Undone" in await undone(town, card)
    asked = await town.bot.called("getChatAdministrators")
    assert int(asked[-1]["chat_id"]) == town.chat


async def test_cards_and_mutes_survive_a_restart(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules", moderation=RULES, incentives=INCENTIVES)
    async with playground(flood=False) as pg:
        async with running_bot(pg, tmp_path, rules) as bot:
            before = await settle(World(pg, bot, await community(pg, drain=False)))
            await before.write(MING, "buy now")
            (card,) = await cards(before)
        async with running_bot(pg, tmp_path, rules) as bot:
            after = World(pg, bot, before.chat)
            assert not await writes(after, MING)
            assert "Undone" in await undone(after, card)
            assert await writes(after, MING)
