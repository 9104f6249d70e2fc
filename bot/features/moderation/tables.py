"""The tables of moderation: cases and what belongs to them, warnings, reports."""

from __future__ import annotations

from storage.personal import ALWAYS, ROW, UNTIL_ERASED, holding
from storage.tables import Appeal, Case, CaseAct, CaseNote, Evidence, Report, Reported, Warning

TABLES = (
    holding(
        Case,
        "person_id",
        {
            "person_id": ALWAYS,
            "moderator_id": ALWAYS,
            "rule": ALWAYS,
            "at": ALWAYS,
            "message_id": ALWAYS,
            "matched": "case words",
            "reason": "case words",
            "actions": ALWAYS,
            "trace": "case words",
            "state": ALWAYS,
            "undone_by": ALWAYS,
            "undone_at": ALWAYS,
            "escalated": ALWAYS,
            "label": ALWAYS,
            "reversed": ALWAYS,
            "earlier": ALWAYS,
        },
        "id update_id community_id chat_id mode book leads incident_id topic carded notice",
        {"matched": "", "reason": "", "trace": None, "earlier": None},
    ),
    holding(
        Evidence,
        "person_id",
        {"person_id": ALWAYS, "at": ALWAYS, "media": ALWAYS, "file": "evidence", "text": "evidence"},
        "id case_id chat_id message_id removed expires_at",
        {"text": "", "file": ""},
    ),
    holding(CaseAct, "", {}, "id case_id key action at state why", {}),
    holding(CaseNote, "", {"person_id": "case notes", "text": "case notes"}, "id case_id at", {}),
    holding(
        Appeal,
        "person_id",
        {
            "person_id": ALWAYS,
            "at": ALWAYS,
            "text": "appeals",
            "state": ALWAYS,
            "decided_by": ALWAYS,
            "decided_at": ALWAYS,
        },
        "case_id expires_at",
        {"text": ""},
    ),
    holding(
        Warning,
        "person_id",
        {
            "person_id": ALWAYS,
            "points": ALWAYS,
            "rule": ALWAYS,
            "reason": "warning reasons",
            "at": ALWAYS,
            "expires_at": ALWAYS,
            "revoked_at": ALWAYS,
            "alone": ALWAYS,
        },
        "id community_id chat_id case_id",
        {"reason": ""},
    ),
    holding(
        Report,
        "reporter_id",
        {
            "reporter_id": UNTIL_ERASED,
            "person_id": UNTIL_ERASED,
            "at": UNTIL_ERASED,
            "reason": "report reasons",
        },
        "chat_id message_id",
        ROW,
    ),
    holding(
        Reported,
        "person_id",
        {"person_id": ALWAYS, "at": ALWAYS, "state": ALWAYS, "decided_by": ALWAYS, "decided_at": ALWAYS},
        "id community_id chat_id message_id",
        {},
    ),
)
