"""Raw updates that were fetched ahead and wait for their turn.

Revision ID: 0043
Revises: 0042
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG, SERIAL

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "spooled_update",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        sa.Column("at", BIG, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("spooled_update")
