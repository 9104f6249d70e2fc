"""The tables of questions and answers: words without their order, and where messages stand.

They stay without an end, since others look for what was solved; a question's words go with its asker.
"""

from __future__ import annotations

from storage.personal import ALWAYS, holding
from storage.tables import AskedQuestion, GivenAnswer

TABLES = (
    holding(
        AskedQuestion,
        "person_id",
        dict.fromkeys(("person_id", "message_id", "at", "state", "words", "active_at", "helped"), ALWAYS),
        "id community_id chat_id card",
        {"words": []},
    ),
    holding(
        GivenAnswer,
        "person_id",
        dict.fromkeys(("person_id", "message_id", "at", "accepted_at", "accepted_by"), ALWAYS),
        "id question_id chat_id",
        {},
    ),
)
