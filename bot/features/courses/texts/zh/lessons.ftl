lesson-at = { $month }月{ $day }日 { $time }
lesson-begins = ⏰ { $lesson } 还有 { $time } 开始：{ $at }。
lesson-moved = 🔁 { $lesson } 改时间了：{ $at }。
lesson-cancelled = ✖️ { $lesson }（{ $at }）取消了。
button-join = 进入
button-no-reminders = 不再提醒
pressed-no-reminders = 好的，不再提醒。发送 /optin 提醒 可以恢复。
