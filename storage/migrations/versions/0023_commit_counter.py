"""How many commits there were, and what turned out to be missing.

Revision ID: 0023
Revises: 0022
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "commit_counter",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("identity", sa.String(), nullable=False),
        *map(_number, ("inode", "count", "at", "update_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commit_counter")),
    )
    op.create_table(
        "loss",
        sa.Column("id", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        *map(_number, ("found_at", "commits", "since", "until", "first_update", "last_update")),
        *map(_number, ("told_at", "accepted_at")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loss")),
    )


def downgrade() -> None:
    op.drop_table("loss")
    op.drop_table("commit_counter")
