# What a condition measured, and against what. Each line reads well whether it held or not:
# whoever shows it puts check-hit or check-miss in front.
check-hit = ✓
check-miss = ✗
check-all = every part holds
check-any = one part holds
check-not = the part does not hold
check-weigh = signs of { $points } points together, limit { $limit }
check-sign = { $points ->
    [one] one point:
   *[other] { $points } points:
}

check-action = a moderator did { $action }, looked for { $limit }
check-buttons = buttons below the message { $count }, limit { $limit }
check-clock = time { $time }, hours { $limit }
check-contact = a contact elsewhere: { $way }, looked for { $limit }
check-disguise = hidden words: { $way }, looked for { $limit }
check-domains = links lead to { $domain }, compared with { $limit }
check-duplicates = same text { $count ->
    [one] once
   *[other] { $count } times
} within { $within }, limit { $limit }
check-edited = { $given ->
    [true] edited after { $age }
   *[false] not edited
}, limit { $limit }
check-emoji = emoji { $count }, limit { $limit }
check-files = file name { $name }, looked for { $limit }
check-forgotten = the words of this case were kept for their time and are gone
check-forward = forwarded from { $kind }, looked for { $limit }
check-hashtags = hashtags { $count }, limit { $limit }
check-joined = member for { $age }, limit { $limit }
check-length = text of { $count } { $of ->
    [lines] lines
    [own] characters without links
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
check-profile = account { $profile }, looked for { $limit }
check-qr = the picture's codes say { $codes }, looked for { $limit }
check-quote = { $kind ->
    [outside] answers a message of another chat
    [any] quotes a message of this chat
   *[none] quotes nothing
}, looked for { $limit ->
    [outside] one of another chat
   *[any] any quote
}
check-rate = { $count } within { $within }, limit { $limit }
check-reply = answers { $given }, looked for { $limit }
check-reports = reported { $count ->
    [one] once
   *[other] { $count } times
} within { $within }, limit { $limit }
check-role = role { $role }, looked for { $limit }
check-script = characters of { $limit }: { $count }, limit { $least }
check-sender = sender { $sender }, looked for { $limit }
check-shouting = capitals { $percent }%, limit { $limit }%; marks at the end { $marks }, limit { $most }
check-spam = { $copy ->
    [spam] nearly the same as confirmed spam
    [ham] nearly the same as what moderators found harmless
    [unscored] like spam: not scored, limit { $limit }
   *[none] like spam { $percent }% (so are { $tail } of ordinary messages, limit { $limit }): { $words }
}
check-sticker = sticker set { $name }, looked for { $limit }
check-text = { $field }: { $word }, looked for { $limit }
check-trust = trust { $level } of { $of }, limit { $limit }
check-via = sent through { $bot }, looked for { $limit }
check-warnings = warning points { $count }, limit { $limit }
check-weekday = day { $day }, looked for { $limit }
check-words = word from the list: { $word }
check-more = … and { $count ->
    [one] one more line
   *[other] { $count } more lines
}

# Only what was measured: for cards and /why, which tell what held.
brief-contact = a contact elsewhere: { $way }
brief-disguise = hidden words: { $way }
brief-files = file name: { $name }
brief-forward = forwarded from { $kind }
brief-media = carries { $kind }
brief-pattern = so spelled: { $matched }
brief-qr = the picture's codes say { $codes }
brief-reply = answers { $given }
brief-role = role: { $role }
brief-sender = sender: { $sender }
brief-sticker = sticker set: { $name }
brief-text = { $field }: { $word }
brief-via = sent through { $bot }
brief-weekday = on { $day }

# Words of the rule files, as people read them.
value-account = an account
value-administrator = administrator
value-animation = an animation
value-anonymous_admin = an anonymous administrator
value-any = anything
value-arabic = Arabic
value-audio = audio
value-banned = banned
value-bio = bio
value-bot = a bot
value-buttons = buttons
value-call = an invitation to get in touch
value-caption = caption
value-channel = a channel
value-chat = a group
value-contact = a contact card
value-creator = owner
value-cyrillic = Cyrillic
value-devanagari = Devanagari
value-dice = dice
value-document = a file
value-domains = domain
value-file = file name
value-forward = forwarded from
value-fri = Friday
value-game = a game
value-giveaway = a giveaway
value-greek = Greek
value-group = a group's number
value-han = Han
value-hangul = Hangul
value-hashtags = hashtags
value-hebrew = Hebrew
value-hidden_user = a hidden user
value-invisible = characters nobody sees
value-invite = invitation
value-invoice = an invoice
value-kana = kana
value-language = language
value-latin = Latin
value-left = has left
value-linked_channel = the linked channel
value-links = link
value-location = a location
value-member = a member
value-mentions = people named
value-mime = kind of file
value-mixed = look-alike letters
value-mon = Monday
value-name = name
value-none = nobody
value-old_name = old name
value-phone = a phone number
value-photo = a photo
value-poll = a poll
value-quote = quote
value-restricted = restricted member
value-sat = Saturday
value-self = their own message
value-service = a service message
value-spaced = letters set apart
value-sticker = a sticker
value-story = a story
value-sun = Sunday
value-text = text
value-thai = Thai
value-thu = Thursday
value-trusted = trusted member
value-tue = Tuesday
value-unknown = an unknown kind
value-user = a user
value-username = username
value-via = inline bot
value-video = a video
value-video_note = a video note
value-voice = a voice message
value-wed = Wednesday
