"""In which language the command line speaks: every command takes --language, and the machine's stands in."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from inspect import Parameter, signature
from typing import Annotated, Any, TypeVar

import typer

_ASKED: ContextVar[str] = ContextVar("asked", default="")  # what --language says, if anything
_Command = TypeVar("_Command", bound=Callable[..., None])


def begin() -> None:
    """A command begins, and nobody has asked for a language yet."""
    _ASKED.set("")


def asked() -> str:
    """The language that the command under way was asked to speak, else the machine's."""
    return spoken(_ASKED.get())


def spoken(language: str) -> str:
    """The language to speak: what was asked for, else the machine's."""
    from bot.text.messages import language_of, machine_language

    return language_of(language, "") or machine_language()


def telling(line: object) -> str:
    """A line in the language that is spoken: a problem of a file, or a sentence that knows languages."""
    from rules.config.problems import Problem
    from rules.sentences import said, tell

    if isinstance(line, Problem):
        return line.told(asked())
    if isinstance(line, BaseException):
        return tell(said(line), asked())
    return tell(line, asked()) if isinstance(line, str) else str(line)


def words(key: str, **values: Any) -> str:
    """A message of the locales in the language that is spoken."""
    from bot.text.messages import plain

    return plain(asked(), key, **values)


def _known(language: str) -> str:
    """What --language says; refused when it is no language that is spoken here."""
    from bot.cli.common import refuse
    from bot.text.messages import LANGUAGES, language_of

    if language and not language_of(language, ""):
        raise refuse("option-none-of", name="language", value=language, choices=LANGUAGES)
    _ASKED.set(language)
    return language


_OPTION = Annotated[str, typer.Option(callback=_known, help="zh or en; the machine's language otherwise.")]


class Commands(typer.Typer):
    """A family of commands, each of which takes --language."""

    def command(self, *args: Any, **options: Any) -> Callable[[_Command], _Command]:
        """Declare a command, as `typer.Typer` does."""
        declare = super().command(*args, **options)

        def declared(function: _Command) -> _Command:
            declare(_speaking(function))
            return function

        return declared


def _speaking(function: _Command) -> Callable[..., None]:
    """The command with one option more, of which it knows nothing: what it says asks `asked`."""

    @wraps(function)
    def speaking(language: str = "", **given: Any) -> None:
        function(**given)

    known = signature(function, eval_str=True)
    more = Parameter("language", Parameter.KEYWORD_ONLY, default="", annotation=_OPTION)
    speaking.__annotations__ = {**function.__annotations__, "language": _OPTION}
    speaking.__dict__["__signature__"] = known.replace(parameters=[*known.parameters.values(), more])
    return speaking
