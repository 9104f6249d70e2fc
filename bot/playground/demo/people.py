"""Who lives in the demonstration. All of them are invented."""

from __future__ import annotations

from typing import NamedTuple

GROUP, ROOM, CHANNEL, PAID = -1001000000001, -1001000000002, -1001000000003, -1001000000004


class Person(NamedTuple):
    """Somebody: the name scripts use, the account, and how they begin (owner, admin, member or outside)."""

    key: str
    id: int
    first_name: str
    last_name: str
    username: str
    language: str
    begins: str


PEOPLE = (
    Person("zhou", 20001, "周舟", "", "zhouzhou_edu", "zh-hans", "owner"),
    Person("grace", 20002, "Grace", "Lin", "grace_keeps_order", "en", "admin"),
    Person("xiaoman", 20003, "小满", "", "xiaoman_reads", "zh-hans", "member"),
    Person("azhe", 20004, "阿哲", "", "azhe_codes", "zh-hans", "member"),
    Person("wanglin", 20005, "王琳", "", "wanglin_writes", "zh-hans", "member"),
    Person("tom", 20006, "Tom", "Becker", "tom_becker_ml", "en", "member"),
    Person("sofia", 20007, "Sofia", "Reyes", "sofia_reyes", "en", "member"),
    Person("chenmo", 20008, "陈默", "", "chenmo_quant", "zh-hans", "member"),
    Person("kenji", 20009, "Kenji", "Mori", "kenji_mori", "en", "member"),
    Person("lixiang", 20010, "李想", "", "lixiang_pm", "zh-hans", "member"),
    Person("anna", 20011, "Anna", "Kowalska", "anna_kow", "en", "member"),
    Person("susu", 20012, "苏苏", "", "susu_english", "zh-hans", "member"),
    Person("david", 20013, "David", "Osei", "david_osei", "en", "member"),
    Person("laozheng", 20014, "老郑", "", "laozheng_excel", "zh-hans", "member"),
    Person("mei", 20015, "梅姐", "", "meijie_saves", "zh-hans", "member"),
    Person("ahao", 20016, "阿豪", "", "ahao_fast", "zh-hans", "member"),
    Person("xiaoyu", 20017, "小雨", "", "xiaoyu_new", "zh-hans", "outside"),
    Person("lucas", 20018, "Lucas", "Martin", "lucas_starts", "en", "outside"),
    Person("spammer", 20019, "薇薇理财顾问", "", "vivi_profit", "zh-hans", "outside"),
    Person("visitor", 20020, "访客", "Guest", "a_visitor", "zh-hans", "outside"),
)

BY_KEY = {p.key: p for p in PEOPLE}
NEWCOMERS = (BY_KEY["xiaoyu"], BY_KEY["lucas"])
LEARNER = BY_KEY["xiaoyu"]  # who finds courses step by step
TRYING, SUBSCRIBER = BY_KEY["wanglin"], BY_KEY["anna"]  # who have memberships
SPAMMER, FLOODER, VISITOR = BY_KEY["spammer"], BY_KEY["ahao"], BY_KEY["visitor"]
