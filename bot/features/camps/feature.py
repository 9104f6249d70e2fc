"""Camps, declared."""

from __future__ import annotations

from bot.core.batch import Batch
from bot.core.feature import Feature, Verb
from bot.core.scheduler import JobKind
from bot.features.camps import afterwards, board, checking_in, ending, joining, reminding
from bot.features.camps.tables import TABLES
from rules.config.camps import Camps
from rules.engine.events import Event, Kind


def _heard(batch: Batch, event: Event) -> None:
    checking_in.heard(batch, event)
    afterwards.commented(batch, event)


FEATURE = Feature(
    "camps",
    needs=("courses", "moderation", "points"),
    commands=board.COMMANDS,
    buttons={joining.VERB: Verb(joining.pressed, 60 * 86_400)},
    events={Kind.MESSAGE: _heard, Kind.EDIT: afterwards.edited},
    timers={ending.END: ending.end_camp},
    jobs={"camps": JobKind(reminding.remind)},
    file=("camps", Camps),
    tables=TABLES,
)
