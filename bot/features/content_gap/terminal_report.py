"""The content gap on the command line."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from bot.features import extensions
from bot.features.content_gap.question_gathering import FEWEST, gather
from bot.features.content_gap.report import Report, report
from bot.runtime.command_line.language import words
from bot.runtime.opening import existing
from bot.runtime.printing import cell
from bot.runtime.settings import Settings
from rules.config.problems import Several
from rules.config.rule_book_store import load_book
from rules.sentences import say
from storage.chats import COMMUNITY

_AT_ONCE = 500  # messages a transaction
_COLUMNS = ("topic", "askers", "before", "questions", "unanswered", "covered", "course")


def gap_report(settings: Settings, rules: Path, days: int) -> Report:
    """What was asked in the last days, against the catalogue of a folder.

    Raises:
        ValueError: the database is not there or older than this program, or the rules have problems.
    """
    book, problems = load_book(rules, extensions())
    if book is None:
        raise Several(problems)
    now = int(time.time())
    with existing(settings) as store:
        with store.read() as connection:
            query = select(COMMUNITY.c.id).where(COMMUNITY.c.slug == settings.community)
            community = connection.execute(query).scalar()
        if community is None:
            raise ValueError(say("no-community", name=settings.community))
        read = _AT_ONCE
        while read == _AT_ONCE:
            with store.write() as connection:
                read = gather(connection, community, now, _AT_ONCE)
        with store.read() as connection:
            return report(connection, community, book.courses, now, days)


def as_json(found: Report) -> dict[str, Any]:
    """The report as plain values, without what would lead to a member or a message."""
    values: dict[str, Any] = msgspec.to_builtins(found)
    for topic in values["topics"]:
        del topic["examples"]
    return values


def as_table(found: Report) -> None:
    """Print the report on one screen."""
    earlier = words("gap-table-unknown") if found.earlier < 0 else str(found.earlier)
    counts = {"questions": found.questions, "askers": found.askers, "unanswered": found.unanswered}
    console = Console()
    console.print(words("gap-table-head", earlier=earlier, **counts))
    if not found.topics:
        console.print(words("gap-table-none"))
        return
    table = Table(*(words(f"gap-table-{name}") for name in _COLUMNS))
    for topic in found.topics:
        table.add_row(
            cell(" · ".join(topic.words) + (" △" if topic.askers < FEWEST else "")),
            str(topic.askers),
            "–" if topic.earlier < 0 else str(topic.earlier),
            str(topic.questions),
            str(topic.unanswered),
            f"{topic.coverage:.0%}",
            cell(topic.course or "–"),
        )
    console.print(table)
    console.print(words("gap-table-few", count=FEWEST))
