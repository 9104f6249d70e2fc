"""Coins of a member are found, goods are ordered, codes for them wait.

Revision ID: 0044
Revises: 0043
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG, SERIAL

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    coins = sa.text("currency = 'coin'")
    op.create_index(
        "ix_ledger_coins", "ledger", ["community_id", "person_id"], sqlite_where=coins, postgresql_where=coins
    )
    op.create_table(
        "shop_order",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        sa.Column("key", sa.String(), nullable=False, unique=True),
        sa.Column("community_id", BIG, sa.ForeignKey("community.id"), nullable=False),
        sa.Column("person_id", BIG, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("good", sa.String(), nullable=False),
        sa.Column("price", BIG, nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ended_at", BIG, nullable=False),
        sa.Column("ended_by", BIG, sa.ForeignKey("person.id"), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
    )
    op.create_index("ix_shop_order_community_id_good", "shop_order", ["community_id", "good"])
    op.create_index("ix_shop_order_person_id", "shop_order", ["person_id"])
    op.create_table(
        "shop_code",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        sa.Column("community_id", BIG, sa.ForeignKey("community.id"), nullable=False),
        sa.Column("good", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("order_id", BIG, sa.ForeignKey("shop_order.id"), nullable=True, unique=True),
        sa.UniqueConstraint("community_id", "good", "code"),
    )


def downgrade() -> None:
    op.drop_table("shop_code")
    op.drop_table("shop_order")
    op.drop_index("ix_ledger_coins", "ledger")
