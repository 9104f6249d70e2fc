"""Payment providers beside Telegram Stars: currencies of orders and payments, calls, notices, lists.

Revision ID: 0045
Revises: 0044
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG, SERIAL

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_ADDED = (
    ("purchase", "provider", "stars"), ("purchase", "currency", "XTR"), ("purchase", "page", ""),
    ("payment", "currency", "XTR"),
)  # fmt: skip


def _number() -> sa.Column[Any]:
    return sa.Column("id", SERIAL, primary_key=True, autoincrement=True)


def _big(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, BIG, nullable=False) for name in names]


def _text(*names: str, key: bool = False, unique: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.String(), nullable=False, primary_key=key, unique=unique) for name in names]


def _to(table: str, name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, BIG, sa.ForeignKey(f"{table}.id"), nullable=null)


def upgrade() -> None:
    for table, name, usual in _ADDED:
        op.add_column(table, sa.Column(name, sa.String(), nullable=False, server_default=usual))
    op.create_table(
        "provider_call",
        *(_number(), *_text("key", unique=True), *_text("provider", "what"), _to("chat", "lane")),
        *(_to("purchase", "purchase_id", null=True), *_text("payload", "state")),
        *(*_big("attempts", "due_at", "at"), *_text("result")),
    )
    op.create_index("ix_provider_call_state", "provider_call", ["state"])
    op.create_table(
        "provider_notice",
        *(*_text("number", key=True), *_text("provider", "kind", "charge"), *_big("at")),
    )
    op.create_table(
        "refused_notice",
        *(_number(), *_text("provider", "reason", "number", "reference", "charge"), *_big("amount")),
        *(*_text("currency"), *_big("size"), *_text("digest"), *_big("at")),
    )
    op.create_table(
        "provider_row",
        *(*_text("provider", "charge", "number", key=True), _to("community", "community_id")),
        *(*_big("amount"), *_text("currency"), *_big("at"), *_text("reference")),
    )


def downgrade() -> None:
    for table in ("provider_row", "refused_notice", "provider_notice", "provider_call"):
        op.drop_table(table)
    for table, name, _ in _ADDED:
        op.drop_column(table, name)
