"""The weekly digest and anniversaries, declared. Both are jobs, off until schedule.yaml names them."""

from __future__ import annotations

from bot.core.feature import Feature
from bot.core.scheduler import JobKind
from bot.features.digest import anniversaries, weekly

FEATURE = Feature(
    "digest",
    needs=("courses", "questions_answers"),
    jobs={
        "digest": JobKind(weekly.digest, weekly.DigestOptions),
        "anniversaries": JobKind(anniversaries.anniversaries, anniversaries.AnniversaryOptions),
    },
)
