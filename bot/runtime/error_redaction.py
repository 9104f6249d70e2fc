"""Log errors without what people wrote: where and of which type."""

from __future__ import annotations

import re
import traceback
from pathlib import Path
from types import TracebackType

from bot.runtime.redaction import printable

_ROOT = Path(__file__).parents[2]
_DEEPEST = 12  # frames of a traceback, the innermost
_OURS = ("bot", "rules", "storage", "sqlalchemy")
# What stands in quotes is a value that was being worked on, and it may be somebody's message.
_QUOTED = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def sentence(error: BaseException) -> str:
    """Type and message on one line; of an error that quotes what it was given, without the quotations."""
    text = str(error)
    told = isinstance(error, OSError) or type(error).__module__.partition(".")[0] in _OURS
    return printable(f"{type(error).__name__}: {text if told else _QUOTED.sub('…', text)}")


def where(error: BaseException) -> str:
    """Type and innermost place of ours, for an error whose message may hold anything."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if Path(f.filename).is_relative_to(_ROOT) and ".venv" not in f.filename]
    if not ours:
        return type(error).__name__
    last = ours[-1]
    return f"{type(error).__name__} at {Path(last.filename).relative_to(_ROOT)}:{last.lineno} in {last.name}"


def told(error: BaseException) -> str:
    """A traceback with the errors that led to it: places, types and `sentence`s, and no local variables."""
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        frames = traceback.extract_tb(current.__traceback__)[-_DEEPEST:]
        lines += [f'  File "{f.filename}", line {f.lineno}, in {f.name}' for f in frames]
        lines.append(sentence(current))
        if isinstance(current, BaseExceptionGroup):
            lines += [f"  with {sentence(e)}" for e in current.exceptions]
        hidden = None if current.__suppress_context__ else current.__context__
        current = current.__cause__ or hidden
        if current is not None:
            lines.append("which came of")
    return "\n".join(lines)
