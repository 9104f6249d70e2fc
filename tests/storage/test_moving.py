"""A group becomes a supergroup, whose messages are numbered from one again."""

from __future__ import annotations

from sqlalchemy import insert, select

from rules.engine.events import Chat, Person
from storage import outbox
from storage.chat_migration import move
from storage.directory import Directory, platform_ids
from storage.event_log import TEXT
from storage.outbox import OUTBOX, RECEIPT
from storage.store import Store
from storage.upsert import insert_new

OLD, NEW, NOW = -5, -1005, 1_000


def test_old_messages_are_not_taken_for_new_ones_and_planned_calls_for_them_are_over(
    store: Store,
) -> None:
    directory = Directory()
    with store.write() as connection:
        directory.resolve(connection, [Chat(OLD, title="g")], [Person(7, "Ann")])
        chat, ann = directory.chat(OLD).id, directory.person(7).id
        text = {"chat_id": chat, "person_id": ann, "at": 1, "expires_at": 9, "deleted_at": 0, "text": "x"}
        connection.execute(insert(TEXT).values(message_id=3, **text))
        row = {
            "lane": chat,
            "params": {"message_id": 3},
            "retry": "free",
            "priority": 2,
            "follow": None,
            "at": 1,
        }
        planned = [("deleteMessage", NOW + 60), ("sendMessage", NOW + 60), ("deleteMessage", 0)]
        outbox.add(
            connection,
            [
                row | {"key": f"{n}", "method": m, "not_before": at, "follow": None, "at": 1}
                for n, (m, at) in enumerate(planned)
            ],
        )
        for _ in range(2):  # Telegram says it twice
            move(connection, chat, NEW, NOW)
            insert_new(connection, TEXT, [{"message_id": 3, **text}], "message_id")
        numbers = connection.execute(select(TEXT.c.message_id).order_by(TEXT.c.message_id)).scalars()
        assert list(numbers) == [-3, 3]
        states = connection.execute(select(OUTBOX.c.state).order_by(OUTBOX.c.id)).scalars()
        assert list(states) == ["gone", "pending", "pending"]
        (receipt,) = connection.execute(select(RECEIPT)).mappings()
        assert (receipt["state"], receipt["text"]) == ("gone", "the message stayed in the group that was")
        assert platform_ids(connection, [chat], []) == ({chat: NEW}, {})
