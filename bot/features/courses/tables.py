"""The tables of courses: taken and rated, suggested, told about, and what members talk about."""

from __future__ import annotations

from storage.personal import ALWAYS, ROW, holding
from storage.tables import CourseEvent, CourseNotice, Interests, ModelVersion, Suggestion

TABLES = (
    holding(
        CourseEvent,
        "person_id",
        {"person_id": ALWAYS, "course": ALWAYS, "kind": ALWAYS, "value": ALWAYS, "at": ALWAYS},
        "id key community_id suggestion_id",
        {},
    ),
    holding(
        Suggestion,
        "person_id",
        {
            "person_id": ALWAYS,
            "course": ALWAYS,
            "model": ALWAYS,
            "score": ALWAYS,
            "terms": "suggestion reasons",
            "reason": "suggestion reasons",
            "at": ALWAYS,
        },
        "id key community_id chat_id",
        {"terms": None, "reason": None},
    ),
    holding(
        CourseNotice,
        "person_id",
        {
            "person_id": "course notices",
            "kind": "course notices",
            "course": "course notices",
            "at": "course notices",
        },
        "key community_id chat_id lesson starts_at",
        ROW,
    ),
    holding(
        Interests,
        "person_id",
        {"person_id": "interests", "terms": "interests", "updated_at": "interests"},
        "community_id",
        ROW,
    ),
    holding(ModelVersion, "", {}, "id community_id settings figures at", {}),
)
