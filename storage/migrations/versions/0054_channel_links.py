"""Links of channels at which Telegram charges for a plan.

Revision ID: 0054
Revises: 0053
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "channel_link",
        sa.Column("address", sa.String(), primary_key=True),
        sa.Column("chat_id", BIG, sa.ForeignKey("chat.id"), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("price", BIG, nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("ended_at", BIG, nullable=False),
    )
    op.create_index("ix_channel_link_chat_id", "channel_link", ["chat_id"])


def downgrade() -> None:
    op.drop_table("channel_link")
