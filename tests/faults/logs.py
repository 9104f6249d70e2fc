"""The write-ahead log, or the file that counts commits, is harmed while no bot runs; all of it is said."""

from __future__ import annotations

import asyncio
import re
import signal
import struct
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from storage.commit_file import sidecar_file
from tests.faults.judge import ANSWERED, Verdict, number_of, written
from tests.faults.load import talking
from tests.faults.rows import Rows
from tests.faults.scenario import Found, Options
from tests.faults.stage import Stage, stage, until
from tests.processes import BotProcess, Done, Nursery, zhiqun

_HEAD, _FRAME = 32, 24  # bytes of a log's head, and of the head of each page in it
_COMMITS = 30  # in the log when the bot is killed
_LACKS = re.compile(r"lacks the last (?:(\d+) commits|commit)")
_UPDATES = re.compile(r"updates (\d+) to (\d+)")
_UNKNOWN = "nobody can say whether commits"


def log_of(database: Path) -> Path:
    """The write-ahead log."""
    return database.with_name(f"{database.name}-wal")


def commits(log: Path) -> list[int]:
    """Where the commits in a log end, in bytes."""
    body = log.read_bytes() if log.exists() else b""
    if len(body) < _HEAD:
        return []
    page, salt = int.from_bytes(body[8:12], "big"), body[16:24]
    found = []
    for at in range(_HEAD, len(body) - _FRAME - page + 1, _FRAME + page):
        if body[at + 8 : at + 16] != salt:
            break
        if struct.unpack_from(">I", body, at + 4)[0]:
            found.append(at + _FRAME + page)
    return found


def cut_between(database: Path, draw: Random) -> None:
    """Cut the log between two commits: nothing looks wrong about it."""
    log = log_of(database)
    cut(log, draw.choice(commits(log)[1:-1]))


def cut_inside(database: Path, draw: Random) -> None:
    """Cut the log in the middle of a page."""
    log = log_of(database)
    cut(log, draw.choice(commits(log)[1:-1]) - draw.randrange(1, 4096))


def cut(log: Path, size: int) -> None:
    """Leave this many bytes."""
    with log.open("r+b") as file:
        file.truncate(size)


def flip(database: Path, draw: Random) -> None:
    """Change one byte of a page."""
    log = log_of(database)
    body = bytearray(log.read_bytes())
    body[draw.choice(commits(log)[1:-1]) - draw.randrange(1, 4096)] ^= 1 << draw.randrange(8)
    log.write_bytes(body)


def remove(database: Path, draw: Random) -> None:
    """Remove the log."""
    log_of(database).unlink()


def forget(database: Path, draw: Random) -> None:
    """Remove the file that counts."""
    sidecar_file(database).unlink()


def blot(database: Path, draw: Random) -> None:
    """Change one byte of the file that counts."""
    file = sidecar_file(database)
    body = bytearray(file.read_bytes())
    body[draw.randrange(8, len(body) - 1)] ^= 1
    file.write_bytes(body)


HARMS: dict[str, Callable[[Path, Random], None]] = {
    "cut between two commits": cut_between,
    "one byte flipped": flip,
    "removed": remove,
    "cut inside of a page": cut_inside,
    "its counter removed": forget,
    "its counter blotted": blot,
}


@dataclass
class _Told:
    """What was said to be missing: ranges of updates, and what was not said as it should be."""

    ranges: list[tuple[int, int]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def covers(self, update: int) -> bool:
        """Whether an update is among it."""
        return any(first <= update <= last for first, last in self.ranges)


async def damaged(options: Options) -> Found:
    """Each harm is said by `db check`, by the doctor, by the next start, and no more when it is accepted."""
    found, told = Found(), _Told()
    harms = list(HARMS.items())[: 3 if options.brief else None]
    async with AsyncExitStack() as stack:
        on = await stack.enter_async_context(stage(options, "log-damaged"))
        nursery = await stack.enter_async_context(Nursery(on.folder))
        for name, harm in harms:
            await _killed_with_a_full_log(on, await nursery.fork(**on.settings))
            harm(on.database, on.draw)
            found.injected += 1
            before = len(told.problems)
            await _said_before(on, name, told)
            bot = await nursery.fork(**on.settings)
            found.recovery.append(await on.answered(time.monotonic()))
            await _said_after(on, name, told)
            if not await on.settled():
                told.problems.append(f"{name}: the bot was not done in time")
            bot.send(signal.SIGTERM)
            await bot.ended()
            found.survived += len(told.problems) == before
            options.say(f"{name}: {'said' if len(told.problems) == before else 'not said as it should be'}")
        found.verdict += _verdict(on, told)
    return found


async def _killed_with_a_full_log(on: Stage, bot: BotProcess) -> None:
    """Let the bot bring everything into its file, then write on, and kill it."""
    await on.answered(time.monotonic())
    log = log_of(on.database)
    await until(lambda: log.exists() and not log.stat().st_size)
    async with talking(on, 30):
        await until(lambda: len(commits(log)) >= _COMMITS)
        bot.send(signal.SIGKILL)
        await bot.ended()


async def _said_before(on: Stage, name: str, told: _Told) -> None:
    """What the commands say while no bot runs; the numbers are kept."""
    check, doctor = [await _command(on, *words) for words in (("db", "check"), ("doctor",))]
    lacks, updates = _LACKS.search(check.stdout), _UPDATES.search(check.stdout)
    if updates is not None:
        told.ranges.append((int(updates[1]), int(updates[2])))
    for command, done in (("db check", check), ("doctor", doctor)):
        sure = lacks is not None and lacks[0] in done.stdout
        if done.returncode != 1 or not (sure or _UNKNOWN in done.stdout) or "Traceback" in done.stderr:
            told.problems.append(f"{name}: {command} ends with {done.returncode}: {done.stdout[-600:]}")


async def _said_after(on: Stage, name: str, told: _Told) -> None:
    """What the start wrote into the log, and what is left to be said when that is accepted."""
    lines = (on.folder / "bot.log").read_text("utf-8", "replace").splitlines()
    told_by_starts = sum('"data is missing"' in line for line in lines)
    if told_by_starts != list(HARMS).index(name) + 1:
        told.problems.append(f"{name}: {told_by_starts} starts said that data is missing")
    accepted = await _command(on, "db", "check", "--accept")
    if accepted.returncode or "Everything adds up" not in accepted.stdout:
        told.problems.append(f"{name}: after --accept: {accepted.stdout[-600:]}")


async def _command(on: Stage, *arguments: str) -> Done:
    done = await asyncio.to_thread(zhiqun, on.folder, *arguments, **on.settings)
    return Done(done.returncode, done.stdout, done.stderr)


def _verdict(on: Stage, told: _Told) -> Verdict:
    """Whatever is gone was told to be; nothing is there twice."""
    rows, bodies = Rows(on.database), list(dict.fromkeys(on.witness.sent))
    wanted, there = {number_of(body) for body in bodies}, rows.events + rows.letters
    verdict = Verdict(updates=len(wanted), calls=len(rows.calls), problems=told.problems)
    gone = [i for i in wanted if not there[i]]
    verdict.lose("update that nobody said to be missing", (i for i in gone if not told.covers(i)))
    verdict.double("update", (i for i in wanted if there[i] > 1))
    verdict.double("points of a message", (m for m, n in rows.paid.items() if n > 1))
    verdict.lose("a sound file", rows.damage)
    _answers(on, told, bodies, verdict)
    verdict.notes.append(f"{len(gone)} updates went with the log, and each was told to be missing")
    return verdict


def _answers(on: Stage, told: _Told, bodies: list[bytes], verdict: Verdict) -> None:
    """One for each question; a second where the commit was lost before Telegram heard of it is in doubt."""
    posted = Counter(
        (chat.id, m.body["reply_to_message"]["message_id"])
        for chat in on.world.chats.values()
        for m in chat.messages.values()
        if m.author == on.world.main_bot.id and "reply_to_message" in m.body
    )
    for body in bodies:
        asked = written(body)
        if asked is None or not asked.text.startswith(ANSWERED):
            continue
        times = posted[asked.chat, asked.message]
        if times > 1 and told.covers(number_of(body)):
            verdict.in_doubt.append(f"answer {asked.message}")
        elif times > 1:
            verdict.double("answer", [asked.message])
