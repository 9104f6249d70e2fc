"""Check what rule files name elsewhere before it is needed: ban lists in files and at addresses."""

from __future__ import annotations

from pathlib import Path

from bot.features.screening.ban_list import fetch
from bot.runtime.fetching import is_address
from rules.config.document import read
from rules.config.files import trouble
from rules.config.problems import Problem
from rules.sentences import said


def _told(reason: ValueError | OSError) -> str:
    return trouble(reason) if isinstance(reason, OSError) else said(reason)


async def look(folder: Path, *, private: bool, offline: bool) -> list[Problem]:
    """What is wrong with the sources that a folder's files name, each at its place.

    Args:
        folder: where the rule files are.
        private: whether addresses may lead to this machine or a private network.
        offline: whether addresses are left alone.
    """
    path = folder / "screening.yaml"
    document = read(path, f"{folder.name}/{path.name}", []) if path.exists() else None
    bans = document.data.get("bans") if document is not None and isinstance(document.data, dict) else None
    source = bans.get("source") if isinstance(bans, dict) else None
    if document is None or not isinstance(source, str) or not source or (offline and is_address(source)):
        return []
    try:
        await fetch(source, private=private)
    except (ValueError, OSError) as reason:
        return [document.problem(("bans", "source"), _told(reason))]
    return []
