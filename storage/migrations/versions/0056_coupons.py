"""Coupons that members hold, and the orders that use them.

Revision ID: 0056
Revises: 0055
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG, SERIAL

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "held_coupon",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        sa.Column("key", sa.String(), nullable=False, unique=True),
        sa.Column("community_id", BIG, sa.ForeignKey("community.id"), nullable=False),
        sa.Column("person_id", BIG, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("coupon", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("expires_at", BIG, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ended_at", BIG, nullable=False),
        sa.Column("purchase_id", BIG, sa.ForeignKey("purchase.id"), nullable=True),
        sa.Column("by_id", BIG, sa.ForeignKey("person.id"), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
    )
    op.create_index("ix_held_coupon_community_id_person_id", "held_coupon", ["community_id", "person_id"])
    op.add_column("purchase", sa.Column("coupon_id", BIG, nullable=True))


def downgrade() -> None:
    op.drop_column("purchase", "coupon_id")
    op.drop_table("held_coupon")
