"""The rule files that come along: they load, ordinary talk passes, advertising does not."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

import rules
from bot.features import extensions
from rules.config.actions import ACTIONS
from rules.config.book import RuleBook, load_book
from rules.engine.actions import Alert, Delete, Mute, Review
from rules.engine.decide import decide
from rules.engine.decision import Decision, Mode
from rules.engine.events import Button, Event, Extras, Forward, Kind, Media, Mention, Person
from rules.engine.incentives import award
from rules.engine.normalize import digest
from rules.engine.state import BEFORE, Activity, Role, Standing
from rules.engine.streaks import local_day
from tests.rules.make import NOW, event, link, member, past, seen

FOLDER = Path(rules.__file__).parent
HOUR, DAY = 3600, 86_400
ABROAD = Extras(outside=Forward("channel", "Ads"))


@pytest.fixture(scope="module")
def default() -> RuleBook:
    """The book of the files that come along."""
    found, problems = load_book(FOLDER, extensions())
    assert problems == []
    assert found is not None
    return found


def judged(what: Event, book: RuleBook, joined: int = 0, activity: Activity | None = None) -> Decision:
    """A decision on somebody who joined `joined` seconds ago (0: before the bot)."""
    state = member(joined_at=NOW - joined) if joined else member(first_seen=BEFORE)
    return decide(what, state, activity or Activity(), book, NOW)


def test_there_are_forty_one_rules_with_reasons_and_every_job(default: RuleBook) -> None:
    assert len(default.rules) == 41
    assert all(r.reason != r.id for r in default.rules)
    # Operators add these themselves.
    chosen = {"anniversaries", "digest", "quiz", "season", "unanswered", "winback"}
    assert {j.job for j in default.schedule} == set(extensions().jobs or ()) - chosen
    assert default.community.timezone == "Asia/Shanghai"
    assert default.escalation.highest > 0
    assert default.courses


def test_every_action_the_rules_know_has_a_summary() -> None:
    assert all(a.summary for a in ACTIONS.values())


@pytest.mark.parametrize(
    ("joined", "text", "more"),
    [
        (0, "大家早上好，今天的作业有人做完了吗？", {}),
        (HOUR, "大家好，我是新来的，想学数据分析，从哪里开始？", {}),
        (HOUR, "请教一下，小程序怎么加微信支付？", {}),
        (HOUR, "我想参加微信群里说的那个读书会", {}),
        (HOUR, "qq music 的接口有文档吗？", {}),
        (HOUR, "微信 python 开发用哪个 sdk？", {}),
        (HOUR, "wx.request 返回 404 是为什么", {}),
        (
            HOUR,
            "源码在 https://github.com/pandas-dev/pandas",
            {"links": (link("https://github.com/pandas-dev"),)},
        ),
        (0, "看这篇 https://blog.example.net/post", {"links": (link("https://blog.example.net/post"),)}),
        (0, "for p in Path('.').glob('*.xlsx'): p.rename(p.with_stem(p.stem + '_旧'))", {}),
        (0, "SELECT COUNT(*) FROM USERS WHERE ID = 3", {}),
        (0, "我真傻，bug 就在眼前", {}),
        (0, "这笔交易的内部收益率怎么算？", {}),
        (0, "Thanks Kenji, that saved my evening 🎉🎉", {}),
        (0, "太棒了！！！", {}),
        (0, "notes.pdf", {"media": Media.DOCUMENT, "file_name": "notes.pdf"}),
        (0, "转一条官方公告", {"forward": Forward("channel", "News")}),
        (HOUR, "同意", {"quote": "今天的作业"}),
        (0, "盗版课请大家举报", {}),
        (0, "我的名片", {"media": Media.CONTACT}),
        (0, "讲义在 https://pan.baidu.com/s/1", {"links": (link("https://pan.baidu.com/s/1"),)}),
        (0, "@bob @amy 一起吗", {"mentions": (Mention("bob"), Mention("amy"))}),
    ],
)
def test_ordinary_talk_is_left_alone(default: RuleBook, joined: int, text: str, more: dict[str, Any]) -> None:
    decision = judged(event(text, **more), default, joined)
    assert [h.rule for h in decision.hits if h.mode.acts] == []


@pytest.mark.parametrize(
    ("rule", "joined", "text", "more"),
    [
        ("ads", HOUR, "每天稳赚不赔，加微信 vx88wealth 领取", {}),
        ("ads", HOUR, "想赚钱的加 V-信 了解", {}),
        ("ads", HOUR, "刷单 返利，日结工资", {}),
        ("ads", HOUR, "Guaranteed  PROFIT, ask me", {}),
        ("ads", HOUR, "free crypto аirdrоp now", {}),
        ("ads", 0, "代写论文 https://x.cn", {"links": (link("https://x.cn"),)}),
        ("contact-bait", HOUR, "资料找我拿 VX：study2026", {}),
        ("contact-bait", HOUR, "qq 123456789 聊", {}),
        ("invite-links", 0, "come https://t.me/+AbC", {"links": (link("https://t.me/+AbC"),)}),
        ("hidden-links", HOUR, "官网", {"links": (link("https://evil.cn", hidden=True),)}),
        ("short-links", HOUR, "https://t.cn/x", {"links": (link("https://t.cn/x"),)}),
        ("channel-forwards-by-newcomers", HOUR, "大促", {"forward": Forward("channel", "Shop")}),
        ("newcomer-links", HOUR, "看 https://spam.cn", {"links": (link("https://spam.cn"),)}),
        (
            "newcomer-links",
            HOUR,
            "https://github.com/a https://spam.cn",
            {"links": (link("https://github.com/a"), link("https://spam.cn"))},
        ),
        ("dangerous-files", 0, "", {"media": Media.DOCUMENT, "file_name": "Crack.EXE"}),
        ("mention-bomb", 0, "…", {"mentions": tuple(Mention(f"m{i}") for i in range(8))}),
        ("outside-quotes", HOUR, "看", {"quote": "日赚500", "extras": ABROAD}),
        ("buttons-by-newcomers", HOUR, "!", {"extras": Extras(buttons=(Button("Win"),))}),
        ("contact-cards", HOUR, "", {"media": Media.CONTACT}),
        (
            "late-links",
            DAY,
            "https://x.cn",
            {"kind": Kind.EDIT, "written_at": NOW - 900, "links": (link("https://x.cn"),)},
        ),
        ("impostors", HOUR, "", {"kind": Kind.JOIN, "person": Person(9, "Lily 官方客服")}),
        ("impostors", HOUR, "", {"kind": Kind.RENAME, "person": Person(9, "Customer Support")}),
        ("emoji-storm", 0, "🔥" * 20, {}),
        ("insults", 0, "你是傻 逼吗", {}),
        ("call-admin", 0, "@admin 有人发广告", {"mentions": (Mention("admin"),)}),
    ],
)
def test_what_the_rules_are_for_is_found(
    default: RuleBook, rule: str, joined: int, text: str, more: dict[str, Any]
) -> None:
    assert rule in [
        h.rule for h in judged(event(text, **more), default, joined).hits if h.mode is Mode.ENFORCE
    ]


def test_a_regular_who_talks_about_advertising_is_shown_to_the_moderators_and_not_removed(
    default: RuleBook,
) -> None:
    decision = judged(event("昨天又有人发刷单返利的广告"), default, 90 * DAY)
    assert [type(a) for a in decision.actions] == [Alert]


def test_a_flood_is_removed_and_muted(default: RuleBook) -> None:
    flood = past(*(seen(8 - n, n) for n in range(1, 8)))
    decision = judged(event("有人吗"), default, DAY, flood)
    assert Delete((1, 2, 3, 4, 5, 6, 7)) in decision.actions
    assert any(isinstance(a, Mute) for a in decision.actions)


def test_the_same_text_three_times_is_removed(default: RuleBook) -> None:
    text = "新课上线，欢迎来看看"
    again = past(*(seen(60 * n, n, digest=digest(text)) for n in (1, 2)))
    assert "repeats" in [h.rule for h in judged(event(text), default, 30 * DAY, again).hits]


@pytest.mark.parametrize(
    ("rule", "text", "more"),
    [
        ("piracy", "低价转课，要的私聊", {}),
        ("piracy-links", "全套 教程 pan.baidu.com/s/1", {"links": (link("https://pan.baidu.com/s/1"),)}),
    ],
)
def test_leaked_courses_wait_for_a_moderator(
    default: RuleBook, rule: str, text: str, more: dict[str, Any]
) -> None:
    decision = judged(event(text, **more), default, 90 * DAY)
    assert [(h.rule, h.mode) for h in decision.hits] == [(rule, Mode.REVIEW)]
    assert [type(a) for a in decision.actions] == [Review, Delete, Alert]


def test_what_several_members_report_waits_for_a_moderator(default: RuleBook) -> None:
    twice = past(*(seen(60 * n, 100, kind="report") for n in (1, 2)))
    decision = judged(event(kind=Kind.REPORT), default, 0, twice)
    assert [type(a) for a in decision.actions] == [Review, Delete, Alert]


def test_a_forwarded_advertisement_goes_and_whoever_forwarded_it_is_not_muted(default: RuleBook) -> None:
    forwarded = event("刷单 返利，日结工资", forward=Forward("user", "Eve", 99))
    decision = judged(forwarded, default, HOUR)
    assert [type(a) for a in decision.actions] == [Delete, Alert]


def test_administrators_may_write_all_of_this(default: RuleBook) -> None:
    decision = decide(event("加微信"), member(role=Role.ADMINISTRATOR), Activity(), default, NOW)
    assert (decision.exempt, decision.hits) == ("administrator", ())


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        *(
            (word, True)
            for word in ("今天打卡", "已打卡", "签到", "签到！", "今日签到", "打卡第 3 天", "签到了")
        ),
        *(
            (word, True)
            for word in ("打卡：背了 40 个单词", "Check in", "check-in!", "checked in", "我来打卡啦")
        ),
        *(
            (word, False)
            for word in ("签到了吗？", "签到表在哪里", "今天打卡机坏了", "还没签到", "check in at noon")
        ),
    ],
)
def test_what_checks_in_with_the_words_that_come_along(default: RuleBook, text: str, counts: bool) -> None:
    found = award(
        event(text),
        judged(event(text), default),
        {1: Standing(person=1, day=local_day(NOW, "UTC"))},
        default.incentives,
        author=1,
        receiver=None,
        activity=Activity(),
        timezone="UTC",
    )
    assert ("checkin" in {e.source for e in found.entries}) is counts


def in_mode(tmp_path: Path, changed: str) -> list[str]:
    """What is wrong with the files when moderation.yaml says this."""
    folder = shutil.copytree(
        FOLDER, tmp_path / "rules", ignore=shutil.ignore_patterns("*.py", "schema", "config", "engine")
    )
    (folder / "moderation.yaml").write_text(changed, encoding="utf-8")
    return [str(p) for p in load_book(folder, extensions())[1]]


@pytest.mark.parametrize("mode", ['"off"', "shadow", "review", "enforce"])
def test_the_files_may_be_tried_in_every_mode(tmp_path: Path, mode: str) -> None:
    text = (FOLDER / "moderation.yaml").read_text(encoding="utf-8")
    assert text.count("\nmode: enforce\n") == 1
    assert in_mode(tmp_path, text.replace("\nmode: enforce\n", f"\nmode: {mode}\n")) == []


@pytest.mark.parametrize("mode", ['"off"', "shadow", "review", "enforce"])
def test_every_rule_may_be_in_every_mode(tmp_path: Path, mode: str) -> None:
    text = re.sub(r"\n    mode: .*", "", (FOLDER / "moderation.yaml").read_text(encoding="utf-8"))
    text = re.sub(r"(\n  - id: .*)", rf"\1\n    mode: {mode}", text)
    found = in_mode(tmp_path, text)
    # The tests at the end ask what all rules do together.
    assert [p for p in found if "test of the rule" in p] == []
    assert mode == '"off"' or found == []
