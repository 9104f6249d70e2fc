command-info = a member's card
command-id = numbers by which Telegram knows us
command-admins = who leads this group
help-info = A member's card for moderators, in private: since when, messages, trust, warnings, cases and notes on them. Reply to a message, or give @username or id.
help-id = Shows your numeric id, the group's, and that of whoever you reply to.
help-admins = Names the group's administrators without waking them. Those who stay anonymous are left out.

talk-hello = Hello { $name }! I am the assistant of “{ $community }”. Tell me what you want to learn, or try:
talk-unclear = I didn't quite get that. Tell me in a few words what you want to learn, or try:
talk-thanks = You are welcome!
talk-checkin = Please check in with 打卡 or /checkin in the group: here it earns nothing.
talk-optout = No more course suggestions: /optout suggestions. No more reminders of lessons: /optout reminders. /optin goes back.
talk-forget = The moderators can see to that: write @admin in the group. /optout stops suggestions and reminders.
talk-appeal = What was done to you, and why: /why. To appeal, write /appeal, the case’s number and what moderators should know.
talk-bye = 👋 See you!
talk-nothing = I found no course about that. Try other words, look through /courses, or let /suggest pick one for you.
talk-staff = That is for the moderators: write @admin in the group, or answer the message with /report. To appeal against what was done to you, send /why.
talk-more = More: /courses and a word or two; /suggest picks one for you.
talk-meant = I don't know /{ $command }. Did you mean { $meant }? /help lists everything.
talk-unknown = I don't know /{ $command }. /help lists what I can do.

whispered = I sent it to you in private.
whisper-first = This answer is for you alone: please open our private chat, then ask again.
whisper-open = Open the private chat

info-name = <b>{ $member }</b> · <code>{ $id }</code>
info-username = { $name }
info-group = <b>{ $chat }</b>: { $role }, since { $since }
info-figures = { $messages ->
    [one] one message
   *[other] { $messages } messages
} · { $xp } points · trust { $level } of { $highest } · warnings { $warnings } of { $limit }
info-muted = 🔇 muted until { $until }
info-for-good = a moderator lifts it
info-before = before the bot came
info-unseen = I never saw them in a group of yours.
info-cases = Cases: { $cases } (/cases with their name lists them) · reports of their messages: { $reports }
info-note = 📝 { $day }, case { $case }: { $text }
role-creator = owner
role-administrator = administrator
role-member = member
role-trusted = trusted member
role-restricted = restricted
role-left = has left
role-banned = banned
role-unknown = not known

id-you = Your id: { $id }
id-them = Whoever you reply to: { $id }
id-forward = Where that message comes from: { $id }
id-group = This group: { $id }
id-topic = This topic: { $id }

admins-head = <b>Who leads { $chat }</b>
admins-line = · { $name }
admins-none = Whoever leads this group stays anonymous. /report reaches them.

command-language = choose the language I speak to you
help-language = en or zh: what I say to you comes in that language, here and in private. auto: as Telegram tells.
language-strange = I know Chinese and English.
language-how = I speak English with you. Write /language zh for Chinese, /language en for English, /language auto to follow Telegram.
language-now = I speak English with you from now on.
