"""The tables of points: a ledger that nothing is taken from, and what is made of it."""

from __future__ import annotations

from storage.personal import ALWAYS, holding
from storage.tables import LedgerRow, PaidReaction, SeenRing, Standing

TABLES = (
    holding(
        LedgerRow,
        "person_id",
        {
            "person_id": ALWAYS,
            "source": ALWAYS,
            "raw": ALWAYS,
            "granted": ALWAYS,
            "day": ALWAYS,
            "at": ALWAYS,
            "actor_id": ALWAYS,
            "message_id": ALWAYS,
            "reason": ALWAYS,
            "status": ALWAYS,
            "zone": ALWAYS,
        },
        "season id key community_id chat_id currency reverses book previous",
        {},
    ),
    holding(
        Standing,
        "person_id",
        {
            "person_id": ALWAYS,
            "xp": ALWAYS,
            "coins": ALWAYS,
            "streak": ALWAYS,
            "last_checkin": ALWAYS,
            "zone": ALWAYS,
            "level": ALWAYS,
        },
        "community_id head",
        {},
    ),
    # Own ids, which are nobody's any more once a person is erased.
    holding(
        SeenRing,
        "",
        dict.fromkeys(("members", "state", "decided_by", "decided_at"), ALWAYS),
        "id community_id since at",
    ),
    holding(PaidReaction, "person_id", {"person_id": ALWAYS}, "chat_id message_id head", {}),
)
