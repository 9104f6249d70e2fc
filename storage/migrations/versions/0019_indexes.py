"""Indexes for what every sanction asks: an incident's cases, a community's chats.

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_SOME = sa.text("incident_id IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_case_incident_id", "case", ["incident_id"], sqlite_where=_SOME, postgresql_where=_SOME
    )
    op.create_index("ix_chat_community_id", "chat", ["community_id"])


def downgrade() -> None:
    op.drop_index("ix_chat_community_id", "chat")
    op.drop_index("ix_case_incident_id", "case")
