"""The language that somebody chose, over the one Telegram tells.

Revision ID: 0029
Revises: 0028
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("spoken", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("person", "spoken")
