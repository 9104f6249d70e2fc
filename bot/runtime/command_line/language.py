"""Know the language that the command line speaks: what --language says, else the machine's."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

_ASKED: ContextVar[str] = ContextVar("asked", default="")  # what --language says, if anything


def begin() -> None:
    """A command line begins, and nobody has asked for a language yet."""
    _ASKED.set("")


def ask(language: str) -> None:
    """Speak a language from here on."""
    _ASKED.set(language)


def asked() -> str:
    """The language that the command under way was asked to speak, else the machine's."""
    return spoken(_ASKED.get())


def wished() -> str:
    """The language that --language asked for; empty when nobody asked."""
    from bot.text.messages import language_of

    return language_of(_ASKED.get(), "")


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
