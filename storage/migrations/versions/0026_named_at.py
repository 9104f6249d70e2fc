"""When names were written down, so that they can go when nobody has seen their owner for long.

Revision ID: 0026
Revises: 0025
"""

from __future__ import annotations

import time

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("named_at", BIG, nullable=False, server_default="0"))
    person = sa.table("person", sa.column("id"), sa.column("named_at", BIG))
    member = sa.table("member", sa.column("person_id"))
    seen = sa.exists().where(member.c.person_id == person.c.id)
    op.execute(sa.update(person).where(~seen).values(named_at=int(time.time())))


def downgrade() -> None:
    op.drop_column("person", "named_at")
