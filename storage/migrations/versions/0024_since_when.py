"""Since when members have been here: when they left, and a beginning for those whose join nobody told of.

Until now whoever had no known join counted as there before the bot. Those first seen after their chat was
claimed are new from then on; the others, and who leads a chat, stay long-standing (`first_seen` 1).

Revision ID: 0024
Revises: 0023
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_BEFORE = 1


def upgrade() -> None:
    op.add_column("member", sa.Column("left_at", BIG, nullable=False, server_default="0"))
    member = sa.table("member", *(sa.column(c) for c in _COLUMNS))
    chat = sa.table("chat", sa.column("id"), sa.column("claimed_at"))
    claimed = sa.select(chat.c.claimed_at).where(chat.c.id == member.c.chat_id).scalar_subquery()
    leads = member.c.role.in_(["creator", "administrator"])
    unknown = (member.c.joined_at == 0) & ((member.c.first_seen <= claimed) | leads)
    op.execute(sa.update(member).where(unknown).values(first_seen=_BEFORE))
    gone = member.c.role.in_(["left", "banned"])
    op.execute(sa.update(member).where(gone).values(left_at=member.c.last_seen))


def downgrade() -> None:
    op.drop_column("member", "left_at")


_COLUMNS = ("chat_id", "role", "joined_at", "first_seen", "last_seen", "left_at")
