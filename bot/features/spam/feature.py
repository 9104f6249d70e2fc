"""The learned spam score, declared."""

from __future__ import annotations

from bot.core.feature import Feature
from bot.features.moderation.hooks import Hooks
from bot.features.spam import commands
from bot.features.spam.labelling import learn_case
from bot.features.spam.score_service import Spam, score
from storage.personal import holding
from storage.tables import SpamLabel, SpamModelRow

TABLES = (
    holding(
        SpamLabel,
        "",
        {"by_id": "spam labels", "features": "spam labels"},
        "id community_id digest label source at",
        {},
    ),
    holding(SpamModelRow, "", {}, "id community_id name at spam ham labels_through body", {}),
)

FEATURE = Feature(
    "spam",
    needs=("moderation",),
    commands=commands.COMMANDS,
    begins=score,
    services=lambda _settings, _community: {Spam: Spam(), Hooks: Hooks(learn=learn_case)},
    tables=TABLES,
)
