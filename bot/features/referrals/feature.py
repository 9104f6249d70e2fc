"""Referrals, declared."""

from __future__ import annotations

from bot.core.feature import Feature
from bot.features.referrals import arriving, commands, deciding, linking
from rules.engine.events import Kind
from storage.personal import ALWAYS, UNTIL_ERASED, holding
from storage.tables import InviteLink, Referral

# Who brought whom stays as own ids, which are nobody's any more after erasing.
TABLES = (
    holding(InviteLink, "person_id", dict.fromkeys(("person_id", "address", "at"), UNTIL_ERASED), "chat_id"),
    holding(
        Referral,
        "person_id",
        dict.fromkeys(("person_id", "inviter_id", "chat_id", "at", "state", "decided_at", "reason"), ALWAYS),
        "community_id",
        {"reason": ""},
    ),
)

FEATURE = Feature(
    "referrals",
    needs=("community", "points", "screening"),
    commands=(*commands.COMMANDS, *linking.COMMANDS),
    events={
        Kind.JOIN: arriving.came,
        Kind.JOIN_REQUEST: arriving.asked,
        Kind.LEAVE: arriving.went,
        Kind.OTHER: arriving.came,
    },
    timers={deciding.LOOK: deciding.look, linking.LINK: linking.go_on},
    follow_ups={linking.LINK: linking.keep_link},
    refused={linking.LINK: linking.keep_link},
    tables=TABLES,
)
