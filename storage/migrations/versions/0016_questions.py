"""Questions that members asked, as features: what the content-gap report counts.

Revision ID: 0016
Revises: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG, DOCUMENT

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "question",
        sa.Column("chat_id", BIG, sa.ForeignKey("chat.id"), primary_key=True, autoincrement=False),
        sa.Column("message_id", BIG, primary_key=True, autoincrement=False),
        sa.Column("community_id", BIG, sa.ForeignKey("community.id"), nullable=False),
        sa.Column("person_id", BIG, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("words", DOCUMENT, nullable=True),
        sa.Column("answered_at", BIG, nullable=False),
        sa.Column("expires_at", BIG, nullable=False),
    )
    op.create_index("ix_question_community_id_at", "question", ["community_id", "at"])


def downgrade() -> None:
    op.drop_table("question")
