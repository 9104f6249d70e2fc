"""What every command of the command line needs: refusals in one sentence, and the settings."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic_core import ErrorDetails

    from bot.runtime.settings import Settings

T = TypeVar("T")
_ASKED: ContextVar[str] = ContextVar("asked", default="")  # what --language says, if anything


def fail(reason: object, status: int = 2) -> typer.Exit:
    """Print the reason on stderr, in a line or, a list or `Several`, in some; raise what is returned."""
    from bot.runtime.printing import say
    from bot.runtime.redaction import redact

    said = [reason]
    if isinstance(reason, OSError) and reason.filename and reason.strerror:
        said = [f"{reason.filename}: {reason.strerror}"]
    elif isinstance(reason, UnicodeDecodeError):
        said = ["the file is not UTF-8 text: save it as UTF-8"]
    elif isinstance(reason, list):
        said = reason
    elif isinstance(lines := getattr(reason, "lines", None), list):
        said = lines
    for line in said:
        say(redact(telling(line)), err=True)
    return typer.Exit(status)


def telling(line: object) -> str:
    """A line in the language that is spoken: a problem of a file, or a sentence that knows languages."""
    from rules.config.problems import Problem
    from rules.sentences import said, tell

    if isinstance(line, Problem):
        return line.told(asked())
    sentence = line if isinstance(line, str) else str(line)
    return tell(said(line) if isinstance(line, ValueError) else sentence, asked())


def asked() -> str:
    """The language that the command under way was asked to speak, else the machine's."""
    return spoken(_ASKED.get())


def begin() -> None:
    """A command begins, and nobody has asked for a language yet."""
    _ASKED.set("")


def _known(language: str) -> str:
    """What --language says; refused when it is no language that is spoken here."""
    from bot.text.messages import LANGUAGES, language_of
    from rules.config.problems import shown

    if language and not language_of(language, ""):
        raise fail(f"--language: '{shown(language)}' is none of {', '.join(LANGUAGES)}")
    _ASKED.set(language)
    return language


LanguageOption = Annotated[
    str, typer.Option(callback=_known, help="zh or en; the machine's language otherwise.")
]


def counted(count: int, what: str) -> str:
    """A number and what there is of it, one or several."""
    return f"{count} {what}{'' if count == 1 else 's'}"


def folder_or_fail(folder: Path) -> Path:
    """The folder, or one sentence if it is none."""
    if not folder.is_dir():
        raise fail(f"{folder} is no folder: rule files are expected there", 1)
    return folder


def spoken(language: str) -> str:
    """The language to speak: what was asked for, else the machine's."""
    from bot.text.messages import language_of, machine_language

    return language_of(language, "") or machine_language()


def settings_or_fail() -> Settings:
    """The settings, or one sentence for each that cannot be used."""
    from pathlib import Path

    from pydantic import ValidationError

    from bot.runtime import logs
    from bot.runtime.redaction import hide
    from bot.runtime.settings import Settings

    env = Path(".env")
    if env.exists() and not env.is_file():
        raise fail(".env is no file")
    try:
        settings = Settings()
        strange = unknown_settings()
    except ValidationError as error:
        raise fail([f"ZHIQUN_{str(e['loc'][0]).upper()}: {_wanted(e)}" for e in error.errors()]) from None
    except UnicodeDecodeError:
        raise fail(".env is not UTF-8 text: save it as UTF-8") from None
    except OSError as error:
        raise fail(error) from None
    if strange:
        raise fail(strange)
    hide(*settings.secrets)
    logs.configure(settings.log_level, settings.log_format)
    logs.guard()
    return settings


_WANTED = {
    "int_parsing": "write a whole number",
    "int_from_float": "write a whole number",
    "float_parsing": "write a number",
    "bool_parsing": "write true or false",
    "bool_type": "write true or false",
}


def _wanted(detail: ErrorDetails) -> str:
    """What a setting has to be; its value is not repeated, it may be a secret."""
    limits = detail.get("ctx", {})
    if detail["type"] in _WANTED:
        return _WANTED[detail["type"]]
    if detail["type"] == "literal_error":
        return f"write {str(limits['expected']).replace(chr(39), '')}"
    if detail["type"] == "greater_than_equal":
        return f"write at least {limits['ge']}"
    if detail["type"] == "less_than_equal":
        return f"write at most {limits['le']}"
    return detail["msg"].removeprefix("Value error, ")


def unknown_settings() -> list[str]:
    """A sentence for each line of .env that looks like a setting and is none.

    Raises:
        UnicodeDecodeError, OSError: the file cannot be read.
    """
    from dotenv import dotenv_values

    from bot.runtime.settings import Settings
    from rules.config.problems import nearest

    known = {f"ZHIQUN_{name.upper()}" for name in Settings.model_fields}
    given = dotenv_values(".env", encoding="utf-8", interpolate=False)
    return [
        f".env: {name} is no setting{nearest(name.upper(), known)}"
        for name in given
        if name.upper().startswith("ZHIQUN_") and name.upper() not in known
    ]


def wait_for(work: Coroutine[Any, Any, T]) -> T:
    """What the work gives; `--help` does without the event loop's library."""
    import asyncio

    return asyncio.run(work)


def do(work: Callable[[], T]) -> T:
    """What the work gives; trouble with the database is told in one sentence, with a status of 1."""
    import sqlite3

    from sqlalchemy.exc import SQLAlchemyError

    try:
        return work()
    except (ValueError, OSError) as reason:
        raise fail(reason, getattr(reason, "status", 1)) from None
    except (SQLAlchemyError, sqlite3.Error) as error:
        from bot.runtime.error_messages import database_trouble

        raise fail(database_trouble(error), 1) from None
