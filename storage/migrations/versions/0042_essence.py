"""Messages that moderators picked as the best of a group.

Revision ID: 0042
Revises: 0041
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "essence",
        sa.Column("chat_id", BIG, sa.ForeignKey("chat.id"), primary_key=True),
        sa.Column("message_id", BIG, primary_key=True, autoincrement=False),
        sa.Column("community_id", BIG, sa.ForeignKey("community.id"), nullable=False),
        sa.Column("person_id", BIG, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("by_id", BIG, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("off", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_essence_community_id_at", "essence", ["community_id", "at"])


def downgrade() -> None:
    op.drop_table("essence")
