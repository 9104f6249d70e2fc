"""Paid membership: orders, payments, entitlements that are only ever added to, subscriptions, codes.

Revision ID: 0037
Revises: 0036
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG, SERIAL

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_SQLITE = """
CREATE TRIGGER entitlement_no_{verb} BEFORE {verb} ON entitlement
BEGIN SELECT RAISE(ABORT, 'entitlements are append-only'); END
"""
_FUNCTION = """
CREATE FUNCTION entitlement_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'entitlements are append-only'; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER entitlement_no_{verb} BEFORE {verb} ON entitlement
FOR EACH ROW EXECUTE FUNCTION entitlement_append_only()
"""
_TABLES = (
    "told_once", "plan_door", "plan_code", "star_row", "subscription", "entitlement", "payment", "purchase",
)  # fmt: skip


def _number() -> sa.Column[Any]:
    return sa.Column("id", SERIAL, primary_key=True, autoincrement=True)


def _big(name: str) -> sa.Column[Any]:
    return sa.Column(name, BIG, nullable=False)


def _text(name: str, *, unique: bool = False, key: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(), nullable=False, unique=unique, primary_key=key)


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _to(table: str, name: str, *, null: bool = False, key: bool = False) -> sa.Column[Any]:
    more: dict[str, Any] = {"primary_key": True, "autoincrement": False} if key else {"nullable": null}
    return sa.Column(name, BIG, sa.ForeignKey(f"{table}.id"), **more)


def upgrade() -> None:
    community, person = _to("community", "community_id"), _to("person", "person_id")
    op.create_table(
        "purchase",
        *(_number(), community, person, _text("plan"), _big("amount"), _big("period")),
        *(_flag("renews"), _text("source"), _big("at"), _text("state")),
    )
    op.create_index("ix_purchase_person_id", "purchase", ["person_id"])
    op.create_table(
        "payment",
        *(_number(), _text("charge", unique=True), _text("provider"), _to("community", "community_id")),
        *(_to("person", "person_id", null=True), _to("purchase", "purchase_id", null=True), _text("plan")),
        *(_big("amount"), _big("at"), _big("until"), _text("state"), _text("reason"), _flag("late")),
    )
    op.create_index("ix_payment_person_id", "payment", ["person_id"])
    op.create_index("ix_payment_community_id_at", "payment", ["community_id", "at"])
    op.create_table(
        "entitlement",
        *(_number(), _text("key", unique=True), _to("community", "community_id")),
        *(_to("person", "person_id"), _text("plan"), _text("source"), _big("begins"), _big("ends")),
        *(_text("cuts"), _flag("stacks"), _big("at"), _to("person", "by_id", null=True), _text("reason")),
    )
    op.create_index("ix_entitlement_community_id_person_id", "entitlement", ["community_id", "person_id"])
    _guard()
    op.create_table(
        "subscription",
        *(_to("purchase", "purchase_id", key=True), _to("community", "community_id")),
        *(_to("person", "person_id"), _text("plan"), _text("charge"), _big("until"), _text("state")),
        *(_big("at"), _text("why")),
    )
    op.create_index("ix_subscription_person_id", "subscription", ["person_id"])
    op.create_table(
        "star_row",
        _to("community", "community_id", key=True),
        sa.Column("number", BIG, primary_key=True, autoincrement=False),
        *(_text("charge"), _big("amount"), _big("at"), _to("person", "person_id", null=True)),
        _text("payload"),
    )
    op.create_table(
        "plan_code",
        *(_text("code", key=True), _to("community", "community_id"), _text("plan"), _big("seconds")),
        *(_text("batch"), _big("made_at"), _big("expires_at")),
        *(_to("person", "used_by", null=True), _big("used_at")),
    )
    op.create_table("plan_door", _to("chat", "chat_id", key=True), _text("address"), _big("at"))
    op.create_table("told_once", _text("key", key=True), _big("at"))


def _guard() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    if not sqlite:
        op.execute(_FUNCTION)
    for verb in ("update", "delete"):
        op.execute((_SQLITE if sqlite else _POSTGRESQL).format(verb=verb))


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION entitlement_append_only()")
