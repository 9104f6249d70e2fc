"""An index of the timers to come alone: those that fired stay in the table and are not looked through.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TO_COME = sa.text("fired_at = 0")


def upgrade() -> None:
    op.drop_index("ix_timer_due_at", "timer")
    op.create_index("ix_timer_due_at", "timer", ["due_at"], sqlite_where=_TO_COME, postgresql_where=_TO_COME)


def downgrade() -> None:
    op.drop_index("ix_timer_due_at", "timer")
    op.create_index("ix_timer_due_at", "timer", ["due_at"])
