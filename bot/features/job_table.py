"""Every job by the name that schedule.yaml uses.

To add one: write `async def job(run: Run) -> int` (how many posts it queued) in a file of its own, add
it here and to `JOBS` in rules/config/schedule.py, so that a misspelt name is refused with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.scheduler import JobFunction
from bot.features.community.jobs import administrators, expiry, retention
from bot.features.content_gap.jobs import gap, gather_questions
from bot.features.courses.jobs.model import model
from bot.features.courses.jobs.profiles import profiles
from bot.features.courses.jobs.ratings import ratings
from bot.features.courses.jobs.reminders import reminders
from bot.features.courses.jobs.suggestions import suggestions
from bot.features.points.jobs import leaderboard
from bot.features.screening.jobs import bans

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
