"""Print what commands say: a line at a time, with nothing from outside that steers a terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import typer

from bot.runtime.redaction import printable

if TYPE_CHECKING:
    from rich.text import Text

# What JSON may hold as it is and a terminal must not see: it is written as an escape, so nothing is lost.
_STEERING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def say(line: object = "", *, err: bool = False) -> None:
    """Print one line, whatever stands in it."""
    typer.echo(printable(str(line)), err=err)


def say_all(lines: Iterable[object], *, err: bool = False) -> None:
    """Print several, each on a line of its own."""
    for line in lines:
        say(line, err=err)


def say_json(value: Any) -> None:
    """Print a value as one line of JSON."""
    typer.echo(as_json(value))


def as_json(value: Any, indent: int | None = None) -> str:
    """JSON that may be shown: Chinese as it is, what steers a terminal as an escape."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def cell(text: object) -> Text:
    """A cell or line of a table that is printed with rich; no markup in it is obeyed."""
    from rich.text import Text

    return Text(printable(str(text)))
