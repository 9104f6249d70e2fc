"""What a message carries, counted, so that rates of links, mentions and emoji go on after a restart.

Revision ID: 0017
Revises: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("event", sa.Column("carried", BIG, nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("event", "carried")
