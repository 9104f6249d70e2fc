"""Links, mentions and emoji of events; for undoing, files of evidence and what a case took the place of.

Revision ID: 0017
Revises: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import BIG, DOCUMENT

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("event", sa.Column("carried", BIG, nullable=False, server_default="0"))
    op.add_column("evidence", sa.Column("file", sa.String(), nullable=False, server_default=""))
    op.add_column("case", sa.Column("earlier", DOCUMENT, nullable=True))


def downgrade() -> None:
    op.drop_column("case", "earlier")
    op.drop_column("evidence", "file")
    op.drop_column("event", "carried")
