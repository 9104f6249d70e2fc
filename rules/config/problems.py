"""Say what is wrong with a file, in one sentence with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from rules.config.mistyped_characters import slip_in
from rules.sentences import KEYS, say, tell


@dataclass(frozen=True, order=True)
class Problem:
    """Lines and columns count from 1."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return self.told("en")

    def told(self, language: str) -> str:
        """The place, and the sentence in this language, in one line."""
        sentence = " ".join(tell(self.message, language).split(chr(10)))
        return f"{self.file}:{self.line}:{self.column}: {sentence}"


class Several(ValueError):
    """What is wrong in several sentences, each to be told on a line of its own."""

    def __init__(self, lines: Iterable[object]) -> None:
        self.lines = [*lines]
        super().__init__("\n".join(map(str, self.lines)))


class Misplaced(ValueError):
    """What is wrong at a place inside of what was looked at."""

    def __init__(self, line: str, *path: int | str) -> None:
        super().__init__(line)
        self.path = path


ID = r"^[a-z0-9][a-z0-9_-]{0,47}$"  # what ids of courses and rules look like
_MOST = 80  # characters of what somebody wrote


def shown(value: object) -> str:
    """A value as a sentence shows it, cut where it is long."""
    text = str(value)
    return text if len(text) <= _MOST else f"{text[: _MOST - 1]}…"


def nearest(name: str, known: Iterable[str]) -> str:
    """` (did you mean 'delete'?)` when a known name is close, else nothing."""
    found = get_close_matches(str(name)[:_MOST], sorted(known), 1, 0.6)
    return say("nearest", name=shown(found[0])) if found else ""


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """The sentence for a name nobody knows; for one that was mistyped, how."""
    if (slip := slip_in(name)) is not None:
        return slip
    names = sorted(known)
    hint = nearest(name, names)
    if not hint and len(names) <= 30:
        hint = say("known-names", names=[shown(n) for n in names]) if names else say("known-none")
    return say(
        "unknown", what=say(f"what-{what}") if f"what-{what}" in KEYS else what, name=shown(name), hint=hint
    )
