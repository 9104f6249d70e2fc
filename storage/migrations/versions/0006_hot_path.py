"""Tables that grow at their end: fewer indexes on what every update writes.

A person's ledger rows become a chain (`previous`, from `standing.head` on) instead of an index; who wrote a
message, and whether the bot removed it, stands with the message; `stale` tells the pipeline what to
read again.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_GONE = {
    "seen_update": {"ix_seen_update_at": ["at"]},
    "event": {
        "ix_event_at": ["at"],
        "ix_event_chat_id_id": ["chat_id", "id"],
        "ix_event_chat_id_message_id": ["chat_id", "message_id"],
        "ix_event_person_id": ["person_id"],
    },
    "message_text": {
        "ix_message_text_expires_at": ["expires_at"],
        "ix_message_text_person_id": ["person_id"],
    },
    "ledger": {
        "ix_ledger_actor_id_at": ["actor_id", "at"],
        "ix_ledger_chat_id_message_id": ["chat_id", "message_id"],
        "ix_ledger_community_id_day": ["community_id", "day"],
        "ix_ledger_person_id_at": ["person_id", "at"],
    },
}
# The newest row of each message tells whether it was removed; messages without a text get a row too.
_REMOVED = """
UPDATE message_text SET deleted_at = COALESCE((
    SELECT MAX(event.deleted_at) FROM event
    WHERE event.chat_id = message_text.chat_id AND event.message_id = message_text.message_id
), 0)
"""
_WITHOUT_TEXT = """
INSERT INTO message_text (chat_id, message_id, person_id, at, expires_at, deleted_at, text)
SELECT event.chat_id, event.message_id, MIN(event.person_id), MIN(event.at), 0, MAX(event.deleted_at), ''
FROM event JOIN chat ON chat.id = event.chat_id
WHERE event.kind = 'message' AND event.person_id IS NOT NULL AND event.message_id > 0
    AND chat.community_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM message_text
        WHERE message_text.chat_id = event.chat_id AND message_text.message_id = event.message_id
    )
GROUP BY event.chat_id, event.message_id
"""
_CHAIN = """
UPDATE ledger SET previous = (
    SELECT earlier.key FROM ledger AS earlier
    WHERE earlier.person_id = ledger.person_id AND earlier.community_id = ledger.community_id
        AND earlier.id < ledger.id
    ORDER BY earlier.id DESC LIMIT 1
)
"""
_HEADS = """
UPDATE standing SET head = COALESCE((
    SELECT ledger.key FROM ledger
    WHERE ledger.person_id = standing.person_id AND ledger.community_id = standing.community_id
    ORDER BY ledger.id DESC LIMIT 1
), '')
"""
_GUARD = """
CREATE TRIGGER ledger_no_update BEFORE update ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END
"""
_GUARD_POSTGRESQL = """
CREATE TRIGGER ledger_no_update BEFORE update ON ledger
FOR EACH ROW EXECUTE FUNCTION ledger_append_only()
"""


def upgrade() -> None:
    op.add_column(
        "message_text", sa.Column("deleted_at", sa.BigInteger(), nullable=False, server_default="0")
    )
    op.execute(_REMOVED)
    op.execute(_WITHOUT_TEXT)
    op.add_column("ledger", sa.Column("previous", sa.String(), nullable=True))
    op.add_column("standing", sa.Column("head", sa.String(), nullable=False, server_default=""))
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("DROP TRIGGER ledger_no_update" + ("" if sqlite else " ON ledger"))
    op.execute(_CHAIN)
    op.execute(_GUARD if sqlite else _GUARD_POSTGRESQL)
    op.execute(_HEADS)
    for table, indexes in _GONE.items():
        for name in indexes:
            op.drop_index(name, table)
    with op.batch_alter_table("event") as event:
        event.drop_column("deleted_at")
    op.create_index("ix_ledger_community_id_at", "ledger", ["community_id", "at"])
    for name, columns, where in (
        ("ix_ledger_actor_id_day", ["actor_id", "day"], "actor_id IS NOT NULL"),
        ("ix_ledger_chat_id_message_id", ["chat_id", "message_id"], "source != 'message'"),
    ):
        op.create_index(name, "ledger", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.create_table(
        "stale",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "person_id", name="pk_stale"),
    )


def downgrade() -> None:
    op.drop_table("stale")
    for name in ("ix_ledger_actor_id_day", "ix_ledger_chat_id_message_id", "ix_ledger_community_id_at"):
        op.drop_index(name, "ledger")
    with op.batch_alter_table("event") as event:
        event.add_column(sa.Column("deleted_at", sa.BigInteger(), nullable=False, server_default="0"))
    for table, indexes in _GONE.items():
        for name, columns in indexes.items():
            op.create_index(name, table, columns)
    for table, column in (("standing", "head"), ("ledger", "previous"), ("message_text", "deleted_at")):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
