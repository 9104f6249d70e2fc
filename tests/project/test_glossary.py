"""No retired term comes back into what people read."""

from __future__ import annotations

import re

import pytest

from tests.project.pages import PAGES, ROOT

# The glossary names what it retires, the changelog tells of the past, the others speak of code.
NOT_FOR_READERS = {"bot/text/locales/GLOSSARY.md", "CHANGELOG.md", "CONTRIBUTING.md"}
PAGE = (ROOT / "bot" / "text" / "locales" / "GLOSSARY.md").read_text(encoding="utf-8")
RETIRED = sorted(
    {term for row in PAGE.splitlines()[6:] for term in re.findall("`([^`]+)`", row.split("|")[-2])}
)
READ = [
    *(ROOT / "bot").rglob("*.ftl"),
    *(ROOT / "rules" / "sentences").glob("*.txt"),
    *(ROOT / "rules").glob("*.yaml"),
    ROOT / "bot" / "runtime" / "command_line" / "help.zh.txt",
    ROOT / "bot" / "playground" / "pages" / "page" / "texts.js",
    *(ROOT / page for page in PAGES if page not in NOT_FOR_READERS),
]


def test_the_glossary_retires_terms() -> None:
    assert len(RETIRED) > 20
    assert len(READ) > 20


@pytest.mark.parametrize("term", RETIRED)
def test_a_retired_term_stays_away(term: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in READ
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if term in re.sub(r"`tests/[^`]+`", "", line).replace("’", "'")  # tests have names of their own
    ]
    assert found == []
