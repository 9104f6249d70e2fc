"""Homework: whether a hand-in counts at a moment, and what a grade pays. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from rules.engine.camps import Form

_SCORE = re.compile(r"(\d{1,4})(?!\d)\s*(?:分|/\s*100|%|points?\b)?\s*[:：,，。.;；、-]*\s*", re.I)
BEST = 100


class Grade(Struct, frozen=True):
    """A grade: what share of the points it pays, in per cent, and whether it asks for another hand-in."""

    id: str
    name: Mapping[str, str]
    share: int
    again: bool = False


class Task(Struct, frozen=True):
    """Homework that was set, by operators in their file or by a moderator; times are unix seconds."""

    name: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    chat: int  # own id of its group; 0: all groups of the community
    opens: int
    due: int
    points: int
    form: Form = Form()
    late_for: int = 0  # so long after the due time it is still taken
    late_share: int = 100  # per cent of the points that a late hand-in pays
    set_by: int = 0  # own id of the moderator

    @property
    def closes(self) -> int:
        """The first moment that is too late."""
        return self.due + self.late_for

    def open_at(self, at: int) -> bool:
        """Whether it is taken at a moment."""
        return self.opens <= at < self.closes


def refused(task: Task, at: int, *, graded: bool, asked_again: bool) -> str:
    """Why a hand-in does not count: `soon`, `closed`, `graded`; empty when it does.

    Until it is graded a newer one takes the place of the one before. After that only the grade can ask for
    another one, also when the time is over: whoever graded late would otherwise ask for what is refused.
    """
    if asked_again:
        return ""
    if graded:
        return "graded"
    if at < task.opens:
        return "soon"
    return "" if at < task.closes else "closed"


def is_late(task: Task, at: int, *, asked_again: bool) -> bool:
    """Whether a hand-in is late; one that was asked for is not."""
    return at >= task.due and not asked_again


def pays(task: Task, share: int, *, late: bool) -> int:
    """The points of a grade that is worth `share` per cent; half points are rounded up."""
    whole = task.points * share * (task.late_share if late else 100)
    return (whole + 5_000) // 10_000


def score_in(text: str) -> tuple[int | None, str]:
    """The number with which a comment begins, and the rest; None where it begins with none."""
    found = _SCORE.match(text.strip())
    if found is None:
        return None, text.strip()
    return int(found[1]), text.strip()[found.end() :].strip()
