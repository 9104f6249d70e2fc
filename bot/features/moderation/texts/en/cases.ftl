# Cases: what moderators read and press, what members ask and hear about them.
case-head = 🔔 <b>Case { $case }</b> · { $rule } · { $chat }
case-deed = { $member }: { $done }
case-deed-by = 👮 { $member }: { $done }, by { $by }
case-deed-group = 👮 { $done }, by { $by }, { $when }
case-ladder = The warnings add up: { $step }
case-times = { $times } times in one incident{ $people ->
    [one] {""}
   *[other] , { $people } members
}
case-crowd = The same rule hit { $people ->
    [one] one more member
   *[other] { $people } more members
} in the same minute: /cases { $rule }
case-reason = Reason: { $reason }
case-matched = Found: { $matched }
case-quote = <blockquote>{ $quote }</blockquote>
case-without-text = (no text is kept; the message was: { $media })
case-more = … and { $count ->
    [one] one more message
   *[other] { $count } more messages
}
case-refused = ⚠️ Not carried out: { $what } ({ $why })
why-basic-group = in a basic group Telegram neither mutes nor restricts, nor bans for a time: turn it into a supergroup, by making its history visible to newcomers, and it works
why-channel = a channel is no member: Telegram can only keep it from writing (mute or ban)
case-label-spam = 🚫 Judged by a moderator: spam
case-label-ham = 👌 Judged by a moderator: not spam
case-undone = ↩️ <b>Undone</b> by { $by }, { $when }: { $what }
case-undoing = ↩️ { $by } is undoing this…
case-appeal-open = ✋ <b>The member appeals:</b> { $words }
case-appeal-upheld = ✋ Appeal granted by { $by }: { $words }
case-appeal-refused = ✋ Appeal refused by { $by }: { $words }
case-appeal-wordless = (without a reason)
case-when = { $when } · rule book { $book }
case-receipts = Calls carried out: { $done } of { $of }{ $waiting ->
    [0] {""}
   *[other] , { $waiting } under way
}
case-note = 📝 { $when } { $by }: { $text }
case-unknown = There is no case { $case } in the groups you moderate.
case-how = Please write the case's number, such as /case 12; words after it become a note.
undo-how = Please write the case's number, such as /undo 12, or answer its card.
undo-nothing = Nothing is left of case { $case } that could be undone.
undo-purge = Case { $case } removed messages for good: a purge cannot be undone.
case-not-yours = Only those who moderate that group can do this.
case-own = This case is about yourself: somebody else has to decide.
cases-head = <b>Cases, newest first: { $first }–{ $last } of { $total }</b>
cases-none = There are no such cases.
cases-line = <b>{ $case }</b> · { $when } · { $member } · { $rule }: { $done } { $mark }
cases-undone = ↩️

act-delete = removing a message
act-ban = the ban
act-kick = the removal from the group
act-mute = the mute
act-unmute = giving the right to write back
act-unban = letting them come back
act-restore = posting the messages again
act-restrict = the restriction
act-review = copying to this group
act-pin = pinning
act-tag = the tag
act-warn = the warning
act-decline = declining the request
act-approve = letting people in
act-ask = asking the moderators
act-slow = slow mode
act-raid = pausing joins
act-lock = the lock
act-night = the night lock
act-unlock = the unlocking
act-unslow = ending slow mode
act-reopen = letting people join again
act-purge = removing the messages
act-unpin = unpinning

back-warnings = { $count ->
    [one] one warning undone
   *[other] { $count } warnings undone
}
back-mutes = may write again
back-bans = may come back
back-points = { $count ->
    [one] one point returned
   *[other] { $count } points returned
}
back-texts = { $count ->
    [one] one message restored
   *[other] { $count } messages restored
}
back-slow = slow mode is as it was
back-locks = the locks are as they were
back-night = the night lock is as it was
back-reopen = joining is paused as it was
back-trust = no special trust any more
back-untrust = trusted again
back-raid = people can join again
back-requests = may ask to join again (the declined request itself cannot be brought back)
back-tags = the tag is as it was
back-pins = unpinned
back-granted = { $count ->
    [one] one point taken off
   *[other] { $count } points taken off
}
back-unpaid = points that were never given stay ungiven
back-lost = { $count ->
    [one] one message cannot be restored whole
   *[other] { $count } messages cannot be restored whole
}
back-captchas = the captcha is forgiven
restored-head = ↩️ A moderator put this back. It had been removed by mistake:
restored-message =
    <b>{ $member }</b>
    <blockquote>{ $quote }</blockquote>
notice-undone = { $member }: a moderator undid what was done earlier. Sorry about that.

press-undo = ↩️ Undo
press-approve = ✅ Trust the member
press-approve-undo = ✅ Undo, and trust
press-ban = 🔨 Ban
press-spam = 🚫 Spam
press-ham = 👌 Not spam
press-uphold = ↩️ Grant, undo
press-refuse = ✖️ Refuse
press-undoing = Undoing… The card shows what came of it.
press-undone = Undone: { $what }.
press-undone-before = { $by } undid this already.
press-approved = The member is trusted from now on.
press-approved-undoing = The member is trusted from now on. Undoing the case… The card shows what came of it.
press-approved-undone = The member is trusted from now on, and the case is undone: { $what }.
press-banned = On its way to Telegram; the card shows what came of it.
press-banned-before = They are banned already.
press-labelled-spam = Noted as spam.
press-labelled-ham = Noted as not spam.

appeal-how = To appeal, write /appeal with the case's number and what moderators should know, such as /appeal 12 it was a quotation.
appeal-button = ✋ Appeal case { $case }
appeal-private-button = Details and appeals, in private
appeal-unknown = There is no case { $case } about you.
appeal-nothing = Nothing is left of case { $case } that could be undone.
appeal-filed = ✋ Your appeal against case { $case } is with the moderators; I tell you what they decide. Anything to add? /appeal { $case } and your words.
appeal-reason = What should the moderators know about case { $case }? Just write it here in a message, or leave it at that.
appeal-filed-without-room = ✋ Your appeal against case { $case } is on file. The moderators have no group of their own here, so please name the case to one of them as well.
appeal-added = I added that to your appeal.
appeal-waits = Your appeal against case { $case } waits for the moderators. Send /appeal { $case } with a few more words to add something.
appeal-decided = Your appeal against case { $case } has been decided; each case can be appealed once.
appeal-decided-before = Somebody decided this appeal already.
appeal-now-upheld = Granted. The card shows what came of the undo, and the member hears what is back.
appeal-now-refused = Refused; the member hears of it.
told-undone = ↩️ Good news: case { $case } in “{ $chat }” was undone ({ $what }). Sorry for the trouble.
told-refused = The moderators of “{ $chat }” looked at case { $case } again and leave it as it is this time. Any questions left? Please write to one of them.
why-case-undone = { " " }(undone)

confirm-ask = /{ $command } came from an anonymous administrator. Whoever sent it: press the button, it shows your name.
confirm-button = It was me
confirm-done = ✅ { $member } confirmed /{ $command }.
done-in = Passed on to Telegram for { $count ->
    [one] one group
   *[other] { $count } groups
}. What it refuses I tell you here.
duration-missing = /{ $command } needs a duration, such as /{ $command } @ann 2h.
target-hidden = Whoever wrote this hides their account in forwards. Please use @username or the numeric id.
target-basic-group-mute = Telegram mutes nobody in a basic group. Turn the group into a supergroup first (make its history visible to newcomers); until then there are /warn, /kick and /ban.
target-basic-group = Telegram keeps no time limits in a basic group: this would be forever. Turn the group into a supergroup first (make its history visible to newcomers), or use /ban without a duration.
target-channel-kick = A channel is no member and cannot be kicked. /mute keeps it from writing for a while, /ban for good.

command-appeal = appeal against a case
command-case = one case in full
command-cases = list cases
command-sban = ban silently
command-skick = kick silently
command-smute = mute silently
command-swarn = warn silently
command-tban = ban for a while
command-undo = undo a case
command-tmute = mute for a while
help-appeal = In private: the case's number, then what the moderators should know. /why shows your cases.
help-case = Shows a case with its evidence, its trace, what became of it and its buttons; words after the number become a note.
help-cases = The newest cases; with @username, id or a reply those of a member, with a rule's name those by that rule.
help-sban = Like /ban, but the group is told nothing and the command goes.
help-skick = Like /kick, but the group is told nothing and the command goes.
help-smute = Like /mute, but the group is told nothing and the command goes.
help-swarn = Like /warn, but the group is told nothing and the command goes.
help-tban = Reply to a message, or give @username or id; a duration (30s to 366d) has to follow.
help-undo = Undoes what a case did, like the button of its card: the case's number, or as an answer to the card.
help-tmute = Reply to a message, or give @username or id; a duration (30s to 366d) has to follow.
