"""Questions that polls ask, and who answered what.

Revision ID: 0050
Revises: 0049
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG, SERIAL

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quiz_poll",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        sa.Column("poll", sa.String(), nullable=False, unique=True),
        sa.Column("community_id", BIG, sa.ForeignKey("community.id"), nullable=False),
        sa.Column("chat_id", BIG, sa.ForeignKey("chat.id"), nullable=False),
        sa.Column("message_id", BIG, nullable=False),
        sa.Column("quiz", sa.String(), nullable=False),
        sa.Column("mark", BIG, nullable=False),
        sa.Column("correct", BIG, nullable=False),
        sa.Column("points", BIG, nullable=False),
        sa.Column("asked_by", BIG, sa.ForeignKey("person.id"), nullable=True),
        sa.Column("at", BIG, nullable=False),
        sa.Column("closes_at", BIG, nullable=False),
        sa.Column("closed_at", BIG, nullable=False),
    )
    op.create_index("ix_quiz_poll_chat_id_quiz", "quiz_poll", ["chat_id", "quiz"])
    op.create_table(
        "quiz_answer",
        sa.Column("poll_id", BIG, sa.ForeignKey("quiz_poll.id"), primary_key=True),
        sa.Column("person_id", BIG, sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("option", BIG, nullable=False),
        sa.Column("correct", sa.Boolean(), nullable=False),
        sa.Column("at", BIG, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("quiz_answer")
    op.drop_table("quiz_poll")
