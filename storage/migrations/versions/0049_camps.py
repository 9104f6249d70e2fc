"""Who takes part in which camp, and what they checked in with.

Revision ID: 0049
Revises: 0048
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "camp_member",
        sa.Column("community_id", BIG, sa.ForeignKey("community.id"), primary_key=True),
        sa.Column("camp", sa.String(), primary_key=True),
        sa.Column("person_id", BIG, sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("chat_id", BIG, sa.ForeignKey("chat.id"), nullable=False),
        sa.Column("joined_at", BIG, nullable=False),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.Column("finished_at", BIG, nullable=False),
    )
    op.create_table(
        "camp_checkin",
        sa.Column("community_id", BIG, sa.ForeignKey("community.id"), primary_key=True),
        sa.Column("camp", sa.String(), primary_key=True),
        sa.Column("person_id", BIG, sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("number", BIG, primary_key=True),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("chat_id", BIG, sa.ForeignKey("chat.id"), nullable=False),
        sa.Column("message_id", BIG, nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("text_print", BIG, nullable=False),
        sa.Column("file_print", BIG, nullable=False),
        sa.Column("withdrawn_at", BIG, nullable=False),
        sa.Column("commented_at", BIG, nullable=False),
        sa.Column("commented_by", BIG, sa.ForeignKey("person.id"), nullable=True),
    )
    op.create_index("ix_camp_checkin_chat_id_message_id", "camp_checkin", ["chat_id", "message_id"])


def downgrade() -> None:
    op.drop_table("camp_checkin")
    op.drop_table("camp_member")
