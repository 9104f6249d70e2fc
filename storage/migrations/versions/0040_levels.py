"""Which level of a member was shown last.

Revision ID: 0040
Revises: 0039
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("standing", sa.Column("level", BIG, nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("standing", "level")
