command-shop = 用金币能换什么
help-shop = /shop 看用金币能换什么、你有多少金币。金币随积分而来，积分永远不会被花掉。
command-orders = 我换了什么
help-orders = /orders 看你最近的订单：办得怎样了，收到的兑换码也在这里。
command-gift = 送金币
help-gift = /gift @ann 10，或者回复对方 /gift 10，把你的金币送给别人；每天、每周有上限。

shop-closed = 现在没有可以用金币换的东西。
shop-head = <b>商店</b> · 你有 { $coins } 金币
shop-line = { $good } — { $price }
shop-price = 需要 { $price } 金币，你有 { $coins }。
shop-left = { $left ->
    [0] 已换完。
   *[other] 还剩 { $left } 份。
}
button-order = 用 { $price } 金币换
button-shop = 回到商店
shop-gone = 已经换完了。
shop-had = 每人能换的份数你已经换够了。
shop-few = 金币不够：需要 { $price }。
shop-once = 这一单已经下过了，见 /orders。
shop-no-moderators = 这件东西现在没法交给你。
order-ordered = 订单 { $order }：{ $good }，{ $price } 金币。已告知管理员，办好后在这里告诉你。
order-delivered = 订单 { $order }：{ $good } 已交付。
order-refunded = 订单 { $order }：{ $good } 的 { $price } 金币已退还。
order-code = 订单 { $order }：{ $good }。你的兑换码：<code>{ $code }</code>
orders-head = <b>你的订单</b>
orders-none = 你还没有换过东西，/shop 看看有什么。
shop-card = 🛍 订单 { $order }：{ $member } 用 { $price } 金币换 { $good }。
shop-card-delivered = ✅ 已交付。
shop-card-refunded = ↩️ 金币已退还。
button-order-delivered = 已交付
button-order-refund = 退还金币
shop-not-yours = 只有管理员可以这样做。
shop-ended = 这一单已经办完了。

gift-off = 这里不能送金币。
gift-how = 请写 /gift @ann 10，或者回复对方 /gift 10。
gift-nobody = 金币要送给别的成员。
gift-once = 这一份已经送过了。
gift-few = 你有 { $coins } 金币。
gift-new = 再过些时候吧：双方都要在这里待上一阵。
gift-today = 超过了一天能送的数量。
gift-received = 对方今天收到的已经够多了。
gift-pair = 超过了你们俩一周能互送的数量。
gift-people = 这周你送过的人已经够多了。
gift-given = 🎁 { $member }：送你 { $coins } 金币。

shop-order = 订单 { $order }：{ $good }，{ $price } 金币，{ $state }，成员 { $member }。
shop-orders-none = 没有这样的订单。
shop-codes = 新增 { $new } 个兑换码，{ $good } 现有 { $left } 个可用。
shop-refunded = 订单 { $order }：退还 { $coins } 金币。
