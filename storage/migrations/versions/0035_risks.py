"""How likely members are to go quiet, and why.

Revision ID: 0035
Revises: 0033
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG, DOCUMENT

revision = "0035"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "member_risk",
        sa.Column("community_id", BIG, sa.ForeignKey("community.id"), primary_key=True, autoincrement=False),
        sa.Column("person_id", BIG, sa.ForeignKey("person.id"), primary_key=True, autoincrement=False),
        sa.Column("quiet", sa.Float(), nullable=False),
        sa.Column("engages", sa.Float(), nullable=False),
        sa.Column("weekly", sa.Float(), nullable=False),
        sa.Column("days", BIG, nullable=False),
        sa.Column("reasons", DOCUMENT, nullable=True),
        sa.Column("at", BIG, nullable=False),
    )
    op.create_table(
        "risk_model",
        sa.Column("community_id", BIG, sa.ForeignKey("community.id"), primary_key=True, autoincrement=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("figures", DOCUMENT, nullable=True),
        sa.Column("at", BIG, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("risk_model")
    op.drop_table("member_risk")
