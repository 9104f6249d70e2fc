button-stripe = 银行卡支付 { $sum }
button-wechat = 微信支付 { $sum }
button-pay-money = 去付款：{ $sum }
money-wait = 请稍候，正在准备 <b>{ $plan }</b> 的付款。
money-stripe = <b>{ $plan }</b>：{ $sum }，{ $time }，只买一期，不会自动续费。

    付款在 Stripe 进行，请在 { $lasts }内完成。到账后会在这里告诉你。条款见 /terms，帮助见 /paysupport。
money-wechat = <b>{ $plan }</b>：{ $sum }，{ $time }，只买一期，不会自动续费。

    请在 { $lasts }内用微信扫下面的二维码。付款后会在这里告诉你。条款见 /terms，帮助见 /paysupport。
money-scan = 微信支付 · <b>{ $plan }</b> · { $sum }
money-trouble = 支付平台现在没有给出付款方式。没有扣款；请过一会儿再试，或用 Stars 付款。
money-strange-mods = { $member } 为 { $asked } 的订单付了 { $sum }。没有开通；可用 /refund 退还。
paid-full = 你付款时 <b>{ $plan }</b> 的名额已满。你付的 { $sum } 正在退还。
money-reconciled = <b>{ $provider }：与对方的清单核对</b>
    补开通 { $late } 笔，退回 { $back } 笔，{ $strange } 笔没有对应的订单，我们的 { $absent } 笔不在清单里。差额：{ $difference }。
membership-listed = { $provider } 的清单共 { $listed }，这里记了 { $counted }：差额 { $difference }。漏报 { $missing }；已退回 { $back }；清单里没有 { $absent }。
membership-notice = { $when } · { $provider } · { $reason } · 通知 { $number } · 订单 { $reference } · 付款 { $charge } · { $sum } · { $size } 字节，sha256 { $digest }
membership-notices-none = 没有被拒绝的支付平台通知。
providers-mind = membership.yaml 用 { $names } 收款。按 Telegram 的规定，在 Telegram 内卖数字内容只能用 Stars：由你自己负责。
membership-income = { $plan }，货币收款：{ $income }
money-inside = 或者在微信里打开这个地址，直接付款：{ $page }
inside-open = 请在微信里打开这个页面：把地址发给自己，再按它。
inside-over = 这个订单已经结束，请在机器人那里重新开始。
inside-trouble = 微信刚才没有给出付款的办法。没有扣款，请稍后再试。
inside-paying = { $plan }：{ $sum }
inside-paid = 谢谢。付款一到账，机器人就在 Telegram 里告诉你。
inside-again = 没有付款。要付款，请重新打开这个页面。
