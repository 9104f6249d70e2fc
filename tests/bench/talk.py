"""What made-up people say: sentences of both languages, joined at random."""

from __future__ import annotations

import random

_ZH = """
今天的作业大家做完了吗
第三章的循环我看了两遍还是不太懂
老师说周末会讲数据清洗
我把代码改成列表推导式之后快了很多
谢谢 终于跑通了
这个报错是因为少了一个冒号
有人知道怎么读取带中文的文件吗
我觉得先把基础打牢再学模型比较好
定投的话一般每个月几号扣款
记账坚持了一个月 发现外卖花了好多
晚上八点直播 记得来
笔记我整理好了 放在群文件里
这本书的第二版比第一版清楚
听力每天半小时 一个月就有感觉
请问课程有回放吗
我试了 可以的
模型过拟合的时候可以加正则
哈哈哈 我也是
早上好 今天继续学习
这个函数返回的是元组不是列表
"""
_EN = """
how do I read a csv with dates in it
the error message says the index is out of range
I finished the second assignment last night
does anybody have notes of the first session
pandas groupby is what you want here
that worked, thank you
is there a recording of the lecture
try printing the shape before you merge
I like the part about habits most
which book would you read first
my listening improved a lot after a month
see you at the live session tonight
this loop never ends because i is not changed
good morning everyone
a dictionary keeps the order of insertion
the index fund costs less than I thought
can you share the notebook you used
same here, it took me an hour to find
the plot looks wrong because of the time zone
I would start with the free course
"""
_SENTENCES = {"zh": _ZH.split("\n")[1:-1], "en": _EN.split("\n")[1:-1]}
INVITING = "https://t.me/+"  # what every invitation holds
_CALLING = ("点这里进群", "资料都在这个群", "join us here:", "free signals group")
_ADS = (
    "加微信 learn_fast88 领取全套课程资料，名额有限",
    "兼职日结 300 一单，加 vx：money9921 了解",
    "free money guaranteed, join https://t.me/+AbCdEfGh12345 now",
    "高价回收课程账号 联系微信号：zhou_2024a",
)


def sentence(draw: random.Random, language: str) -> str:
    """One to three sentences."""
    mark = "，" if language == "zh" else ". "
    words = draw.choices(_SENTENCES[language], k=draw.choice((1, 1, 1, 2, 2, 3)))
    return mark.join(words) + ("" if draw.random() < 0.5 else f" {draw.randrange(1, 500)}")


def invitation(draw: random.Random) -> str:
    """What the default rules remove whoever writes it."""
    return f"{draw.choice(_CALLING)} {INVITING}{draw.getrandbits(60):x}"


def advertisement(draw: random.Random) -> str:
    """What the default rules remove."""
    return draw.choice(_ADS)
