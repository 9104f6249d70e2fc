"""The level of trust that plans give.

Revision ID: 0052
Revises: 0051
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_trust",
        sa.Column("community_id", BIG, sa.ForeignKey("community.id"), primary_key=True),
        sa.Column("person_id", BIG, sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("level", BIG, nullable=False),
        sa.Column("until", BIG, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("plan_trust")
