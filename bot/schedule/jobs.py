"""Every job by the name that schedule.yaml uses.

To add one: write `async def job(run: Run) -> int` (how many posts it queued) in a file of its own, add
it here and to `JOBS` in rules/config/schedule.py, so that a misspelt name is refused with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.schedule.bans import bans
from bot.schedule.clockwork import JobFunction
from bot.schedule.gap import gap, gather_questions
from bot.schedule.leaderboard import leaderboard
from bot.schedule.model import model
from bot.schedule.profiles import profiles
from bot.schedule.ratings import ratings
from bot.schedule.reminders import reminders
from bot.schedule.suggestions import suggestions
from bot.schedule.upkeep import administrators, expiry, retention

JOBS: Mapping[str, JobFunction] = {
    "administrators": administrators,
    "bans": bans,
    "expiry": expiry,
    "gap": gap,
    "leaderboard": leaderboard,
    "model": model,
    "profiles": profiles,
    "questions": gather_questions,
    "ratings": ratings,
    "reminders": reminders,
    "retention": retention,
    "suggestions": suggestions,
}
