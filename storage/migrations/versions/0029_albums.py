"""Messages know of which album they are a part.

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
    op.add_column("message_text", sa.Column("album", sa.BigInteger(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("message_text", "album")
