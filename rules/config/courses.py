"""Read the catalogue: courses.yaml, courses.csv and courses/*.yaml, which imports write."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, field_validator

from rules.conditions.base import Strings
from rules.config.community import check_timezone
from rules.config.datetimes import day_of
from rules.config.diagnostics import checked
from rules.config.document import Document, PathTo, read
from rules.config.files import content, unreadable
from rules.config.lessons import Lesson, check_address, told_apart
from rules.config.problems import ID, Problem, nearest, unknown
from rules.config.table_reader import Broken, Cells, Misread, lines_from, table
from rules.config.texts import Texts
from rules.sentences import Said, said, say

COLUMNS = (
    "id",
    "title",
    "description",
    "tags",
    "kind",
    "level",
    "url",
    "picture",
    "language",
    "teaches",
    "starts",
    "ends",
    "seats",
    "authors",
    "price",
    "prerequisites",
    "lessons",
    "timezone",
)
LEVELS = ("beginner", "intermediate", "advanced")
_MOST_TOLD = 20  # prerequisites at fault that are looked into
_LISTS = ("tags", "prerequisites", "authors", "lessons")


class Course(BaseModel):
    """One thing to learn from."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: Annotated[str, Field(pattern=ID)]
    title: Texts
    description: Texts = Field(default_factory=dict)
    tags: Strings = ()
    kind: Literal["course", "live", "camp", "book", "article"] = "course"
    level: Literal["", "beginner", "intermediate", "advanced"] = Field("", description="For whom it is.")
    url: str = Field("", description="Where it is; http or https.")
    picture: str = Field(
        "",
        description="Where its picture is, http or https; shown under a suggestion of this course alone.",
    )
    language: Literal["zh", "en", "any"] = "zh"
    teaches: Literal["", "zh", "en", "none"] = Field(
        "",
        description="The language it teaches as a foreign one; it is not suggested to those who read that as "
        "their own. Guessed from title and tags when it is empty; none: it teaches no language.",
    )
    starts: str = Field(
        "", description="The first day, YYYY-MM-DD; a live or camp is not suggested after it."
    )
    ends: str = Field("", description="The last day, YYYY-MM-DD; it is not suggested after it.")
    seats: int = Field(
        0, ge=0, le=1_000_000_000, description="So many may take it; then it is not suggested. 0: any number."
    )
    authors: Strings = Field(
        (), description="@names or Telegram ids of those who made it, to whom it is not suggested."
    )
    price: float = Field(0, ge=0, le=1_000_000_000, description="0: free.")
    prerequisites: Strings = Field((), description="Ids of courses to take before.")
    hidden: bool = Field(False, description="Kept, and shown to nobody.")
    lessons: tuple[Lesson, ...] = Field(
        (), max_length=500, description="Lessons or live sessions; those who take it are reminded of them."
    )
    timezone: str = Field(
        "", description="Whose clock lessons are on; the community's unless told otherwise."
    )

    def __hash__(self) -> int:
        return hash(self.id)

    @field_validator("url", "picture")
    @classmethod
    def _leads_somewhere(cls, value: str) -> str:
        return check_address(value)

    @field_validator("lessons")
    @classmethod
    def _are_told_apart(cls, values: tuple[Lesson, ...]) -> tuple[Lesson, ...]:
        return told_apart(values)

    @field_validator("timezone")
    @classmethod
    def _is_zone(cls, value: str) -> str:
        return check_timezone(value) if value else value

    @property
    def first_day(self) -> str:
        """The first day as it is told, else that of the first lesson; empty when neither is."""
        return self.starts or min((x.day for x in self.lessons if not x.cancelled), default="")

    @property
    def last_day(self) -> str:
        """The last day as it is told, else that of the last lesson; empty when neither is."""
        return self.ends or max((x.day for x in self.lessons if not x.cancelled), default="")

    @field_validator("authors")
    @classmethod
    def _are_names(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(value.lower() for value in values)

    @field_validator("starts", "ends")
    @classmethod
    def _is_a_day(cls, value: str) -> str:
        return day_of(value) if value else value


class CoursesModel(BaseModel):
    """Everything in courses.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    courses: Annotated[tuple[Any, ...], WithJsonSchema({"type": "array"})] = ()  # of `Course`


class Found(NamedTuple):
    """A course, and where it stands."""

    course: Course
    document: Document
    path: PathTo

    def problem(self, message: str, *further: str | int) -> Problem:
        """A problem of the course, or of a value in it."""
        return self.document.problem((*self.path, *further), message)


def load_courses(folder: Path, problems: list[Problem]) -> tuple[Course, ...]:
    """The catalogue of a folder, empty when it has none; what is wrong goes into `problems`."""
    return tuple(found.course for found in found_courses(folder, problems))


def found_courses(
    folder: Path, problems: list[Problem], *, besides: str = "", refused: set[str] | None = None
) -> list[Found]:
    """The same with their places; without the imported file that is called `besides`.

    Ids of courses that cannot be used go into `refused`.
    """
    found: list[Found] = []
    refused = set() if refused is None else refused
    yaml_path, csv_path = folder / "courses.yaml", folder / "courses.csv"
    if yaml_path.exists():
        document = read(yaml_path, f"{folder.name}/courses.yaml", problems, anyhow=True)
        if document is not None:
            found += from_yaml(document, problems, refused)
    if csv_path.exists():
        found += _from_csv(csv_path, f"{folder.name}/courses.csv", problems, refused)
    for path in sorted((folder / "courses").glob("*.yaml")):
        if path.name != besides:
            document = read(path, f"{folder.name}/courses/{path.name}", problems, anyhow=True)
            found += from_yaml(document, problems, refused) if document is not None else []
    check_references(found, problems, refused)
    return found


def from_yaml(
    document: Document, problems: list[Problem], refused: set[str] | None = None
) -> Iterable[Found]:
    """The courses of a document; ids of those that cannot be used go into `refused`."""
    model = checked(CoursesModel, document.data or {}, document, (), problems)
    for number, raw in enumerate(model.courses if model else ()):
        path: PathTo = ("courses", number)
        course = checked(Course, raw, document, path, problems)
        if course is not None:
            yield Found(course, document, path)
        elif refused is not None:
            refused.update(_id_of(raw))


def _id_of(raw: Any) -> set[str]:
    """The id of what is no course, if it has one."""
    value = raw.get("id") if isinstance(raw, Mapping) else None
    return {value.strip()} if isinstance(value, str) else set()


def _from_csv(path: Path, name: str, problems: list[Problem], refused: set[str]) -> Iterable[Found]:
    try:
        raw = content(path, path.parent)
    except (OSError, ValueError) as error:
        problems.append(Problem(name, *unreadable(error)))
        return []
    return from_csv(raw, name, problems, refused)


def from_csv(
    raw: bytes,
    name: str,
    problems: list[Problem],
    refused: set[str] | None = None,
    left_out: list[Problem] | None = None,
) -> Iterable[Found]:
    """A row a course; lists are separated by semicolons, columns may be left out.

    In places of problems, columns are counted as a table's. What keeps single rows from being used goes into
    `left_out`, if given, and their ids into `refused`.
    """
    refused, of_rows = set() if refused is None else refused, problems if left_out is None else left_out
    document = Document(name)
    try:
        found = table(lines_from(raw, name), name, begins=_begins)
    except ValueError as error:
        problems.append(_problem(name, error))
        return
    strange = [c for c in found.head if c not in COLUMNS and c]
    if strange:
        problems.append(Problem(name, found.line, 1, unknown("column", strange[0], COLUMNS)))
        refused.update(*(_id_of(row.cells) for row in found.rows))
        return
    for number, row in enumerate(found.rows):
        document.places["courses", number] = (row.line, 1)
        for place, column in enumerate(found.head, 1):
            document.places["courses", number, column] = (row.line, place)
        if isinstance(row, Broken):
            of_rows.append(document.problem(("courses", number), row.reason))
            refused |= _id_of(row.cells)
            continue
        course = checked(Course, _values(row.cells, found.mark), document, ("courses", number), of_rows)
        if course is not None:
            yield Found(course, document, ("courses", number))
        else:
            refused |= _id_of(row.cells)


def _begins(cells: Cells) -> bool:
    """Whether a line is a row of its own: it has an id, and a title."""
    return bool(re.fullmatch(ID, cells.get("id", "").strip()) and cells.get("title", "").strip())


def _problem(name: str, error: ValueError) -> Problem:
    """What keeps a table from being read, as a problem: its name and line stand before the sentence."""
    if isinstance(error, Misread):
        return Problem(name, error.line, 1, error.reason)
    told = said(error)
    return Problem(
        name, 1, 1, say(told.key, **{**told.values, "who": ""}) if isinstance(told, Said) else told
    )


def _values(cells: Cells, mark: str) -> dict[str, Any]:
    values: dict[str, Any] = {name: value.strip() for name, value in cells.items() if value.strip()}
    if mark != "," and re.fullmatch(r"\d+,\d\d?", values.get("price", "")):
        values["price"] = values["price"].replace(",", ".")  # where commas part decimals
    for name in _LISTS:
        if name in values:
            values[name] = [part.strip() for part in values[name].split(";") if part.strip()]
    return values


def check_references(found: Iterable[Found], problems: list[Problem], refused: Collection[str] = ()) -> None:
    """Ids told apart, prerequisites that exist, if only as `refused`, and lead round in no circle."""
    found, by_id = list(found), dict[str, Course]()
    places: dict[str, Problem] = {}
    for course, document, path in found:
        here = document.problem((*path, "id"), "")
        if course.id in by_id:
            first = places[course.id]
            message = say("course-twice", name=course.id, place=f"{first.file}:{first.line}")
            problems.append(document.problem((*path, "id"), message))
        by_id[course.id] = course
        places.setdefault(course.id, here)
    known, tangled, unknown, looked = {*by_id, *refused}, _tangled(by_id), 0, 0
    for course, document, path in found:
        for number, wanted in enumerate(course.prerequisites):
            place = (*path, "prerequisites", number)
            if wanted not in known:
                hint = nearest(wanted, known) if unknown < _MOST_TOLD else ""
                problems.append(document.problem(place, say("course-unknown", name=wanted, hint=hint)))
                unknown += 1
            elif course.id in tangled and wanted in tangled:
                looked += 1
                # Past so many it is taken for one: what is tangled has one, and looking takes long.
                if looked == _MOST_TOLD or (looked < _MOST_TOLD and _leads_to(wanted, course.id, by_id)):
                    told = say("course-circle", name=wanted, course=course.id)
                    problems.append(document.problem(place, told))


def _tangled(by_id: Mapping[str, Course]) -> set[str]:
    """The courses on circles, and between two: what is left when all that begins or ends is taken away."""
    needs = {id_: {p for p in course.prerequisites if p in by_id} for id_, course in by_id.items()}
    needed = dict[str, set[str]]()
    for id_, others in needs.items():
        for other in others:
            needed.setdefault(other, set()).add(id_)
    left = set(by_id)
    for ahead, behind in ((needs, needed), (needed, needs)):
        degrees = {id_: len(ahead.get(id_, set()) & left) for id_ in left}
        ends = [id_ for id_, degree in degrees.items() if not degree]
        while ends:
            gone = ends.pop()
            left.discard(gone)
            for other in behind.get(gone, ()):
                if other in left:
                    degrees[other] -= 1
                    if not degrees[other]:
                        ends.append(other)
    return left


def _leads_to(start: str, goal: str, by_id: dict[str, Course]) -> bool:
    open_, seen = [start], set()
    while open_:
        current = open_.pop()
        if current == goal:
            return True
        if current not in seen and current in by_id:
            seen.add(current)
            open_ += by_id[current].prerequisites
    return False
