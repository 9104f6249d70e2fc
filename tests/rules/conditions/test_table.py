"""Every condition: in its table, with its file, its example, its sentence."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import rules.conditions
from bot.text.messages import LANGUAGES, say
from rules.conditions import CONDITIONS
from tests.rules.make import event, link, look, past, problems, seen

FILES = {p.stem for p in Path(rules.conditions.__file__).parent.glob("*.py")} - {"__init__", "base"}
EVENTS = [
    event(),
    event("加微信 free money VX: abcde1!!!!!!!", links=(link("https://bit.ly/1", hidden=True),)),
]


def example(name: str) -> Any:
    """A condition's options as its example writes them."""
    return yaml.load(CONDITIONS[name].example, yaml.BaseLoader)[name]


def test_the_table_is_alphabetical_and_has_every_file() -> None:
    assert list(CONDITIONS) == sorted(CONDITIONS)
    assert set(rules.conditions._FILES) == FILES
    assert (FILES - {"counters"}) <= CONDITIONS.keys()


@pytest.mark.parametrize("name", sorted(CONDITIONS))
def test_an_example_stands_in_a_rule_file_as_it_is(tmp_path: Path, name: str) -> None:
    on = {"action": "action", "qr": "picture"}.get(name, "[message, edit]")
    text = f"rules:\n  - id: one\n    on: {on}\n    when: {{{CONDITIONS[name].example}}}\n    then: delete\n"
    assert problems(tmp_path, {"lists/ads.txt": "x\n"}, moderation=text) == []


@pytest.mark.parametrize("name", sorted(CONDITIONS))
def test_a_condition_says_in_both_languages_what_it_found(name: str) -> None:
    activity = past(seen(5, 1), seen(3, 2))
    findings = [look(name, example(name), e, activity=activity) for e in EVENTS]
    assert findings[0].values.keys() == findings[1].values.keys()
    for finding in findings:
        for language in LANGUAGES:
            assert say(language, f"check-{name}", **finding.values)


@pytest.mark.parametrize("name", ["all", "any", "not", "weigh", "sign", "hit", "miss"])
def test_the_combinators_have_sentences_too(name: str) -> None:
    assert all(say(language, f"check-{name}", points=2, limit=4) for language in LANGUAGES)


@pytest.mark.parametrize("name", sorted(CONDITIONS))
def test_a_summary_names_only_options_that_exist(name: str) -> None:
    condition = CONDITIONS[name]
    assert condition.summary.endswith((".", ")", "…"))
    known = {*condition.options.model_fields, name, "$name", "text"}
    named = {words.partition(":")[0] for words in re.findall(r"`([^`]+)`", condition.summary)}
    assert named <= known
