"""The language that somebody chose, over the one Telegram tells.

Revision ID: 0030
Revises: 0029
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("spoken", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("person", "spoken")
