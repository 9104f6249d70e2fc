"""Newcomers, settings and locks of chats, saved notes, shared bans, reports, trust.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import DOCUMENT

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _whole(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=null)


def _part(name: str, to: str = "") -> sa.Column[int]:
    """A part of the primary key."""
    links = [sa.ForeignKey(to)] if to else []
    return sa.Column(name, sa.BigInteger(), *links, primary_key=True, autoincrement=False)


def _link(name: str, to: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), sa.ForeignKey(to), nullable=True)


def _text(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False, primary_key=key)


def upgrade() -> None:
    op.add_column("chat", sa.Column("marks", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "newcomer",
        _part("chat_id", "chat.id"),
        _part("person_id", "person.id"),
        _text("kind"),
        _text("state"),
        *(_whole(name) for name in ("step", "expected", "tries", "note")),
        _link("private_id", "chat.id"),
        sa.Column("earlier", DOCUMENT, nullable=True),
        sa.Column("answers", DOCUMENT, nullable=True),
        *(_whole(name) for name in ("opened_at", "due_at", "ended_at")),
    )
    op.create_index("ix_newcomer_person_id_state", "newcomer", ["person_id", "state"])
    op.create_table(
        "chat_setting",
        _part("chat_id", "chat.id"),
        _text("name", key=True),
        _text("value"),
        _whole("until"),
        _link("person_id", "person.id"),
        _whole("at"),
    )
    op.create_table(
        "chat_permissions",
        _part("chat_id", "chat.id"),
        sa.Column("granted", DOCUMENT, nullable=True),
        sa.Column("denied", DOCUMENT, nullable=True),
        _whole("at"),
    )
    op.create_table(
        "note",
        _part("community_id", "community.id"),
        _text("name", key=True),
        _text("text"),
        _link("person_id", "person.id"),
        _whole("at"),
    )
    op.create_table("shared_ban", _part("platform_id"), _whole("at"))
    op.create_table(
        "report",
        _part("chat_id", "chat.id"),
        _part("message_id"),
        _part("reporter_id", "person.id"),
        _link("person_id", "person.id"),
        _whole("at"),
    )
    op.create_index("ix_report_person_id", "report", ["person_id"])
    op.create_table(
        "trusted",
        _part("community_id", "community.id"),
        _part("person_id", "person.id"),
        _link("by_id", "person.id"),
        _whole("at"),
    )


def downgrade() -> None:
    for name in ("trusted", "report", "shared_ban", "note", "chat_permissions", "chat_setting", "newcomer"):
        op.drop_table(name)
    op.drop_column("chat", "marks")
