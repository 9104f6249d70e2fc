"""Say what the YAML parser complains about so that people find the place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

import yaml

from rules.config.mistyped_characters import slip_of_line
from rules.config.parser_messages import minded, unseen
from rules.sentences import say

Place: TypeAlias = tuple[int, int]
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_QUOTES = ("while scanning a quoted scalar", "while scanning a double-quoted scalar")
_BEFORE = 3  # lines above the one the parser stumbled over, in which the slip may be


def told(error: yaml.YAMLError, text: str) -> tuple[int, int, str]:
    """Line and column from 1, and a sentence."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return unseen(text) or (1, 1, minded("", "", ""))
    mark, context = error.problem_mark, error.context_mark
    if context is not None and error.context in _QUOTES and "end of stream" in str(error.problem):
        return context.line + 1, context.column + 1, say("yaml-quote-open")
    slip = _slip(error, text)
    if slip is not None:
        return slip
    if mark is None:
        return 1, 1, _friendly(error, text, (1, 1))
    place = _inside(text, mark.line, mark.column)
    opened = _long_quote(text, mark)
    if opened is not None:
        return (*opened, say("yaml-quote-long", line=mark.line + 1))
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
        return say("slip-tab")
    if "alias" in f"{error.context} {error.problem}" and "*" in line:
        return say("yaml-star")
    return minded(error.problem, error.context, line[place[1] - 1 : place[1]])


def _slip(error: yaml.MarkedYAMLError, text: str) -> tuple[int, int, str] | None:
    """A mistyped character in the line that the parser minds, or shortly above."""
    lines, mark = text.splitlines(), error.problem_mark
    if mark is None or not lines:
        return None
    last = min(mark.line, len(lines) - 1)
    for number in (last, *range(last - 1, max(-1, last - 1 - _BEFORE), -1)):
        if (found := slip_of_line(lines[number])) is not None:
            return number + 1, found.column + 1, found.said
    return None
