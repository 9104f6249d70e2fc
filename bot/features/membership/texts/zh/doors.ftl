link-name = { $plan }{ $order ->
    [0] {""}
   *[other] {" "}第 { $order } 单
}
plan-have-link = <b>{ $plan }</b> 有效到 { $until }。用你自己的链接进群：只能进一个人，就是你，{ $lasts }内有效。
link-new = <b>{ $plan }</b>：这是你的新链接，旧的作废了。只能进一个人，{ $lasts }内有效。
link-strange = 有别人用你的链接进了 { $chats }。这是你的新链接，旧的作废了。请不要给别人：它只能进一个人。
button-link = 换一个链接
button-way-in = 进群
link-none = 你现在没有这个套餐，请看 /plans。
link-inside = 它的群你都已经在了。
stranger-out = 你进「{ $chat }」用的链接是给别人的，我请你先出群了。你没有被封禁：/plans 里有进群的办法。
stranger-out-mods = { $member } 用给 { $owner } 的链接{ $order ->
    [0] {""}
   *[other] （订单 { $order }）
}进了「{ $chat }」。已请出，没有封禁，链接作废了。
stranger-refused = { $member } 用给 { $owner } 的链接进了「{ $chat }」，但我不能把他请出去：{ $why }
button-subscribe = 订阅 { $chat }：每 30 天 ⭐ { $stars }
paid-channel = Telegram 说你付了 { $chat } 的费用：<b>{ $plan }</b> 有效到 { $until }。不想续的话，在 Telegram 设置的“我的 Stars”里取消。
source-channel = · 付费订阅频道，到 { $until }
channel-link-refused = 我做不了 { $chat } 的收费链接：{ $why }
