"""Define what conditions are made of: options that check themselves, and functions from facts to findings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, NamedTuple, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import CoreSchema, core_schema

from rules.engine.decision import Finding
from rules.engine.durations import seconds_of
from rules.engine.facts import Facts
from rules.engine.index import Part
from rules.sentences import say

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")

Look = Callable[[Facts], Finding]


Holds = Callable[[Facts], bool]


class Search(NamedTuple):
    """A pattern that a text is searched for: the text as it is written, or with look-alikes folded."""

    pattern: str
    case: bool = False
    normal: bool = True


class Probe(NamedTuple):
    """A condition whose answer takes less time than its reasons.

    Attributes:
        look: whether it holds, and why.
        holds: the same answer, without the reasons.
        searches: patterns of which one matches wherever it holds, unless the message links or quotes.
        words: the same for words; either may be left out.
    """

    look: Look
    holds: Holds | None = None
    searches: tuple[Search, ...] = ()
    words: tuple[str, ...] = ()


def minutes_of(value: object) -> int:
    """Minutes since midnight of a time such as `23:30`.

    Raises:
        ValueError: it is none.
    """
    match = _CLOCK.fullmatch(str(value))
    if match is None:
        raise ValueError(say("no-time", value=str(value)))
    return int(match[1]) * 60 + int(match[2])


Duration = Annotated[
    int,
    BeforeValidator(seconds_of),
    WithJsonSchema({"type": "string", "pattern": r"^(\d+[smhdw])+$", "examples": ["30s", "10m", "2h", "7d"]}),
]
TimeOfDay = Annotated[
    int,
    BeforeValidator(minutes_of),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,2}:\d\d$", "examples": ["08:00", "23:30"]}),
]


def listed(names: Iterable[str], most: int = 5) -> str:
    """The first few names, and how many more there are."""
    shown = list(names)
    rest = f" … +{len(shown) - most}" if len(shown) > most else ""
    return ", ".join(shown[:most]) + rest


def _as_list(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


class _OneOrSeveral:
    """Lets one value stand for a list of one, in the JSON Schema too."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_as_list, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Any:
        several = handler(schema)
        return {"anyOf": [several["items"], several]}


ONE_OR_SEVERAL = _OneOrSeveral()
Strings = Annotated[tuple[str, ...], ONE_OR_SEVERAL]


class Options(BaseModel):
    """A condition's options. `short` names the one that may be written without its name, `listable` those
    whose `$name` stands for what is in lists/name.txt."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    short: ClassVar[str] = ""
    listable: ClassVar[tuple[str, ...]] = ()

    @model_validator(mode="before")
    @classmethod
    def _spelled_short(cls, value: Any) -> Any:
        if value is None:
            return {}
        return {cls.short: value} if cls.short and not isinstance(value, dict) else value

    @model_validator(mode="after")
    def _no_list_is_empty(self) -> Self:
        empty = next((n for n in sorted(self.model_fields_set) if getattr(self, n) == ()), None)
        if empty is not None:
            raise ValueError(say("empty-list", name=empty))
        return self


def _needs_nothing(_options: Any) -> Part:
    return Part.NONE


def some(part: Part) -> Callable[[Range], Part]:
    """For conditions that count: `part` is needed unless none of them would do too."""
    return lambda options: Part.NONE if options.holds(0) else part


@dataclass(frozen=True)
class Condition:
    """A family of checks: its name in YAML, its options, and how options become a check."""

    name: str
    options: type[Options]
    build: Callable[[Any], Look | Probe]
    example: str  # as it stands in a rule file
    needs: Callable[[Any], Part] = _needs_nothing  # from options, what it cannot hold without

    @property
    def summary(self) -> str:
        """What it holds for, from the options' docstring."""
        return " ".join((self.options.__doc__ or "").split())


class Range(Options):
    """At least `least`, at most `most`."""

    least: int | None = None
    most: int | None = None

    @model_validator(mode="after")
    def _some_end(self) -> Range:
        if self.least is None and self.most is None:
            raise ValueError(say("give-range"))
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError(say("range-upside-down", least=self.least, most=self.most))
        return self

    def holds(self, value: float) -> bool:
        """Whether a value lies inside."""
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)

    def finding(self, count: int, matched: str = "", **values: Any) -> Finding:
        """What is found when there are so many, and which is the first of them."""
        hit = self.holds(count)
        return Finding(hit, {"count": count, "limit": self.spelled, **values}, matched=matched if hit else "")

    @property
    def spelled(self) -> str:
        """As people read it: `≥ 3`, `≤ 5` or `3–5`."""
        if self.least is None:
            return f"≤ {self.most}"
        return f"≥ {self.least}" if self.most is None else f"{self.least}–{self.most}"
