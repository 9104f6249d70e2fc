command-wave = 挥挥手
help-wave = 向大家挥手：机器人数一数，也向你挥手。
wave-counted = 👋 { $count }
wave-pressed = 你也挥了手。
wave-over = 没人挥手了。
wave-sum = 至今挥手 { $count } 次
