demo-over = The demo ran for { $time } minutes.
demo-talk = · { $messages } messages were written; the bot took in { $received } updates.
demo-acts = · Order: { $acts }.
demo-no-acts = · Order: there was nothing to do.
demo-gave = · { $points } points were given, { $suggestions } courses suggested.
demo-coins = · Points brought { $coins } coins; { $spent } were spent in the shop.
demo-answered = · { $calls } calls to Telegram; half of the answers began within { $median } ms.
demo-comma = { ", " }
demo-act-delete = { $count ->
    [one] 1 message removed
   *[other] { $count } messages removed
}
demo-act-warn = { $count ->
    [one] 1 warning
   *[other] { $count } warnings
}
demo-act-mute = { $count } muted
demo-act-kick = { $count } removed from the group
demo-act-ban = { $count } banned
demo-act-other = { $count ->
    [one] 1 other act
   *[other] { $count } other acts
}
demo-right = ✓ Nothing was lost, nothing was counted twice.
demo-wrong = ✗ { $what }: { $count }
demo-lost = updates lost
demo-doubled = updates counted twice
demo-dead-letters = updates that could not be read
demo-undelivered = calls not carried out
demo-errors = errors in the log
demo-kept = Rules, database and log: { $folder }
