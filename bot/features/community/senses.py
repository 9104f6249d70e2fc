"""What plain words in private may mean beside a subject: thanks, a command, something for the moderators."""

from __future__ import annotations

import re

_GRATEFUL = r"多?谢谢?[你您啦了哦呀]*|感谢|辛苦了?|thanks?(?: you)?|thx|ty"
_THANKS = re.compile(
    rf"(?:(?:好的?|嗯+|ok|okay|great|cool)[\s,]*)?(?:{_GRATEFUL})"
    r"(?:[\s,.!~]|so much|very much|a lot|bot|大家|老师)*"
)
_CHECKIN = re.compile(r"(?:今天|我来)?(?:打卡|签到|簽到)啦?|check(?:ed|ing)?[\s-]?in")
_COMMANDS = {
    "me": re.compile(
        r"(?:查(?:询|一下)?|看看)?我?的?(?:积分|積分|名次|排名)(?:多少)?|(?:my )?(?:points?|score|place|rank)"
    ),
    "top": re.compile(r"(?:看看)?排行榜?|(?:the )?(?:leader)?board|ranking"),
    "rules": re.compile(r"(?:看看)?(?:本群)?(?:群规|群規|规则)|(?:the )?rules"),
}
_FOR_PEOPLE = re.compile(
    r"退款|退费|退钱|退錢|投诉|投訴|发票|發票|客服|付款|付了钱|账号|帳號|登录|登錄|管理员|管理員|人工"
    r"|\brefunds?\b|\binvoice|\bcomplain|\bmoney back\b|\bpaid\b|\bpayments?\b"
    r"|\bmoderators?\b|\bhuman\b|\bsupport\b"
)
_AROUND = " ,.!?。，！？~～"


def is_thanks(said: str) -> bool:
    """Whether somebody thanks, and says nothing else."""
    return bool(_THANKS.fullmatch(said.strip(_AROUND)))


def is_checkin(said: str) -> bool:
    """Whether somebody checks in, as they would in a group."""
    return bool(_CHECKIN.fullmatch(said.strip(_AROUND)))


def command_meant(said: str) -> str:
    """The command that these words stand for; empty when they stand for none."""
    bare = said.strip(_AROUND)
    return next((name for name, words in _COMMANDS.items() if words.fullmatch(bare)), "")


def is_for_people(said: str) -> bool:
    """Whether this is about money, accounts or complaints, which the bot cannot settle."""
    return bool(_FOR_PEOPLE.search(said))
