"""Channels in whose name somebody acts, and the channel that a group is linked to.

Revision ID: 0021
Revises: 0020
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_TELEGRAM = 777000  # the one stand-in that Telegram does not call a bot


def upgrade() -> None:
    op.add_column("person", sa.Column("channel", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("chat", sa.Column("linked_id", BIG, nullable=False, server_default="0"))
    op.add_column("chat", sa.Column("linked_at", BIG, nullable=False, server_default="0"))
    person = sa.table("person", sa.column("platform_id", BIG), sa.column("bot", sa.Boolean()))
    op.execute(person.update().where(person.c.platform_id == _TELEGRAM).values(bot=True))


def downgrade() -> None:
    op.drop_column("chat", "linked_at")
    op.drop_column("chat", "linked_id")
    op.drop_column("person", "channel")
