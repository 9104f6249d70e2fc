"""Seeing to the locks of all groups when rules are loaded: from then on timers keep their hours."""

from __future__ import annotations

from rules.config.book import RuleBook
from storage import chat_settings, chats, timers
from storage.store import Store


def arrange(store: Store, book: RuleBook, community: int, now: int) -> None:
    """Let every group be looked at now that may have to be locked, or opened again."""
    scheduled = book.screening.night.start is not None
    with store.write() as connection:
        for chat in chats.in_community(connection, community):
            if scheduled or chat["marks"] or chat_settings.permissions_of(connection, chat["id"]):
                timers.set_timer(connection, f"locks:{chat['id']}:{now}", "locks", chat["id"], None, now)
