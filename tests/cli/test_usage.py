"""A command line that cannot be understood is refused in the operator's language."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.processes import here, zhiqun

WRONG = [
    ("replay", "这个命令需要写 file", "this command needs file"),
    ("members evaluate", "这个命令需要写 --history", "this command needs --history"),
    (
        "replay --limt 3 a",
        "没有 --limt 这个选项（是不是“--limit”？）",
        "there is no option --limt (did you mean",
    ),
    ("db --foo", "没有 --foo 这个选项", "there is no option --foo"),
    ("rplay", "没有“rplay”这个命令（是不是“replay”？）", "no command 'rplay' (did you mean 'replay'?)"),
    ("db x", "没有“x”这个命令", "there is no command 'x'"),
    ("replay a --limit", "--limit 后面要写上值", "--limit: write a value behind it"),
    ("check --offline=3", "--offline 后面不写值", "--offline takes no value"),
    ("replay a b", "多写了：b", "this is more than is asked for: b"),
    ("replay a --limit x", "--limit：请写整数", "--limit: write a whole number"),
    ("dead retry x", "numbers：请写整数", "numbers: write a whole number"),
    ("dead retry 1 --wait x", "--wait：请写数字", "--wait: write a number"),
    ("replay a --limit -1", "--limit：不能小于 0", "--limit: write at least 0"),
    ("claim --hours 9999", "--hours：不能大于 8760", "--hours: write at most 8760"),
    (
        "recommend evaluate --interactions a --split x",
        "--split：请写 last 或 time",
        "--split: write last or time",
    ),
]


@pytest.mark.parametrize(("command", "chinese", "english"), WRONG, ids=[command for command, *_ in WRONG])
def test_what_is_wrong_with_a_command_line_is_told_with_where_the_help_is(
    tmp_path: Path, command: str, chinese: str, english: str
) -> None:
    for language, sentence in (("zh", chinese), ("en", english)):
        done = here(tmp_path, "--language", language, *command.split())
        wrong, where = done.stderr.splitlines()
        assert (done.returncode, done.stdout) == (2, "")
        assert sentence in wrong
        assert where.endswith(" --help`")
        assert "zhiqun" in where


def test_a_family_without_a_command_says_so_and_alone_shows_its_page(tmp_path: Path) -> None:
    assert here(tmp_path, "--language", "zh").stderr.splitlines()[0] == "请写明要用哪个命令"
    page = here(tmp_path, "db")
    assert (page.returncode, "Look after the database." in page.stderr) == (2, True)


def test_a_real_command_line_is_refused_in_the_machines_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"LANG": "zh_CN.UTF-8", "PYTHONPATH": str(Path(__file__).parents[2])}
    monkeypatch.setattr("tests.processes.environment", lambda: given)
    done = zhiqun(tmp_path, "claim", "--hours", "x")
    assert done.returncode == 2
    assert done.stderr.startswith("--hours：请写整数\n用法见 `")
