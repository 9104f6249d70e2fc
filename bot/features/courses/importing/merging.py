"""What an import changes, before and when it does."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from bot.features.courses.importing.reading import Source
from bot.runtime.redaction import printable, redact
from rules.config.courses import Course, Found, check_references, found_courses, from_yaml
from rules.config.document import read
from rules.config.problems import Problem, Several
from rules.sentences import say

_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # libyaml where it is


class Change(NamedTuple):
    """One course of an import: `what` is new, changed (which `fields`), gone, same or elsewhere."""

    what: str
    course: Course
    fields: tuple[str, ...] = ()
    elsewhere: str = ""  # the id of the course that has the address already


class Plan(NamedTuple):
    """What an import comes to: the file, its courses afterwards, and what changes."""

    file: Path
    courses: tuple[Course, ...]
    changes: tuple[Change, ...]

    def count(self, what: str) -> int:
        """How many changes are of this kind."""
        return sum(change.what == what for change in self.changes)

    @property
    def changes_anything(self) -> bool:
        """Whether the file would be another one."""
        return any(change.what in ("new", "changed", "gone") for change in self.changes)


def plan(folder: Path, name: str, source: Source) -> Plan:
    """What importing would do. A feed's courses stay when the feed no longer tells of them, and those of a
    table when rows of it cannot be used, which may be theirs.

    Raises:
        ValueError: the catalogue would have problems, or has some already: a line each.
    """
    problems, refused = list[Problem](), set(source.refused)
    file = folder / "courses" / f"{name}.yaml"
    others = found_courses(folder, problems, besides=file.name, refused=refused)
    before = _imported(folder, file, problems, refused)
    addresses = {f.course.url.rstrip("/"): f.course.id for f in others if f.course.url}
    kept, changes = list[Found](), list[Change]()
    for found in source.courses:
        course, known = found.course, addresses.get(found.course.url.rstrip("/"))
        if course.url and known:
            changes.append(Change("elsewhere", course, elsewhere=known))
            continue
        kept.append(found)
        changes.append(_change(course, before.get(course.id)))
    told = {found.course.id for found in kept}
    for old in before.values():
        if old.course.id not in told:
            if source.form == "feed" or source.left_out:
                kept.append(old)
                changes.append(Change("same", old.course))
            else:
                changes.append(Change("gone", old.course))
    check_references([*others, *kept], problems, refused)
    if problems:
        raise Several(sorted(set(problems)))
    return Plan(file, tuple(found.course for found in kept), tuple(changes))


def _imported(folder: Path, file: Path, problems: list[Problem], refused: set[str]) -> dict[str, Found]:
    if not file.exists():
        return {}
    document = read(file, f"{folder.name}/courses/{file.name}", problems)
    if document is None:
        return {}
    return {f.course.id: f for f in from_yaml(document, problems, refused)}


def _change(course: Course, before: Found | None) -> Change:
    if before is None:
        return Change("new", course)
    now, then = course.model_dump(), before.course.model_dump()
    fields = tuple(field for field in now if now[field] != then[field])
    return Change("changed" if fields else "same", course, fields)


def write(made: Plan, source: str) -> None:
    """Put the courses into the plan's file, all at once, once they have been read back as they are.

    Raises:
        ValueError: what would be written is not what the bot would read; nothing is changed then.
    """
    origin = redact(printable(source))
    head = f"# Imported from {origin}. Import again instead of editing: changes here would be lost.\n"
    courses = {"courses": _values(made.courses)}
    body = yaml.dump(courses, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=110)
    made.file.parent.mkdir(exist_ok=True)
    beside = made.file.with_suffix(".new")
    try:
        beside.write_text(head + body, encoding="utf-8")
        _check(beside, made)
        os.replace(beside, made.file)
    finally:
        beside.unlink(missing_ok=True)


def _check(beside: Path, made: Plan) -> None:
    """Read what was written the way the bot would."""
    problems: list[Problem] = []
    document = read(beside, made.file.name, problems)
    found = [f.course for f in from_yaml(document, problems)] if document is not None else []
    if problems:
        raise Several([*sorted(set(problems)), say("import-unreadable")])
    if tuple(found) != made.courses:
        raise ValueError(say("import-otherwise"))


def _values(courses: Iterable[Course]) -> Sequence[dict[str, Any]]:
    """The courses as operators write them."""
    listed = []
    for course in courses:
        values = course.model_dump(mode="json", exclude_defaults=True)
        for field in ("title", "description"):
            texts = values.get(field)
            if texts and texts.get("zh") == texts.get("en"):
                values[field] = texts["zh"]
        listed.append(values)
    return listed
