"""Warnings that count in the group where they were given, and in no other of the community.

Revision ID: 0025
Revises: 0024
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("warning", sa.Column("alone", sa.Boolean(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("warning", "alone")
