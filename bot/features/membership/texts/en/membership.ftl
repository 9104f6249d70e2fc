command-plans = memberships you can have
help-plans = Shows what there is to have, what it costs and how long it lasts. A button leads to the payment, in Telegram Stars.
command-join = the same as /plans
help-join = Shows what opens the groups of this community.
command-membership = your membership, and until when
help-membership = What you have, why, and until when; buttons end or resume what renews itself. Moderators may write a name after it, in private or in the moderators' group.
command-terms = terms of membership
help-terms = What holds for everybody who buys a membership.
command-paysupport = help with payments
help-paysupport = Who helps with payments, and how to get one back.
command-grant = give a plan to a member
help-grant = Name the member and the plan; how long, and a reason, may follow. Without a time it is the plan's own. It is a case, and can be undone.
command-extend = let a member's plan last longer
help-extend = Name the member, the plan and the time; a reason may follow. It is a case, and can be undone.
command-revoke = end a member's plan
help-revoke = Name the member and the plan; a reason may follow. Nothing is paid back by this (that is /refund). It is a case, and can be undone.
command-coupon = give a coupon to a member
help-coupon = Name the member and the coupon; a reason may follow. /plans then shows them the lower price. It is a case, and can be undone as long as the coupon is not used.
command-family = places of your plan for others
help-family = If your plan has places for others, make a link for each: whoever opens it first has the plan as long as you do. You can take a place back.
family-none = You have no plan with places for others. /plans shows what there is.
family-head = <b>Places for others</b>
family-plan = <b>{ $plan }</b>, until { $until }: { $given } of { $places } given
family-offered = { $number }. This link is for one person, whoever opens it first: { $link }
family-taken = { $number }. { $member }
family-full = All places are given.
family-changed = That has changed meanwhile; here is how it stands now.
family-sure = Take back the place of { $member } in <b>{ $plan }</b>? Then it ends for them at once.
family-ended = Your place in <b>{ $plan }</b> was withdrawn by whoever gave it. /plans shows what you can have yourself.
family-over = This link was used, or is not good any more. Please ask for another one.
family-own = This link is for somebody else: you have the plan yourself.
family-yours = This place is yours already: <b>{ $plan }</b>. See /membership.
family-have = You have <b>{ $plan }</b> already. The link is still free for somebody else.
family-told = { $member } has taken a place in your <b>{ $plan }</b>. See /family.
family-given = { $member } gives you <b>{ $plan }</b>, until { $until }.
button-family-new = A link for { $plan }
button-family-back = Take back place { $number }
button-family-sure = Yes, take it back
button-family-keep = No, leave it
command-refund = pay a payment back
help-refund = Name the member: their last payment goes back, or the one whose number follows. What it paid for ends at once.

until-forever = for good
price-once = ⭐ { $stars } for { $time }
price-renews = ⭐ { $stars } for { $time }, renews itself
price-forever = ⭐ { $stars } once, for good

plans-none = There is nothing to buy here at the moment.
plans-head = <b>Memberships</b>
plans-line = · { $plan }: { $price }
price-coupon = { $price } (instead of ⭐ { $before }, with your coupon “{ $coupon }”)
plan-courses = Opens: { $courses }.
plan-family = With { $places } places that you give to others: /family.
plan-brings = With each payment come { $points } points{ $coins ->
    [0] {""}
   *[other] {" "}and { $coins } coins
}.
plan-is-trial = You are trying it until { $until }.
plan-is-active = You have it until { $until }.
plan-is-grace = What you paid for is over, since { $until }; the door is still open for a short while.
button-try = Try it for { $time }, free
button-buy = Buy for ⭐ { $stars }
button-pay = Pay ⭐ { $stars }
button-plans = All memberships
button-again = See it again
button-enter = Enter { $chat }
try-over = The free trial is for those who never had this plan.
link-ready = <b>{ $plan }</b>
    { $price }

    This button is yours alone: whoever else presses it can't pay with it. See /terms; for help, /paysupport.
link-trouble = Telegram gave me no way to pay just now. Please try again in a moment.
door-name = Members
door-plans = <b>{ $chat }</b> is for members. Your request waits: as soon as you have one of these, you are in.
door-closed = <b>{ $chat }</b> is for members, and nothing is sold at the moment. Your request waits for the moderators.

buy-closed = This is not sold any more.
buy-full = All places are taken at the moment.
buy-members-only = This one is for those who are in one of our groups already.
buy-renews-already = You have this one already, and it renews itself: see /membership.
checkout-strange = This invoice is not one of ours, or was changed. Please send /plans for a new one.
checkout-another = This invoice was made for somebody else. Please send /plans for one of your own.
checkout-paid = This order is paid already. See /membership.
checkout-changed = The price or the time has changed since. Please send /plans for a new invoice.
checkout-coupon = The coupon of this invoice can't be used any more. Please send /plans for a new one.
checkout-coupon-held = Your coupon is being used for another payment just now. Please try again in ten minutes.
checkout-trouble = Something is not working on our side. Nothing was charged; please try again in a moment.

paid = Thank you! { $sum } arrived: <b>{ $plan }</b> is yours until { $until }.
paid-again = Thank you! { $sum } arrived: <b>{ $plan }</b> now lasts until { $until }.
paid-late = Your payment of { $sum } was reported to us late, sorry. <b>{ $plan }</b> is yours until { $until }.
paid-twice = This order was paid already. Your { $sum } for <b>{ $plan }</b> go back to you.
paid-coupon = Your coupon was used by another payment already. Your { $sum } for <b>{ $plan }</b> go back to you.
coupon-got = A coupon for you: <b>{ $coupon }</b>, until { $until }. /plans shows what it takes off.
coupon-given = { $member } has the coupon <b>{ $coupon }</b>.
coupon-enough = { $member } got as many of <b>{ $coupon }</b> as each may have.
coupon-which = Please name a coupon after the member: { $coupons }
own-coupon = 🎟 { $coupon }, until { $until }
did-give_coupon = coupon { $coupon } given
back-coupon = coupon withdrawn
paid-gone = <b>{ $plan }</b> does not exist any more. Your { $sum } go back to you.
paid-strange = ⭐ { $stars } arrived, and I can't tell what for (payment { $id }). The moderators have been told; see /paysupport.
paid-strange-mods = { $member } paid { $sum } for no order of ours (payment { $id }). /refund gives it back.
plan-have = <b>{ $plan }</b> is yours until { $until }.{ $doors ->
    [0] {""}
   *[other] {" "}The way in: press, ask to join, and you are in at once.
}
plan-longer = <b>{ $plan }</b> now lasts until { $until }.
plan-door-waits = <b>{ $plan }</b> is yours, but a group's door is stuck. The moderators have been told; the way in follows by itself.
door-refused = { $member } has a plan that opens { $chat }, but I can't make an invite link there: { $why }

plan-soon = <b>{ $plan }</b> ends in { $time } ({ $until }). If you would like to stay, renew it; nothing is charged by itself.
plan-over = What you paid for <b>{ $plan }</b> is over. The door stays open until { $until }; renew it to stay.
plan-out = <b>{ $plan }</b> is over, so I let you out of its groups. You are not banned: have it again, and you are back at once, with your points and history.
plan-out-kept = <b>{ $plan }</b> is over. You stay where you are: something else you have keeps the door open.
plan-out-partly = <b>{ $plan }</b> is over, so I let you out of { $chats }; your other groups stay open. You are not banned: have it again, and you are back at once, with your points and history.
out-refused = The plan of { $member } is over, but I can't put them out of { $chat }: { $why }
renewal-canceled = <b>{ $plan }</b> does not renew itself any more. It is yours until { $until }. May I ask why?
renewal-active = <b>{ $plan }</b> renews itself again; it is paid until { $until }.
renewal-failed = Telegram could not charge for <b>{ $plan }</b>: perhaps there are too few Stars. It is paid until { $until }; after that the door stays open for a short while.
renewal-refused = Telegram did not change <b>{ $plan }</b>. Please try it in Telegram's settings, under My Stars.
renewal-goes-on = Telegram did not stop charging { $member } for { $plan }, though it has ended. Telegram says: { $why } Send /revoke again later, or let them stop it in Telegram's settings.
leaving-price = too expensive
leaving-content = not what I need
leaving-time = no time
leaving-other = something else
leaving-thanks = Thank you for telling us.

refund-told = { $sum } for <b>{ $plan }</b> went back to you.{ $use }
refund-used = Used until then: { $time } of { $whole } ({ $share }%).
refund-used-so-far = Used until then: { $time }.
refund-unused = None of it was used yet.
refund-done = { $by } paid { $sum } back to { $member }. Reason: { $reason }
refund-refused = { $sum } could not be paid back to { $member }. The reason given: { $why }
charge-back-told = Your payment of { $sum } for <b>{ $plan }</b> was reclaimed, so it has ended. If that is a mistake, see /paysupport.
charge-back-mods = A payment of { $sum } by { $member } was reclaimed without us. What it paid for has ended.

own-head = <b>Your membership</b>
own-none = You have no membership. /plans shows what there is.
own-never = { $plan }: not yet
own-trial = { $plan }: on trial until { $until }
own-active = { $plan }: until { $until }
own-grace = { $plan }: over since { $until }, the door is still open
own-out = { $plan }: over since { $until }
own-why = { $why }
source-payment = · paid, until { $until }
source-trial = · free trial, until { $until }
source-moderator = · given by a moderator, until { $until }
source-code = · by a code, until { $until }
source-gifted = · a gift, until { $until }
source-family = · a place that somebody gives you, until { $until }
source-import = · bought elsewhere, until { $until }
opens-course = · opens the course { $course }
course-plans = <b>{ $course }</b> is for members. With one of these its link is yours at once:
course-closed = <b>{ $course }</b> is for members, and nothing is sold at the moment.
opens-coupon = · brings the coupon { $coupon }
opens-family = · gives { $places } places to others, with /family
opens-points = · brings { $points } points and { $coins } coins with each payment
source-membership = membership
opens-trust = · gives trust { $level } of { $highest }, at least, as long as it lasts
opens-topic = · opens topic { $topic } in { $chat }
topic-closed = { $member }, this topic is for those who have { $plans }. I have removed your message; everything else here is open to you.
topic-closed-now = { $member }, this topic is for members. I have removed your message; everything else here is open to you.
button-stop-renewing = Don't renew it
button-renew-again = Renew it again
terms-none = No terms are written down yet.
support-none = Nobody is named for payments yet. Please ask a moderator.
button-refund = Give back { $sum } ({ $plan })
back-late = The time in which this goes by itself is over. Please ask as /paysupport says.
back-going = Your payment is on its way back.
back-already = This payment is on its way back already.

plan-which = Please name a plan after the member: { $plans }
granted = { $member } has <b>{ $plan }</b> until { $until }.
grant-forever = { $member } has it for good already.
revoked = <b>{ $plan }</b> of { $member } has ended. What renews itself is not charged any more.
revoke-none = { $member } does not have <b>{ $plan }</b>.
refund-none = { $member } has no payment that could go back.
refund-going = Payment { $number } of { $member } ({ $sum }) is on its way back.{ $use }
refund-already = Payment { $number } of { $member } ({ $sum }) went back before, or is on its way.
about-head = <b>Membership</b> of { $member }
about-none = No plan yet.
about-payment = { $number } · { $when } · { $plan } · { $sum } · { $state }
payment-kept = paid
payment-refunding = on its way back
payment-refunded = paid back
payment-charged_back = reclaimed without us
payment-strange = of no order of ours
not-shared-membership = Only moderators of the community's first group can change memberships, unless the operator shares that.
did-entitle = plan { $plan } given for { $time }
did-disentitle = plan { $plan } ended
back-entitled = plan ended again
back-disentitled = plan given back

reconciled = <b>Stars, checked against Telegram's list</b>
    { $late } { $late ->
        [one] payment was
       *[other] payments were
    } granted late, { $back } went back, { $strange } belong to no order of ours, { $absent } of ours are not in the list. Difference: ⭐ { $difference }.

membership-reconciled = Telegram lists ⭐ { $listed }, ⭐ { $counted } are counted here: difference ⭐ { $difference }. Not told of: { $missing }; gone back: { $back }; not listed: { $absent }; otherwise moved: ⭐ { $others }.
membership-imported = { $count ->
    [one] One line
   *[other] { $count } lines
} taken, { $new } of them new.
membership-looked = { $count ->
    [one] One line
   *[other] { $count } lines
} can be taken. Nothing was changed.
membership-plan = { $plan }: { $members ->
    [one] one member
   *[other] { $members } members
} ({ $trials } on trial, { $grace } in grace); { $payments ->
    [one] one payment
   *[other] { $payments } payments
}, ⭐ { $stars }, ⭐ { $refunded } given back; { $new } new, { $renewed } renewed, { $left } left
membership-why = renewals ended: { $why } ({ $count })
membership-soon = { $count ->
    [one] One leaves in the next 7 days, unless they renew.
   *[other] { $count } leave in the next 7 days, unless they renew.
}
command-redeem = use a code
help-redeem = Write the code after it: it gives a plan for a time, once.
redeem-how = Please write the code after /redeem.
redeem-none = This code does not work: it is none, was used before, or is too old.
redeemed = Thank you! <b>{ $plan }</b> is yours until { $until }.
button-gift = Give it away ⭐ { $stars }
button-give = Send it on
link-gift = A gift: <b>{ $plan }</b>, { $price }. After paying you get a link to send on; whoever opens it first has it.
gift-paid = Thank you! { $sum } arrived. Your gift, <b>{ $plan }</b>: { $link }
    Whoever opens the link first has it; it can be used for { $time }.
gift-unused = A gift that waits, <b>{ $plan }</b>: { $link }
gift-gone = The payment for the gift <b>{ $plan }</b> went back, so it ends now.
command-memberships = how memberships do
help-memberships = For each plan: who has it, what came in within 30 days, who came, renewed and left, why renewals were ended, and who leaves soon.
memberships-head = <b>Memberships</b>, last 30 days
memberships-leaving = { $member }: { $plan } until { $until }
memberships-more = and { $count } more
source-earlier = · was here before, until { $until }
earlier-told = You were in { $chat } before memberships began, so you { $more ->
    [true] stay a little longer:
   *[false] stay
} until { $until }. Whoever takes a membership by then just stays: /plans
earlier-group = From { $until } on this group is for those with a membership. Whoever is here stays until then.
earlier-out = Your time in <b>{ $plan }</b> is over, so I let you out. You are not banned: with a membership you are back at once, with your points and history. See /plans.
membership-campaign = campaign { $name }: { $orders } orders, { $payments } payments, ⭐ { $stars }
upgrade-counts = What you paid for and have not used yet of what you have counts: { $time } are added.
upgrade-told = What was left of <b>{ $old }</b> counts: { $time } of <b>{ $plan }</b> are added, and { $old } has ended.
