"""Refusals and results of commands, in the language that was asked for."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.cli.main import app
from bot.platforms.telegram.calls import Reply
from bot.runtime.command_line.language import begin
from bot.runtime.error_messages import reply_said
from rules.sentences import tell
from tests.bots import write_rules
from tests.processes import here

FILES = {
    "cut.json": '{"name": "c", "messages": [',
    "none.json": "[]",
    "chat.jsonl": '{"ts": 1, "kind": "x", "chat": "c"}\n{"kind": "message"}\n{"ts": "x", "kind": "join"}\n{',
    "one.jsonl": '{"ts": 1700000000, "kind": "message", "chat": "c", "user": "u", "text": "hi"}\nno\n',
    "taken.csv": "user,item\n1,\n",
    "taken.jsonl": '{"user": 1, "item": 2}\n{oops\n',
    "mixed.csv": "user,item,time\n1,2,5\n1,3,\n",
    "page.xml": "<html></html>",
    "broken.xml": "<rss><a></rss>",
    "shop.csv": "id,titel\na,b\n",
    "bans.txt": "hello\n",
    "empty.csv": "",
}
ENGLISH = re.compile(r"[A-Za-z]{2,},? [a-z]{2,}")  # two words that follow each other
REFUSALS = [
    ("replay cut.json", "内容不完整"),
    ("replay none.json", "里面没有消息"),
    ("replay chat.jsonl", "里没有任何记录"),
    ("replay notes.txt", "请给出 .jsonl"),
    ("replay absent.csv", "没有这个文件"),
    ("backtest --history cut.json", "不是 Telegram Desktop 的导出文件"),
    ("backtest --history chat.jsonl", "“ts”应当是数字"),
    ("backtest --since soon", "--since：“soon”不是时长"),
    ("history import chat.jsonl", "还没有数据库"),
    ("recommend evaluate --interactions taken.csv", "person 和 course 两列都要填"),
    ("recommend evaluate --interactions taken.jsonl", "不是正确的 JSON"),
    ("recommend evaluate --interactions mixed.csv", "没有时间，而前面的行有"),
    ("recommend evaluate --interactions empty.csv", "是空的"),
    ("recommend evaluate --interactions bans.txt", "既不是一个人和他的课程"),
    ("courses import-catalogue page.xml", "不是订阅源"),
    ("courses import-catalogue broken.xml", "第 1 行：结束标签"),
    ("courses import-catalogue shop.csv", "需要列 id 和 title"),
    ("courses import-catalogue empty.csv", "是空的"),
    ("courses import-catalogue http://127.0.0.1/x", "指向本机或内部网络"),
    ("courses import-catalogue shop.csv --kind king", "请写 course、live"),
    ("bans preview bans.txt", "没有数字 id"),
    ("bans preview absent.txt", "读不了 absent.txt：没有这个文件"),
    ("bans preview http://a.example/x", "不是 https 地址"),
    ("spam evaluate", "请给出带文字和标签的文件"),
    ("recommend report --plot a.png", "请以 .svg 结尾"),
    ("claim --role king", "没有“king”这种身份：请写 members 或 moderators"),
    ("explain", "没有可判断的内容"),
    ("explain hi --rule nope", "没有“nope”这个规则"),
    ("db backup", "没有数据库"),
    ("db restore bans.txt", "不是数据库"),
    ("dead retry", "请写明是哪些死信"),
    ("demo --for soon", "不是时长"),
    ("run", "没有令牌"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Rules, and files with something wrong in them."""
    write_rules(tmp_path / "rules")
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("command", "sentence"), REFUSALS, ids=[command for command, _ in REFUSALS])
def test_a_refusal_is_told_in_chinese_to_whoever_asked_for_it(
    folder: Path, command: str, sentence: str
) -> None:
    done = here(folder, *command.split(), "--language", "zh")
    assert done.returncode or "backtest" in command
    assert sentence in done.stderr
    assert ENGLISH.findall(re.sub("`[^`]*`|--kind king|titel", "", done.stderr)) == []


@pytest.mark.parametrize(("command", "sentence"), REFUSALS, ids=[command for command, _ in REFUSALS])
def test_the_same_refusal_is_in_english_otherwise(folder: Path, command: str, sentence: str) -> None:
    assert not re.search(r"[\u4e00-\u9fff]", here(folder, *command.split()).stderr.replace("加微信领取", ""))
    begin()


def test_what_cannot_be_read_of_a_history_is_named_for_people_and_counted_for_programs(folder: Path) -> None:
    chinese = here(folder, "backtest", "--history", "one.jsonl", "--language", "zh")
    assert "one.jsonl:2：不是正确的 JSON" in chinese.stderr
    assert "one.jsonl 中读不了的有 1 处" in chinese.stderr
    counts = [
        json.loads(here(folder, "backtest", "--history", "one.jsonl", "--json", "--language", one).stdout)
        for one in ("zh", "en")
    ]
    assert [found["unreadable"] for found in counts] == [{"is no JSON": 1}] * 2


def test_settings_are_refused_in_the_machines_language(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"LANG": "zh_CN.UTF-8"}
    monkeypatch.setattr(
        "tests.processes.environment",
        lambda **more: given | {f"ZHIQUN_{name.upper()}": value for name, value in more.items()},
    )
    done = here(folder, "check", gateway="x", clock="y", keep_texts_days="-1", http_hosts="a/b")
    assert done.stderr.splitlines() == [
        "ZHIQUN_GATEWAY：请写 aiohttp、aiogram、ptb 或 dry",
        "ZHIQUN_CLOCK：不是时钟：请写 system、scaled:<real>:<virtual>:<rate> 或 events:<rate>",
        "ZHIQUN_HTTP_HOSTS：“a/b”不是主机：只写域名或地址，如 bot.example",
        "ZHIQUN_KEEP_TEXTS_DAYS：不能小于 0",
    ]
    (folder / ".env").write_text("ZHIQUN_TOKN=1\n", encoding="utf-8")
    assert "没有 ZHIQUN_TOKN 这个设置（是不是“ZHIQUN_TOKEN”？）" in here(folder, "check").stderr


def test_results_are_told_in_the_language_asked_for(folder: Path) -> None:
    assert "在 48 小时内" in here(folder, "claim", "--language", "zh").stdout
    for command, chinese, english in (
        ("db check", "一切都对得上。", "Everything adds up."),
        ("dead list", "没有死信。", "There are no dead letters."),
        ("courses check", "0 门课程，0 个问题", "0 courses, 0 problems"),
        ("db upgrade", "数据库版本", "revision"),
        ("recommend report", "还没有可比较的", "nothing to compare yet"),
    ):
        assert chinese in here(folder, *command.split(), "--language", "zh").stdout
        assert english in here(folder, *command.split(), "--language", "en").stdout


def test_every_command_takes_the_language() -> None:
    families = [app, *(family.typer_instance for family in app.registered_groups)]
    assert all(type(family).__name__ == "Commands" for family in families)


def test_why_telegram_was_not_reached_is_told_in_words_and_what_it_answered_as_it_is() -> None:
    away, answered = (
        Reply(ok=False, code=0, text="it refuses the connection"),
        Reply(ok=False, text="Bad Gateway"),
    )
    assert tell(reply_said(away.code, away.text), "zh") == "它拒绝连接"
    assert tell(reply_said(502, answered.text), "zh") == "Bad Gateway"
