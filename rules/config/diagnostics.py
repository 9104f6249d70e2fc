"""Check values against a model, and say what is wrong where."""

from __future__ import annotations

import re
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from rules.config.document import Document, PathTo
from rules.config.mistyped_characters import slip_in
from rules.config.problems import ID, Misplaced, Problem, nearest, shown, unknown
from rules.engine.durations import spelled
from rules.sentences import Said, said, say

Model = TypeVar("Model", bound=BaseModel)

_KINDS = {
    "string_type": "kind-text",
    "int_type": "kind-int",
    "int_parsing": "kind-int",
    "int_parsing_size": "kind-int",
    "int_from_float": "kind-int",
    "float_type": "kind-float",
    "float_parsing": "kind-float",
    "bool_type": "kind-bool",
    "bool_parsing": "kind-bool",
    "list_type": "kind-list",
    "tuple_type": "kind-list",
    "dict_type": "kind-mapping",
    "model_type": "kind-mapping",
}

# Kinds of problems of a text that may come of a character that looks like another.
_MISTYPED = {*_KINDS, "literal_error", "enum"}


def checked(
    model: type[Model],
    data: Any,
    document: Document,
    path: PathTo,
    problems: list[Problem],
    context: Any = None,
) -> Model | None:
    """`data` as the model; None, with everything that is wrong in `problems`."""
    try:
        return model.model_validate(data, context=context)
    except ValidationError as error:
        details = error.errors(include_url=False)
        problems.extend(_problem(model, detail, document, path, data) for detail in details)
        return None


def sound(model: type[Model], data: Any) -> Model | None:
    """The model of what is left of a mapping without the keys that are wrong, if that is one."""
    if not isinstance(data, dict):
        return None
    try:
        return model.model_validate(data)
    except ValidationError as error:
        wrong = {detail["loc"][0] for detail in error.errors(include_url=False) if detail["loc"]}
    left = {key: value for key, value in data.items() if key not in wrong}
    return sound(model, left) if len(left) < len(data) else None


def _problem(
    model: type[BaseModel], detail: ErrorDetails, document: Document, path: PathTo, data: Any
) -> Problem:
    loc = tuple(part for part in detail["loc"] if isinstance(part, int | str))
    kind = detail["type"]
    where = (*path, *loc)
    if not isinstance(data, dict) and loc:
        # Written short: the option's name does not stand in the file.
        where = (*path, *loc[1:])
    if kind == "extra_forbidden":
        known = _fields(model, loc[:-1])
        return document.problem(where, unknown("key", str(loc[-1]), known), at_key=True)
    error = detail.get("ctx", {}).get("error")
    inside = error.path if isinstance(error, Misplaced) else ()
    return document.problem((*where, *inside), _sentence(detail, loc))


def _sentence(detail: ErrorDetails, loc: tuple[str | int, ...]) -> str:
    kind, given = detail["type"], detail.get("input")
    if kind == "missing":
        return say("missing", name=str(loc[-1]))
    if isinstance(given, str) and kind in _MISTYPED and (slip := slip_in(given)) is not None:
        return slip
    if kind in _KINDS:
        return say("should-be", kind=say(_KINDS[kind]), given=_shown(given), hint=_quote_it(kind, given))
    if kind in ("literal_error", "enum"):
        expected = str(detail.get("ctx", {}).get("expected", ""))
        choices = [c for c in (c.strip(" '") for c in expected.replace(" or ", ", ").split(",")) if c]
        return say("none-of", given=_shown(given), choices=choices, hint=nearest(str(given), choices))
    if kind in ("value_error", "assertion_error"):
        error = detail.get("ctx", {}).get("error")
        return _cut(said(error) if isinstance(error, Exception) else detail["msg"])
    return _measured(detail) or f"{detail['msg'][:1].lower()}{detail['msg'][1:]}"


_MEASURES = {
    "greater_than_equal": ("ge", "at-least"),
    "greater_than": ("gt", "more-than"),
    "less_than_equal": ("le", "at-most"),
    "less_than": ("lt", "less-than"),
    "string_too_long": ("max_length", "longer"),
    "string_too_short": ("min_length", "shorter"),
    "too_short": ("min_length", "too-few"),
    "too_long": ("max_length", "too-many"),
    "string_pattern_mismatch": ("pattern", "of-form"),
}
_DURATION = re.compile(r"(\d+[smhd])+")


def _measured(detail: ErrorDetails) -> str:
    """What is too much, too little or of another form; nothing for other problems."""
    name, key = _MEASURES.get(detail["type"], ("", ""))
    limit = detail.get("ctx", {}).get(name)
    if limit is None:
        return ""
    if limit == ID:
        return say("no-id", given=_shown(detail.get("input")))
    given = detail.get("input")
    shown_limit = f"{limit:g}" if isinstance(limit, float) else limit
    if isinstance(given, str) and isinstance(limit, int) and _DURATION.fullmatch(given):
        shown_limit = spelled(limit)
    return say(key, limit=str(shown_limit), given=_shown(given))


def _cut(sentence: str, most: int = 300) -> str:
    """A condition's own sentence; a value in it may be long."""
    if isinstance(sentence, Said):
        return sentence
    return sentence if len(sentence) <= most else f"{sentence[: most - 1]}…"


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return say("given-mapping")
    if isinstance(value, list):
        return say("given-list")
    return say("given-nothing") if value is None else say("given", value=shown(value))


def _quote_it(kind: str, value: Any) -> str:
    plain = kind == "string_type" and isinstance(value, int | float)
    return say("quote-it", value=shown(value)) if plain else ""


def _fields(model: type[BaseModel], loc: tuple[str | int, ...]) -> set[str]:
    """The keys known at a place inside a model."""
    current: Any = model
    for part in loc:
        if isinstance(part, int):
            continue
        found = current.model_fields.get(part) if _is_model(current) else None
        if found is None:
            return set()
        current = _model_in(found.annotation)
    if not _is_model(current):
        return set()
    return {f.alias or name for name, f in current.model_fields.items()}


def _is_model(value: Any) -> bool:
    return isinstance(value, type) and issubclass(value, BaseModel)


def _model_in(annotation: Any) -> Any:
    """The model inside `X | None`, `list[X]`, `tuple[X, …]`."""
    if _is_model(annotation):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _model_in(part)
        if found is not None:
            return found
    return None
