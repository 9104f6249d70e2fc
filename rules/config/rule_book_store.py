"""Hold the rule book in force: replaced by a better one, never by a broken one."""

from __future__ import annotations

from pathlib import Path

from rules.config.book import RuleBook, load_book
from rules.config.extensions import NO_EXTENSIONS, Extensions
from rules.config.problems import Problem

__all__ = ["RuleBookStore", "RulesRefused", "load_book"]


class RulesRefused(Exception):
    """There is no good book to begin with."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class RuleBookStore:
    """Holds the last good book of a folder."""

    def __init__(self, folder: Path, extensions: Extensions = NO_EXTENSIONS) -> None:
        """Load the book.

        Raises:
            RulesRefused: it has problems.
        """
        self.folder, self.extensions = folder, extensions
        book, problems = load_book(folder, extensions)
        if book is None:
            raise RulesRefused(problems)
        self.book: RuleBook = book

    def reload(self) -> list[Problem]:
        """Read the folder again. With problems, the book that was in force stays."""
        book, problems = load_book(self.folder, self.extensions)
        if book is not None:
            self.book = book
        return problems
