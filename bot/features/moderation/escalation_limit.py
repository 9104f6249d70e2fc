"""Read and tell where a group's ladder of sanctions ends."""

from __future__ import annotations

import re

from bot.features.moderation.group_notices import what_was_done
from bot.text.durations import parse
from bot.text.html import quoted
from bot.text.messages import Html, say
from rules.engine.actions import Action, Ban, Kick, Mute
from rules.engine.rule import Escalation
from rules.engine.state import FOREVER

LEAST, MOST = 2, 30  # warning points
_SPELLED = re.compile(r"(\d{1,9}): (mute|ban|kick)(?: (\w+))?")
_SAID = re.compile(r"(\d{1,3})\s*(?:次|个|条|分|次警告|warnings?|warns?|points?)?", re.I)


def read(text: str) -> int | None:
    """A limit such as `3` or `3 次`; None when it is none, or out of bounds."""
    said = _SAID.fullmatch(text.strip())
    limit = int(said[1]) if said is not None else 0
    return limit if LEAST <= limit <= MOST else None


def told(ladder: Escalation, language: str) -> Html:
    """What comes at how many warning points, from the lowest rung."""
    rungs = [_rung(language, step.points, step.action) for step in ladder.steps]
    return Html(say(language, "list-separator").join(rungs))


def rung(spelled: str, language: str) -> Html:
    """One step as a case keeps it, `3: mute 1h`, in words; what is spelled otherwise stays as it is."""
    found = _SPELLED.fullmatch(spelled)
    if found is None:
        return Html(quoted(spelled))
    seconds = parse(found[3]) if found[3] else FOREVER
    actions: dict[str, Action] = {
        "mute": Mute(seconds or FOREVER),
        "ban": Ban(seconds or FOREVER),
        "kick": Kick(),
    }
    return _rung(language, int(found[1]), actions[found[2]])


def _rung(language: str, points: int, action: Action) -> Html:
    return say(language, "limit-rung", points=points, done=what_was_done(language, [action]))
