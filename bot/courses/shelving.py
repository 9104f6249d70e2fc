"""Adding courses to courses.csv, and looking over a catalogue."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path

from bot.courses.feeds import Found
from bot.courses.text import TextModel, course_text, words
from rules.config.courses import COLUMNS, Course, load_courses
from rules.config.problems import Problem

_TWINS = 0.9  # likeness from which on two courses look like one
_SHORT = 4  # words of a text that hardly says anything


def add(folder: Path, found: Sequence[Found]) -> list[Problem]:
    """Write new courses into courses.csv beside those there; if they cannot be, everything stays as it was.

    Raises:
        OSError: the file cannot be written.
    """
    path = folder / "courses.csv"
    before = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    rows = list(csv.DictReader(io.StringIO(before))) if before else []
    names = [c for c in COLUMNS if any(r.get(c) for r in [*rows, *(f.row for f in found)])]
    text = io.StringIO()
    writer = csv.DictWriter(text, names, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows([*rows, *(f.row for f in found)])
    _replace(path, text.getvalue())
    problems: list[Problem] = []
    load_courses(folder, problems)
    if problems:
        if before:
            _replace(path, before)
        else:
            path.unlink()
    return problems


def _replace(path: Path, text: str) -> None:
    """Write a file so that whoever reads it sees the old or the new one, whole."""
    new = path.with_suffix(".csv.new")
    new.write_text(text, encoding="utf-8")
    os.replace(new, path)


def advice(courses: Sequence[Course]) -> list[str]:
    """What would make a catalogue better to suggest from, a sentence each."""
    shown = [c for c in courses if not c.hidden]
    found = []
    for course in shown:
        if not course.url:
            found.append(f"{course.id}: has no url, so a suggestion leads nowhere")
        if not course.tags:
            found.append(f"{course.id}: has no tags")
        if len(words(course_text(course))) < _SHORT:
            found.append(
                f"{course.id}: says hardly anything: without a description nobody's talk leads to it"
            )
    likeness = TextModel.fit(shown).between(range(len(shown))) if shown else None
    for i, one in enumerate(shown):
        twins = (
            other for j, other in enumerate(shown[:i]) if likeness is not None and likeness[i, j] > _TWINS
        )
        found += [f"{one.id}: reads nearly as {other.id}: are they one course?" for other in twins]
    return found
