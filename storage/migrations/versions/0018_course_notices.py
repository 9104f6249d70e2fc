"""What members were told and asked about courses; feedback by suggestion; ratings count from now on.

Revision ID: 0018
Revises: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "course_notice",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("community_id", BIG, sa.ForeignKey("community.id"), nullable=False),
        sa.Column("chat_id", BIG, sa.ForeignKey("chat.id"), nullable=False),
        sa.Column("person_id", BIG, sa.ForeignKey("person.id"), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("lesson", sa.String(), nullable=False),
        sa.Column("starts_at", BIG, nullable=False),
        sa.Column("at", BIG, nullable=False),
    )
    op.create_index("ix_course_notice_community_id_starts_at", "course_notice", ["community_id", "starts_at"])
    op.create_index("ix_course_event_suggestion_id", "course_event", ["suggestion_id"])
    rated = sa.text("kind = 'rated'")
    op.create_index(
        "ix_course_event_rated",
        "course_event",
        ["community_id", "course"],
        sqlite_where=rated,
        postgresql_where=rated,
    )
    # Imports used to write 1 for a rating of any number of stars.
    op.execute("UPDATE course_event SET value = 0 WHERE kind = 'rated'")


def downgrade() -> None:
    op.drop_index("ix_course_event_rated", "course_event")
    op.drop_index("ix_course_event_suggestion_id", "course_event")
    op.drop_table("course_notice")
