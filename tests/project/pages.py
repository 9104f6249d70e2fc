"""The pages that people read, and what a page links to."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


FOLDERS = ("bot", "rules", "storage", "tests")
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (*ROOT.glob("*.md"), *(page for folder in FOLDERS for page in (ROOT / folder).rglob("*.md")))
)


def text_of(page: str) -> str:
    """What stands on a page."""
    return (ROOT / page).read_text(encoding="utf-8")


def links(text: str) -> list[tuple[str, str]]:
    """The file and the heading of each link inside of the project; the file is empty for the page itself."""
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.S)
    return [(file, heading or "") for file, heading in re.findall(r"\]\(([^)#:\s]*)(?:#([^)]*))?\)", prose)]


def anchors(text: str) -> set[str]:
    """What links say after # to reach the headings of a page."""
    prose = re.sub(r"```.*?```", "", text, flags=re.S)
    headings = re.findall(r"^#+ (.*)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}
