"""An index for where the messages about one thing stand.

Revision ID: 0020
Revises: 0019
"""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_posted_message_subject", "posted_message")
    op.create_index("ix_posted_message_subject_subject_id", "posted_message", ["subject", "subject_id"])


def downgrade() -> None:
    op.drop_index("ix_posted_message_subject_subject_id", "posted_message")
    op.create_index("ix_posted_message_subject", "posted_message", ["subject"])
