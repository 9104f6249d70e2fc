"""What every command of the command line needs: refusals in one sentence, and the settings."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

T = TypeVar("T")


def fail(reason: object, status: int = 2) -> typer.Exit:
    """Print the reason on stderr; raise what is returned."""
    from bot.redaction import redact

    said = str(reason)
    if isinstance(reason, OSError) and reason.filename and reason.strerror:
        said = f"{reason.filename}: {reason.strerror}"
    sys.stderr.write(f"{redact(said)}\n")
    return typer.Exit(status)


def counted(count: int, what: str) -> str:
    """A number and what there is of it, one or several."""
    return f"{count} {what}{'' if count == 1 else 's'}"


def settings_or_fail() -> Settings:
    """The settings, or one sentence for each that cannot be used."""
    from pydantic import ValidationError

    from bot import logs
    from bot.redaction import hide
    from bot.settings import Settings

    try:
        settings = Settings()
    except ValidationError as error:
        lines = [f"ZHIQUN_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors()]
        raise fail("\n".join(lines)) from None
    hide(*settings.secrets)
    logs.configure(settings.log_level, settings.log_format)
    logs.guard()
    return settings


def do(work: Coroutine[Any, Any, T]) -> T:
    """What the work gives; trouble with the database is told in one sentence, with a status of 1."""
    import sqlite3

    from sqlalchemy.exc import SQLAlchemyError

    try:
        return asyncio.run(work)
    except (ValueError, OSError) as reason:
        raise fail(reason, 1) from None
    except (SQLAlchemyError, sqlite3.Error) as error:
        from bot.troubles import database_trouble

        raise fail(database_trouble(error), 1) from None
