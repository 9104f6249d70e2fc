claim-needed = Hello! Whoever runs this community: send /claim here with the one-time code from your console, and I start working.
claim-refused = This code doesn't work or has expired. Please ask the operator for a new one.
claim-code-seen = 🔑 A claim code was shown in { $chat }, where others can read it. It no longer works. Please make a new one with <code>zhiqun claim</code> and send it in the group that it is for.
claimed-members = ✅ This group now belongs to “{ $community }”. Send /help to see what I can do.
claimed-moderators = ✅ This group is now the moderators' group of “{ $community }”. Alerts come here.
button-unknown = This button no longer works.
button-another = This button is for somebody else. Send the command yourself for your own.
button-old = This button is out of date. Press the new one, or please ask again.

too-quick = A little slower please, then I answer again.
command-ham = this is no spam
command-only-group = This command works in the group.
command-only-private = This command works in our private chat: tap my name, then “Send message”.
command-moderators-only = Only moderators can use this command.
moderators-unknown = Telegram did not tell me who moderates the group, so I cannot say whether you do. Please try again in a while; I have to be in the group still.
not-shared-notes = Notes are the whole community’s, and this group’s moderators keep none. Whoever runs the bot can allow it (groups_share in community.yaml).
not-shared-spam = What counts as spam is learned for the whole community, and not from this group. Whoever runs the bot can allow it (groups_share in community.yaml).
not-shared-trust = Trust counts in all groups of the community, and this group’s moderators cannot give or take it. Whoever runs the bot can allow it (groups_share in community.yaml).

start = Hello { $name }! I am the assistant of “{ $community }”: I remind you of lessons, keep your points, and help you choose the next course. No suggestions wanted? /optout suggestions. /help shows what I can do.
invitation = Hello! I am the assistant of “{ $community }” and answer those who are in one of its groups. If you are in one already, try again in a moment.
invitation-plans = To come in, have a look at /plans.
help-ham = Reply to a message that was taken for spam: the bot learns that such texts are fine. Nothing happens to anybody.
help-head = <b>What I can do</b>
help-line = /{ $name } · { $does }
help-foot = Send /help with a command's name to see how it is used.
help-foot-group = In private /help explains each of them.
help-topic = <b>{ $topic }</b> { $commands }
help-back = ‹ Subjects
topic-learning = 📚 Learning
topic-points = ⭐ Points
topic-group = 👥 This group
topic-me = 🙂 You and me
topic-more = ➕ More
topic-sanctions = 🔨 Sanctions
topic-messages = 🧹 Messages
topic-people = 👤 Members and cases
topic-door = 🔒 Locks and joining
topic-words = ✍️ Words
rules-none = No rules are written down here yet. Be kind.
opt-how = Please say what: /{ $command } suggestions, /{ $command } reminders, /{ $command } greetings, /{ $command } leaderboard, /{ $command } scoring, /{ $command } questions or /{ $command } anniversaries.
opt-suggestions-on = All right, I will suggest courses to you again.
opt-suggestions-off = All right, no more suggestions. Changed your mind? /optin suggestions.
opt-reminders-on = All right, I will remind you of your lessons again.
opt-reminders-off = All right, no more reminders of lessons. Changed your mind? /optin reminders.
opt-leaderboard-on = All right, you show on the board again.
opt-leaderboard-off = All right, you no longer show on the board. Your points keep counting.
opt-questions-on = All right: when a question about what you know waits for an answer, I show it to you in private, one a day at most.
opt-questions-off = All right, no more questions. /optin questions goes back.
opt-anniversaries-on = All right, the group may hear of your anniversary.
opt-anniversaries-off = All right, your anniversary is not told. /optin anniversaries goes back.
opt-greetings-on = All right, I may write to you again when you have not been here for long.
opt-greetings-off = All right, I no longer write to you when you have not been here for long. Changed your mind? /optin greetings.
opt-scoring-on = All right, the bot may tell moderators again when it looks as if you were about to go quiet.
opt-scoring-off = All right, the bot no longer works out how likely you are to go quiet, and what it had worked out is removed. Changed your mind? /optin scoring.

me-level =
    { $level ->
        [0] {""}
       *[other] { " " }· { $level }
    }{ $further ->
        [0] {""}
       *[other] { " " }· { $further } more to the next level
    }
me-coins = { " " }· { $coins ->
    [one] one coin
   *[other] { $coins } coins
}
me =
    <b>{ $name }</b>{ $rank ->
        [0] {""}
       *[other] { " " }· place { $rank } by points
    }
    { $xp } points ({ $today } today){ $coins }{ $level }
    check-in streak { $streak } · courses taken { $courses } · warnings { $warnings }{ $badges }
top-how = Please write /top, /top day, /top month, /top season, /top all or /top staff.
top-empty = Nobody has points yet. Will you be the first?
board-day = 🏆 <b>Today</b>
board-season = 🏆 <b>This season</b>
board-season-over = 🏁 <b>The season is over</b> · { $season }
board-staff = <b>Those who lead, this month</b>
board-week = 🏆 <b>This week</b>
board-month = 🏆 <b>This month</b>
board-all = 🏆 <b>All time</b>
board-line = { $rank } { $name } · { $xp }
board-you = You: place { $rank } · { $xp }
board-without-you = You have no points in this time yet, or left the board.
why-points-head = <b>Your latest points</b>
why-points-none = You have no points yet.
why-points-line = { $day } { $granted } { $source }{ $limit }
why-coins-line = { $day } 🪙 { $granted } { $source }
why-limited = { " " }(instead of { $raw }: a limit was reached)
why-cases-head = <b>What was done lately</b>
why-case = { $day } · case { $case }{ $state }: { $done }.{ $reason }{ $matched }
why-reason = { " " }Reason: { $reason }
why-matched = { " " }(found: { $matched })
why-taken-back = undone: { $source } (it was removed or withdrawn)
why-returned = given back: { $source }
why-points-pending = { $day } … { $source } (+{ $points } if it still stands in a while)
why-limit-counted = { $source }: the day's limit, counted anew
why-void = withdrawn in time: { $source }
source-message = message
source-reaction = reaction received
source-reply = answers received
source-thanks = thanks received
source-checkin = check-in
source-violation = violation
source-rule = group rules
source-coins = from points
source-expired = their time was over
source-shop = shop
source-gift = given
source-reversal = undone
checkin = ✅ Checked in: { $streak ->
    [one] one day
   *[other] { $streak } days
} in a row, +{ $today } points.
checkin-done = Today's check-in is done already: { $streak ->
    [one] one day
   *[other] { $streak } days
} in a row. See you tomorrow!
checkin-off = Check-ins are not on in this group.

command-checkin = check in for today
command-help = what I can do
command-me = my points and place
command-optin = get suggestions or reminders, or show on the board again
command-optout = stop suggestions, reminders or scoring, or leave the board
command-rules = the rules of this group
command-spam = this is spam
command-start = open our private chat
command-top = the leaderboard
command-why = why points, sanctions and suggestions happened
command-ban = remove and keep out
command-del = remove a message
command-dwarn = remove a message, warn its author
command-dmute = remove a message, mute its author
command-dban = remove a message, ban its author
command-resetwarns = take all warnings back
command-kick = remove, may come back
command-mute = take the right to write
command-purge = remove many messages
command-unban = let somebody come back
command-unmute = give the right to write back
command-unwarn = take the newest warning back
command-warn = warn somebody
command-warns = somebody's warnings

help-checkin = Once a day; days in a row earn extra. The words 打卡, 签到 or “check in” do the same.
help-help = Lists the commands; with a command's name, explains it.
help-me = Shows your points, place, check-ins and warnings.
help-optin = suggestions: get course suggestions again. reminders: be reminded of lessons again. leaderboard: show on the board again. scoring: moderators may be told again that you are likely to go quiet. questions: be shown questions that you may know the answer to. anniversaries: yours may be told again.
help-optout = suggestions: no more course suggestions. reminders: no more reminders of lessons. greetings: no word when you have been away for long. leaderboard: leave the board. scoring: the bot no longer works out how likely you are to go quiet. questions: no questions in private. anniversaries: yours is not told.
help-rules = Shows the rules of this group.
help-spam = Reply to an advertisement: it is removed, its author is banned (for a while, if a duration such as 7d follows), and the bot learns the text.
help-start = Sent in private, it allows me to write to you there.
help-top = This week's board; day, month, season or all for other times, staff for those who lead. Your own place stands below.
help-why = Explains your latest points, sanctions and course suggestions; with a course, what speaks for it; with “access”, what your membership rests on, and until when.
help-ban = Reply to a message, or give @username or id; a duration and a reason may follow.
help-del = Reply to a message: it is removed without a word. The case is kept.
help-dwarn = Reply to a message: it is removed and its author warned; a reason may follow.
help-dmute = Reply to a message: it is removed and its author muted; a duration (1 hour if absent) and a reason may follow.
help-dban = Reply to a message: it is removed and its author banned; a duration and a reason may follow.
help-resetwarns = Takes back all warnings of a member that count. Reply to a message, or give @username or id.
help-kick = Reply to a message, or give @username or id.
help-mute = Reply to a message, or give @username or id; a duration (1 hour if absent) and a reason may follow.
help-purge = Reply to a message to remove everything from it on, or say how many. At most 100. A reason may follow.
help-unban = Give @username or id.
help-unmute = Reply to a message, or give @username or id.
help-unwarn = Reply to a message, or give @username or id.
help-warn = Reply to a message, which is removed, or give @username or id; a reason may follow.
help-warns = Reply to a message, or give @username or id.

ring-card = 🔗 Ring { $number }: { $members } gave each other { $points } points in { $days } days; { $mutual } % of that goes both ways, and { $inside } % of all they got comes from each other. Friends who help each other look alike: what do you say?
ring-voided = 🔗 Ring { $number }: { $members }. { $moderator } made { $points } points void.
ring-given-back = 🔗 Ring { $number }: { $members }. { $moderator } gave { $points } points back.
ring-is-fine = 🔗 Ring { $number }: { $members }. { $moderator } says that it is fine.
ring-not-yours = Only moderators who are not in it may say.
button-ring-void = Make void
button-ring-fine = It is fine
button-ring-back = Give back
