link-name = { $plan }{ $order ->
    [0] {""}
   *[other] {" "}no. { $order }
}
plan-have-link = <b>{ $plan }</b> is yours until { $until }. The way in is a link of your own: it lets in one person, you, and works for { $lasts }.
link-new = <b>{ $plan }</b>: here is a new link of your own; the old one works no more. It lets in one person and works for { $lasts }.
link-strange = Somebody else came in by your link into { $chats }. Here is a new one of your own; the old one works no more. Please give it to nobody: it lets in one person.
button-link = Another link
button-way-in = The way in
link-none = You don't have this one now. See /plans.
link-inside = You are in all of its groups already.
stranger-out = The link by which you came into { $chat } was made for somebody else, so I had to put you out. You are not banned: /plans shows how to get in.
stranger-out-mods = { $member } came into { $chat } by the link made for { $owner }{ $order ->
    [0] {""}
   *[other] {" "}(order { $order })
}. I put them out, without a ban, and revoked the link.
stranger-refused = { $member } came into { $chat } by the link made for { $owner }, but I can't put them out: { $why }
button-subscribe = Subscribe to { $chat }: ⭐ { $stars } every 30 days
paid-channel = Telegram says that you paid for { $chat }: <b>{ $plan }</b> is yours until { $until }. You end it in Telegram's settings, under My Stars.
source-channel = · by paying for a channel, until { $until }
channel-link-refused = I can't make the link at which Telegram charges for { $chat }: { $why }
