"""Results as CSV: for moderators in private or in their group, and for the command line."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.features.membership.operating import book_of, opened
from bot.runtime.settings import Settings
from bot.text.tables import table_of
from rules.config.problems import nearest
from rules.engine.events import Event
from rules.engine.streaks import zone_of
from rules.sentences import say
from storage import homework, ledger

COLUMNS = ("member", "name", "handed_in", "late", "version", "grade", "points", "comment")


def listed(connection: Connection, community: int, name: str, timezone: str) -> list[dict[str, Any]]:
    """Who handed in, when, and what they got; the earliest first."""
    rows = homework.results(connection, community, name)
    keys = {row["id"]: f"homework:{community}:{name}:{row['person_id']}:{row['turn']}" for row in rows}
    ends = {number: ledger.end_of(connection, key) for number, key in keys.items()}
    zone = zone_of(timezone)
    return [
        {
            "member": row["platform_id"] or "",
            "name": row["member"],
            "handed_in": datetime.fromtimestamp(row["at"], zone).isoformat(timespec="minutes"),
            "late": "yes" if row["late"] else "no",
            "version": row["version"],
            "grade": row["grade"],
            "points": max(0, end.granted) if (end := ends[row["id"]]) is not None else 0,
            "comment": row["comment"],
        }
        for row in rows
    ]


def send(batch: Batch, event: Event, community: int, name: str) -> bool:
    """Send the results where they were asked for; False when nobody handed in."""
    rows = listed(batch.connection, community, name, batch.timezone)
    if not rows:
        return False
    # With a mark by which spreadsheets know UTF-8.
    content = b64encode(("\ufeff" + table_of(COLUMNS, rows)).encode()).decode()
    document = {"upload": content, "name": f"homework-{name}.csv"}
    batch.call(event, "sendDocument", batch.chat(event).id, document=document)
    return True


def of_operators(settings: Settings, name: str) -> list[dict[str, Any]]:
    """The same for the command line.

    Raises:
        ValueError: nobody handed in such homework, or the database can't be used.
    """
    timezone = book_of(settings.rules).timezone
    with opened(settings) as (store, community), store.read() as connection:
        rows = listed(connection, community, name, timezone)
        if not rows:
            names = list(homework.names_handed_in(connection, community))
            raise ValueError(say("no-homework", name=name, hint=nearest(name, names)))
    return rows
