command-atrisk = 可能会沉默的成员
help-atrisk = 列出一直参与、但接下来 14 天很可能不再说话的成员和原因，最可惜的排在前面。后面可写人数（最多 30）。每晚更新。请私聊或在管理群使用。

atrisk-how = 请写 /atrisk，或 /atrisk 加人数（最多 { $most }）。
atrisk-not-yet = 还没有结果：每晚推算一次。
atrisk-too-little = 记录还太少：大约需要两个月，其间至少有二十名成员参与。
atrisk-none = 常来的成员里，没有谁像是快要沉默（{ $at }）。
atrisk-head = 🍂 <b>接下来 14 天可能会沉默</b>（{ $at }）
atrisk-line = { $name }，{ $percent }%：{ $why }
atrisk-and = ；
atrisk-tried = <i>用过去的记录检验：排在最前的二十人里，有 { $percent }% 后来确实没再说话。打个招呼总没坏处。</i>
atrisk-untried = <i>记录还短，没法检验准不准。</i>
atrisk-why-away = { $days ->
    [0] 今天还说过话
   *[other] { $days } 天没说话
}
atrisk-why-away-usual = { $days } 天没说话，平时{ $usual ->
    [1] 每天都来
   *[other]  { $usual } 天来一次
}
atrisk-why-slower = 以前每周 { $before } 条，最近{ $now ->
    [0] 几乎没有
   *[other] 每周 { $now } 条
}
atrisk-why-seldom = { $weeks } 周里只来过 { $days } 天
atrisk-why-new = 来了 { $days } 天，说过话的有 { $acts } 天
atrisk-why-unanswered = { $days ->
    [0] 今天的提问还没人回答
   *[other] { $days } 天前的提问没人回答
}
atrisk-why-never-answered = 还没有人回复过 TA
atrisk-why-not-answered = 已经 { $days } 天没有人回复 TA
atrisk-why-talk = 聊的和学的，与以前沉默下来的人相近

winback = 👋 { $name }，「{ $chat }」已经 { $days } 天没见到你了。{ $messages ->
    [0] 不急，你的位置和积分都在。
   *[other] 这期间群里有 { $messages } 条消息，你的位置和积分都在。
}/suggest 帮你挑一门合适的课，/top 看看最近的排行。
button-no-greetings = 不再问候
pressed-no-greetings = 好的，你不在时我不再私信打扰。
