command-wave = wave at the group
help-wave = Wave: the bot counts how often, and waves back.
wave-counted = 👋 { $count }
wave-pressed = You waved back.
wave-over = Nobody waves any more.
wave-sum = Waves so far: { $count }
did-wink = winked at
act-wink = the wink
back-winks = { $count ->
    [one] one wink taken back
   *[other] { $count } winks taken back
}
