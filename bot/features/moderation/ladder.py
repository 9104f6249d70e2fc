"""Where the ladder of sanctions ends in a group: read as moderators write it, and told in words."""

from __future__ import annotations

import re

from bot.features.moderation.notice import what_was_done
from bot.text.messages import Html, say
from rules.engine.rule import Escalation

LEAST, MOST = 2, 30  # warning points
_SAID = re.compile(r"(\d{1,3})\s*(?:次|个|条|分|次警告|warnings?|warns?|points?)?", re.I)


def read(text: str) -> int | None:
    """A limit such as `3` or `3 次`; None when it is none, or out of bounds."""
    said = _SAID.fullmatch(text.strip())
    limit = int(said[1]) if said is not None else 0
    return limit if LEAST <= limit <= MOST else None


def told(ladder: Escalation, language: str) -> Html:
    """What comes at how many warning points, from the lowest rung."""
    rungs = [
        say(language, "limit-rung", points=step.points, done=what_was_done(language, [step.action]))
        for step in ladder.steps
    ]
    return Html(say(language, "list-separator").join(rungs))
