"""Invite links of members with a plan, each for one person.

Revision ID: 0051
Revises: 0050
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_link",
        sa.Column("address", sa.String(), primary_key=True),
        sa.Column("chat_id", BIG, sa.ForeignKey("chat.id"), nullable=False),
        sa.Column("person_id", BIG, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("purchase_id", BIG, sa.ForeignKey("purchase.id"), nullable=True),
        sa.Column("at", BIG, nullable=False),
        sa.Column("expires_at", BIG, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ended_at", BIG, nullable=False),
    )
    op.create_index("ix_plan_link_person_id_chat_id", "plan_link", ["person_id", "chat_id"])


def downgrade() -> None:
    op.drop_table("plan_link")
