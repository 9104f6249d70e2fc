"""Read the rule book: everything the community has decided, from one folder."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import BaseModel

from rules.config.community import Community
from rules.config.compiler import Compiler
from rules.config.courses import Course, load_courses
from rules.config.diagnostics import checked
from rules.config.document import Document, read
from rules.config.expectation_checks import has_tests
from rules.config.extensions import NO_EXTENSIONS, Extensions, HasTests
from rules.config.files import content, unreadable
from rules.config.incentives import IncentivesModel, policy_of
from rules.config.plan_names import check_plans
from rules.config.posting import Posting
from rules.config.problems import Problem, unknown
from rules.config.schedule import Job, ScheduleModel
from rules.config.screening import Screening
from rules.engine.index import RuleIndex
from rules.engine.policy import IncentivesPolicy
from rules.engine.rule import Escalation, Rule
from rules.sentences import say

_COMMENT = re.compile(r"(^|\s)#.*")
FILES = ("community", "moderation", "incentives", "schedule", "screening")
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class RuleBook:
    """Read-only. `hash` is the fingerprint of `body`, the files' values as JSON."""

    hash: str
    body: str
    community: Community
    rules: tuple[Rule, ...] = ()
    escalation: Escalation = field(default_factory=Escalation)
    incentives: IncentivesPolicy = field(default_factory=IncentivesPolicy)
    schedule: tuple[Job, ...] = ()
    courses: tuple[Course, ...] = ()
    posting: Posting = field(default_factory=Posting)
    screening: Screening = field(default_factory=Screening)
    index: RuleIndex = field(default_factory=RuleIndex, compare=False, repr=False)
    longest_window: int = 0  # seconds that the rules look back at most
    tests: int = 0  # how many stood in the files, and passed
    counted: bool = False  # whether the rules ask how many links, mentions or emoji came lately
    scored: int = 0  # of a member's messages, how many the rules need a spam score of
    extended: tuple[BaseModel, ...] = ()  # files that features have of their own

    @property
    def timezone(self) -> str:
        """The community's time zone."""
        return self.community.timezone

    def file(self, model: type[Model]) -> Model:
        """What stands in the file that a feature declares with this model; defaults where there is none."""
        found = self._files.get(model)
        if found is None:
            found = next((one for one in self.extended if isinstance(one, model)), None) or model()
            self._files[model] = found
        return cast(Model, found)

    @cached_property
    def _files(self) -> dict[type[BaseModel], BaseModel]:
        """What `file` found: it is asked for every message."""
        return {}


@dataclass(frozen=True)
class Examined:
    """A folder's book; or None and every problem of every file, in the order of the files.

    `untested`: the rules could not be read so far that their tests were run.
    """

    book: RuleBook | None
    problems: list[Problem]
    untested: bool = False


def load_book(folder: Path, extensions: Extensions = NO_EXTENSIONS) -> tuple[RuleBook | None, list[Problem]]:
    """The book of a folder, or its problems."""
    found = examine(folder, extensions)
    return found.book, found.problems


def examine(folder: Path, extensions: Extensions = NO_EXTENSIONS) -> Examined:
    """Read a folder, and run its tests where nothing is wrong with the rules."""
    problems: list[Problem] = []
    if not folder.is_dir():
        return Examined(None, [Problem(str(folder), 1, 1, say("folder-missing"))])
    documents = {name: _document(folder, name, problems) for name in (*FILES, *extensions.files)}
    _strange_files(folder, {*FILES, "courses", *extensions.files}, problems)
    before = len(problems)
    lists = _lists(folder, problems)
    all_read = len(problems) == before
    before = len(problems)
    courses = load_courses(folder, problems)
    known = {course.id for course in courses} if len(problems) == before else None
    book, untested = _assemble(documents, lists, courses, known, problems, all_read, extensions)
    if problems or book is None:
        return Examined(None, sorted(set(problems)), untested)
    return Examined(book, [])


def _document(folder: Path, name: str, problems: list[Problem]) -> Document | None:
    path = folder / f"{name}.yaml"
    shown = f"{folder.name}/{path.name}"
    if not path.exists():
        if name == "community":
            problems.append(Problem(shown, 1, 1, say("file-missing")))
            return None
        return Document(shown, {})
    document = read(path, shown, problems, anyhow=True)
    if document is not None and document.data is None:
        # An editor that empties a file before it writes must not switch everything off for a moment.
        problems.append(Problem(shown, 1, 1, say("file-empty")))
        return None
    return document


def _strange_files(folder: Path, known: set[str], problems: list[Problem]) -> None:
    for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]):
        if path.stem not in known or path.suffix == ".yml":
            names = {f"{k}.yaml" for k in known}
            problems.append(Problem(f"{folder.name}/{path.name}", 1, 1, unknown("file", path.name, names)))


def _lists(folder: Path, problems: list[Problem]) -> dict[str, tuple[str, ...]]:
    """Word lists by name: a word or phrase a line. A # alone begins a comment, a ! what words leave alone.

    A list that cannot be read is there all the same, with nothing in it: one problem is enough.
    """
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted((folder / "lists").glob("*.txt")):
        try:
            lines = content(path, folder).decode("utf-8-sig").splitlines()
        except (OSError, ValueError) as error:
            problems.append(Problem(f"{folder.name}/lists/{path.name}", *unreadable(error)))
            found[path.stem] = ()
            continue
        words = (_COMMENT.sub("", line).strip() for line in lines)
        found[path.stem] = tuple(dict.fromkeys(w for w in words if w))
    return found


def _assemble(
    documents: Mapping[str, Document | None],
    lists: dict[str, tuple[str, ...]],
    courses: tuple[Course, ...],
    known: set[str] | None,
    problems: list[Problem],
    all_read: bool,
    extensions: Extensions,
) -> tuple[RuleBook | None, bool]:
    community = _checked(Community, documents["community"], problems)
    incentives = _checked(IncentivesModel, documents["incentives"], problems)
    schedule = _checked(ScheduleModel, documents["schedule"], problems, extensions.jobs)
    screening = _checked(Screening, documents["screening"], problems)
    extended = [_checked(model, documents[name], problems) for name, model in extensions.files.items()]
    check_plans(documents, incentives, extended, problems, known)
    moderation = documents["moderation"]
    rules: tuple[Rule, ...] = ()
    escalation, window, scored, tests, index = Escalation(), 0, 0, 0, RuleIndex()
    counted, untested = False, moderation is None
    if moderation is not None:
        language = community.language if community else "zh"
        before = len(problems)
        compiler = Compiler(moderation, lists, language, problems, extensions.spellings)
        rules, escalation = compiler.moderation()
        window, scored, counted = compiler.longest_window, compiler.scored, compiler.counted
        index = RuleIndex(rules, compiler.looks())
        if community is not None and all_read and len(problems) == before:
            tests = compiler.prove(escalation, community.timezone)
        else:
            untested = has_tests(moderation)
    files = {"incentives": incentives, **dict(zip(extensions.files, extended, strict=True))}
    tests += _tried(documents, files, problems)
    jobs = _jobs(schedule, documents["schedule"], community, extensions, problems)
    if community is None or incentives is None or screening is None:
        return None, untested
    values = {name: d.data for name, d in documents.items() if d is not None and (d.data or name in FILES)}
    body = json.dumps(
        {"files": values, "lists": lists, "courses": [c.model_dump(mode="json") for c in courses]},
        ensure_ascii=False,
        sort_keys=True,
    )
    book = RuleBook(
        hash=hashlib.sha256(body.encode()).hexdigest(),
        body=body,
        community=community,
        rules=rules,
        escalation=escalation,
        incentives=policy_of(incentives),
        schedule=jobs,
        courses=courses,
        posting=schedule or Posting(),
        screening=screening,
        index=index,
        longest_window=window,
        tests=tests,
        counted=counted,
        scored=scored,
        extended=tuple(found for found in extended if found is not None),
    )
    return book, untested


def _checked(
    model: type[Any], document: Document | None, problems: list[Problem], context: Any = None
) -> Any:
    if document is None:
        return None
    return checked(model, document.data if document.data is not None else {}, document, (), problems, context)


def _tried(
    documents: Mapping[str, Document | None], files: Mapping[str, Any], problems: list[Problem]
) -> int:
    """Run the tests in files beside moderation.yaml; how many there are."""
    count = 0
    for name, model in files.items():
        document = documents[name]
        if document is not None and isinstance(model, HasTests):
            ran = list(model.trials())
            count += len(ran)
            problems += [document.problem(path, told) for path, told in ran if told]
    return count


def _jobs(
    model: ScheduleModel | None,
    document: Document | None,
    community: Community | None,
    extensions: Extensions,
    problems: list[Problem],
) -> tuple[Job, ...]:
    if model is None or document is None:
        return ()
    jobs: list[Job] = []
    for number, job in enumerate(model.jobs):
        named = job.model_copy(
            update={
                "id": job.id or job.job,
                "timezone": job.timezone or (community.timezone if community else "UTC"),
            }
        )
        if any(j.id == named.id for j in jobs):
            problems.append(document.problem(("jobs", number), say("job-twice", name=named.id)))
        if extensions.jobs is not None:
            path = ("jobs", number, "options")
            checked(extensions.jobs[named.job], named.options, document, path, problems)
        jobs.append(named)
    return tuple(jobs)
