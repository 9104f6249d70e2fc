# What a condition measured, and against what. Each line reads well whether it held or not:
# whoever shows it puts check-hit or check-miss in front.
check-hit = ✓
check-miss = ✗
check-all = every part holds
check-any = one part holds
check-not = the part does not hold
check-weigh = signs of { $points } points together, threshold { $limit }
check-sign = { $points ->
    [one] one point:
   *[other] { $points } points:
}

check-action = what a moderator did: { $action }, wanted { $limit }
check-buttons = buttons below the message { $count }, threshold { $limit }
check-clock = time { $time }, hours { $limit }
check-contact = a contact elsewhere: { $way }, wanted { $limit }
check-disguise = hidden words: { $way }, wanted { $limit }
check-domains = links lead to { $domain }, compared with { $limit }
check-duplicates = same text { $count ->
    [one] once
   *[other] { $count } times
} within { $within }, threshold { $limit }
check-edited = { $given ->
    [true] edited after { $age }
   *[false] not edited
}, threshold { $limit }
check-emoji = emoji { $count }, threshold { $limit }
check-files = file name { $name }, wanted { $limit }
check-forgotten = the words of this case were kept for their time and are gone
check-forward = forwarded from { $kind }, wanted { $limit }
check-hashtags = hashtags { $count }, threshold { $limit }
check-joined = member for { $age }, threshold { $limit }
check-length = text of { $count } { $of ->
    [lines] lines
    [own] characters without links
   *[characters] characters
}, threshold { $limit }
check-links = { $kind ->
    [hidden] hidden links
    [invite] invitations
    [telegram] Telegram links
   *[any] links
} { $count }, threshold { $limit }
check-media = carries { $kind }, wanted { $limit }
check-mentions = people named { $count }, threshold { $limit }
check-messages = messages so far { $count }, threshold { $limit }
check-pattern = compared with the pattern { $pattern }
check-points = points { $count }, threshold { $limit }
check-profile = account { $profile }, wanted { $limit }
check-qr = the picture's codes say { $codes }, wanted { $limit }
check-quote = { $kind ->
    [outside] answers a message of another chat
    [any] quotes a message of this chat
   *[none] quotes nothing
}, wanted { $limit ->
    [outside] one of another chat
   *[any] any quote
}
check-rate = { $count } within { $within }, threshold { $limit }
check-reply = answers { $given }, wanted { $limit }
check-reports = reported { $count ->
    [one] once
   *[other] { $count } times
} within { $within }, threshold { $limit }
check-role = role { $role }, wanted { $limit }
check-script = characters of { $limit }: { $count }, threshold { $least }
check-sender = sender { $sender }, wanted { $limit }
check-shouting = capitals { $percent }%, threshold { $limit }%; marks at the end { $marks }, threshold { $most }
check-spam = { $copy ->
    [spam] nearly the same as confirmed spam
    [ham] nearly the same as what moderators found harmless
    [unscored] like spam: not scored, threshold { $limit }
   *[none] like spam { $percent }% (so are { $tail } of ordinary messages, threshold { $limit }): { $words }
}
check-sticker = sticker set { $name }, wanted { $limit }
check-text = { $field }: { $word }, wanted { $limit }
check-trust = trust { $level } of { $of }, threshold { $limit }
check-via = sent through { $bot }, wanted { $limit }
check-warnings = warning points { $count }, threshold { $limit }
check-weekday = day { $day }, wanted { $limit }
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
value-add = adding somebody
value-administrator = administrator
value-always = longer than is known
value-animation = an animation
value-anonymous_admin = an anonymous administrator
value-any = anything
value-arabic = Arabic
value-audio = audio
value-ban = a ban
value-banned = banned
value-bio = bio
value-bot = a bot
value-buttons = buttons
value-call = an invitation to get in touch
value-caption = caption
value-channel = a channel
value-chat = a group
value-contact = a contact card
value-copy = a copy of confirmed spam
value-creator = owner
value-cyrillic = Cyrillic
value-delete = removing a message
value-devanagari = Devanagari
value-dice = dice
value-document = a file
value-domains = domain
value-file = file name
value-forward = forwarded from
value-fri = Friday
value-game = a game
value-giveaway = a giveaway
value-given = { $name }: { $given }
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
value-kick = a removal from the group
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
value-mute = a mute
value-name = name
value-none = nobody
value-old_name = old name
value-phone = a phone number
value-photo = a photo
value-poll = a poll
value-premium-false = without Premium
value-premium-true = with Premium
value-quote = quote
value-restrict = a restriction
value-restricted = restricted member
value-sat = Saturday
value-self = their own message
value-service = a service message
value-spaced = letters set apart
value-sticker = a sticker
value-story = a story
value-sun = Sunday
value-telegram = Telegram
value-text = text
value-thai = Thai
value-thu = Thursday
value-trusted = trusted member
value-tue = Tuesday
value-unban = the end of a ban
value-unknown = an unknown kind
value-unmute = the end of a mute
value-unrestrict = the end of a restriction
value-user = a user
value-username = username
value-username-false = without a username
value-username-true = with a username
value-via = inline bot
value-video = a video
value-video_note = a video note
value-voice = a voice message
value-warn = a warning
value-wechat = WeChat
value-wed = Wednesday
