command-plans = 可以购买的会员
help-plans = 看看有哪些会员、多少钱、能用多久。按按钮即可用 Telegram Stars 付款。
command-join = 同 /plans
help-join = 看看怎样可以进入本社群的群。
command-membership = 我的会员和到期时间
help-membership = 你有什么会员、怎么来的、到什么时候；自动续费的可以用按钮停止或恢复。管理员可以在后面写成员的名字（私聊或管理群里）。
command-terms = 会员条款
help-terms = 购买会员的人都适用的条款。
command-paysupport = 付款方面的帮助
help-paysupport = 付款有问题找谁，怎样退款。
command-grant = 给成员开通套餐
help-grant = 写成员和套餐；后面可以写多久和原因。不写时间就按套餐自己的周期。这是一条处理记录，可以撤销。
command-extend = 延长成员的套餐
help-extend = 写成员、套餐和时间；后面可以写原因。这是一条处理记录，可以撤销。
command-revoke = 结束成员的套餐
help-revoke = 写成员和套餐；后面可以写原因。这不会退款（退款用 /refund）。这是一条处理记录，可以撤销。
command-coupon = 给成员一张优惠券
help-coupon = 写上成员和优惠券，后面可以写原因。之后 /plans 会给对方显示优惠价。这是一条处理记录，券没用之前可以撤销。
command-family = 把套餐名额给别人
help-family = 套餐带给别人的名额时，为每个名额生成一条链接：第一个打开的人和你同时有效。名额可以收回。
family-none = 你没有带名额的套餐。/plans 里有所有套餐。
family-head = <b>给别人的名额</b>
family-plan = <b>{ $plan }</b>，到 { $until }：已给出 { $given }，共 { $places }
family-offered = { $number }. 这条链接只给一个人，谁先打开归谁：{ $link }
family-taken = { $number }. { $member }
family-full = 名额都给出去了。
family-changed = 情况已经变了，这是现在的样子。
family-sure = 收回 { $member } 在<b>{ $plan }</b>的名额吗？对方的随即结束。
family-ended = 给你<b>{ $plan }</b>名额的人把它收回了。/plans 里有你可以自己买的。
family-over = 这条链接已经用过或失效了，请再要一条。
family-own = 这条链接是给别人的：你自己已经有这个套餐。
family-yours = 这个名额已经是你的了：<b>{ $plan }</b>。见 /membership。
family-have = 你已经有<b>{ $plan }</b>了，这条链接还可以给别人。
family-told = { $member } 用了你<b>{ $plan }</b>的一个名额。见 /family。
family-given = { $member } 给了你<b>{ $plan }</b>，到 { $until }。
button-family-new = 生成{ $plan }的链接
button-family-back = 收回名额 { $number }
button-family-sure = 是，收回
button-family-keep = 不，保留
command-refund = 退还一笔付款
help-refund = 写成员：退还其最近一笔付款，或后面编号的那一笔。它买到的随即结束。

until-forever = 永久
price-once = ⭐ { $stars }，{ $time }
price-renews = ⭐ { $stars }，每 { $time }自动续费
price-forever = ⭐ { $stars }，一次购买永久有效

plans-none = 目前没有可以购买的会员。
plans-head = <b>会员</b>
plans-line = · { $plan }：{ $price }
price-coupon = { $price }（原价 ⭐ { $before }，已用你的优惠券“{ $coupon }”）
plan-courses = 包含课程：{ $courses }。
plan-family = 带 { $places } 个可以给别人的名额：/family。
plan-brings = 每次付款送 { $points } 积分{ $coins ->
    [0] {""}
   *[other] 、{ $coins } 金币
}。
plan-is-trial = 你正在试用，到 { $until }。
plan-is-active = 你已拥有，到 { $until }。
plan-is-grace = 已于 { $until } 到期，还可以短时间留在群里。
button-try = 免费试用 { $time }
button-buy = 购买 ⭐ { $stars }
button-pay = 支付 ⭐ { $stars }
button-plans = 全部套餐
button-again = 再看看
button-enter = 进入 { $chat }
try-over = 免费试用只给从未用过这个套餐的人。
link-ready = <b>{ $plan }</b>
    { $price }

    这个按钮只属于你：别人按了也付不了。条款见 /terms，需要帮助见 /paysupport。
link-trouble = Telegram 刚才没有给出付款的方法，请稍后再试。
door-name = 会员
door-plans = <b>{ $chat }</b> 是会员群。你的申请已保留：买下其中一种，就能马上进群。
door-closed = <b>{ $chat }</b> 是会员群，目前没有可以购买的会员。你的申请留给管理员处理。

buy-closed = 这个已经不卖了。
buy-full = 目前名额已满。
buy-members-only = 这个只卖给已经在我们群里的人。
buy-renews-already = 你已经有了，而且会自动续费：见 /membership。
checkout-strange = 这张账单不是我们开的，或者被改过。请发 /plans 取一张新的。
checkout-another = 这张账单是给别人的。请发 /plans 取自己的一张。
checkout-paid = 这个订单已经付过了。见 /membership。
checkout-changed = 价格或时间已经变了。请发 /plans 取一张新账单。
checkout-coupon = 这张账单的优惠券已经不能用了。请发 /plans 重新开一张。
checkout-coupon-held = 你的优惠券正用在另一笔付款上，请十分钟后再试。
checkout-trouble = 我们这边出了点问题，没有扣款，请稍后再试。

paid = 谢谢！{ $sum } 已收到：<b>{ $plan }</b> 有效到 { $until }。
paid-again = 谢谢！{ $sum } 已收到：<b>{ $plan }</b> 延长到 { $until }。
paid-late = 你的 { $sum } 付款通知来晚了，抱歉。<b>{ $plan }</b> 有效到 { $until }。
paid-twice = 这个订单已经付过了。你为 <b>{ $plan }</b> 付的 { $sum } 正在退还。
paid-coupon = 你的优惠券已经用在另一笔付款上了。为<b>{ $plan }</b>付的 { $sum } 会退还给你。
coupon-got = 给你一张优惠券：<b>{ $coupon }</b>，有效期到 { $until }。/plans 里可以看到优惠价。
coupon-given = { $member } 已得到优惠券<b>{ $coupon }</b>。
coupon-enough = { $member } 得到的<b>{ $coupon }</b>已达每人上限。
coupon-which = 请在成员后面写优惠券：{ $coupons }
own-coupon = 🎟 { $coupon }，有效期到 { $until }
did-give_coupon = 送优惠券 { $coupon }
back-coupon = 优惠券已收回
paid-gone = <b>{ $plan }</b> 已经不存在了。你付的 { $sum } 正在退还。
paid-strange = 收到 ⭐ { $stars }，但不知道是买什么的（付款 { $id }）。已告诉管理员；见 /paysupport。
paid-strange-mods = { $member } 付了 { $sum }，找不到对应的订单（付款 { $id }）。可用 /refund 退还。
plan-have = <b>{ $plan }</b> 有效到 { $until }。{ $doors ->
    [0] {""}
   *[other] 入口在下面：按一下，申请加群，马上就能进。
}
plan-longer = <b>{ $plan }</b> 延长到 { $until }。
plan-door-waits = <b>{ $plan }</b> 已经是你的了，但有个群的门打不开。已告诉管理员，入口稍后会自动发给你。
door-refused = { $member } 的套餐可以进 { $chat }，但我在那里做不了邀请链接：{ $why }

plan-soon = <b>{ $plan }</b> 还有 { $time }到期（{ $until }）。想留下请续费；不会自动扣款。
plan-over = <b>{ $plan }</b> 已到期。群门开到 { $until }，想留下请续费。
plan-out = <b>{ $plan }</b> 已结束，我请你先出群了。你没有被封禁：再次开通，马上就能回来，积分和记录都在。
plan-out-kept = <b>{ $plan }</b> 已结束。你照常留在群里：你的其他资格仍然有效。
plan-out-partly = <b>{ $plan }</b> 已结束，我请你先退出了 { $chats }；你的其他群照常开放。你没有被封禁：再次开通，马上就能回来，积分和记录都在。
out-refused = { $member } 的套餐已结束，但我没法把他请出 { $chat }：{ $why }
renewal-canceled = <b>{ $plan }</b> 不再自动续费，有效到 { $until }。能告诉我原因吗？
renewal-active = <b>{ $plan }</b> 恢复自动续费，已付到 { $until }。
renewal-failed = Telegram 没能为 <b>{ $plan }</b> 扣款，可能 Stars 不够。已付到 { $until }，之后还可以短时间留在群里。
renewal-refused = Telegram 没有改动 <b>{ $plan }</b>。请在 Telegram 设置的“我的 Stars”里操作。
renewal-goes-on = { $member } 的 { $plan } 已结束，但 Telegram 没有停止续费。Telegram 说：{ $why } 请稍后再发一次 /revoke，或让对方在 Telegram 设置里停止。
leaving-price = 太贵
leaving-content = 内容不合适
leaving-time = 没时间
leaving-other = 其他
leaving-thanks = 谢谢你告诉我们。

refund-told = 为 <b>{ $plan }</b> 付的 { $sum } 已退还给你。{ $use }
refund-used = 到那时已用 { $time }，共 { $whole }（{ $share }%）。
refund-used-so-far = 到那时已用 { $time }。
refund-unused = 还没有用过。
refund-done = { $by } 已把 { $sum } 退还给 { $member }。原因：{ $reason }
refund-refused = { $sum } 没能退还给 { $member }。对方的说明：{ $why }
charge-back-told = 你为 <b>{ $plan }</b> 付的 { $sum } 被收回了，所以它已结束。如有误，见 /paysupport。
charge-back-mods = { $member } 的一笔 { $sum } 付款绕过我们被收回了。它买到的已结束。

own-head = <b>你的会员</b>
own-none = 你还没有会员。/plans 看看有哪些。
own-never = { $plan }：还没有
own-trial = { $plan }：试用到 { $until }
own-active = { $plan }：到 { $until }
own-grace = { $plan }：已于 { $until } 到期，还可以留在群里
own-out = { $plan }：已于 { $until } 结束
own-why = { $why }
source-payment = · 已付款，到 { $until }
source-trial = · 免费试用，到 { $until }
source-moderator = · 管理员开通，到 { $until }
source-code = · 兑换码，到 { $until }
source-gifted = · 收到的礼物，到 { $until }
source-family = · 别人给你的名额，到 { $until }
source-import = · 在别处购买，到 { $until }
opens-course = · 打开课程 { $course }
course-plans = <b>{ $course }</b>只给会员。有下面任意一种，链接马上给你：
course-closed = <b>{ $course }</b>只给会员，目前没有在售的套餐。
opens-coupon = · 附送优惠券 { $coupon }
opens-family = · 可把 { $places } 个名额给别人，见 /family
opens-points = · 每次付款送 { $points } 积分、{ $coins } 金币
source-membership = 会员
opens-trust = · 有效期内信任度至少 { $level }（最高 { $highest }）
opens-topic = · 打开「{ $chat }」的话题 { $topic }
topic-closed = { $member }，这个话题只给有{ $plans }的人。你的消息我先收走了，群里其他地方照常欢迎你。
topic-closed-now = { $member }，这个话题只给会员。你的消息我先收走了，群里其他地方照常欢迎你。
button-stop-renewing = 不再续费
button-renew-again = 恢复续费
terms-none = 还没有写条款。
support-none = 还没有写付款问题找谁，请问管理员。
button-refund = 退还 { $sum }（{ $plan }）
back-late = 可以自助退款的时间已过，请按 /paysupport 里说的联系。
back-going = 你的 Stars 正在退还。
back-already = 这笔付款已经在退还了。

plan-which = 请在成员后面写套餐：{ $plans }
granted = { $member } 的 <b>{ $plan }</b> 有效到 { $until }。
grant-forever = { $member } 已经永久拥有。
revoked = { $member } 的 <b>{ $plan }</b> 已结束，自动续费也不再扣款。
revoke-none = { $member } 没有 <b>{ $plan }</b>。
refund-none = { $member } 没有可以退还的付款。
refund-going = { $member } 的付款 { $number }（{ $sum }）正在退还。{ $use }
refund-already = { $member } 的付款 { $number }（{ $sum }）已经退还或正在退还。
about-head = { $member } 的<b>会员</b>
about-none = 还没有套餐。
about-payment = { $number } · { $when } · { $plan } · { $sum } · { $state }
payment-kept = 已付
payment-refunding = 退还中
payment-refunded = 已退还
payment-charged_back = 绕过我们被收回
payment-strange = 没有对应的订单
not-shared-membership = 只有社群第一个群的管理员能改会员，除非运营开放给其他群。
did-entitle = 开通套餐 { $plan }（{ $time }）
did-disentitle = 结束套餐 { $plan }
back-entitled = 套餐已收回
back-disentitled = 套餐已恢复

reconciled = <b>Stars 账目与 Telegram 核对</b>
    补上漏掉的付款 { $late } 笔，被收回 { $back } 笔，没有对应订单 { $strange } 笔，我们有而对方没有 { $absent } 笔。差额：⭐ { $difference }。

membership-reconciled = Telegram 列出 ⭐ { $listed }，这里记着 ⭐ { $counted }：差额 ⭐ { $difference }。没有通知的 { $missing } 笔，已退回 { $back } 笔，对方没有的 { $absent } 笔，其他进出 ⭐ { $others }。
membership-imported = 读取 { $count } 行，其中 { $new } 行是新的。
membership-looked = 有 { $count } 行可用。没有改动任何东西。
membership-plan = { $plan }：{ $members } 人（试用 { $trials }，宽限 { $grace }）；付款 { $payments } 笔，⭐ { $stars }，退还 ⭐ { $refunded }；新增 { $new }，续费 { $renewed }，离开 { $left }
membership-why = 停止续费：{ $why }（{ $count }）
membership-soon = 7 天内将有 { $count } 人离开，除非续费。
command-redeem = 使用兑换码
help-redeem = 在后面写兑换码：可开通一段时间的套餐，只能用一次。
redeem-how = 请在 /redeem 后面写兑换码。
redeem-none = 这个兑换码不能用：不存在、已用过或已过期。
redeemed = 谢谢！<b>{ $plan }</b> 有效到 { $until }。
button-gift = 送给朋友 ⭐ { $stars }
button-give = 转发给朋友
link-gift = 送礼：<b>{ $plan }</b>，{ $price }。付款后你会收到一个链接，谁先打开就归谁。
gift-paid = 谢谢！{ $sum } 已收到。你的礼物 <b>{ $plan }</b>：{ $link }
    谁先打开链接就归谁，{ $time }内有效。
gift-unused = 还没人领的礼物 <b>{ $plan }</b>：{ $link }
gift-gone = 礼物 <b>{ $plan }</b> 的付款已退回，所以它现在结束。
command-memberships = 会员经营情况
help-memberships = 每个套餐有多少人、30 天内收入多少、新增续费和离开多少、为什么停止续费、谁快要离开。
memberships-head = <b>会员</b>，最近 30 天
memberships-leaving = { $member }：{ $plan } 到 { $until }
memberships-more = 还有 { $count } 人
source-earlier = · 原来就在群里，到 { $until }
earlier-told = 会员制开始之前你就在“{ $chat }”了，{ $more ->
    [true] 现在可以多留一阵，到
   *[false] 可以留到
} { $until }。在那之前开通会员，就一直留下：/plans
earlier-group = 从 { $until } 起，这个群只对会员开放。现在群里的各位可以留到那时。
earlier-out = 你在<b>{ $plan }</b>的时间到了，我请你先出群了。你没有被封禁：开通会员马上就能回来，积分和记录都在。见 /plans。
membership-campaign = 活动 { $name }：{ $orders } 个订单，{ $payments } 笔付款，⭐ { $stars }
upgrade-counts = 你现有会员里已付而还没用的会折算进来：多得 { $time }。
upgrade-told = <b>{ $old }</b>剩下的已折算：<b>{ $plan }</b>多 { $time }，{ $old }到此结束。
