"""The demonstration: its world, its talk, its play, and what it expects to see."""

from __future__ import annotations

import asyncio
import itertools
import zlib
from collections import Counter
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.playground.demo.client import SimClient
from bot.playground.demo.expected import EXPECTED, missing, observe, seen_call
from bot.playground.demo.people import BY_KEY, FLOODER, GROUP, NEWCOMERS, PEOPLE, ROOM, SPAMMER, VISITOR
from bot.playground.demo.played import Played, Said
from bot.playground.demo.script import play
from bot.playground.demo.stage import HEIGHT, WIDTH, Controls, Stage, bar_chart
from bot.playground.demo.talk import TALKS, Step, afterwards, load_talk, opening
from bot.playground.demo.watch import press_captcha, press_suggestions
from bot.playground.demo.world import demo_acts, demo_clock, demo_start
from bot.playground.messages import REACTIONS
from bot.simulation.summary import told
from tests.playground.fakebot import fake_bot
from tests.servers import Playground, playground

FAST = 1500.0  # seconds of the demo's clock in one of the machine's
XIAOMAN = BY_KEY["xiaoman"].id


async def test_the_world_can_be_made_and_is_as_full_as_promised() -> None:
    async with playground() as pg:
        for act in demo_acts():
            await pg.act(act)
        group, room = await pg.chat(GROUP), await pg.chat(ROOM)
        roles = Counter(m["status"] for m in group["members"].values() if not m["user"]["is_bot"])
        assert roles["creator"] + roles["administrator"] == 2
        assert roles["member"] >= 12
        assert {m["status"] for m in room["members"].values()} == {"creator", "administrator"}
        for chat in (group, room):
            assert chat["members"][str(pg.bot_id)]["status"] == "administrator"
            assert chat["members"][str(pg.bot_id)]["can_restrict_members"]
        assert not {str(p.id) for p in (*NEWCOMERS, SPAMMER)} & set(group["members"])


def test_codes_are_claimed_in_the_group_they_are_for() -> None:
    claims = [a for a in demo_acts(members_code="AB12", moderators_code="CD34") if a["do"] == "message"]
    assert [(a["chat"], a["text"]) for a in claims] == [(GROUP, "/claim AB12"), (ROOM, "/claim CD34")]


@pytest.mark.parametrize("day", range(1, 9))
def test_the_demo_begins_on_the_last_sunday_evening(day: int) -> None:
    today = datetime(2025, 6, day, 12, tzinfo=UTC)
    start = datetime.fromtimestamp(demo_start(today), ZoneInfo("Asia/Shanghai"))
    assert (start.isoweekday(), start.hour, start.minute) == (7, 19, 50)
    assert 0 < (today - start).total_seconds() < 8 * 86_400


def test_the_clock_is_spelled_as_the_local_telegram_reads_it() -> None:
    assert demo_clock(100.5, 2000, 60) == "scaled:100.500:2000.000:60"


STEPS = [*opening(), *afterwards()]


@pytest.mark.parametrize("step", STEPS, ids=lambda s: f"{s.who}-{s.label or s.do or s.say[:12]}")
def test_every_step_can_be_taken(step: Step) -> None:
    assert step.who in BY_KEY
    done = [bool(step.say or step.burst or step.media), bool(step.react), bool(step.do)]
    assert sum(done) == 1
    assert not step.react or (step.react in REACTIONS and step.to)
    assert step.do in ("", "join", "leave", "start", "shop", "pin", "undo")
    assert (step.do == "shop") <= bool(step.name)
    assert (step.do == "undo") == bool(step.about)
    assert not step.about or step.about in BY_KEY
    assert step.media in ("", "chart", "file", "sticker")


@pytest.mark.parametrize("path", sorted(TALKS.glob("*.yaml")), ids=lambda p: p.stem)
def test_what_is_answered_was_said_before_in_the_same_talk(path: Any) -> None:
    said = {"homework"}  # the bot's own post
    for step in load_talk(path):
        assert not step.to or step.to in said, step
        assert step.label not in said or not step.label, step
        said.add(step.label)


def test_the_opening_runs_in_order_and_is_over_within_the_hour() -> None:
    minutes = [s.at for s in opening()]
    assert all(a is not None and b is not None and a <= b for a, b in itertools.pairwise(minutes))
    assert minutes[-1] is not None
    assert minutes[-1] < 50


def test_there_is_enough_to_read_in_both_languages() -> None:
    lines = [s.say for s in STEPS if s.say]
    chinese = [line for line in lines if any("\u4e00" <= c <= "\u9fff" for c in line)]
    assert len(lines) >= 120
    assert len(chinese) >= 60
    assert len(lines) - len(chinese) >= 40
    assert len({s.who for s in STEPS if s.say}) >= 15


def test_a_step_that_is_none_is_refused_with_its_file(tmp_path: Any) -> None:
    path = tmp_path / "10_bad.yaml"
    path.write_text("- {who: tom, sing: la}\n", "utf-8")
    with pytest.raises(ValueError, match=r"10_bad\.yaml: .*sing"):
        load_talk(path)


def test_the_picture_is_a_png_of_its_size_and_the_same_each_time() -> None:
    picture = bar_chart(3)
    assert picture == bar_chart(3) != bar_chart(4)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    start = picture.index(b"IDAT") + 4
    length = int.from_bytes(picture[start - 8 : start - 4], "big")
    assert len(zlib.decompress(picture[start : start + length])) == HEIGHT * (1 + WIDTH * 3)


async def running(pg: Playground, **options: Any) -> Played:
    """A play in a fresh demo world."""
    for act in demo_acts(paid_code="AB12"):
        await pg.act(act)
    async with SimClient(pg.url) as client:
        return await play(client, rate=FAST, **options)


async def test_with_a_bot_that_does_its_job_nothing_is_missing() -> None:
    async with playground(flood=False) as pg, fake_bot(pg.url, pg.token) as bot:
        told: list[int] = []

        def progress(played: Played) -> None:
            told.append(len(played.seen))

        async def jobs() -> None:
            xiaoman = {"id": XIAOMAN, "first_name": "小满"}
            await pg.wait_for(lambda: bot.suggest(xiaoman))
            await pg.wait_for(bot.board)

        jobs_done = asyncio.create_task(jobs())
        played = await running(pg, seconds=4, on_progress=progress)
        await jobs_done
        assert missing(played) == []
        assert told[-1] == len(played.seen) == sum(len(parts) for parts in EXPECTED.values())
        assert len(set(played.update_ids)) == len(played.update_ids) > 60
        assert played.acts["press"] > len(played.callbacks) == 1
        assert all("阿豪 may not send" in reason for reason in played.refused)


async def test_without_a_bot_the_play_goes_on_and_everything_is_missing() -> None:
    async with playground() as pg:
        played = await running(pg, seconds=1)
        assert {line.partition(":")[0] for line in missing(played)} == set(EXPECTED)
        assert played.acts["message"] > 20
        assert played.refused == []


async def test_a_paused_play_lets_nobody_act() -> None:
    async with playground() as pg:
        played = await running(pg, seconds=0.3, controls=Controls(paused=True))
        assert not played.acts


def call(method: str, params: Any, result: Any = True, *, ok: bool = True) -> Any:
    """A call as `/sim/calls` shows it."""
    return {"n": 1, "method": method, "params": params, "ok": ok, "result": result}


def message(text: str, *mentioned: int, rows: Any = None) -> Any:
    """What sendMessage gives back."""
    body: Any = {"text": text, "message_id": 9}
    body["entities"] = [{"type": "text_mention", "user": {"id": m}} for m in mentioned]
    return body | ({"reply_markup": {"inline_keyboard": rows}} if rows else {})


SAID = {"spam": Said(GROUP, 5), "why": Said(FLOODER.id, 7), "me": Said(GROUP, 8)}
STOP = [[{"text": "🔕", "callback_data": "sg:0:stop"}]]
ROWS = [[{"text": "👍", "callback_data": "sg:4:like"}]]
WRITTEN = {"chat_id": GROUP, "text": "…"}
REPLY = WRITTEN | {"reply_parameters": '{"message_id": 8}'}


async def test_the_script_never_acts_for_who_is_played_by_a_person() -> None:
    controls = Controls()
    controls.take_over("page", XIAOMAN)
    async with playground(flood=False) as pg, fake_bot(pg.url, pg.token):
        played = await running(pg, seconds=2, controls=controls)
        authors = {m["author"] for m in await pg.messages(GROUP, limit=500)}
        assert played.acts["message"] > 20
        assert XIAOMAN not in authors
        assert BY_KEY["azhe"].id in authors


@pytest.mark.parametrize(
    "shown",
    [
        call("sendMessage", WRITTEN, message("press", VISITOR.id, rows=[[{"callback_data": "captcha:x:0"}]])),
        call("sendMessage", WRITTEN, message("take this", VISITOR.id, rows=ROWS)),
    ],
)
async def test_buttons_for_the_visitor_are_left_to_the_visitor(shown: Any) -> None:
    async with playground() as pg, SimClient(pg.url) as client:
        stage = Stage(client, Played(), 1, lambda _: None, Controls())
        seen = seen_call(shown)
        assert seen is not None
        await press_captcha(stage, seen)
        await press_suggestions(stage, stage.played, seen)
        assert not stage.played.acts


def test_who_was_played_before_belongs_to_the_story_again() -> None:
    controls = Controls()
    for person in (XIAOMAN, SPAMMER.id):
        controls.take_over("page", person)
    assert controls.taken == {VISITOR.id, SPAMMER.id}


def test_the_summary_is_readable_in_both_languages_and_names_what_is_wrong() -> None:
    found = {
        "actions": {"delete": 1, "mute": 2, "alert": 1},
        "calls": {"sendMessage": 5},
        "messages": 9,
        "received": 12,
        "points": 7,
        "suggestions": 3,
        "p50_ms": 20.4,
        "seconds": 75.2,
        "lost": 0,
        "doubled": 0,
        "dead_letters": 0,
        "undelivered": 0,
        "errors": 0,
    }
    said = told(found, "en", "/tmp/demo")
    assert "1 message removed, 2 muted, 1 other act" in said
    assert "ran for 1:15 minutes" in said
    assert "✓ Nothing was lost" in said
    assert "/tmp/demo" in said
    assert "✓ 没有丢失" in told(found, "zh")
    assert "✗ updates lost: 2" in told(found | {"lost": 2}, "en")


@pytest.mark.parametrize(
    ("shown", "names"),
    [
        (call("sendMessage", WRITTEN, message("hello", NEWCOMERS[0].id)), {"welcome"}),
        (call("sendMessage", WRITTEN, message("hello Lucas")), {"welcome"}),
        (call("sendMessage", WRITTEN | {"chat_id": ROOM}, message("hello", NEWCOMERS[0].id)), set()),
        (call("deleteMessage", {"chat_id": GROUP, "message_id": 5}), {"removal"}),
        (call("deleteMessage", {"chat_id": str(GROUP), "message_id": "5"}), {"removal"}),
        (call("deleteMessages", {"chat_id": GROUP, "message_ids": "[4, 5]"}), {"removal"}),
        (call("deleteMessage", {"chat_id": GROUP, "message_id": 6}), set()),
        (call("deleteMessage", {"chat_id": GROUP, "message_id": 5}, ok=False), set()),
        (call("sendMessage", WRITTEN, message("ads are not for here", SPAMMER.id)), {"removal"}),
        (
            call("restrictChatMember", {"chat_id": GROUP, "user_id": FLOODER.id, "permissions": "{}"}),
            {"mute"},
        ),
        (
            call(
                "restrictChatMember",
                {"chat_id": GROUP, "user_id": FLOODER.id, "permissions": {"can_send_messages": True}},
            ),
            set(),
        ),
        (call("sendMessage", REPLY, message("12 points")), {"answers"}),
        (
            call(
                "sendMessage",
                {"chat_id": FLOODER.id, "reply_parameters": {"message_id": 7}},
                message("today: +2"),
            ),
            {"answers", "points"},
        ),
        (call("sendMessage", WRITTEN, message("take this", XIAOMAN, rows=ROWS)), {"suggestion"}),
        (call("sendMessage", WRITTEN, message("take this", rows=ROWS)), set()),
        (call("sendMessage", WRITTEN, message("take this", XIAOMAN, rows=STOP)), set()),
        (call("answerCallbackQuery", {"callback_query_id": "77"}), {"button"}),
        (call("answerCallbackQuery", {"callback_query_id": "78"}), set()),
        (call("sendMessage", WRITTEN, message("🥇 陈默 9")), {"leaderboard", "points"}),
        (call("sendMessage", REPLY, message("🥇 陈默 9")), {"answers", "points"}),
        (call("getChatAdministrators", {"chat_id": GROUP}, []), set()),
    ],
)
def test_a_call_shows_what_it_should_and_no_more(shown: Any, names: set[str]) -> None:
    played = Played(said=dict(SAID), callbacks={"77"})
    observe(shown, played)
    assert {name for name, _ in played.seen} == names


def test_ids_are_taken_once() -> None:
    assert len({p.id for p in PEOPLE}) == len({p.key for p in PEOPLE}) == len({p.username for p in PEOPLE})
