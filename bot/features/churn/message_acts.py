"""Read messages as acts: whom they are for, and what kind of words they hold."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable

from bot.features.churn.history import Act
from bot.features.courses.text_features import words

_NAMED = re.compile(r"@(\w+)")
_ASKS = re.compile(r"[?？]|吗\s*$|请问|怎么|如何")
_THANKS = re.compile(r"谢谢|多谢|感谢|\b(?:thanks|thank you|thx|tysm|ty)\b", re.IGNORECASE)


def act(at: float, person: Hashable, text: str, answers: Iterable[Hashable] = ()) -> Act:
    """A message as an act.

    Args:
        at: unix seconds.
        person: its author.
        text: what it says. `@name` turns to the one of that name.
        answers: whom it replies to.
    """
    return Act(
        at=at,
        person=person,
        to=(*answers, *_NAMED.findall(text)),
        asks=bool(_ASKS.search(text)),
        thanks=bool(_THANKS.search(text)),
        length=len(text),
        words=tuple(words(_NAMED.sub(" ", text))),
    )
