command-homework = homework: what is open, and how yours was graded
help-homework = Shows open homework, hands it in, and tells how yours was graded. In the group, answer the bot’s post with your work; in private, press the button first. Until it is graded, a newer hand-in takes the place of the one before. Moderators set homework here, and get results by /homework results and its id.

button-homework-hand = 📝 Hand in in private
button-homework-hand-in = 📝 Hand in: { $title }
button-homework-new = ➕ Set homework
button-homework-cancel = Cancel
button-homework-post = ✅ Post it
button-homework-undo = ↩ Remove the grade

homework-post = 📝 <b>{ $title }</b> — until { $due }
homework-reminds = ⏰ <b>{ $title }</b> is due at { $due }.
homework-how = Answer this post with your work, or press the button: text, photo, file or voice.
homework-remind = ⏰ “{ $title }” is due at { $due }, and nothing of yours is here yet.

homework-none = There is no open homework now.
homework-open = Open homework:
homework-over = Over:
homework-line = • <b>{ $title }</b>, until { $due }
homework-line-in = • <b>{ $title }</b>: handed in{ $late ->
    [0] { "" }
   *[other] { " " }late
}, not graded yet
homework-line-graded = • <b>{ $title }</b>: { $grade }{ $late ->
    [0] { "" }
   *[other] { " " }(late)
}
homework-staff = You moderate. Handed in and graded so far; 📊 sends a table, 📝 what is to be graded, ✖ withdraws:
homework-staff-line = • <code>{ $id }</code> { $title }: { $came } / { $graded }

homework-send = “{ $title }”, until { $due }. Send your work now{ $asked ->
    [0] { "" }: text, photo, file or voice.
   *[other] { "" }; it needs { $what }.
}
homework-taken = Handed in: “{ $title }”{ $late ->
    [0] { "" }
   *[other] { " " }(late)
}. Until it is graded, you can hand in anew by /homework.
homework-taken-again = Handed in: “{ $title }”{ $late ->
    [0] { "" }
   *[other] { " " }(late)
}, in the place of the one before.
homework-gone = This homework is not there any more.
homework-soon = “{ $title }” has not begun yet.
homework-closed = “{ $title }” is over; nothing more is taken.
homework-graded = 📝 “{ $title }”: <b>{ $grade }</b>{ $points ->
    [0] { "" }
   *[other] { "" }, { $points } points
}.
homework-own = You set “{ $title }” yourself.
homework-outside = “{ $title }” is for members of its group.
homework-forwarded = Please send “{ $title }” as a message of your own; forwarded ones are not counted.
homework-lacks = Not counted yet: “{ $title }” needs { $what }. Please send it anew.
homework-already = “{ $title }” is graded; another hand-in is not needed.

homework-card = 📝 <b>{ $title }</b> — { $member }, { $when }{ $late ->
    [0] { "" }
   *[other] { "" }, ⏰ late
}{ $version ->
    [1] { "" }
   *[other] { "" }, hand-in { $version }
}
homework-card-alike = ⚠ The same as what { $name } handed in before.
homework-card-how = { $score ->
    [0] Press a grade; an answer to this message is a comment for the member.
   *[other] Press a score, or answer this message with one and a comment: <code>87 clear and short</code>.
}
homework-card-graded = ✅ { $grade } — { $by }
homework-card-replaced = A newer one takes its place.
homework-comment = 💬 { $comment }
homework-replaced = A newer one was handed in; please grade that.
homework-same = It has this grade already.
homework-removed = The message was removed. Undo that first.
homework-not-yours = Only moderators of its group do that.
homework-own-grade = Your own work is graded by others.
homework-comment-how = A comment needs words, such as: clear and short.
homework-score-how = { $score } is no score: 0 to 100, such as: 87 clear and short.
homework-again = Please hand it in again: answer the post, or /homework.
homework-graded-here = 📝 “{ $title }” was graded; /homework tells you how.

homework-ask-title = New homework. What is it called? One line.
homework-title-how = A title is one line of at most { $most } characters, such as: Week 1: introduce yourself
homework-ask-text = What is to be done? In your words; - for nothing more.
homework-text-how = That needs 1 to { $most } characters, such as: Write 100 words about yourself.
homework-ask-due = Until when? A moment such as { $example }, or a time from now such as 3d.
homework-due-how = Not understood, or not within a year from now. Write a moment such as { $example }, or a time from now such as 3d.
homework-ask-group = In which group?
homework-press = Please press one of the buttons above, or cancel.
homework-look = This goes to “{ $group }”:
homework-posted = “{ $title }” is posted, until { $due }. Its id is <code>{ $id }</code>; what is handed in comes to the moderators’ group.
homework-cancelled = Cancelled.
homework-withdrawn = Withdrawn: nobody can hand it in any more.
homework-nobody-yet = Nobody has handed in yet.
homework-results-how = Write /homework results and an id. Handed in was: { $names }
source-homework = homework
homework-result = { $handed_in } { $name } ({ $member }): { $grade }, late: { $late }, { $points } points
