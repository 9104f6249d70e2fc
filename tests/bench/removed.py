"""Rules that remove what holds one word for sure, and people who say it now and then."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.simulation.people import Json
from tests.bench.talk import sentence
from tests.bench.town import Town

WORD = "benchword"
SHARE = 0.5  # of the messages are removed
_RULE = f"""
  - id: bench
    title: bench
    priority: 999
    on: message
    when: {{words: [{WORD}]}}
    then: [delete]
"""


def removing_rules(given: Path, copied: Path, off: Sequence[str] = ()) -> Path:
    """A copy of rule files with a rule that removes every message with the word, and without those `off`."""
    skipped = shutil.ignore_patterns("*.py", "__pycache__", "config", "conditions", "engine", "py.typed")
    shutil.copytree(given, copied, ignore=skipped)
    moderation = copied / "moderation.yaml"
    text = moderation.read_text(encoding="utf-8").replace("\nrules:\n", f"\nrules:{_RULE}", 1)
    for rule in off:
        text = text.replace(f"\n  - id: {rule}\n", f"\n  - id: {rule}\n    mode: off\n", 1)
    moderation.write_text(text, encoding="utf-8")
    return copied


def sayings(of: Town, people: Sequence[int], count: int, seed: int = 1) -> Iterator[Json]:
    """Messages of these people in random chats, of which a share is removed."""
    draw = random.Random(seed)
    for _ in range(count):
        text = sentence(draw, draw.choice(("zh", "en")))
        if draw.random() < SHARE:
            text = f"{text} {WORD} {draw.randrange(10**6)}"
        yield {"do": "message", "chat": draw.choice(of.chats), "user": draw.choice(people), "text": text}
