"""Answers to words, a group's own.

Revision ID: 0028
Revises: 0027
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answer",
        sa.Column("chat_id", BIG, sa.ForeignKey("chat.id"), primary_key=True),
        sa.Column("word", sa.String(), primary_key=True),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("person_id", BIG, sa.ForeignKey("person.id"), nullable=True),
        sa.Column("at", BIG, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("answer")
