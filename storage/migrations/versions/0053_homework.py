"""Homework, dialogues in private, and what members handed in.

Revision ID: 0053
Revises: 0052
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG, SERIAL

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "homework",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        sa.Column("community_id", BIG, sa.ForeignKey("community.id"), nullable=False),
        sa.Column("chat_id", BIG, sa.ForeignKey("chat.id"), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("due_at", BIG, nullable=False),
        sa.Column("set_by", BIG, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("ended_at", BIG, nullable=False),
    )
    op.create_index("ix_homework_community_id", "homework", ["community_id"])
    op.create_table(
        "homework_draft",
        sa.Column("person_id", BIG, sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("due_at", BIG, nullable=False),
        sa.Column("chat_id", BIG, sa.ForeignKey("chat.id"), nullable=True),
        sa.Column("at", BIG, nullable=False),
    )
    op.create_table(
        "homework_handin",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        sa.Column("community_id", BIG, sa.ForeignKey("community.id"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("person_id", BIG, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.Column("chat_id", BIG, sa.ForeignKey("chat.id"), nullable=False),
        sa.Column("message_id", BIG, nullable=False),
        sa.Column("album", sa.String(), nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("text_print", BIG, nullable=False),
        sa.Column("file_print", BIG, nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("turn", BIG, nullable=False),
        sa.Column("graded_by", BIG, sa.ForeignKey("person.id"), nullable=True),
        sa.Column("graded_at", BIG, nullable=False),
        sa.UniqueConstraint("community_id", "name", "person_id"),
    )
    op.create_index("ix_homework_handin_chat_id_message_id", "homework_handin", ["chat_id", "message_id"])


def downgrade() -> None:
    op.drop_table("homework_handin")
    op.drop_table("homework_draft")
    op.drop_table("homework")
