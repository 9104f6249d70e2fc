"""Rule files that are broken while the bot runs: the last good ones stay in force."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from tests.faults.load import compared, talking
from tests.faults.scenario import Found, Options
from tests.faults.stage import MODERATION, stage, until

BROKEN: dict[str, bytes] = {
    "cut off in the middle": MODERATION.encode()[:70],
    "no text": bytes(range(256)) * 8,
    "an unknown key": b"rulez: []\n",
    "another type": b"rules: 5\n",
    "tabs": b"rules:\n\t- id: x\n",
    "the same key twice": MODERATION.encode() + b"rules: []\n",
    "an alias bomb": b"a: &a [x, x]\nb: &b [*a, *a]\nrules: [*b, *b]\n",
    "a bad pattern": b"rules: [{id: x, title: x, when: {pattern: '('}, then: [delete]}]\n",
    "a number without end": b"rules: [{id: x, when: {length: {more: 1" + b"0" * 400 + b"}}}]",
    "half of another encoding": "rules: [{id: 广告}]".encode("gbk"),
}


async def corrupted(options: Options) -> Found:
    """Ten kinds of broken files, one after the other."""
    found = Found()
    async with stage(options, "rules") as on, on.bot() as bot:
        file, good = on.rules / "moderation.yaml", bot.app.rule_books.book.hash
        async with talking(on):
            for what, content in BROKEN.items():
                found.injected += 1
                _exchange(file, content)
                await until(lambda: bool(bot.app.problems))
                seconds = await on.answered(time.monotonic())
                if bot.app.rule_books.book.hash != good:
                    found.verdict.problems.append(f"{what}: the last good rules are gone")
                _exchange(file, MODERATION.encode())
                await until(lambda: not bot.app.problems)
                found.survived += 1
                found.recovery.append(seconds)
        return await compared(on, found)


def _exchange(file: Path, content: bytes) -> None:
    """Put a file in another's place, as editors do."""
    beside = file.with_suffix(".new")
    beside.write_bytes(content)
    shutil.move(beside, file)
