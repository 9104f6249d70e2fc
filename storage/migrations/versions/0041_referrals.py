"""Members' own invite links, and who came by them.

Revision ID: 0041
Revises: 0040
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invite_link",
        sa.Column("chat_id", BIG, sa.ForeignKey("chat.id"), primary_key=True),
        sa.Column("person_id", BIG, sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("address", sa.String(), nullable=False, unique=True),
        sa.Column("at", BIG, nullable=False),
    )
    op.create_table(
        "referral",
        sa.Column("community_id", BIG, sa.ForeignKey("community.id"), primary_key=True),
        sa.Column("person_id", BIG, sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("inviter_id", BIG, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("chat_id", BIG, sa.ForeignKey("chat.id"), nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_at", BIG, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
    )
    op.create_index("ix_referral_community_id_inviter_id", "referral", ["community_id", "inviter_id"])


def downgrade() -> None:
    op.drop_table("referral")
    op.drop_table("invite_link")
