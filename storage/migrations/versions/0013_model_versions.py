"""Settings chosen for the recommender, with the figures they were chosen by.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG, DOCUMENT, SERIAL

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "model_version",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        sa.Column("community_id", BIG, sa.ForeignKey("community.id"), nullable=False),
        sa.Column("settings", DOCUMENT, nullable=True),
        sa.Column("figures", DOCUMENT, nullable=True),
        sa.Column("at", BIG, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("model_version")
