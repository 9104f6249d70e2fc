# What a condition measured, and against what. Each line reads well whether it held or not:
# whoever shows it puts check-hit or check-miss in front.
check-hit = ✓
check-miss = ✗
check-all = every part holds
check-any = one part holds
check-not = the part does not hold

check-clock = time { $time }, hours { $limit }
check-domains = links lead to { $domain }, compared with { $limit }
check-duplicates = same text { $count } times within { $within }, limit { $limit }
check-emoji = emoji { $count }, limit { $limit }
check-files = file name { $name }, looked for { $limit }
check-forward = forwarded from { $kind }, looked for { $limit }
check-joined = member for { $age }, limit { $limit }
check-length = text of { $count } { $of ->
    [lines] lines
   *[characters] characters
}, limit { $limit }
check-links = { $kind ->
    [hidden] hidden links
    [invite] invitations
    [telegram] Telegram links
   *[any] links
} { $count }, limit { $limit }
check-media = carries { $kind }, looked for { $limit }
check-mentions = people named { $count }, limit { $limit }
check-messages = messages so far { $count }, limit { $limit }
check-pattern = compared with the pattern { $pattern }
check-points = points { $count }, limit { $limit }
check-rate = { $count } within { $within }, limit { $limit }
check-reply = { $given ->
    [true] answers a message
   *[false] answers no message
}, looked for { $limit ->
    [true] an answer
   *[false] none
}
check-role = role { $role }, looked for { $limit }
check-shouting = capitals { $percent }%, limit { $limit }%; marks at the end { $marks }, limit { $most }
check-spam = { $copy ->
    [spam] nearly the same as confirmed spam
    [ham] nearly the same as what moderators found harmless
   *[none] like spam { $percent }% (so are { $tail } of ordinary messages, limit { $limit }): { $words }
}
check-via = sent through { $bot }, looked for { $limit }
check-warnings = warning points { $count }, limit { $limit }
check-weekday = day { $day }, looked for { $limit }
check-words = word from the list: { $word }
