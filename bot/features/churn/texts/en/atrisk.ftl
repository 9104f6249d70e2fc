command-atrisk = members who are likely to go quiet
help-atrisk = Members who used to take part and are likely to write nothing in the next 14 days, with the reasons; those who would be missed most come first. A number may follow (up to 30). Worked out every night. In private or in the moderators' group.

atrisk-how = Please write /atrisk or /atrisk and a number, up to { $most }.
atrisk-not-yet = Nothing has been worked out yet: that happens every night.
atrisk-too-little = There is too little to learn from yet: about two months are needed in which at least twenty members take part.
atrisk-none = Nobody who takes part is likely to go quiet ({ $at }).
atrisk-head = 🍂 <b>Likely to go quiet in the next 14 days</b> ({ $at })
atrisk-line = { $name }, { $percent }%: { $why }
atrisk-and = {"; "}
atrisk-tried = <i>Of the twenty likeliest, { $percent }% did go quiet when this was tried on the past. A kind word never hurts.</i>
atrisk-untried = <i>The past is too short to tell how reliable this is.</i>
atrisk-why-away = { $days ->
    [0] wrote today
    [one] one day without a word
   *[other] { $days } days without a word
}
atrisk-why-away-usual = { $days ->
    [one] one day without a word
   *[other] { $days } days without a word
}, usually { $usual ->
    [one] here every day
   *[other] here every { $usual } days
}
atrisk-why-slower = used to write { $before } a week, lately { $now ->
    [0] hardly any
   *[other] { $now }
}
atrisk-why-seldom = wrote on { $days } days in { $weeks } weeks
atrisk-why-new = { $days ->
    [one] here for one day only
   *[other] here for { $days } days only
}, wrote on { $acts ->
    [one] one of them
   *[other] { $acts } of them
}
atrisk-why-unanswered = { $days ->
    [0] the last question, of today, has no answer
    [one] the last question, of yesterday, got no answer
   *[other] the last question, { $days } days ago, got no answer
}
atrisk-why-never-answered = nobody has replied to them yet
atrisk-why-not-answered = nobody has replied to them for { $days } days
atrisk-why-talk = what they write and take up is like that of others before they went quiet

winback = 👋 Hello { $name }, { $chat } has not heard from you for { $days } days. { $messages ->
    [0] Nothing urgent: your place is kept, and what you noted is still there.
    [one] One message was written since; your place is kept.
   *[other] { $messages } messages were written since; your place is kept.
} /suggest picks something that fits you, /top shows who is ahead.
button-no-greetings = No more of these
pressed-no-greetings = All right, I will not write when you are away.
