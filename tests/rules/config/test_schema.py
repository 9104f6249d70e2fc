"""What is generated for people who write rules: schemas for editors, tables for the guide."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # ships no annotations

from bot.features import extensions
from rules.conditions import CONDITIONS
from rules.config.actions import ACTIONS
from rules.config.document import read
from rules.config.reference import actions_table, conditions_table
from rules.config.schema import FOLDER, rendered, schemas, write

RULES = FOLDER.parent
SCHEMAS = schemas(extensions())


def when(condition: Any) -> dict[str, Any]:
    """A rule file with one rule of this condition."""
    return {"rules": [{"id": "a", "when": condition, "then": "delete"}]}


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_schema_file_is_fresh(name: str) -> None:
    written = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    assert written == rendered(SCHEMAS[name]), "run python -m rules.config.schema"


def test_there_are_no_other_schema_files(tmp_path: Path) -> None:
    assert {p.name for p in FOLDER.iterdir()} == {p.name for p in write(tmp_path / "new", extensions())}


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_schema_is_one_and_the_file_that_comes_along_fits_it(name: str) -> None:
    schema = SCHEMAS[name]
    Draft202012Validator.check_schema(schema)
    document = read(RULES / f"{name}.yaml", name, [])
    assert document is not None
    assert [e.message for e in Draft202012Validator(schema).iter_errors(document.data)] == []


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_file_names_its_schema_in_the_first_line(name: str) -> None:
    first = (RULES / f"{name}.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema=schema/{name}.json"


@pytest.mark.parametrize(
    "condition",
    [
        "shouting",
        {"words": "x"},
        {"words": ["x", "y"]},
        {"words": {"any": "x", "squeeze": True}},
        {"links": None},
        {"all": [{"weekday": "sun"}, {"not": {"media": ["photo"]}}]},
        {"weigh": {"least": 2, "signs": [{"points": 1, "when": "links"}]}},
        [{"role": "restricted"}, "links"],
    ],
)
def test_an_editor_accepts_what_the_loader_does(condition: Any) -> None:
    assert Draft202012Validator(SCHEMAS["moderation"]).is_valid(when(condition))


@pytest.mark.parametrize(
    "condition",
    [
        "words",
        "nothing",
        {"wrds": "x"},
        {"words": {"any": "x", "lists": 5}},
        {"all": []},
        {"weigh": {"least": 2, "signs": []}},
        {"weigh": {"least": 2, "signs": [{"points": 1, "when": {"wrds": "x"}}]}},
        {},
        {"links": "hiden"},
    ],
)
def test_an_editor_underlines_what_the_loader_refuses(condition: Any) -> None:
    assert not Draft202012Validator(SCHEMAS["moderation"]).is_valid(when(condition))


def test_a_schema_says_nothing_of_classes() -> None:
    rule = SCHEMAS["moderation"]["properties"]["rules"]["items"]["properties"]
    assert "title" in rule
    assert "title" not in rule["mode"]


@pytest.mark.parametrize("name", sorted(CONDITIONS))
def test_a_condition_has_a_row_of_its_own(name: str) -> None:
    rows = [line for line in conditions_table().splitlines() if line.startswith(f"| `{name}` |")]
    assert len(rows) == 1
    assert rows[0].replace("\\|", "").count("|") == 5


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_an_action_has_a_row_of_its_own(name: str) -> None:
    assert sum(line.startswith(f"| `{name}` |") for line in actions_table().splitlines()) == 1
