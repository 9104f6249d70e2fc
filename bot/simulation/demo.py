"""`zhiqun demo`: a group of learners on this machine, with the real bot in it."""

from __future__ import annotations

import asyncio
import re
import shutil
import socket
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from fastapi import APIRouter

from bot.core.claims import mint
from bot.features.courses.enrolment_import import import_course_events
from bot.playground.clock import Clock
from bot.playground.demo.client import SimClient
from bot.playground.demo.expected import missing
from bot.playground.demo.make_enrolments import FILE as ENROLMENTS
from bot.playground.demo.people import GROUP, PAID, ROOM, VISITOR
from bot.playground.demo.played import Played
from bot.playground.demo.script import play
from bot.playground.demo.stage import Controls
from bot.playground.demo.world import RATE, TIMEZONE, demo_acts, demo_clock, demo_start
from bot.playground.pages.router import pages_router
from bot.playground.server import serving
from bot.playground.service import Service
from bot.playground.view import bot_state
from bot.playground.world import World
from bot.runtime import logs
from bot.runtime.opening import open_store
from bot.runtime.redaction import printable
from bot.runtime.signals import on_signals
from bot.simulation.economy_figures import economy_figures, tags_of
from bot.simulation.processes import free_port
from bot.simulation.summary import summary
from bot.simulation.system import TOKEN, bot_child, database_in, metric, settled
from bot.text.durations import spell
from bot.text.messages import plain as words
from rules.config.files import plain
from rules.sentences import say as sentence
from storage.store import Store

USERNAME = "zhiqun_bot"
_AHEAD = 14.0  # seconds in which the bot has started, after which the demo's clock shows its beginning
_SLOWER = 30  # how much longer notices stay, because the clock runs fast
_PATIENCE = 20.0
_LARGEST = 16 << 20  # bytes of a file beside the rules
_CAPTCHA_OFF = re.compile(r"^(captcha:\n  kind: )off\n  within: 2m", re.MULTILINE)
# A day is 24 minutes here: a trial ends while one looks on.
_PLANS = f"""\
terms: {{zh: 这里只是演示，Stars 也是假的。, en: "This is a demo, with play money."}}
support: {{zh: 找群主周舟。, en: "Ask the owner, 周舟."}}
reminders: [6h, 1h]
plans:
  - id: day
    name: {{zh: 一日会员, en: One day}}
    text: {{zh: 读书会一天，可先试用半小时, en: "The reading room for a day; try it for half an hour first"}}
    price: 30
    period: 1d
    trial: 30m
    grace: 1h
    groups: {PAID}
  - {{id: monthly, name: {{zh: 月度会员, en: Monthly}}, price: 300, groups: {PAID}}}
"""
# Here everybody has just come: their word counts at once, and bringing others pays.
_GIVERS = re.compile(r"^givers: \{.*\}$", re.MULTILINE)
_REFERRAL = """\
givers: {member_for: 0s, messages: 0}
referral: {points: 20, stays: 20m, messages: 1, days: 1, people: 1}"""
# An hour brings a few points: levels are low, and coins many, so that both are seen.
_STANDING = """
tags: true
levels:
  - {from: 5, name: {zh: 学员, en: Learner}}
  - {from: 15, name: {zh: 热心人, en: Helper}}
coins: {share: 10}
"""
_SHOP = """\
goods:
  - {id: sticker, name: {zh: 贴纸, en: Stickers}, text: {zh: 寄到家, en: Sent to your home}, price: 20}
"""
# The camp begins with the demo, and its clock is the group's; a question stays open for five seconds of ours.
_CAMPS = """\
camps:
  - id: english
    title: {{zh: 英语晨读营, en: Morning English}}
    text: {{zh: 每天读一段，写一句。, en: "Read a passage a day and write a sentence."}}
    group: {group}
    starts: {day}
    days: 7
    form: {{text: 6}}
    remind_group: "20:20"
"""
# Posted by the job of the next ten minutes, and due tomorrow.
_HOMEWORK = """\
points: 10
homework:
  - id: groupby
    title: {{zh: 各城市的月均销售额, en: Average sales of each city}}
    text: {{zh: 用 groupby 算一遍，写下你看到了什么。, en: "Use groupby, and write what you see."}}
    group: {group}
    due: {due} 20:00
    form: {{text: 10}}
"""
_QUIZZES = """\
quizzes:
  - id: data
    title: {zh: 数据小测, en: Data quiz}
    open_for: 5m
    questions:
      - ask: {zh: "中位数受极端值影响大吗？", en: "Do outliers move the median much?"}
        options: [{zh: 很大, en: a lot}, {zh: 几乎不受影响, en: hardly}, {zh: 看单位, en: with the unit}]
        right: 2
        why: {zh: 中位数只看排在中间的那个, en: It only looks at the value in the middle}
"""
_LANGUAGE = re.compile(r"^language: \w+", re.MULTILINE)
_SECONDS = re.compile(r"^(notice|answer|welcome)_seconds: (\d+)", re.MULTILINE)


async def demo(
    rules: Path,
    folder: Path,
    *,
    seconds: float | None,
    page: bool,
    port: int,
    seed: int,
    kept: bool = True,
    language: str = "en",
    group_language: str = "",
) -> dict[str, Any]:
    """Play until `seconds` passed or Ctrl-C; the summary, with what of the main job is `missing`.

    `kept`: the folder stays afterwards. `language`: in which it is told how far things are.
    `group_language`: in which the bot speaks to the group, if not in that of the rules.

    Raises:
        ChildFailed: the bot did not start; with its last words.
        ValueError: the port is taken.
    """
    logs.configure("warning", "console")
    began = demo_start(datetime.now(UTC))
    clock = demo_clock(time.time() + _AHEAD, began)
    copied = _copy_rules(rules, folder, began, group_language)
    codes = _prepare(folder, int(began))
    service = Service(World(seed, TOKEN, USERNAME, checkout_seconds=10 * RATE), Clock(clock))
    controls = Controls()
    port = _usable(port) if page and port else free_port()
    bot, status = bot_child(folder, f"http://127.0.0.1:{port}", clock, copied)
    with closing(Store(database_in(folder))) as store:
        pages = [_page(service, store, copied, status, controls)] if page else []
        async with serving(service, port, pages=pages) as url:
            log = str(folder / "bot.log")
            say(words(language, "demo-starts-kept" if kept else "demo-starts", log=log))
            try:
                await bot.start()
                await _open_world(service, codes)
                length = spell(language, round(seconds or 0))
                opened = words(language, "demo-open", url=url)
                say(opened if page else words(language, "demo-plays", time=length))
                return await _play(service, url, store, status, controls, seconds)
            finally:
                await bot.stop()


def _page(service: Service, store: Store, rules: Path, status: str, controls: Controls) -> APIRouter:
    """The page that visitors look at, whose figures come from the bot's rows too."""

    async def economy() -> dict[str, Any]:
        return await store.aside(economy_figures, store, tags_of(service.world))

    return pages_router(
        service,
        rules_folder=rules,
        bot_http=status,
        script=controls,
        economy=economy,
        visitor=VISITOR.id,
        rooms=(ROOM,),
    )


def _usable(port: int) -> int:
    """The port itself.

    Raises:
        ValueError: somebody listens there.
    """
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            raise ValueError(sentence("port-taken", port=port)) from None
    return port


def say(line: str) -> None:
    """A line for whoever started the demo; stdout's last line is the summary."""
    sys.stderr.write(printable(line) + "\n")
    sys.stderr.flush()


def _copy_rules(rules: Path, folder: Path, began: float, language: str = "") -> Path:
    """The demo's own rule files, for visitors to edit; notices stay long enough, and newcomers are asked."""
    copied = folder / "rules"
    skipped = shutil.ignore_patterns("*.py", "__pycache__", "config", "conditions", "engine", "py.typed")
    shutil.copytree(rules, copied, ignore=skipped, copy_function=_copy)
    path = copied / "community.yaml"
    text = path.read_text(encoding="utf-8")
    slower = _SECONDS.sub(lambda m: f"{m[1]}_seconds: {int(m[2]) * _SLOWER}", text)
    spoken = _LANGUAGE.sub(f"language: {language}", slower) if language else slower
    path.write_text(spoken, encoding="utf-8")
    door = copied / "screening.yaml"
    if door.exists():
        asking = _CAPTCHA_OFF.sub(
            f"\\1button\\n  within: {2 * _SLOWER}m", door.read_text(encoding="utf-8"), 1
        )
        door.write_text(asking, encoding="utf-8")
    incentives = copied / "incentives.yaml"
    if incentives.exists():
        paying = _GIVERS.sub(_REFERRAL, incentives.read_text(encoding="utf-8"), 1)
        incentives.write_text(paying + _STANDING, encoding="utf-8")
    (copied / "membership.yaml").write_text(_PLANS, encoding="utf-8")
    (copied / "shop.yaml").write_text(_SHOP, encoding="utf-8")
    day = datetime.fromtimestamp(began, ZoneInfo(TIMEZONE)).date()
    (copied / "camps.yaml").write_text(_CAMPS.format(group=GROUP, day=day), encoding="utf-8")
    due = day + timedelta(days=1)
    (copied / "homework.yaml").write_text(_HOMEWORK.format(group=GROUP, due=due), encoding="utf-8")
    (copied / "quizzes.yaml").write_text(_QUIZZES, encoding="utf-8")
    return copied


def _copy(source: str, target: str) -> None:
    """One file; pipes and devices are refused, which would never end."""
    Path(target).write_bytes(plain(Path(source), _LARGEST))


def _prepare(folder: Path, now: int) -> tuple[str, str, str]:
    """A database with the learners' past, and the codes for the three groups."""
    store, community = open_store(database_in(folder), "main", now)
    try:
        with store.write() as connection:
            import_course_events(connection, community, ENROLMENTS, now)
        first, room, paid = (mint(store, community, r, now) for r in ("members", "moderators", "members"))
        return first, room, paid
    finally:
        store.close()


async def _open_world(service: Service, codes: tuple[str, str, str]) -> None:
    acts = demo_acts(members_code=codes[0], moderators_code=codes[1], paid_code=codes[2])
    for act, result in zip(acts, await service.acts([orjson.dumps(a) for a in acts]), strict=True):
        if not result["ok"]:
            raise ValueError(sentence("demo-no-world", act=str(act), why=result["error"]))


async def _play(
    service: Service, url: str, store: Store, status: str, controls: Controls, seconds: float | None
) -> dict[str, Any]:
    started = time.monotonic()
    played = await _until_ended(url, seconds, controls)

    async def look() -> tuple[int, float]:
        return int(service.stats.shown(service.world)["pending"]), service.clock.now()

    calm = await settled(look, store, _PATIENCE, quiet=2)
    errors = int(sum(await metric(status, "zhiqun_errors_total")))
    bot = bot_state(service.world.main_bot)
    figures = service.stats.shown(service.world)
    found = await store.aside(
        summary, store, figures, bot, service.clock.now(), errors, time.monotonic() - started
    )
    return {
        **found,
        "seconds": round(time.monotonic() - started, 1),
        "settled": calm,
        "missing": missing(played) if played else [],
    }


async def _until_ended(url: str, seconds: float | None, controls: Controls) -> Played | None:
    """Let the people act; what came of it, or None when Ctrl-C ended it."""
    stop = asyncio.Event()
    on_signals(stop.set)
    async with SimClient(url) as client:
        task = asyncio.create_task(play(client, seconds=seconds, controls=controls))
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if task.done():
            return task.result()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return None


def problems(found: dict[str, Any]) -> list[str]:
    """What of the main job did not happen, or did not add up; empty when all is well."""
    wrong: list[str] = [sentence("demo-not-happened", part=part) for part in found["missing"]]
    zero = ("lost", "doubled", "dead_letters", "undelivered", "errors")
    wrong += [f"{name}: {found[name]}" for name in zero if found[name]]
    if found["received"] != found["decided"] + found["dead_letters"]:
        wrong.append(sentence("sums-differ"))
    some = ("points", "suggestions", "actions", "messages")
    return wrong + [sentence("demo-none-of", name=name) for name in some if not found[name]]
