button-stripe = Pay { $sum } by card
button-wechat = Pay { $sum } by WeChat Pay
button-pay-money = To the payment: { $sum }
money-wait = One moment: I am getting the payment for <b>{ $plan }</b> ready.
money-stripe = <b>{ $plan }</b>: { $sum } for { $time }, once; nothing is charged again by itself.

    The payment is made at Stripe, within { $lasts }. As soon as it has arrived I tell you here. See /terms; for help, /paysupport.
money-wechat = <b>{ $plan }</b>: { $sum } for { $time }, once; nothing is charged again by itself.

    Scan the code below with WeChat within { $lasts }. As soon as it has been paid I tell you here. See /terms; for help, /paysupport.
money-scan = WeChat Pay · <b>{ $plan }</b> · { $sum }
money-trouble = The payment provider gave me no way to pay just now. Nothing was charged; please try again in a while, or pay in Stars.
money-strange-mods = { $member } paid { $sum } for an order of { $asked }. Nothing was granted; /refund gives it back.
paid-full = All places of <b>{ $plan }</b> were taken while you paid. Your { $sum } go back to you.
money-reconciled = <b>{ $provider }, checked against its own list</b>
    { $late } { $late ->
        [one] payment was
       *[other] payments were
    } granted late, { $back } went back, { $strange } belong to no order of ours, { $absent } of ours are not in the list. Difference: { $difference }.
membership-listed = { $provider } lists { $listed }, { $counted } are counted here: difference { $difference }. Not told of: { $missing }; gone back: { $back }; not listed: { $absent }.
membership-notice = { $when } · { $provider } · { $reason } · notice { $number } · order { $reference } · payment { $charge } · { $sum } · { $size } bytes, sha256 { $digest }
membership-notices-none = No notice of a payment provider was refused.
providers-mind = membership.yaml takes money by { $names }. By Telegram's rules digital goods inside Telegram are sold in Stars only: you answer for that.
membership-income = { $plan }, paid in money: { $income }
money-inside = Or open this address inside of WeChat, and pay there: { $page }
inside-open = Please open this page inside of WeChat: send its address to yourself there, and press it.
inside-over = This order is over. Begin a new one with the bot.
inside-trouble = WeChat gave no way to pay just now. Nothing was charged; please try again in a while.
inside-paying = { $plan }: { $sum }
inside-paid = Thank you. As soon as the payment has arrived, the bot tells you in Telegram.
inside-again = Nothing was paid. Open this page again to pay.
