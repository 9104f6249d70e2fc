"""The tables of who is about to go quiet, and by which model."""

from __future__ import annotations

from storage.personal import ROW, holding
from storage.tables import MemberRisk, RiskModel

TABLES = (
    holding(
        MemberRisk,
        "person_id",
        {
            "person_id": "risks",
            "quiet": "risks",
            "engages": "risks",
            "weekly": "risks",
            "days": "risks",
            "reasons": "risks",
            "at": "risks",
        },
        "community_id",
        ROW,
    ),
    holding(RiskModel, "", {}, "community_id method figures at", {}),
)
