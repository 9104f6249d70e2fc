"""An index of members by person: whoever has a place on a board is looked up one by one.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_member_person_id", "member", ["person_id"])


def downgrade() -> None:
    op.drop_index("ix_member_person_id", "member")
