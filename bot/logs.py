"""Log lines as events with values. No message text, no token, ever."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_TOKEN = re.compile(r"\b\d{3,}:[A-Za-z0-9_-]{5,}")
_PRIVATE = ("text", "token", "secret", "caption")


def _redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for name, value in event.items():
        if name in _PRIVATE:
            event[name] = "…"
        elif isinstance(value, str):
            event[name] = _TOKEN.sub("<token>", value)
        elif isinstance(value, BaseException):
            event[name] = _TOKEN.sub("<token>", f"{type(value).__name__}: {value}")
    return event


def configure(level: str, form: str) -> None:
    """Set up logging for a process; other libraries' warnings come along, tokens removed."""
    number = logging.getLevelName(level.upper())
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _redact,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[_Forward()], force=True)


class _Forward(logging.Handler):
    """Hands other libraries' records to structlog."""

    def emit(self, record: logging.LogRecord) -> None:
        log = structlog.get_logger(record.name)
        log.log(record.levelno, record.getMessage(), exc_info=record.exc_info)


def get(name: str) -> Any:
    """A logger; call it with an event name and values."""
    return structlog.get_logger(name)
