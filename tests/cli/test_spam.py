"""`zhiqun spam`, as operators use it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.features.spam.cli import spam_app
from bot.features.spam.seed_corpus import seed

SOME = seed()[::3]
AD = "高价收二手琴谱，成套的优先，联系我报价"


@pytest.fixture
def labelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table of labelled texts, in a folder without settings."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "labelled.csv"
    rows = [f'"{one.text.replace(chr(34), "")}",{int(one.spam)}' for one in SOME]
    path.write_text("\n".join(["text,label", *rows]), encoding="utf-8")
    return path


def zhiqun_spam(*arguments: str) -> str:
    """What a command prints; it must succeed."""
    done = CliRunner().invoke(spam_app, arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_evaluate_prints_the_figures_as_a_table_or_as_json(labelled: Path, tmp_path: Path) -> None:
    columns = ("--text", "text", "--label", "label", "--target-fpr", "0.05")
    found = json.loads(zhiqun_spam("evaluate", str(labelled), *columns, "--json"))
    assert found["rows"] == len(SOME)
    assert {"precision", "recall", "f1", "fpr", "pr_auc", "at_target", "at_even"} <= found.keys()
    kinds = []
    for kind in ("spam", "ham"):
        path = tmp_path / f"{kind}.txt"
        path.write_text("\n".join(o.text for o in SOME if o.spam == (kind == "spam")), encoding="utf-8")
        kinds += [f"--{kind}", str(path)]
    table = zhiqun_spam("evaluate", *kinds, "--target-fpr", "0.05")
    assert re.search(r"at 5\.00% false alarms( +[01]\.\d{4}){4}\n", table)
    assert re.search(r"PR-AUC 0\.\d{4} \(0\.\d{3}–[01]\.\d{3}\)", table)


def test_a_score_is_explained(labelled: Path) -> None:
    told = zhiqun_spam("score", "加微信 ab12，日结三百")
    assert re.match(
        r"spam with 9\d\.\d%; [\d.]+% of ordinary texts look as much like it\n +\+0\.\d+  \S", told
    )
    found = json.loads(zhiqun_spam("score", "老师，作业几点交？", "--json"))
    assert found["chance"] < 0.2
    assert found["terms"]


def test_what_is_trained_is_in_force_afterwards_and_nothing_is_taken_over_twice(tmp_path: Path) -> None:
    path = tmp_path / "ours.tsv"
    path.write_text("".join(f"spam\t{AD}，编号{n}{n}\n" for n in "甲乙丙丁戊己庚辛"), encoding="utf-8")
    database = {"ZHIQUN_DATABASE": f"sqlite:///{tmp_path / 'bot.db'}"}

    def told(*arguments: str) -> str:
        done = CliRunner().invoke(spam_app, arguments, env=database)
        assert done.exit_code == 0, done.output
        return done.stdout

    before = json.loads(told("score", AD, "--json"))
    assert "8 of them new" in told("train", str(path))
    after = json.loads(told("score", AD, "--json"))
    assert after["model"] != before["model"]
    assert after["chance"] > before["chance"]
    assert "0 of them new" in told("train", str(path))


@pytest.mark.parametrize(
    ("arguments", "status", "why"),
    [
        (["evaluate"], 2, "give a file with texts and labels, or --spam FILE and --ham FILE"),
        (["evaluate", "absent.csv"], 1, "absent.csv"),
        (["evaluate", "few.tsv"], 1, "1 spam and 1 ordinary texts: at least 20 of each are needed"),
    ],
)
def test_a_refusal_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], status: int, why: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "few.tsv").write_text("spam\tbuy now\nham\tsee you\n", encoding="utf-8")
    done = CliRunner().invoke(spam_app, arguments)
    assert done.exit_code == status
    assert why in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
