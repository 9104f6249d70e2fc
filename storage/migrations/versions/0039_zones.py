"""By whose clock the day of a check-in is told.

Revision ID: 0039
Revises: 0038
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("ledger", "standing"):
        op.add_column(table, sa.Column("zone", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    for table in ("standing", "ledger"):
        op.drop_column(table, "zone")
