"""What the YAML parser minds, said so that people find the place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

import yaml

Place: TypeAlias = tuple[int, int]
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_HINTS = {
    "'-' indicator": "check the indentation",
    "expected <block end>": "check the indentation",
    "did not find expected key": "check the indentation, and the quotes of this line",
    "unknown escape character": "in double quotes a backslash begins such characters: use single quotes",
    "mapping values are not allowed": "check the indentation, and quote a value that has a colon in it",
}


def told(error: yaml.MarkedYAMLError, text: str) -> tuple[int, int, str]:
    """Line and column from 1, and a sentence."""
    mark, context = error.problem_mark, error.context_mark
    if context is not None and error.context == "while scanning a quoted scalar":
        return context.line + 1, context.column + 1, "is no YAML: the quote that opens here is not closed"
    if mark is None:
        return 1, 1, _friendly(error, text, (1, 1))
    place = _inside(text, mark.line, mark.column)
    opened = _long_quote(text, mark)
    if opened is not None:
        return (
            *opened,
            f"is no YAML: the quote that opens here goes on to line {mark.line + 1}: close it on its line",
        )
    return *place, _friendly(error, text, place)


def _long_quote(text: str, mark: yaml.Mark) -> Place | None:
    """Where the quote opened that ends in the line of a mark and began in an earlier one: most likely it was
    not closed, and what should open the next one closed it."""
    quoted = None
    for token in _tokens(text):
        start, end = token.start_mark, token.end_mark
        if (start.line, start.column) >= (mark.line, mark.column):
            break
        if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"') and end.line == mark.line:
            quoted = (start.line + 1, start.column + 1) if start.line < end.line else quoted
    return quoted


def _tokens(text: str) -> Iterator[Any]:
    """Tokens, up to the first mistake in them."""
    try:
        yield from yaml.scan(text, Loader=Loader)
    except yaml.YAMLError:
        return


def _inside(text: str, line: int, column: int) -> Place:
    """A mark of the parser, counted from 1; what it sees past the end is the end of the last line."""
    lines = text.splitlines() or [""]
    return (line + 1, column + 1) if line < len(lines) else (len(lines), len(lines[-1]) + 1)


def _friendly(error: yaml.MarkedYAMLError, text: str, place: Place) -> str:
    line = (text.splitlines() or [""])[place[0] - 1]
    if "\t" in line[: len(line) - len(line.lstrip())] or "'\\t'" in str(error.problem):
        return "indent with spaces, not with tabs"
    if "alias" in f"{error.context} {error.problem}" and "*" in line:
        return "a value that begins with * has to be quoted, such as '*/5 * * * *'"
    minded = str(error.problem or error.context)
    hint = next((f": {said}" for part, said in _HINTS.items() if part in minded), "")
    return f"is no YAML: {minded}{hint}"
