"""Find ways to reach somebody elsewhere, however they are spelled."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from rules.conditions.base import ONE_OR_SEVERAL, Condition, Options, Probe, Search, listed
from rules.conditions.pattern import compiled
from rules.engine.decision import Finding
from rules.engine.facts import Facts
from rules.engine.normalize import normalize

Way = Literal["account", "call", "group", "phone"]

# Normal texts are in small letters. \p{L} would say more exactly what a letter is, and cost much more memory.
_HAN = r"\x{3400}-\x{4e35}\x{4e37}-\x{9fff}"  # but for 丶, which parts letters
_NONE = rf"[^a-z0-9{_HAN}]"
_APART = rf"{_NONE}{{0,4}}"
_HEART = "[❤♥♡💗💕💓💖💙💚💛💜🧡🖤🤍⭐🌟✨]"
_WEI, _XIN = "[薇威葳徽溦嶶维围巍韦魏伟卫位喂尾苇纬蔚偎]", "[信芯心星欣新鑫昕xv❤]"
# 微信 by its letters, its sound and its looks; V and 微 with a heart, which sounds like 信.
_WECHAT = (
    rf"微{_NONE}{{0,2}}信|{_WEI}\s?{_XIN}|微(?:[芯心星欣鑫xv]|亻\s?言)|[vw]+[信芯心星欣鑫]|[薇威微徽溦维vw]\s?{_HEART}|[vw]+[\s\-_./]?x|🛰|"
    r"(?:wei|微|薇|威)\s?(?:xin|信)|we\s?chat|绿泡泡?|绿色(?:软件|聊天)|小?绿标|卫星号?"
)
_QQ = (
    r"🐧|q\s?q|[扣q][\s\-_./]?[扣q]|叩\s?叩|球\s?球|[企起][a-z\s]?鹅|鹅号|抠\s?抠|"
    r"秋\s?秋|蔻\s?蔻|寇\s?寇|丘\s?丘|求求"
)
_OTHERS = r"whats\s?app|telegram|纸飞机|小飞机|灰机号?|飞鸡|电[报抱]|土豆|瓦次|蝙蝠|连信|密聊|line id|line号"
# What means a messenger behind a verb alone.
_SHORT = r"[薇威葳徽溦嶶][信芯心星号]?|微|v|w|q|扣|抠|球|飞机|卫星|line|[赖濑]|tg|ins|群"
_PLUS = rf"(?:^|[{_HAN},.!:;]\s?)\+"  # no sum
_ADD = rf"加|嘉|伽|茄|咖|家|佳|迦|十|{_PLUS}|jia\s?|联系|咨询|扫"
_BEFORE = "参增添更外附叠追累相递复施强"  # with 加 these are other words
_MORE = "聊领了详私咨拉进备看发好抱免获吧哈哦呀哟噢聯带一"
_DIGITAL = r"(?:[a-z_\-]{0,12}[0-9][a-z0-9_\-]{4,}|[a-z_\-]{2,15}[0-9][a-z0-9_\-]{2,20})"  # with a digit
_NUMERAL = "[0-9零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]"  # 一三八零零… for 13800…
_SPACED = rf"(?:[a-z0-9]\s){{5,}}[a-z0-9]|{_NUMERAL}{{6,}}"
_ID = rf"(?:[:@]\s*@?[a-z0-9][a-z0-9_.\-]{{4,}}|{_DIGITAL}|{_SPACED})"  # behind a colon any name
_PATTERNS: dict[Way, str] = {
    "account": (
        rf"(?:{_WECHAT}|{_QQ}|{_OTHERS}){_APART}(?:号码?|id|同[号名步]?|是|群)?{_APART}{_ID}"
        rf"|(?:^|[^a-z{_HAN}])(?:[薇威葳徽溦微扣抠球赖濑✈🛩]|飞机|卫星|tg)\s?(?:我|号|id)?\s?:\s?@?[a-z0-9][a-z0-9_.\-]{{4,}}"
        rf"|(?:^|[^a-z{_HAN}])[vqw](?:我|号|id)?\s?:\s?{_DIGITAL}|v我\s?:?\s?{_DIGITAL}"
        rf"|(?:{_ADD})[个我下]?{_APART}(?:{_SHORT}){_APART}(?:号|id)?{_APART}{_ID}"
        rf"|[加嘉伽咖+](?:[我个下]|一下)?\s?(?:[薇威微vq扣]|vx|wx)[{_HAN}]{{1,4}}{_NONE}{{1,2}}{_DIGITAL}"
        rf"|(?:[✈🛩]|飞机|tg|telegram|电报|line|ins)(?:[号群搜找]|联系|频道|搜索)?\s?:?\s?@[a-z][a-z0-9_]{{4,}}|(?:飞机|[✈🛩]|灰机)[号搜]\s?[a-z][a-z0-9_]{{4,}}"
        rf"|(?:^|{_NONE})(?:q|扣|抠|v)\s?[1-9][0-9]{{6,10}}(?:$|[^0-9])|(?:^|{_NONE})[扣抠q薇v]{_APART}{_NUMERAL}{{6,}}"
        rf"|[加v薇私]我[{_HAN}]{{0,6}}:\s?@?{_DIGITAL}"
        rf"|(?:^|{_NONE})(?:tg\s?|v\s?[+加]\s?){_DIGITAL}|加我(?:好友)?{_APART}{_ID}"
        rf"|(?:whats\s?app|(?:^|[^a-z{_HAN}])wa){_APART}\+?[0-9][0-9\s\-]{{6,}}"
    ),
    "call": (
        rf"(?:(?:^|[^{_BEFORE}])[加嘉伽茄咖]|{_PLUS})(?:一下|个|我|下|你)?\s?"
        rf"(?:[薇葳徽溦嶶威][信芯心星号]?|微|v[信芯心星]?|v\s?x|w\s?x|微[芯心星]|绿泡泡?|卫星|扣扣|纸?飞机|蝙蝠|"
        rf"企鹅|球球|[🐧✈🛩]|灰机|[薇威微v]\s?{_HEART})(?:$|[^a-z0-9.{_HAN}]|[{_MORE}])"
        r"|^\s*(?:[v薇微]我|[私找看滴]我?[v薇微])[^a-z0-9\x{3400}-\x{9fff}]*$|(?:[微v薇威]|vx|wx)(?:信)?同(?:号|手机|步|抖音|电话|qq|扣)|(?:vx|wx|[薇微v]信?)备注"
        rf"|同(?:[微薇]信?|v|vx|wx)(?:$|{_NONE})"
    ),
    "group": (
        r"(?:加入?|进|入|扣|q|企鹅|福利|资料|资源|学习|交流|免费)\s?(?:q|扣扣|企鹅|学习|交流|资料|福利)?[群裙峮]"
        r"(?:号|聊)?\s?:?\s?[0-9]{5,11}|(?:[群裙峮]号?|君羊)\s?:?\s?[0-9]{7,11}"
    ),
    "phone": (
        r"(?:^|[^0-9])1[3-9][0-9][\s\-]?[0-9]{4}[\s\-]?[0-9]{4}(?:$|[^0-9])"
        r"|(?:^|[^0-9a-z])\+[0-9]{1,3}[\s\-]?[0-9]{3,4}[\s\-]?[0-9]{3,4}[\s\-]?[0-9]{2,5}(?:$|[^0-9])"
    ),
}
# 微信 with something between its letters, as nobody writes it who has nothing to hide.
_SIGNS = rf"[^A-Za-z0-9{_HAN}]{{1,3}}"
_PARTED = rf"微{_SIGNS}信|加{_SIGNS}[微薇威v]{_SIGNS}[信芯x]"


class Contact(Options):
    """The text says how to reach somebody elsewhere: account (a messenger with an id, in any of the spellings
    that hide it: 薇❤, V信, 扣扣, 飞机 …), call (加薇, ➕V: an invitation to add somebody, so spelled), group
    (the number of a QQ group) or phone. 加微信 alone, as people say it, is none."""

    short = "any"
    any: Annotated[tuple[Way, ...], ONE_OR_SEVERAL] = ("account", "call", "group")


def build(options: Contact) -> Probe:
    """Search for one way after the other."""
    ways = [(way, compiled(_PATTERNS[way], case=False)) for way in options.any]
    parted: Any = compiled(_PARTED, case=False) if "call" in options.any else None
    limit = listed(options.any)

    def first(text: str, normal: str, *, soft: bool) -> Finding | None:
        hidden = parted.search(text) if parted is not None else None
        for way, pattern in ways:
            found = pattern.search(normal) or (hidden if way == "call" else None)
            if found is not None:
                values = {"way": way, "limit": limit}
                return Finding(True, values, matched=found.group(0).strip()[:100], soft=soft)
        return None

    def look(facts: Facts) -> Finding:
        text, normal = facts.text, facts.normal
        shown = {link.url for link in facts.content.links if not link.hidden}
        if shown:  # what an address holds is no contact
            for url in shown:
                text = text.replace(url, " ")
            normal = normalize(text)
        found = first(text, normal, soft=False)
        if found is None and facts.quoted:
            found = first(facts.quoted, normalize(facts.quoted), soft=True)
        return found or Finding(False, {"way": "–", "limit": limit})

    searches = [Search(_PATTERNS[way]) for way in options.any]
    if parted is not None:
        searches.append(Search(_PARTED, normal=False))
    return Probe(look, searches=tuple(searches))


CONDITION = Condition("contact", Contact, build, "contact: [account, call]")
