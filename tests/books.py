"""Rule books for tests: files of the same content are compiled once."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

from rules.config.book import RuleBook, load_book
from rules.config.extensions import NO_EXTENSIONS, Extensions
from rules.config.problems import Problem

_MOST = 40
_known: dict[tuple[str, bytes, str], RuleBook] = {}


def loaded(folder: Path, extensions: Extensions = NO_EXTENSIONS) -> tuple[RuleBook | None, list[Problem]]:
    """Load a folder's book as `load_book` does; one that was compiled before, of the same files, is given."""
    key = (folder.name, _digest(folder), repr(extensions))
    if key not in _known:
        book, problems = load_book(folder, extensions)
        if book is None or problems or key[1] != _digest(folder):
            return book, problems
        if len(_known) >= _MOST:
            del _known[next(iter(_known))]
        _known[key] = book
    return _known[key], []


def _digest(folder: Path) -> bytes:
    """Every file's name and content; of what is no ordinary file, the name alone."""
    found = blake2b(digest_size=16)
    for path in sorted(folder.rglob("*")):
        try:
            body = path.read_bytes() if path.is_file() else b""
        except OSError as error:
            body = str(error).encode()
        found.update(f"{path.relative_to(folder)}:{path.is_symlink()}:{len(body)}:".encode() + body)
    return found.digest()
