"""What is pending, final or void in the ledger, and the season it belongs to.

Revision ID: 0036
Revises: 0035
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ledger", sa.Column("status", sa.String(), nullable=False, server_default="final"))
    op.add_column("ledger", sa.Column("season", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("ledger", "season")
    op.drop_column("ledger", "status")
