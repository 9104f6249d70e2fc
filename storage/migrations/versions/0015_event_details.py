"""What events hold beside their rows and texts, and what messages said before they were edited.

Revision ID: 0015
Revises: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None

_IMPORTED = sa.text("update_id < 0")


def upgrade() -> None:
    op.create_table(
        "event_detail",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("update_id", name="pk_event_detail"),
    )
    op.add_column("message_text", sa.Column("original", sa.String(), nullable=False, server_default=""))
    op.create_index(
        "ix_event_at_imported", "event", ["at"], sqlite_where=_IMPORTED, postgresql_where=_IMPORTED
    )


def downgrade() -> None:
    op.drop_index("ix_event_at_imported", "event")
    op.drop_column("message_text", "original")
    op.drop_table("event_detail")
