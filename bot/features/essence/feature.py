"""The best messages, declared."""

from __future__ import annotations

from bot.core.feature import Feature
from bot.features.essence import commands, picking
from rules.engine.events import Kind
from storage.personal import ALWAYS, holding
from storage.tables import EssenceRow

FEATURE = Feature(
    "essence",
    needs=("points", "questions_answers"),
    commands=commands.COMMANDS,
    events={Kind.REACTION: picking.reacted},
    tables=(
        holding(
            EssenceRow,
            "person_id",
            dict.fromkeys(("message_id", "person_id", "by_id", "at", "off"), ALWAYS),
            "chat_id community_id",
        ),
    ),
)
