"""Log events with values. No message text, no token, ever."""

from __future__ import annotations

import atexit
import logging
import sys
import threading
from collections.abc import MutableMapping
from typing import Any, TextIO, cast

import structlog

from bot.runtime.error_redaction import sentence, told
from bot.runtime.listening.folding import Folding, kind_of
from bot.runtime.redaction import printable, redact

_DIGITS = 3  # behind the point of a figure
_PRIVATE = ("text", "token", "secret", "caption", "password", "body", "data", "params", "payload", "quote")

Values = MutableMapping[str, Any]
_folding = Folding()


def _keep_private(_logger: Any, _method: str, event: Values) -> Values:
    """What may be somebody's words or a secret goes; errors are told in a sentence or as a traceback."""
    for name, value in event.items():
        if name in _PRIVATE:
            event[name] = "…"
        elif isinstance(value, BaseException) and name != "exc_info":
            event[name] = sentence(value)
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["exception"] = told(error)
    return event


class _Folded:
    """Leaves out lines that are repeated, and those that differ in numbers and ids alone, but for a few."""

    def __init__(self, folding: Folding) -> None:
        self._folding = folding

    def __call__(self, _logger: Any, method: str, event: Values) -> Values:
        if method == "debug":
            return event
        trace = str(event.get("exception", "")).splitlines()
        errors = [line if line.startswith("  File") else line.partition(":")[0] for line in trace]
        error = str(event.get("error", "")).partition(":")[0]
        kind = (method, kind_of(str(event.get("event"))), error, *errors)
        folded = self._folding.take(kind, repr(sorted(event.items())))
        if folded is None:
            raise structlog.DropEvent
        if folded:
            event["left_out"] = folded
        return event


def _plain(_logger: Any, _method: str, event: Values) -> Values:
    """No value steers a terminal or turns the line around; a traceback keeps its lines."""
    for name, value in event.items():
        if name == "exception":
            event[name] = "\n".join(printable(line) for line in str(value).split("\n"))
        else:
            event[name] = _printable(value)
    return event


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {_printable(k): _printable(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_printable(v) for v in value]
    if isinstance(value, float):
        return round(value, _DIGITS)
    return value if value is None or isinstance(value, int) else printable(str(value))


def _without_secrets(_logger: Any, _method: str, line: Any) -> str:
    """The last look at a finished line."""
    return redact(str(line))


class _Stderr:
    """Standard error as it is at each line: what replaced it for a while and was closed takes none later."""

    def write(self, text: str) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()


def configure(level: str, form: str) -> None:
    """Set up logging for a process; of other libraries only the warnings come along.

    Call `bot.runtime.redaction.hide` with the process's secrets first.
    """
    number = logging.getLevelName(level.upper())
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            _keep_private,
            _plain,
            _Folded(_folding),
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
            _without_secrets,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(file=cast(TextIO, _Stderr())),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[_Forward()], force=True)
    atexit.unregister(_tell_the_rest)
    atexit.register(_tell_the_rest)


def _tell_the_rest() -> None:
    """At the end: how many lines were left out since that was said last."""
    if count := _folding.rest():
        get("logs").warning("repeated lines were left out", left_out=count)


def guard() -> None:
    """Let errors that nobody caught, in this thread or another, end in the log and not on the bare screen."""

    def uncaught(kind: type[BaseException], error: BaseException | None, _trace: object = None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        get("process").critical("an error nobody caught", exc_info=error)

    sys.excepthook = uncaught
    threading.excepthook = lambda given: uncaught(given.exc_type, given.exc_value)
    logging.captureWarnings(True)


class _Forward(logging.Handler):
    """Hands other libraries' warnings to structlog; their debug lines, which hold texts, stop here."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        log = structlog.get_logger(record.name)
        try:
            said = record.getMessage()
        except Exception as error:
            log.warning("a message that cannot be put together", error=type(error).__name__)
            return
        if record.name == "asyncio" and said.startswith("Executing "):
            # Its description of the slow callback holds the arguments.
            said = "something held up the event loop"
        log.log(record.levelno, said, exc_info=record.exc_info)


def get(name: str) -> Any:
    """A logger; call it with an event name and values."""
    return structlog.get_logger(name)
