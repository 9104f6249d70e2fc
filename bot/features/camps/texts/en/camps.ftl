command-camp = check-in camps: how they go, and your own days
help-camp = The camps of this group with their boards, and how you stand: /camp, or /camp and a camp’s name. Join with the button; check in with a message that has the camp’s hashtag. A missed day is made up by a message with the hashtag and the words “make up”.
button-camp-join = ✋ Join
button-camp-quiet = 🔕 No reminders of camps

camp-none = There is no camp here now.
camp-head = 🔥 <b>{ $title }</b>: day { $day } of { $days }, until { $until }
camp-today = Checked in today: { $came } of { $people }
camp-soon = 🔥 <b>{ $title }</b>: { $days } days from { $day }; { $people } take part
camp-ended = 🏁 <b>{ $title }</b>: the { $days } days are over; { $people } took part
camp-line = { $rank }. { $name } — { $done } { $done ->
    [one] day
   *[other] days
}, { $streak } in a row
camp-how = { $asked ->
    [0] Check in with { $tag }.
   *[other] Check in with { $tag } and { $what }.
}
camp-own = You: { $done } of the { $needed } days for a certificate, { $streak } in a row; frozen { $frozen }, missed { $missed }, freezes left { $left }.
camp-mendable = Can still be made up: day { $days }. Write { $tag } make up, and what you did.
camp-announced = 📣 <b>{ $title }</b>: a check-in camp of { $days } days from { $day }. { $about }
    A certificate for { $needed } days; the first { $freezes } missed ones are forgiven.
camp-joined = You are in “{ $title }”! It starts on { $day }; /camp shows how it goes.
camp-joined-already = You take part in “{ $title }” already.
camp-over = This camp cannot be joined now.
camp-in-group = Join in the camp’s group.
camp-quiet = No more reminders of camps. /camp shows how they go.
camp-join-first = To check in for “{ $title }”, join first:
camp-no-day = No day of the camp is open now.
camp-nothing-to-mend = There is nothing that can still be made up.
camp-lacks = Not counted yet. A check-in needs { $what }: please write it anew.
camp-copied = This was handed in before. Please check in with something of your own from today.
camp-form-text = { $count } letters or more
camp-form-photo = a photo
camp-form-video = a video
camp-form-voice = a voice message
camp-form-video_note = a video message
camp-form-audio = a recording
camp-form-document = a file
camp-form-link = a link
camp-and = { " and " }
camp-remind = 🔥 Not checked in yet today:
camp-remind-line = • { $title } ({ $tag })
camp-frozen = 🧊 “{ $title }”: day { $day } went by, and a freeze took its place; { $left } left. Made up within { $hours } hours ({ $tag } make up), it counts, and the freeze comes back.
camp-missed = “{ $title }”: day { $day } went by. It can be made up within { $hours } hours: { $tag } make up, and what you did.
source-camp = camp: a day
source-camp_comment = camp: commented on
source-camp_finish = camp: certificate
certificate-head = Certificate
certificate-text = checked in on { $done } of { $days } days
certificate-caption = 🎓 <b>{ $name }</b> has a certificate for “{ $title }”: { $done } of { $days } days. Well done!
