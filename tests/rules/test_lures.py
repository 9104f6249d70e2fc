"""Short lures by newcomers are stopped, those that no rule was written after too; honest words are not.

`lures/tuned_zh.txt` stood beside the rules as they were written. `lures/fresh_zh.txt` and
`lures/held_out_zh.txt` were written before them and counted afterwards alone: keep it so, and write a new one
when a rule is changed for a line of one. `lures/honest_zh.txt` has what newcomers ask and tell about the same
things.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import rules
from bot.features import extensions
from rules.config.book import RuleBook, load_book
from rules.engine.actions import Ban, Delete, Kick, Mute
from rules.engine.decide import decide
from rules.engine.decision import Decision
from rules.engine.plain_text_entities import read_text
from rules.engine.state import Activity
from tests.rules.make import NOW, event, member

_LURES = Path(__file__).parent / "lures"
_HONEST = [
    "报名后怎么加微信？",
    "助教让我加微信进班级群",
    "助教让我加v进班级群",
    "去哪里免费领取资料？",
    "老师说加微信领取资料，是哪个微信",
    "请问怎么加老师微信",
    "我加了老师的微信，但是还没通过，是不是人太多了",
    "班级群号是多少？",
    "有老师联系方式吗，可以私聊我吗",
    "客服让我私信他，是真的吗",
    "群二维码过期了，麻烦再发一张",
    "我想找个兼职，在家可以学",
    "我是宝妈，在家学编程",
    "做兼职数据标注累不累",
    "课程 299 元，我昨天付的还没开通",
    "课程资料在群文件里",
    "发票怎么开？公司可以报销",
    "vpn 不稳定，直播连不上",
    "这节课讲征信和贷款，收获很大",
    "量化那门课讲的回测要注意手续费",
    "比特币那一讲主要讲哈希和签名，不讲投资",
    "CPU 跑分和内存关系大吗",
    "承兑汇票那一节没听懂",
    "彩票概率那道题答案是 B",
    "刷单都是骗局，千万别信，我同学就被骗了三千",
    "有人私聊我让我转账，别上当",
    "我微信好像被限制了，加不了人",
    "c++ 和 ctrl+v 冲突了",
    "参加v站的活动",
    "发个红包庆祝一下结课，大家手气如何",
    "提现功能怎么测试？我们小组做的是钱包的练习项目",
    "从 git 拉取代码后运行 tar czvf: 报错",
    "书我有一本旧的，半价给同城的同学，自提",
    "两本包邮，有没有人想拼单",
    "微信支付的接口要先申请商户号",
    "点我的头像就能看到代码仓库吗？",
    "大家好，我是新来的，想学副业",
    "同城的同学可以一起学习",
    "老师，兼职做设计的那节课讲得很好",
    "第三课讲比特币和空投",
    "今天打卡，全套笔记整理完毕",
    "发票已收到",
    "课程红包怎么用",
    "报名费 299 元已付",
    "兼职设计师，想学 Figma",
    "学历不高能学吗",
    "我在同城找自习搭子",
    "贷款那一讲的公式",
    "我是做信用卡业务的",
    "vpn 连上以后就能看直播",
    "手机看直播卡",
    "学生优惠怎么领",
    "合租房子改造那一课",
    "微信小程序打包报错",
    "requirements 打包 exe 失败",
    "节点和边的定义，图论第一讲",
    "机场建模作业",
    "二手书转让",
    "打包 20 个文件",
    "docker 打包镜像",
    "npm run build 打包失败",
    "链表的节点删除",
    "每个节点 3 个子节点",
    "k8s 节点 2 个",
    "发票抬头填公司，邮箱 a@b.com",
    "红包 20 元谢谢老板",
]  # fmt: skip


@pytest.fixture(scope="module")
def default() -> RuleBook:
    """The book of the files that come along."""
    found, problems = load_book(Path(rules.__file__).parent, extensions())
    assert found is not None, problems
    return found


def judged(book: RuleBook, text: str) -> Decision:
    """What becomes of the first message of somebody who joined ten minutes ago."""
    written = read_text(text)
    what = event(text, links=written.links, mentions=written.mentions)
    return decide(what, member(joined_at=NOW - 600, messages=1), Activity(), book, NOW)


def missed(book: RuleBook, name: str) -> tuple[list[str], int]:
    """The lures of a list that are not stopped, and how many it has."""
    lures = (_LURES / name).read_text(encoding="utf-8").splitlines()
    return [t for t in lures if not any(isinstance(a, Delete) for a in judged(book, t).actions)], len(lures)


def test_the_lures_that_the_rules_were_written_for_are_stopped(default: RuleBook) -> None:
    through, count = missed(default, "tuned_zh.txt")
    assert len(through) <= 0.1 * count, through


@pytest.mark.parametrize("name", ["fresh_zh.txt", "held_out_zh.txt"])
def test_of_fresh_lures_more_than_five_in_six_are_stopped(default: RuleBook, name: str) -> None:
    through, count = missed(default, name)
    assert len(through) <= 0.15 * count, f"{len(through)} of {count}"


def test_why_a_lure_is_held_is_told_sign_by_sign(default: RuleBook) -> None:
    decision = judged(default, "减肥茶，七天掉秤")
    trace = next(h.trace for h in decision.hits if h.rule == "lure-words")
    weighed = next(part for part in trace.parts if part.condition == "weigh")
    signs = [(t.finding.values["points"], t.finding.matched) for t in weighed.parts]
    assert (3, "减肥茶") in signs
    assert weighed.finding.values == {"points": sum(points for points, _ in signs), "limit": 4}


@pytest.mark.parametrize(
    "text", [*_HONEST, *(_LURES / "honest_zh.txt").read_text(encoding="utf-8").splitlines()]
)
def test_an_honest_newcomer_is_neither_removed_nor_muted(default: RuleBook, text: str) -> None:
    decision = judged(default, text)
    assert [h.rule for h in decision.hits if h.mode.acts] == []
    assert not any(isinstance(a, Delete | Mute | Kick | Ban) for a in decision.actions)
