"""The likeliest mistakes where people write Chinese: named with the character, its place, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.config.book import examine, load_book
from tests.rules.make import book, folder, problems

RULE = "rules:\n  - id: ads\n    when: {words: 加微信}\n    then: delete\n"


A, END = "rules:\n  - id: ads\n", "    then: delete\n"
WHEN = "    when: {words: x}\n"


@pytest.mark.parametrize(
    ("written", "place", "said"),
    [
        (f"rules:\n  - id：ads\n{WHEN}{END}", "2:7", "slip-colon"),
        (f"{A}    mode：shadow\n{WHEN}{END}", "3:9", "slip-colon"),
        (f"{A}    when： {{words: x}}\n{END}", "3:5", "slip-colon"),
        (f"{A}    when: {{words：x}}\n{END}", "3:12", "slip-colon"),
        (f"{A}{WHEN}    then: mute：1h\n", "4:11", "slip-colon"),
        (f"rules：\n  - id: ads\n{WHEN}{END}", "1:6", "slip-colon"),
        (f"rules:\n  - id:ads\n{WHEN}{END}", "2:7", "slip-space"),
        (f"{A}    when: {{words:x}}\n{END}", "3:12", "slip-space"),
        (f"{A}{WHEN}    then:delete\n", "4:9", "slip-space"),
        (f"{A}    when: {{words: [加微信，私聊]}}\n{END}", "3:23", "slip-comma"),
        (f"{A}    on: [message，edit]\n{WHEN}{END}", "3:17", "slip-comma"),
        (f"{A}    when: {{rate: {{times: 3，within: 10s}}}}\n{END}", "3:27", "slip-comma"),
        (f"{A}{WHEN}{END}mode: “off”\n", "5:7", "slip-quote"),
        ("rules:\n\t- id: ads\n", "2:1", "slip-tab"),
        (f"{A}\t  when: {{words: x}}\n", "3:1", "slip-tab"),
        (f"{A}\u3000\u3000when: {{words: x}}\n{END}", "3:1", "slip-wide-space"),
        (f"{A}\u00a0\u00a0\u00a0\u00a0when: {{words: x}}\n{END}", "3:1", "slip-wide-space"),
    ],
)
def test_a_slip_is_named_where_it_stands(tmp_path: Path, written: str, place: str, said: str) -> None:
    found = examine(folder(tmp_path, moderation=written)).problems
    here = [p for p in found if f"{p.line}:{p.column}" == place]
    assert [getattr(p.message, "key", "") for p in here] == [said], [str(p) for p in found]
    assert any(word in here[0].told("zh") for word in ("全角", "空格", "制表符"))


@pytest.mark.parametrize(
    "written",
    [
        f"{A}    title: 广告，请勿发布：谢谢\n    when: {{words: '加我，送课'}}\n{END}",
        f"{A}    when: {{words: [加微信, 'QQ：123']}}\n    then: [{{reply: 请看群规，谢谢}}]\n",
        f"{A}    when: {{domains: [bit.ly]}}\n    then: {{reply: 'see https://a.b/c'}}\n",
    ],
)
def test_full_width_characters_in_texts_are_texts(tmp_path: Path, written: str) -> None:
    assert book(tmp_path, written).rules


def test_a_gbk_file_is_recognised_by_what_stands_there(tmp_path: Path) -> None:
    root = folder(tmp_path)
    (root / "moderation.yaml").write_bytes(RULE.encode("gbk"))
    (problem,) = load_book(root)[1]
    assert str(problem).startswith("rules/moderation.yaml:3:19: is GBK, not UTF-8 text (first here: 加微信")
    assert "另存为 UTF-8" in problem.told("zh")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_a_file_of_notepads_unicode_is_named(tmp_path: Path, encoding: str) -> None:
    root = folder(tmp_path)
    (root / "moderation.yaml").write_bytes(RULE.encode(encoding))
    (problem,) = load_book(root)[1]
    assert problem.line == 1 or encoding == "utf-16-le"
    if encoding == "utf-16":
        assert "UTF-16" in str(problem)


def test_a_list_that_cannot_be_read_is_one_problem(tmp_path: Path) -> None:
    text = (
        "rules:\n"
        "  - {id: ads, when: {words: {lists: [ads]}}, then: delete, tests: [{text: 加微信}]}\n"
        "  - {id: more, when: {words: $ads}, then: delete}\n"
        "tests: [{text: 加微信, expect: ads}]\n"
    )
    root = folder(tmp_path, moderation=text)
    (root / "lists").mkdir()
    (root / "lists" / "ads.txt").write_bytes("私聊\n加微信\n".encode("gbk"))
    found = examine(root)
    assert [str(p).partition(":")[0] for p in found.problems] == ["rules/lists/ads.txt"]
    assert found.problems[0].told("zh").startswith("rules/lists/ads.txt:1:1: 文件是 GBK")
    assert found.untested


def test_a_key_that_stands_twice_hides_no_further_mistake(tmp_path: Path) -> None:
    text = "mode: enforce\nmode: shadow\nrules:\n  - {id: a, id: b, when: {wrods: x}, then: delet}\n"
    assert [p.partition(": ")[0] for p in problems(tmp_path, moderation=text)] == [
        "rules/moderation.yaml:2:1",
        "rules/moderation.yaml:4:13",
        "rules/moderation.yaml:4:27",
        "rules/moderation.yaml:4:44",
    ]


def test_tests_at_the_end_are_left_out_where_the_ceiling_is_off(tmp_path: Path) -> None:
    text = RULE + "tests:\n  - {text: 加微信, expect: ads}\n  - {text: 加微信, expect: delete}\n"
    assert book(tmp_path, "mode: off\n" + text).tests == 0


@pytest.mark.parametrize("change", ["mode: off", "id: adverts"])
def test_switching_a_rule_off_or_renaming_it_says_which_test_named_it(tmp_path: Path, change: str) -> None:
    text = RULE.replace("id: ads", change if "id" in change else f"id: ads\n    {change}")
    (problem,) = examine(
        folder(tmp_path, moderation=f"{text}tests: [{{text: 加微信, expect: ads}}]\n")
    ).problems
    assert "a test at the end of the file names" in str(problem)
    assert "文件末尾的测试提到" in problem.told("zh")
    assert "ads" in problem.told("zh")
