"""Questions that members put up for an answer, and the messages that answer them.

Revision ID: 0038
Revises: 0037
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG, DOCUMENT, SERIAL

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asked_question",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        sa.Column("community_id", BIG, sa.ForeignKey("community.id"), nullable=False),
        sa.Column("chat_id", BIG, sa.ForeignKey("chat.id"), nullable=False),
        sa.Column("message_id", BIG, nullable=False),
        sa.Column("person_id", BIG, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("words", DOCUMENT, nullable=True),
        sa.Column("active_at", BIG, nullable=False),
        sa.Column("card", BIG, nullable=False),
        sa.Column("helped", BIG, nullable=False),
        sa.UniqueConstraint("chat_id", "message_id"),
    )
    op.create_index("ix_asked_question_community_id_state", "asked_question", ["community_id", "state"])
    op.create_table(
        "given_answer",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        sa.Column("question_id", BIG, sa.ForeignKey("asked_question.id"), nullable=False),
        sa.Column("chat_id", BIG, sa.ForeignKey("chat.id"), nullable=False),
        sa.Column("message_id", BIG, nullable=False),
        sa.Column("person_id", BIG, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("accepted_at", BIG, nullable=False),
        sa.Column("accepted_by", BIG, sa.ForeignKey("person.id"), nullable=True),
        sa.UniqueConstraint("question_id", "message_id"),
    )
    op.create_index("ix_given_answer_chat_id_message_id", "given_answer", ["chat_id", "message_id"])


def downgrade() -> None:
    op.drop_table("given_answer")
    op.drop_table("asked_question")
