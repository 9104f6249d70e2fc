captcha-note = 👋 { $members }{ $more ->
    [0] {""}
   *[other] {" "}and { $more } more
}, welcome! { $question } You have { $time }; until then you can read but not write.
captcha-note-too = Welcome! { $question } You have { $time }; until then you can read but not write.
captcha-button = Please press the button.
captcha-press = I'm a person
captcha-sum = What is { $left } + { $right }?
captcha-word = Which word is { $picture }?
captcha-passed = Thank you! I'm letting you write…
captcha-wrong = { $tries ->
    [one] Not quite. You have one try left.
   *[other] Not quite. You have { $tries } tries left.
}
captcha-failed = That wasn't it either. A moderator can let you in.
captcha-not-yours = This is for somebody who has just joined.
captcha-failed-reason = wrong answers at the entrance
captcha-expired-reason = no answer at the entrance in time

request-step = <b>{ $chat }</b> · step { $number } of { $count } · { $time } in all

    { $text }
request-rules = Please read the rules:

    { $rules }
request-accept = I agree
request-refuse = No, thanks
request-hello = Please press the button, and you're in.
request-question = { $ask }

    Write your answer here.
request-in = ✅ Thank you! You are being let into { $chat }.
request-waiting = 🙏 Thank you. The moderators of { $chat } will look at your request.
request-failed = That wasn't right, so your request to join { $chat } was declined. You may try again later.
request-declined = Your request to join { $chat } was declined.
request-expired = The time is over, so your request to join { $chat } was declined. You may ask again.
request-again = You asked to join { $chat } a short while ago. Please try again in { $time }.
request-forgiven = Not quite, but let's go on.
request-failed-reason = wrong answers to the questions at the entrance
request-declined-reason = the rules were not accepted
request-decide =
    🚪 { $member } asks to join { $chat }.
    { $answers }
request-bio = Bio: { $bio }
request-by-rule = The rule { $rule } leaves this to you.
request-answer =
    <b>{ $ask }</b>
    <blockquote>{ $said }</blockquote>
request-no-answers = All questions were answered by buttons.
request-yes = ✅ Let in
request-no = ✖️ Decline
request-letting-in = Letting them in…
request-declining = Declining…
request-gone = { $member }'s request to join { $chat } is no longer there: they took it back, or somebody else settled it.
request-refused = ⚠️ { $chat }, { $member }: not done: { $what } ({ $why }). The request waits as before.
admission-refused = ⚠️ { $member } has a plan that opens { $chat }, but I can't let them in: { $why } Whoever asks meanwhile waits, and comes in by itself as soon as I can.
admission-waits = What you have opens <b>{ $chat }</b>, but its door is stuck. The moderators have been told, and your request goes on by itself.
request-decided-before = This request is settled already.
request-approved-by =
    ✅ { $member } was let into { $chat } by { $by }.
    { $answers }
request-declined-by =
    ✖️ { $by } declined { $member }'s request to join { $chat }.
    { $answers }

raid-began = 🛡 { $chat }: more than { $joins } people came at once, so joining is paused for { $time }. /raid off in the group resumes it.
raid-over = 🛡 { $chat }: people can join again. { $count ->
    [0] Nobody was turned away.
    [one] One person was turned away.
   *[other] { $count } people were turned away.
}
raid-reason = too many people joined at once
raid-is-on = 🛡 Joining is paused for another { $time }. /raid off resumes it.
raid-is-off = People can join. /raid on pauses joining, /raid 1h for an hour.
raid-on = 🛡 Joining is paused for { $time }.
raid-off = People can join again.
raid-how = Write /raid on, /raid off or a time such as /raid 1h.

shared-ban-reason = on the shared ban list
door-name-reason = words in the name
door-bio-reason = words in the bio

night-on = 🌙 Night mode is on: { $kinds }.
night-off = ☀️ Night mode is off.
night-is-on = 🌙 Night mode is on: { $kinds }. /night off ends it.
night-is-off = ☀️ Night mode is off. /night on begins it.
night-how = Write /night on or /night off.
night-hours = By the clock: { $start } to { $end }.

lock-done = 🔒 Locked: { $kinds }{ $time ->
    [0] .
   *[other] {" "}for { $time }.
}
lock-how = Write what to lock, such as /lock links or /lock media 2h: { $kinds }.
lock-unknown = I know no lock "{ $word }". There are: { $kinds }.
unlock-done = 🔓 Unlocked: { $kinds }.
unlock-nothing = None of that is locked.
locks-refused = ⚠️ { $chat }: not done: { $what } ({ $why }). All is set as it was before.
locks-none = Nothing is locked.
locks-list = 🔒 Locked: { $kinds }.
locks-slow = Slow mode: one message in { $time }.
slow-done = 🐢 One message in { $time } each.
slow-off = Slow mode is off.
slow-was-off = Slow mode is not on. /slow 30s turns it on.
slow-is-on = 🐢 Slow mode: one message of each member in { $time }. /slow off ends it.
slow-how = Write a time such as /slow 30s, up to a day, or /slow off.
slow-note = { $member }, one message in { $time } here, please.
slow-began = 🐢 A lot is going on, so for { $time } it is one message in { $every } each. Thank you!

locked-all = all messages
locked-channels = messages of channels
locked-contacts = contacts
locked-files = files
locked-forwards = forwards
locked-inline = inline bots
locked-invites = inviting
locked-links = links
locked-media = media
locked-mentions = mentions
locked-music = music
locked-photos = photos
locked-polls = polls
locked-previews = link previews
locked-stickers = stickers and GIFs
locked-videos = videos
locked-voice = voice messages

approved = ✅ { $member } may come in.
approved-nobody = { $member } isn't waiting to be let in.
trusted = 🤝 { $member } has trust: neither rules nor locks hold them up.
trusted-already = { $member } has trust already.
untrusted = { $member } has no special trust any more.
untrusted-nobody = { $member } had no special trust.

report-how = Answer the message you'd like to report with /report, and a reason if you like.
report-done = Thank you, the moderators will look at it.
report-yours = That is your own message.
report-protected = Administrators' messages can't be reported this way; please write to another administrator.
report-head = 🚩 { $count ->
    [one] Reported
   *[other] Reported { $count } times
} in { $chat }
report-author = By { $member }:
report-without-text = (without words, or no longer kept)
report-line = — { $reporter }{ $mark }: { $reason }
report-line-wordless = — { $reporter }{ $mark }
report-by-new = {" "}(new here)
report-by-few = {" "}(hardly took part yet)
report-more = … and { $count } more
report-reason = reported by members
report-delete = 🗑 Delete
report-warn = ⚠️ Delete, warn
report-mute = 🔇 Delete, mute 1 hour
report-ban = 🚫 Delete, ban
report-dismiss = 👌 Not a case
report-decided-delete = ✅ Decided: remove · { $by }
report-decided-warn = ✅ Decided: remove and warn · { $by }
report-decided-mute = ✅ Decided: remove and mute for an hour · { $by }
report-decided-ban = ✅ Decided: remove and ban · { $by }
report-decided-dismiss = 👌 Not a case · { $by }
report-decided-before = Somebody decided this already.
report-pressed-delete = On its way to Telegram; the case shows what came of it.
report-pressed-warn = Warned. The case shows what came of the removal.
report-pressed-mute = On its way to Telegram; the case shows what came of it.
report-pressed-ban = On its way to Telegram; the case shows what came of it.
report-pressed-dismiss = Noted: not a case.
press-sure = A ban lasts until somebody lifts it. Are you sure?
press-sure-ban = 🚫 Yes, ban
press-back = ↩️ Back
report-link = <a href="{ $url }">Show the message</a>
report-here = 🚩 { $moderators }: please look at the answered message.

note-how = Write /note and a name. /notes lists them.
note-none = There is no note "{ $name }". /notes lists them.
note-saved = Saved. /note { $name } shows it.
note-save-how = Write /save name text, or answer a message with /save name.
note-name = A name has up to 32 letters or digits, and no spaces.
note-removed = The note "{ $name }" is gone.
notes-none = There are no notes yet.
notes-list = 📒 Notes: { $names }. /note and a name shows one.

pin-how = Answer the message with /pin, or /pin loud to notify everybody.
pin-done = 📌 Pinned.
unpin-done = The pin is gone.

settings-none = You moderate none of my groups. Send /settings once you do.
settings-choose = Which group?
settings-head = ⚙️ <b>{ $chat }</b>
    What you change here holds for this group alone, over the file. Press to change.
settings-line = { $name }: <b>{ $value }</b> · { $where }
settings-here = set here by { $by }
settings-file = from screening.yaml
settings-unset = nothing in screening.yaml
settings-reset = ↩︎ { $name }: as in the file
settings-turn = { $name }: { $value }
settings-back = ‹ Groups
settings-not-yours = You don't moderate this group.
settings-name-captcha = Captcha
settings-name-requests = Join requests
settings-name-raids = Raids by the count
settings-name-nights = Night by the clock
settings-name-names = Words in names
settings-name-bans = Shared bans
settings-value-off = off
settings-value-on = on
settings-value-screen = asked by me
settings-value-button = button
settings-value-arithmetic = sum
settings-value-word = word

command-approve = Let somebody in who waits
command-delnote = Remove a note
command-lock = Lock links, media and more
command-locks = What is locked
command-night = Night mode
command-note = Show a note
command-notes = All notes
command-pin = Pin a message
command-raid = Pause joining for a while
command-report = Report a message
command-save = Save a note
command-settings = Settings of a group
command-slow = Slow mode
command-trust = Exempt from rules and locks
command-unlock = Unlock
command-unpin = Unpin
command-untrust = Take trust back

help-approve = Lets in who waits to come in: a captcha that isn't solved, or a request to join. Write @username or an id.
help-delnote = Removes a saved note by its name.
help-lock = Locks kinds of messages, for a time if you give one: all, media, photos, videos, files, music, voice, stickers, polls, previews, invites, links, forwards, mentions, inline, contacts, channels. Moderators are not affected. A reason may follow the time.
help-locks = Shows what is locked at the moment.
help-night = on or off. By the clock it comes and goes as screening.yaml says; what you say holds until its next change. A reason may follow.
help-note = Shows a saved note. Answer somebody with it to show it to them.
help-notes = Lists the saved notes.
help-pin = Answer the message. It is pinned silently; with "loud" everybody is notified.
help-raid = on, off, or a time such as 1h. While it's on, people who join are turned away; afterwards people can join again by themselves. A reason may follow.
help-report = Answer the message. Only the moderators learn of it.
help-save = Write a name and the text, or answer the message that is to be saved with a name.
help-settings = In private: choose a group you moderate, and switch captcha, requests, raids, nights, language, the warning limit and more. In a group: the same for that group.
help-slow = One message of each member in this time, such as 30s or 2m; off ends it. A reason may follow.
help-trust = Answer their message, or write @username or an id. Rules, locks, slow mode and the captcha leave them alone in all groups.
help-unlock = Unlocks kinds, or all of them with no name.
help-unpin = Answer the pinned message; otherwise the newest pin goes.
help-untrust = Answer their message, or write @username or an id.
