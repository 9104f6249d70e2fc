"""What moderators say about texts, as features, and the models learned from it.

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "spam_label",
        sa.Column("id", _SERIAL, primary_key=True, autoincrement=True),
        sa.Column("community_id", sa.BigInteger(), sa.ForeignKey("community.id"), nullable=False),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("features", sa.LargeBinary(), nullable=True),
    )
    op.create_index("ix_spam_label_community_id_digest", "spam_label", ["community_id", "digest"])
    op.create_index("ix_spam_label_at", "spam_label", ["at"])
    op.create_table(
        "spam_model",
        sa.Column("id", _SERIAL, primary_key=True, autoincrement=True),
        sa.Column("community_id", sa.BigInteger(), sa.ForeignKey("community.id"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("spam", sa.BigInteger(), nullable=False),
        sa.Column("ham", sa.BigInteger(), nullable=False),
        sa.Column("labels_through", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
    )
    op.create_index("ix_spam_model_community_id", "spam_model", ["community_id"])


def downgrade() -> None:
    op.drop_table("spam_model")
    op.drop_table("spam_label")
