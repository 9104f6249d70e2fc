"""Cases with evidence, receipts, notes and appeals.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger()
_DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")
_NEW: tuple[tuple[str, Any, str | None], ...] = (
    ("leads", sa.Boolean(), "0"),
    ("carded", sa.Boolean(), "0"),
    ("incident_id", _BIG, None),
    ("topic", _BIG, "0"),
    ("escalated", sa.String(), ""),
    ("label", sa.String(), ""),
    ("reversed", _DOCUMENT, None),
)


def _id() -> sa.Column[Any]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("id", kind, primary_key=True, autoincrement=True)


def _link(name: str, to: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, _BIG, sa.ForeignKey(to), nullable=null)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, _BIG, nullable=False)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(), nullable=False)


def upgrade() -> None:
    false = sa.false() if op.get_bind().dialect.name != "sqlite" else sa.text("0")
    with op.batch_alter_table("case") as case:
        for name, kind, default in _NEW:
            fallback = false if name in ("leads", "carded") else default
            case.add_column(sa.Column(name, kind, nullable=default is None, server_default=fallback))
    # Each decision's first enforced row leads; until now they were not told apart.
    op.execute(
        "UPDATE \"case\" SET leads = true WHERE mode = 'enforce' AND id IN "
        "(SELECT min(id) FROM \"case\" WHERE mode = 'enforce' GROUP BY update_id, person_id, at)"
    )
    op.create_table(
        "evidence",
        _id(),
        _link("case_id", "case.id"),
        _link("chat_id", "chat.id"),
        _number("message_id"),
        _link("person_id", "person.id"),
        _number("at"),
        _text("media"),
        sa.Column("removed", sa.Boolean(), nullable=False),
        _text("text"),
        _number("expires_at"),
    )
    op.create_table(
        "case_act",
        _id(),
        _link("case_id", "case.id"),
        _text("key"),
        _text("action"),
        _number("at"),
        _text("state"),
        _text("why"),
    )
    op.create_table(
        "case_note",
        _id(),
        _link("case_id", "case.id"),
        _link("person_id", "person.id"),
        _number("at"),
        _text("text"),
    )
    op.create_table(
        "appeal",
        sa.Column("case_id", _BIG, sa.ForeignKey("case.id"), primary_key=True, autoincrement=False),
        _link("person_id", "person.id"),
        _number("at"),
        _text("text"),
        _number("expires_at"),
        _text("state"),
        _link("decided_by", "person.id", null=True),
        _number("decided_at"),
    )
    for table, column in _INDEXES:
        op.create_index(f"ix_{table}_{column}", table, [column])


_INDEXES = (
    ("evidence", "case_id"),
    ("evidence", "expires_at"),
    ("case_act", "case_id"),
    ("case_act", "key"),
    ("case_note", "case_id"),
)


def downgrade() -> None:
    for table in ("appeal", "case_note", "case_act", "evidence"):
        op.drop_table(table)
    with op.batch_alter_table("case") as case:
        for name, _, _ in reversed(_NEW):
            case.drop_column(name)
