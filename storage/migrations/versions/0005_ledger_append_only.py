"""The ledger refuses to be changed: rows are only ever added.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_SQLITE = """
CREATE TRIGGER ledger_no_{verb} BEFORE {verb} ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END
"""
_FUNCTION = """
CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER ledger_no_{verb} BEFORE {verb} ON ledger
FOR EACH ROW EXECUTE FUNCTION ledger_append_only()
"""


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    if not sqlite:
        op.execute(_FUNCTION)
    for verb in ("update", "delete"):
        op.execute((_SQLITE if sqlite else _POSTGRESQL).format(verb=verb))


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for verb in ("update", "delete"):
        op.execute(f"DROP TRIGGER ledger_no_{verb}" + ("" if sqlite else " ON ledger"))
    if not sqlite:
        op.execute("DROP FUNCTION ledger_append_only()")
