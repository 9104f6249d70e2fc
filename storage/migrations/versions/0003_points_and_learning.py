"""Points and learning.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import DOCUMENT, SERIAL

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "standing",
        sa.Column("community_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("xp", sa.BigInteger(), nullable=False),
        sa.Column("coins", sa.BigInteger(), nullable=False),
        sa.Column("streak", sa.BigInteger(), nullable=False),
        sa.Column("last_checkin", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name="fk_standing_community_id_community"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_standing_person_id_person"),
        sa.PrimaryKeyConstraint("community_id", "person_id", name="pk_standing"),
    )
    op.create_table(
        "ledger",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("community_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("raw", sa.BigInteger(), nullable=False),
        sa.Column("granted", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reverses", sa.String(), nullable=True),
        sa.Column("book", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name="fk_ledger_actor_id_person"),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.id"], name="fk_ledger_chat_id_chat"),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name="fk_ledger_community_id_community"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_ledger_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_ledger"),
        sa.UniqueConstraint("key", name="uq_ledger_key"),
        sa.UniqueConstraint("reverses", name="uq_ledger_reverses"),
    )
    op.create_index("ix_ledger_actor_id_at", "ledger", ["actor_id", "at"])
    op.create_index("ix_ledger_chat_id_message_id", "ledger", ["chat_id", "message_id"])
    op.create_index("ix_ledger_community_id_day", "ledger", ["community_id", "day"])
    op.create_index("ix_ledger_person_id_at", "ledger", ["person_id", "at"])
    op.create_table(
        "course_event",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("community_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("suggestion_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name="fk_course_event_community_id_community"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_course_event_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_course_event"),
        sa.UniqueConstraint("key", name="uq_course_event_key"),
    )
    op.create_index("ix_course_event_at", "course_event", ["at"])
    op.create_index("ix_course_event_community_id_person_id", "course_event", ["community_id", "person_id"])
    op.create_table(
        "suggestion",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("community_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("terms", DOCUMENT, nullable=True),
        sa.Column("reason", DOCUMENT, nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.id"], name="fk_suggestion_chat_id_chat"),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name="fk_suggestion_community_id_community"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_suggestion_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_suggestion"),
        sa.UniqueConstraint("key", name="uq_suggestion_key"),
    )
    op.create_index("ix_suggestion_at", "suggestion", ["at"])
    op.create_index("ix_suggestion_community_id_person_id", "suggestion", ["community_id", "person_id"])
    op.create_table(
        "interests",
        sa.Column("community_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("terms", DOCUMENT, nullable=True),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name="fk_interests_community_id_community"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_interests_person_id_person"),
        sa.PrimaryKeyConstraint("community_id", "person_id", name="pk_interests"),
    )
    op.create_table(
        "watermark",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_watermark"),
    )


def downgrade() -> None:
    op.drop_table("watermark")
    op.drop_table("interests")
    op.drop_table("suggestion")
    op.drop_table("course_event")
    op.drop_table("ledger")
    op.drop_table("standing")
