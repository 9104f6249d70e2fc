"""Where the points for a reaction stand, so that it can be taken away and given again.

Revision ID: 0022
Revises: 0021
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paid_reaction",
        sa.Column("chat_id", BIG, sa.ForeignKey("chat.id"), primary_key=True, autoincrement=False),
        sa.Column("message_id", BIG, primary_key=True, autoincrement=False),
        sa.Column("person_id", BIG, sa.ForeignKey("person.id"), primary_key=True, autoincrement=False),
        sa.Column("head", sa.String(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("paid_reaction")
