# What the bot did, as clauses of one sentence.
did-delete = message removed
did-ban = banned for { $time }
did-kick = removed from the group
did-mute = muted for { $time }
did-warn = { $points ->
    [one] one warning
   *[other] { $points } warnings
}
did-restrict = may not send { $kinds } for { $time }
did-tag = tagged “{ $tag }”
did-review = held for the moderators
did-grant = { $points ->
    [one] one point
   *[other] { $points } points
} given
did-slow = slow mode for { $time }: one message in { $every }
did-raid = joining paused for { $time }
did-slow-on = slow mode: one message in { $every }
did-unslow = slow mode off
did-reopen = joining resumed
did-lock = locked: { $kinds }{ $time ->
    [0] {""}
   *[other] {" "}for { $time }
}
did-unlock = unlocked: { $kinds }
did-night = night lock on: { $kinds }
did-night-off = night lock off
did-purge = { $count ->
    [one] one message removed
   *[other] { $count } messages removed
} at once, which cannot be undone
did-trust = trusted: neither rules nor locks hold them up
did-untrust = no special trust any more
did-approve = request to join approved
did-ask = request to join put to the moderators
did-decline = request to join declined
did-pin = message pinned
did-void = earns no points
did-unmute = may write again
did-unban = may come back
did-nothing = nothing done
kind-files = files
kind-links = link previews
kind-media = media
kind-music = music
kind-photos = photos
kind-polls = polls
kind-stickers = stickers
kind-videos = videos
kind-voice = voice messages
list-separator = {", "}

notice-by-rule = { $member }: { $done }. Reason: { $reason }
notice-by-moderator = { $member }: { $done }, by a moderator. Reason: { $reason }
notice-unexplained = { $member }: { $done }, by a moderator.

duration-forever = good
duration-d = { $count ->
    [one] 1 day
   *[other] { $count } days
}
duration-h = { $count ->
    [one] 1 hour
   *[other] { $count } hours
}
duration-m = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
}
duration-s = { $count ->
    [one] 1 second
   *[other] { $count } seconds
}

target-unknown = I haven't met them yet. Reply to one of their messages, or give their numeric id.
target-ambiguous = I know more than one person by that name. Reply to one of their messages, or give their numeric id.
target-missing = Reply to one of their messages, or put @username or a numeric id after the command.
target-protected = Administrators, channels and bots are out of this command's reach.
duration-out-of-range = A duration goes from 30 seconds to 366 days, such as 30m, 2h or 1d.
duration-unreadable = I can't read that as a duration, so nothing was done. Write 30m, 2 hours, 7d or forever, then the reason: /{ $command } @ann 2h too loud
duration-last = A duration goes before the reason, so nothing was done yet. For a time: /{ $command } @ann 7d spam. For good: /{ $command } @ann forever spam
duration-useless = /{ $command } takes no duration, so nothing was done. To keep somebody out for a time: /ban @ann 1d. To mute them: /mute @ann 1d.
target-two = You answered one member and named another, so nothing was done. Answer the message without a name, or give the name in a message of its own.
reason-none = a moderator's decision
unwarned = Took back { $member }'s newest warning.
unwarned-none = { $member } has no warning that counts.
warnings-reset = { $count ->
    [one] Took back { $member }'s one warning.
   *[other] Took back all { $count } warnings of { $member }.
}
warns-none = { $member } has never been warned.
warns-head = { $member } stands at { $points } of { $limit } warnings:
warns-line = { $day } · { $points }× · { $reason } ({ $state })
warning-counts = counts
warning-revoked = undone
warning-expired = expired
del-how = Send /{ $name } as a reply to the message that should go.
purge-how = Reply to the first message that should go, or say how many (1 to { $most }), such as /purge 20.
purged = { $count ->
    [one] Removed one message.
   *[other] Removed { $count } messages.
}
spam-how = Send /{ $name } as a reply to the message you mean.
spam-no-text = There is no text in that message that I could learn from.
ham-learned = Noted: texts like this are fine.
refused-head = ⚠️ { $member }: Telegram did not do all of it.
refused-about = ⚠️ { $member }: not done: { $what } ({ $why }).
refused-line = ⚠️ Not done: { $what } ({ $why })
refused-in = ⚠️ { $chat }: not done: { $what } ({ $why }).
why-right = I lack the right “{ $right }”: give it to me in the group’s settings under Administrators
why-administrator = administrators are out of a bot’s reach
why-unknown = Telegram does not know this id
why-too-old = Telegram lets bots remove messages of the last 48 hours only
why-outside = I am not in that chat any more: please add me again
why-closed = they don’t let me write to them
why-moved = the group has become another one at Telegram since then
why-doubt = it isn’t known whether Telegram did it: please look yourself
why-trouble = Telegram didn’t answer: please try again later
why-said = Telegram says: { $text }
right-delete = Delete messages
right-restrict = Ban users
right-pin = Pin messages
right-invite = Add members
right-tag = Manage tags
pin-gone = Nothing to pin: the message is gone, or on top already.
unpin-none = Nothing is pinned here that I could take down.
unmute-none = { $member } was not muted. They may write.
unban-none = { $member } was not banned. They may come in.
