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
# What is asked about and not done: the answer names the command, since plain words may be read wrongly.
_ASKED = {
    "optout": re.compile(
        r"(?:不想|不要|别|別|不用|停止|取消|关闭|關閉|退订|退訂|屏蔽)[^,.!?，。！？]{0,8}(?:推荐|推薦|推送|打扰|打擾|发消息|私信)"
        r"|\b(?:stop|no more|don.?t (?:send|want|suggest)|turn off)\b.*\b(?:suggest|recommend|message|push)"
        r"|^(?:unsubscribe|td|t|退订|退訂|opt ?out)$"
    ),
    "forget": re.compile(
        r"(?:删除|刪除|删掉|清除|清空|注销|註銷|忘[记掉了])[^,.!?，。！？]{0,6}(?:数据|數據|资料|資料|记录|記錄|信息|账号|帳號)"
        r"|\b(?:delete|erase|remove|forget)\b.*\bmy (?:\w+ )?(?:data|account|information|history)\b"
        r"|\bforget (?:about )?me\b|\bgdpr\b"
    ),
    "appeal": re.compile(
        r"申诉|申訴|误封|誤封|误判|误删|誤刪|冤枉|解封|解除禁言|解禁"
        r"|(?:为什么|為什麼|为啥|怎么|凭什么).{0,3}(?:我|被|把|禁言|封号).{0,6}(?:禁言|封|删|警告|踢|$)"
        r"|(?:我被|把我|被你).{0,4}(?:禁言|封了|封禁|警告|踢)|^被(?:禁言|封|警告|踢)"
        r"|\bappeal\b|\bunmute\b|\bunban\b"
        r"|\bwhy (?:was|am|did|were|have) .*\b(?:mute|ban|kick|warn|remov|delet|restrict)"
        r"|\bi (?:was|am|got|have been) (?:muted|banned|kicked|warned|restricted)"
    ),
    "checkin": re.compile(
        r"(?:怎么|怎麼|如何|怎样|哪里|哪裡)(?:才能|可以)?(?:打卡|签到|簽到)|\bhow\b.*\bcheck[\s-]?in"
    ),
    "bye": re.compile(
        r"(?:再见|再見|拜拜|回头见|晚点聊|bye(?: ?bye)?|good ?bye|see you(?: later)?|cya)[\s,.!~]*$"
    ),
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


def asked_about(said: str) -> str:
    """What words are about that one command or sentence answers: `optout`, `forget`, `appeal`, `checkin` or
    `bye`; empty otherwise.
    """
    bare = said.strip(_AROUND)
    return next((name for name, words in _ASKED.items() if words.search(bare)), "")


def is_for_people(said: str) -> bool:
    """Whether this is about money, accounts or complaints, which the bot cannot settle."""
    return bool(_FOR_PEOPLE.search(said))
