"""Identities.

Revision ID: 0001
Revises: nothing
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import SERIAL

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "community",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_community"),
        sa.UniqueConstraint("slug", name="uq_community_slug"),
    )
    op.create_table(
        "person",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("platform_id", sa.BigInteger(), nullable=True),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("bot", sa.Boolean(), nullable=False),
        sa.Column("private_since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("platform_id", name="uq_person_platform_id"),
    )
    op.create_index("ix_person_username", "person", ["username"])
    op.create_table(
        "chat",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("community_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("claimed_at", sa.BigInteger(), nullable=False),
        sa.Column("administrators_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name="fk_chat_community_id_community"),
        sa.PrimaryKeyConstraint("id", name="pk_chat"),
    )
    op.create_table(
        "chat_alias",
        sa.Column("platform_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.id"], name="fk_chat_alias_chat_id_chat"),
        sa.PrimaryKeyConstraint("platform_id", name="pk_chat_alias"),
    )
    op.create_index("ix_chat_alias_chat_id", "chat_alias", ["chat_id"])
    op.create_table(
        "claim_code",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("community_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name="fk_claim_code_community_id_community"
        ),
        sa.PrimaryKeyConstraint("code", name="pk_claim_code"),
    )
    op.create_table(
        "member",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("joined_at", sa.BigInteger(), nullable=False),
        sa.Column("first_seen", sa.BigInteger(), nullable=False),
        sa.Column("last_seen", sa.BigInteger(), nullable=False),
        sa.Column("messages", sa.BigInteger(), nullable=False),
        sa.Column("muted_until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.id"], name="fk_member_chat_id_chat"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_member_person_id_person"),
        sa.PrimaryKeyConstraint("chat_id", "person_id", name="pk_member"),
    )
    op.create_table(
        "preference",
        sa.Column("community_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name="fk_preference_community_id_community"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_preference_person_id_person"),
        sa.PrimaryKeyConstraint("community_id", "person_id", "name", name="pk_preference"),
    )


def downgrade() -> None:
    op.drop_table("preference")
    op.drop_table("member")
    op.drop_table("claim_code")
    op.drop_table("chat_alias")
    op.drop_table("chat")
    op.drop_table("person")
    op.drop_table("community")
