"""Badges of members, and the level for which each got what levels bring.

Revision ID: 0046
Revises: 0045
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "held_badge",
        sa.Column("community_id", BIG, sa.ForeignKey("community.id"), primary_key=True, autoincrement=False),
        sa.Column("person_id", BIG, sa.ForeignKey("person.id"), primary_key=True, autoincrement=False),
        sa.Column("badge", sa.String(), primary_key=True),
        sa.Column("at", BIG, nullable=False),
        sa.Column("taken_at", BIG, nullable=False),
        sa.Column("by_id", BIG, sa.ForeignKey("person.id"), nullable=True),
        sa.Column("chat_id", BIG, sa.ForeignKey("chat.id"), nullable=True),
        sa.Column("message_id", BIG, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("held_badge")
