"""Why a rule held, line by line, from the stored trace."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from bot.text.messages import Html, say
from rules.engine.decision import Trace

_MOST = 12


def explain(language: str, stored: object) -> Html:
    """The checks of a stored trace, each with what it measured; empty when there is none."""
    if not stored:
        return Html("")
    trace = msgspec.convert(stored, Trace)
    return Html("\n".join(list(_lines(language, trace, 0))[:_MOST]))


def _lines(language: str, trace: Trace, depth: int) -> Iterator[str]:
    mark = say(language, "check-hit" if trace.finding.hit else "check-miss")
    sentence = say(language, f"check-{trace.condition}", **trace.finding.values)
    yield f"{'   ' * depth}{mark} {sentence}"
    for part in trace.parts:
        yield from _lines(language, part, depth + 1)
