"""Hold what the doctor found: a grade, a sentence in either language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from bot.text.messages import plain

Grade = Literal["good", "advice", "bad"]


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: its message key `doctor-<name>-<state>` and values.

    A value that is a function is asked for its words in the language that is spoken.
    """

    grade: Grade
    name: str
    state: str
    values: dict[str, Any]

    def sentence(self, language: str) -> str:
        """What was found, and what to do."""
        said = {name: value(language) if callable(value) else value for name, value in self.values.items()}
        return plain(language, f"doctor-{self.name}-{self.state}", **said)


def check(grade: Grade, name: str, state: str, **values: Any) -> Check:
    """A finding."""
    return Check(grade, name, state, values)
