"""The tables of paid membership: orders, money, what it opens, codes, doors and notices.

What was paid stays as an own id that is nobody's any more once the person is erased: books have to add up.
"""

from __future__ import annotations

from storage.personal import ALWAYS, holding
from storage.tables.plan_gifts import FamilyPlace, HeldCoupon
from storage.tables.providers import ProviderCall, ProviderNotice, ProviderRow, RefusedNotice
from storage.tables.purchases import (
    ChannelLink,
    Entitlement,
    PaymentRow,
    PlanCode,
    PlanDoor,
    PlanLink,
    PlanTrust,
    Purchase,
    StarRow,
    SubscriptionRow,
    ToldOnce,
)

TABLES = (
    holding(
        Purchase,
        "person_id",
        dict.fromkeys(
            (
                *("person_id", "plan", "amount", "period", "renews", "source", "at", "state"),
                *("provider", "currency", "page", "gift", "coupon_id"),
            ),
            ALWAYS,
        ),
        "id community_id",
        {},
    ),
    holding(
        PaymentRow,
        "person_id",
        dict.fromkeys(
            (
                *("charge", "provider", "person_id", "plan", "amount", "at", "until", "state", "reason"),
                *("late", "currency"),
            ),
            ALWAYS,
        ),
        "id community_id purchase_id",
        {"reason": ""},
    ),
    holding(
        Entitlement,
        "person_id",
        dict.fromkeys(("person_id", "plan", "source", "begins", "ends", "at", "by_id", "reason"), ALWAYS),
        "id key community_id cuts stacks",
        {},
    ),
    holding(
        SubscriptionRow,
        "person_id",
        dict.fromkeys(("person_id", "plan", "charge", "until", "state", "at", "why"), ALWAYS),
        "purchase_id community_id",
        {"why": ""},
    ),
    holding(
        StarRow,
        "person_id",
        dict.fromkeys(("charge", "amount", "at", "person_id", "payload"), ALWAYS),
        "community_id number",
        {"payload": ""},
    ),
    holding(
        PlanCode,
        "",
        dict.fromkeys(("used_by", "used_at"), ALWAYS),
        "code community_id plan seconds batch made_at expires_at",
        {},
    ),
    holding(PlanDoor, "", {}, "chat_id address at", {}),
    holding(
        PlanLink,
        "person_id",
        dict.fromkeys(
            ("address", "chat_id", "person_id", "plan", "at", "expires_at", "state", "ended_at"), ALWAYS
        ),
        "purchase_id",
        {},
    ),
    holding(
        FamilyPlace,
        "owner_id",
        dict.fromkeys(("owner_id", "plan", "number", "state", "turn", "code", "person_id", "at"), ALWAYS),
        "id community_id",
        {"code": None},
    ),
    holding(
        HeldCoupon,
        "person_id",
        dict.fromkeys(
            (
                *("person_id", "coupon", "source", "at", "expires_at", "state", "ended_at"),
                *("purchase_id", "by_id", "reason"),
            ),
            ALWAYS,
        ),
        "id key community_id",
        {"reason": ""},
    ),
    holding(
        PlanTrust,
        "person_id",
        dict.fromkeys(("person_id", "level", "until"), ALWAYS),
        "community_id",
    ),
    holding(ChannelLink, "", {}, "address chat_id plan price at ended_at", {}),
    holding(ToldOnce, "", {}, "key at", {}),
    holding(
        ProviderCall,
        "",
        dict.fromkeys(("purchase_id", "lane", "payload", "result"), "provider calls"),
        "id key provider what state attempts due_at at",
        {},
    ),
    holding(
        ProviderNotice,
        "",
        dict.fromkeys(("charge",), "provider notices"),
        "number provider kind at",
        {},
    ),
    holding(
        RefusedNotice,
        "",
        dict.fromkeys(("reference", "charge"), "refused notices"),
        "id provider reason number amount currency size digest at",
        {},
    ),
    holding(
        ProviderRow,
        "",
        dict.fromkeys(("charge", "reference"), ALWAYS),
        "provider number community_id amount currency at",
        {},
    ),
)
