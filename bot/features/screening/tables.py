"""The tables of screening: who stands at the door, shared bans, trust, a group's own permissions."""

from __future__ import annotations

from storage.personal import ROW, UNTIL_ERASED, holding
from storage.tables import ChatPermissions, Newcomer, SharedBan, Trusted

TABLES = (
    holding(
        Newcomer,
        "person_id",
        {
            "person_id": UNTIL_ERASED,
            "kind": UNTIL_ERASED,
            "state": UNTIL_ERASED,
            "step": UNTIL_ERASED,
            "tries": UNTIL_ERASED,
            "private_id": UNTIL_ERASED,
            "earlier": UNTIL_ERASED,
            "answers": UNTIL_ERASED,
            "opened_at": UNTIL_ERASED,
            "due_at": UNTIL_ERASED,
            "ended_at": UNTIL_ERASED,
        },
        "chat_id expected note",
        ROW,
    ),
    holding(SharedBan, "", {"platform_id": UNTIL_ERASED, "at": UNTIL_ERASED}, "", {}),
    holding(
        Trusted,
        "person_id",
        {"person_id": UNTIL_ERASED, "by_id": UNTIL_ERASED, "at": UNTIL_ERASED},
        "community_id",
        ROW,
    ),
    holding(ChatPermissions, "", {}, "chat_id granted denied at", {}),
)
