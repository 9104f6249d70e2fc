"""Members whose mutual awards moderators were asked about.

Revision ID: 0047
Revises: 0046
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG, DOCUMENT, SERIAL

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "seen_ring",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        sa.Column("community_id", BIG, sa.ForeignKey("community.id"), nullable=False),
        sa.Column("members", DOCUMENT, nullable=True),
        sa.Column("since", BIG, nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_by", BIG, sa.ForeignKey("person.id"), nullable=True),
        sa.Column("decided_at", BIG, nullable=False),
    )
    op.create_index("ix_seen_ring_community_id_at", "seen_ring", ["community_id", "at"])


def downgrade() -> None:
    op.drop_table("seen_ring")
