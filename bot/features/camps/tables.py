"""The tables of camps: they stay until a person is erased, since certificates rest on them."""

from __future__ import annotations

from storage.personal import ROW, UNTIL_ERASED, holding
from storage.tables import CampCheckin, CampMember

TABLES = (
    holding(
        CampMember,
        "person_id",
        dict.fromkeys(("person_id", "camp", "joined_at", "reminded", "finished_at"), UNTIL_ERASED),
        "community_id chat_id",
        ROW,
    ),
    holding(
        CampCheckin,
        "person_id",
        dict.fromkeys(
            (
                *("person_id", "camp", "number", "day", "zone", "message_id", "at", "late", "text_print"),
                *("file_print", "withdrawn_at", "commented_at", "commented_by"),
            ),
            UNTIL_ERASED,
        ),
        "community_id chat_id",
        ROW,
    ),
)
