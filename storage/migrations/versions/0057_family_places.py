"""Places that buyers of plans give to others.

Revision ID: 0057
Revises: 0056
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG, SERIAL

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "family_place",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        sa.Column("community_id", BIG, sa.ForeignKey("community.id"), nullable=False),
        sa.Column("owner_id", BIG, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("turn", BIG, nullable=False),
        sa.Column("code", sa.String(), nullable=True, unique=True),
        sa.Column("person_id", BIG, sa.ForeignKey("person.id"), nullable=True),
        sa.Column("at", BIG, nullable=False),
        sa.UniqueConstraint("community_id", "owner_id", "plan", "number"),
    )
    op.create_index("ix_family_place_person_id", "family_place", ["person_id"])


def downgrade() -> None:
    op.drop_table("family_place")
