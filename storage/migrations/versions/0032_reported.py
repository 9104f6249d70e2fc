"""Reported messages: what moderators decided about each, and why members reported it.

Revision ID: 0032
Revises: 0031
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("report", sa.Column("reason", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "reported",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("chat_id", BIG, nullable=False),
        sa.Column("message_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("decided_at", BIG, nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.id"], name="fk_reported_chat_id_chat"),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name="fk_reported_community_id_community"
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name="fk_reported_decided_by_person"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_reported_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_reported"),
        sa.UniqueConstraint("chat_id", "message_id", name="uq_reported_chat_id_message_id"),
    )


def downgrade() -> None:
    op.drop_table("reported")
    op.drop_column("report", "reason")
