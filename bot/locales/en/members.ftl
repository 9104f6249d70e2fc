claim-needed = Hello! Whoever runs this community: send /claim here with the one-time code from your console, and I start working.
claim-refused = This code doesn't work or has expired. Please ask the operator for a new one.
claimed-members = ✅ This group now belongs to “{ $community }”. Send /help to see what I can do.
claimed-moderators = ✅ This group is now the moderators' room of “{ $community }”. Alerts come here.
button-unknown = This button no longer works.
button-another = This button is for somebody else. Send the command yourself for your own.
button-old = This button is out of date. Press the new one, or please ask again.

too-quick = A little slower please, then I answer again.
command-anonymous = Please send this as yourself, not anonymously, so that I know who asks.
command-only-group = This command works in the group.
command-only-private = This command works in our private chat: tap my name, then “Send message”.
command-moderators-only = Only moderators can use this command.

start = Hello { $name }! I help in “{ $community }”. From now on I may suggest courses to you in private; /optout suggestions stops that at any time. Send /help to see what I can do.
help-head = <b>What I can do</b>
help-line = /{ $name } · { $does }
help-foot = Send /help with a command's name to see how it is used.
rules-none = No rules are written down here yet. Be kind.
opt-how = Please say what: /{ $command } suggestions or /{ $command } leaderboard.
opt-suggestions-on = All right, I will suggest courses to you again.
opt-suggestions-off = All right, no more suggestions. Changed your mind? /optin suggestions.
opt-leaderboard-on = All right, you show on the board again.
opt-leaderboard-off = All right, you no longer show on the board. Your points keep counting.

me =
    <b>{ $name }</b> · place { $rank }
    { $xp } points ({ $today } today)
    check-in streak { $streak } · courses taken { $courses } · warnings { $warnings }
top-how = Please write /top, /top month or /top all.
top-empty = Nobody has points yet. Will you be the first?
board-week = 🏆 <b>This week</b>
board-month = 🏆 <b>This month</b>
board-all = 🏆 <b>All time</b>
board-line = { $rank } { $name } · { $xp }
why-points-head = <b>Your latest points</b>
why-points-none = You have no points yet.
why-points-line = { $day } { $granted } { $source } { $limit }
why-limited = (instead of { $raw }: a limit was reached)
why-cases-head = <b>What was done lately</b>
why-case = { $day } { $done }. Rule “{ $rule }”: { $reason } (found: { $matched })
source-message = message
source-reaction = reaction received
source-thanks = thanks received
source-checkin = check-in
source-violation = violation
source-rule = group rules
source-reversal = taken back
checkin = ✅ Checked in, { $streak } in a row, +{ $today }.
checkin-off = Check-ins are not on in this group.

command-checkin = check in for today
command-help = what I can do
command-me = my points and place
command-optin = get suggestions or show on the board again
command-optout = stop suggestions or leave the board
command-rules = the rules of this group
command-start = open our private chat
command-top = the leaderboard
command-why = why points, sanctions and suggestions happened
command-ban = remove and keep out
command-kick = remove, may come back
command-mute = take the right to write
command-purge = remove many messages
command-unban = let somebody come back
command-unmute = give the right to write back
command-unwarn = take the newest warning back
command-warn = warn somebody
command-warns = somebody's warnings

help-checkin = Once a day; days in a row earn extra. The word 打卡 does the same.
help-help = Lists the commands; with a command's name, explains it.
help-me = Shows your points, place, check-ins and warnings.
help-optin = suggestions: get course suggestions again. leaderboard: show on the board again.
help-optout = suggestions: no more course suggestions. leaderboard: leave the board.
help-rules = Shows the rules of this group.
help-start = Sent in private, it allows me to write to you there.
help-top = This week's board; month or all for other periods.
help-why = Explains your latest points, sanctions and course suggestions; with a course, what speaks for it.
help-ban = Reply to a message, or give @username or id; a duration and a reason may follow.
help-kick = Reply to a message, or give @username or id.
help-mute = Reply to a message, or give @username or id; a duration (1 hour if absent) and a reason may follow.
help-purge = Reply to a message to remove everything from it on, or say how many. At most 100.
help-unban = Give @username or id.
help-unmute = Reply to a message, or give @username or id.
help-unwarn = Reply to a message, or give @username or id.
help-warn = Reply to a message, which is removed, or give @username or id; a reason may follow.
help-warns = Reply to a message, or give @username or id.
