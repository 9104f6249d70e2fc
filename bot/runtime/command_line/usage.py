"""Tell what is wrong with a command line in the operator's language; typer knows English alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from bot.runtime.command_line.common import fail
from rules.sentences import either
from rules.sentences import say as sentence

if TYPE_CHECKING:
    from typer._click.core import Context

# What typer says, and the sentence that says the same; of what stands behind names, the first is taken up.
_SAID = (
    (r"No such option: (?P<name>\S+)(?: \(Possible options: (?P<near>[^,)]+).*)?", "usage-no-option"),
    (r"No such command '(?P<name>.*?)'\.(?: Did you mean '(?P<near>.*?)'.*)?", "usage-no-command"),
    (r"Missing \w+ '(?P<name>.*?)'.*", "usage-missing"),
    (r"Missing command\.", "usage-which"),
    (r"Option '(?P<name>.*)' requires an argument\.", "usage-no-value"),
    (r"Option '(?P<name>.*)' does not take a value\.", "usage-no-room"),
    (r"Got unexpected extra argument\(s\) \((?P<name>.*)\)", "usage-too-many"),
)
_VALUES = (
    (r"Input should be a valid integer.*", "setting-int"),
    (r"Input should be a valid number.*", "setting-number"),
    (r"Input should be greater than or equal to (?P<limit>\S+)", "setting-least"),
    (r"Input should be less than or equal to (?P<limit>\S+)", "setting-most"),
    (r"Value error, .* is not one of '(?P<choices>.*)'\.", "setting-one-of"),
)
_VALUE = re.compile(r"Invalid value for '(?P<name>.*?)': (?P<why>.*)", re.DOTALL)


@contextmanager
def told(ctx: Context) -> Iterator[None]:
    """Refuse what typer refuses in this project's sentences, with a word on where the help is.

    What has no sentence here, such as the page for a family without a command, is left to typer.
    """
    try:
        yield
    except typer.TyperException as error:
        if said := _sentence(error.format_message()):
            where = getattr(error, "ctx", None) or ctx
            raise fail([said, sentence("usage-help", command=where.command_path)]) from None
        raise


def _sentence(message: str) -> str:
    """The sentence for what typer says; nothing when there is none."""
    if value := _VALUE.fullmatch(message):
        for pattern, key in _VALUES:
            if found := re.fullmatch(pattern, value["why"], re.DOTALL):
                values = {name: either(text.split("', '")) for name, text in found.groupdict().items()}
                return sentence("setting-wrong", name=value["name"], why=sentence(key, **values))
    for pattern, key in _SAID:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            values = found.groupdict()
            near = values.get("near")
            return sentence(key, **values, hint=sentence("nearest", name=near) if near else "")
    return ""
