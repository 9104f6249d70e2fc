"""`zhiqun economy`, as operators type it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.test_db import folder, template
from tests.processes import ROOT
from tests.processes import here as zhiqun

__all__ = ["folder", "template"]  # fixtures
RULES = str(ROOT / "rules")


def test_a_month_is_simulated_as_a_line_of_json_and_a_picture(tmp_path: Path) -> None:
    asked = ("economy", "simulate", "--rules", RULES, "--json", "--plot", "shares.svg")
    done = zhiqun(tmp_path, *asked)
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    shares = json.loads(line)["shares"]
    assert set(shares) == {"spammer", "ring5", "ring20", "swapper", "alt_referrer", "sleeper", "filler"}
    assert shares["spammer"] <= 0.4
    assert "<svg" in (tmp_path / "shares.svg").read_text(encoding="utf-8")


def test_a_limit_that_breaks_is_told_by_simulate_and_by_check(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "community.yaml").write_text("name: Test\nlanguage: en\ntimezone: UTC\n", encoding="utf-8")
    lax = "message: {points: 9, cooldown: 0s, per_day: 900}\nlimits: {spammer: 0.2}\n"
    (rules / "incentives.yaml").write_text(lax, encoding="utf-8")
    for command in (("economy", "simulate"), ("check", "--offline")):
        done = zhiqun(tmp_path, *command, "--rules", "rules", "--language", "en")
        assert done.returncode == 1
        assert "rules/incentives.yaml:2:" in done.stdout + done.stderr
        assert "spammer would get" in done.stdout + done.stderr


def test_the_past_is_paid_anew_and_an_empty_one_moves_nobody(folder: Path) -> None:
    done = zhiqun(folder, "economy", "backtest", "--rules", RULES, "--json", rules=RULES)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"events": 0, "people": []}
