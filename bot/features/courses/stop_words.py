"""List words of asking and of everyday talk, which say nothing of a subject."""

from __future__ import annotations

_WORDS = """
请问 推荐 有没有 老师 大佬 求助 求教 办法 方法 想学 了解 谁知道 哪里 哪个 哪些 哪门 为什么 是不是
能不能 可不可以 有人 怎样 怎么办 东西 感觉 应该 比较 需要 还有 一直 有点 看到 出来 那么 这样 多少 合适
各位 一些 什么样 零基础 基础 入门 新手 小白 适合 更好 好不好 起来 出现 还会 教程 资料 别人
新来 刚来 初来 报到 大家好 自我介绍 请多关照
请教 想要 找到 变成 不能 解释 情况 先学 算不算 开始 名字 内容
anyone anybody someone somebody help need needs needed trying tried try getting work works working worked
way ways best idea ideas recommend recommendation recommendations advice suggestion suggestions tutorial
tutorials book resource resources guide guys guy hi hey hello sorry ok okay sure maybe doing does did make
makes making made got going look looking looks understand understood explain possible wondering wonder start
started starting stuck problem problems issue issues error errors wrong right better new old different mean
means meant difference say says said tell come came comes able actually really just pls plz lot lots yes
yeah yep nope hmm think thinking thought know knows known let lets having isn aren didn wasn couldn wouldn
shouldn hasn haven went gone take taking took taken run running runs ran set called calling call calls read
change changes changed happen happens happened happening add added adding put see seen saw seems seem show
shows shown find found finding give gives given gave keep keeps ask asking asked feel talk check checked
checking fix fixed fixing solve solved write written wrote send sent using uses usage install installed
installing open opened close closing closed click clicked follow following specific basic exactly simple
simply easy easily hard kind kinds sort type types thing stuff part parts place places example examples case
cases point reason line lines number numbers list name names order step steps version versions file files
code room group channel page pages link links post posts message messages chat person men man world life day
one two first second last next current currently later ago soon already instead probably definitely
especially wait away whats im recently mention mentioned question questions true false return consider enjoy
enjoying curious
"""
GENERIC = frozenset(_WORDS.split())
