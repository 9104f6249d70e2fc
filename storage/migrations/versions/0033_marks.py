"""Messages keep fingerprints of what they held, so that an edit can be compared.

Revision ID: 0033
Revises: 0032
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("message_text", sa.Column("marks", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("message_text", "marks")
