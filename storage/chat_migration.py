"""Follow a group that becomes a supergroup: the same chat of ours, its messages numbered from one again."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from storage.directory import ALIAS, migrate_chat
from storage.event_log import TEXT
from storage.outbox import OUTBOX, POSTED, RECEIPT

_NAMING = ("deleteMessage", "editMessageText", "pinChatMessage", "setMessageReaction", "unpinChatMessage")
_LOADED = 15  # seconds: what is due sooner may be in memory, and leaves


def move(connection: Connection, chat: int, platform_id: int, now: int) -> None:
    """From now on the chat is where `platform_id` is; a second announcement changes nothing.

    Messages of the old group keep their authors under negative numbers, so that new ones with the same
    numbers are not taken for them, and calls planned for old messages are not made to new ones.
    """
    query = select(ALIAS.c.platform_id).where(ALIAS.c.chat_id == chat, ALIAS.c.current.is_(True))
    if platform_id in connection.execute(query).scalars():
        return
    migrate_chat(connection, chat, platform_id)
    for table in (TEXT, POSTED):
        old = (table.c.chat_id == chat) & (table.c.message_id > 0)
        connection.execute(update(table).where(old).values(message_id=-table.c.message_id))
    _give_up(connection, chat, now)


def _give_up(connection: Connection, chat: int, now: int) -> None:
    planned = (OUTBOX.c.lane == chat) & (OUTBOX.c.state == "pending") & (OUTBOX.c.not_before > now + _LOADED)
    query = select(OUTBOX.c.id).where(planned, OUTBOX.c.method.in_(_NAMING))
    numbers = list(connection.execute(query).scalars())
    if not numbers:
        return
    connection.execute(update(OUTBOX).where(OUTBOX.c.id.in_(numbers)).values(state="gone"))
    said = {"at": now, "ok": False, "code": 0, "message_id": 0, "state": "gone"}
    text = "the message stayed in the group that was"
    rows = [{"outbox_id": number, "text": text, **said} for number in numbers]
    connection.execute(insert(RECEIPT), rows)
