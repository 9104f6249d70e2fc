"""Taking back what befell the group, or a request to join."""

from __future__ import annotations

from collections.abc import Sequence

from bot.batch import Batch
from bot.moderation.casefile import Opened, noting
from bot.moderation.dossier import Dossier
from bot.moderation.notice import stored
from bot.screening import raid, slowing
from rules.engine.actions import Decline, Raid, Slow
from rules.engine.events import Event
from storage import newcomers
from storage.casework import Row


async def reverse(
    batch: Batch, event: Event, d: Dossier, cases: Sequence[Row], by: int, opened: Opened
) -> dict[str, int]:
    """Reverse these cases of an incident as far as they are about more than one member's rights."""
    back = dict[str, int]()
    done = {type(a) for c in cases for a in stored(c["actions"])}
    if Slow in done:
        with noting(batch, event, opened, "slow"):
            back["slow"] = int(await slowing.end(batch, event, d.chat, by))
    if Raid in done:
        back["raid"] = int(await raid.reopen_after_rule(batch, d.chat, by))
    declined = {c["person_id"] for c in cases if any(isinstance(a, Decline) for a in stored(c["actions"]))}
    back["requests"] = 0
    for person in sorted(declined):
        back["requests"] += await newcomers.end(
            batch.connection, d.chat.id, person, "left", batch.now, ("declined", "failed")
        )
    return back
