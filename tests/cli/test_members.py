"""`zhiqun members`, as operators type it."""

from __future__ import annotations

import gzip
import json
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.console import Console

from bot.features.churn.evaluation.table import show
from bot.text.messages import LANGUAGES, plain
from tests.features.churn.worlds import community
from tests.processes import Done
from tests.processes import here as zhiqun


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up community as a file of events."""
    file = tmp_path_factory.mktemp("past") / "events.jsonl.gz"
    lines = [
        {"ts": act.at, "kind": "message", "chat": "c", "user": act.person, "msg": n, "text": _said(act.to)}
        for n, act in enumerate(community(days=130, guests=150), 1)
    ]
    lines.insert(9, {"ts": lines[8]["ts"], "kind": "join", "chat": "c", "user": "nobody"})
    with gzip.open(file, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(line) + "\n" for line in lines)
    return file


def _said(to: tuple[object, ...]) -> str:
    return " ".join(f"@{other}" for other in to) + " how do I install pandas?"


@pytest.fixture(scope="module")
def done(history: Path) -> Done:
    """What the command says of it as JSON; it draws `members.svg` beside it."""
    asked = ("members", "evaluate", "--history", history.name, "--json", "--plot", "members.svg")
    return zhiqun(history.parent, *asked)


def test_the_json_is_one_line_with_the_model_beside_its_baselines(done: Done) -> None:
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    found = json.loads(line)
    model, last = found["model"], found["baselines"]["last_act"]
    for figures in (model, last, found["baselines"]["majority"]):
        for name in ("auc", "brier", "accuracy", "balanced_accuracy", "precision_at_20"):
            low, high = figures[f"{name}_interval"]
            assert low - 0.05 <= figures[name] <= high + 0.05
    assert model["auc"] > last["auc"] + 0.03
    assert model["brier"] < last["brier"] < found["baselines"]["majority"]["brier"]
    validated = {name: figures["brier"] for name, figures in found["validation"].items()}
    assert model["name"] == min(validated, key=lambda name: validated[name])
    assert found["engages"]["model"]["auc"] > 0.6
    assert found["staying"]["people"] == found["members"]  # whoever only joined is none of them


def test_no_label_of_a_part_reaches_into_the_next_one(done: Done) -> None:
    split = json.loads(done.stdout)["split"]
    assert split["train"]["to"] + 14 * 86_400 <= split["validation"]["from"]
    assert split["validation"]["to"] + 14 * 86_400 <= split["test"]["from"]


def test_it_tells_how_far_it_is_and_draws(done: Done, history: Path) -> None:
    assert "23 / 23 steps" in done.stderr
    drawn = ElementTree.fromstring((history.parent / "members.svg").read_text(encoding="utf-8"))
    assert len(list(drawn.iter("{http://www.w3.org/2000/svg}circle"))) == 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_speaks_both_languages(done: Done, language: str) -> None:
    found, out = json.loads(done.stdout), StringIO()
    show(found, Console(width=140, file=out), language)
    said = out.getvalue()
    for key in ("members-last-act", "members-majority", "members-accuracy", "members-still"):
        assert plain(language, key) in said
    assert f"{found['model']['auc']:.4f}" in said


@pytest.mark.parametrize(
    ("content", "language", "reason"),
    [
        ("", "en", "nobody says anything"),
        ("", "zh", "文件里没有人说过话"),
        ('{"ts": 1, "kind": "message", "chat": "c", "user": "a", "text": "hi"}\n', "en", "three months"),
        ('{"ts": 1, "kind": "message", "chat": "c", "user": "a", "text": "hi"}\n', "zh", "三个月"),
    ],
)
def test_too_little_is_refused_in_a_sentence(
    tmp_path: Path, content: str, language: str, reason: str
) -> None:
    (tmp_path / "few.jsonl").write_text(content, encoding="utf-8")
    done = zhiqun(tmp_path, "members", "evaluate", "--history", "few.jsonl", "--language", language)
    assert done.returncode == 1
    assert reason in done.stderr
    assert "Traceback" not in done.stderr


def test_files_that_are_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hello", encoding="utf-8")
    assert ".jsonl" in zhiqun(tmp_path, "members", "evaluate", "--history", "a.txt").stderr
    assert "missing.jsonl" in zhiqun(tmp_path, "members", "evaluate", "--history", "missing.jsonl").stderr
    done = zhiqun(tmp_path, "members", "evaluate", "--history", "a.jsonl", "--plot", "a.png")
    assert (done.returncode, "ends in .svg" in done.stderr) == (2, True)


def test_lines_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    (tmp_path / "broken.jsonl").write_text("{}\nnonsense\n", encoding="utf-8")
    done = zhiqun(tmp_path, "members", "evaluate", "--history", "broken.jsonl", "--language", "en")
    assert done.returncode == 1
    assert "2 lines could not be read" in done.stderr
