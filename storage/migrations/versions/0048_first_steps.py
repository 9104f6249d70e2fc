"""First steps of newcomers.

Revision ID: 0048
Revises: 0047
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG, DOCUMENT

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "first_steps",
        sa.Column("community_id", BIG, sa.ForeignKey("community.id"), primary_key=True),
        sa.Column("person_id", BIG, sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("chat_id", BIG, sa.ForeignKey("chat.id"), nullable=False),
        sa.Column("message_id", BIG, nullable=False),
        sa.Column("done", DOCUMENT, nullable=True),
        sa.Column("at", BIG, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("first_steps")
