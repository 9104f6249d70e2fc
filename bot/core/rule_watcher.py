"""Watch the rule files: load the book at the start, replace it when files change and are right."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.runtime import logs
from bot.text.messages import machine_language
from rules.config.book import RuleBook
from rules.config.problems import Problem
from rules.config.rule_book_store import RuleBookStore

log = logs.get("rules")


async def watch(
    rule_books: RuleBookStore,
    folder: Path,
    stop: asyncio.Event,
    on_new: Callable[[RuleBook], Awaitable[None]],
    on_read: Callable[[list[Problem]], Awaitable[None]],
) -> None:
    """Reload whenever a file in `folder` changes. A book with problems is refused and the old one stays.

    `on_read` is told the problems of every reading, none when all is well; `on_new` of every other book.
    """
    from watchfiles import awatch

    refused = False
    async for _ in awatch(folder, stop_event=stop, debounce=300, step=50, recursive=True):
        before = rule_books.book.hash
        problems = await asyncio.to_thread(rule_books.reload)
        for problem in problems:
            log.error("rules refused", problem=problem.told(machine_language()))
        told = {"book": rule_books.book.hash[:12], "rules": len(rule_books.book.rules)}
        if not problems and rule_books.book.hash != before:
            log.info("rules taken over", mended=refused, **told)
            await on_new(rule_books.book)
        elif not problems and refused:
            log.info("rules mended: they are again as they are in force", **told)
        refused = bool(problems)
        await on_read(problems)
