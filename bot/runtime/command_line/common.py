"""Share what every command of the command line needs: refusals in one sentence, and the settings."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from bot.runtime.command_line.language import telling
from rules.sentences import Said, either, said
from rules.sentences import say as sentence

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic_core import ErrorDetails

    from bot.runtime.settings import Settings

T = TypeVar("T")


def fail(reason: object, status: int = 2) -> typer.Exit:
    """Print the reason on stderr, in a line or, a list or `Several`, in some; raise what is returned."""
    from bot.runtime.printing import say
    from bot.runtime.redaction import redact
    from rules.config.files import trouble

    said = [reason]
    if isinstance(reason, OSError):
        said = [trouble(reason)]
    elif isinstance(reason, UnicodeDecodeError):
        said = [sentence("file-not-utf-8")]
    elif isinstance(reason, list):
        said = reason
    elif isinstance(lines := getattr(reason, "lines", None), list):
        said = lines
    for line in said:
        say(redact(telling(line)), err=True)
    return typer.Exit(status)


def refuse(key: str, status: int = 2, /, **values: object) -> typer.Exit:
    """Print a sentence of the catalogues on stderr; raise what is returned."""
    return fail(sentence(key, **values), status)


def counted(count: int, what: str) -> str:
    """A number and what there is of it, one or several."""
    return f"{count} {what}{'' if count == 1 else 's'}"


def folder_or_fail(folder: Path) -> Path:
    """The folder, or one sentence if it is none."""
    if not folder.is_dir():
        raise refuse("no-folder", 1, folder=folder)
    return folder


def settings_or_fail() -> Settings:
    """The settings, or one sentence for each that cannot be used."""
    from pathlib import Path

    from pydantic import ValidationError

    from bot.runtime import logs
    from bot.runtime.redaction import hide
    from bot.runtime.settings import Settings

    env = Path(".env")
    if env.exists() and not env.is_file():
        raise refuse("env-no-file")
    try:
        settings = Settings()
        strange = unknown_settings()
    except ValidationError as error:
        raise fail([_wrong_setting(e) for e in error.errors()]) from None
    except UnicodeDecodeError:
        raise refuse("env-not-utf-8") from None
    except OSError as error:
        raise fail(error) from None
    if strange:
        raise fail(strange)
    hide(*settings.secrets)
    logs.configure(settings.log_level, settings.log_format)
    logs.guard()
    return settings


_WANTED = {
    "int_parsing": "setting-int",
    "int_from_float": "setting-int",
    "float_parsing": "setting-number",
    "bool_parsing": "setting-bool",
    "bool_type": "setting-bool",
    "literal_error": "setting-one-of",
    "greater_than_equal": "setting-least",
    "less_than_equal": "setting-most",
}


def _wrong_setting(detail: ErrorDetails) -> Said:
    """What a setting has to be; its value is not repeated, it may be a secret."""
    limits = detail.get("ctx", {})
    choices = str(limits.get("expected", "")).replace("'", "").replace(" or ", ", ").split(", ")
    values = {
        "choices": either(choices),
        "limit": limits.get("ge", limits.get("le")),
    }
    why = said(limits["error"]) if "error" in limits else detail["msg"]
    why = sentence(_WANTED[detail["type"]], **values) if detail["type"] in _WANTED else why
    return sentence("setting-wrong", name=f"ZHIQUN_{str(detail['loc'][0]).upper()}", why=why)


def unknown_settings() -> list[Said]:
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
        sentence("env-no-setting", name=name, hint=nearest(name.upper(), known))
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


def plot_refused(file: Path) -> Said | None:
    """Why no picture can be written to this file; None when it can."""
    if file.suffix.lower() != ".svg":
        return sentence("plot-not-svg", file=file)
    return None if file.parent.is_dir() else sentence("plot-no-folder", file=file, folder=file.parent)
