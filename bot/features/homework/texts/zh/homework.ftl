command-homework = 作业：要交的和自己的成绩
help-homework = 看要交的作业、交作业、看自己的成绩。在群里回复机器人发的作业就能交；私聊里先点按钮。评分之前，新交的会代替旧的。管理员也在这里布置作业，用 /homework results 加编号拿成绩表。

button-homework-hand = 📝 私信交作业
button-homework-hand-in = 📝 交：{ $title }
button-homework-new = ➕ 布置作业
button-homework-cancel = 取消
button-homework-post = ✅ 发布
button-homework-undo = ↩ 撤掉成绩

homework-post = 📝 <b>{ $title }</b>，{ $due } 截止
homework-reminds = ⏰ <b>{ $title }</b>将在 { $due } 截止。
homework-how = 回复这条消息就能交，也可以点按钮私信交：文字、图片、文件、语音都行。
homework-remind = ⏰ “{ $title }”{ $due } 截止，你还没交。

homework-none = 现在没有要交的作业。
homework-open = 要交的作业：
homework-over = 已经结束的：
homework-line = • <b>{ $title }</b>，{ $due } 截止
homework-line-in = • <b>{ $title }</b>：交了{ $late ->
    [0] { "" }
   *[other] （迟交）
}，还没评分
homework-line-graded = • <b>{ $title }</b>：{ $grade }{ $late ->
    [0] { "" }
   *[other] （迟交）
}
homework-staff = 你是管理员。下面是交了几份、评了几份；📊 发成绩表，📝 发还没评的，✖ 收回作业：
homework-staff-line = • <code>{ $id }</code> { $title }：{ $came } / { $graded }

homework-send = “{ $title }”，{ $due } 截止。现在把作业发过来{ $asked ->
    [0] { "" }：文字、图片、文件、语音都行。
   *[other] { "" }，要有{ $what }。
}
homework-taken = 收到了：“{ $title }”{ $late ->
    [0] { "" }
   *[other] （迟交）
}。评分之前可以用 /homework 重新交。
homework-taken-again = 收到了：“{ $title }”{ $late ->
    [0] { "" }
   *[other] （迟交）
}，代替上一份。
homework-gone = 这份作业已经不在了。
homework-soon = “{ $title }”还没开始。
homework-closed = “{ $title }”已经结束，不再收了。
homework-graded = 📝 “{ $title }”：<b>{ $grade }</b>{ $points ->
    [0] { "" }
   *[other] { "" }，{ $points } 分
}。
homework-own = “{ $title }”是你自己布置的。
homework-outside = “{ $title }”是给那个群的成员的。
homework-forwarded = 请自己发一条消息来交“{ $title }”，转发的不算。
homework-lacks = 还不算：“{ $title }”要有{ $what }，请重新发一次。
homework-already = “{ $title }”已经评过分，不用再交了。

homework-card = 📝 <b>{ $title }</b>：{ $member }，{ $when }{ $late ->
    [0] { "" }
   *[other] { "" }，⏰ 迟交
}{ $version ->
    [1] { "" }
   *[other] { "" }，第 { $version } 份
}
homework-card-alike = ⚠ 和{ $name }之前交的一样。
homework-card-how = { $score ->
    [0] 点一个成绩；回复这条消息就是写给成员的评语。
   *[other] 点一个分数，或回复这条消息写分数和评语：<code>87 清楚，简洁</code>
}
homework-card-graded = ✅ { $grade }（{ $by }）
homework-card-replaced = 有新的一份代替了它。
homework-comment = 💬 { $comment }
homework-replaced = 有新交的一份，请给那一份评分。
homework-same = 已经是这个成绩。
homework-removed = 这条消息已经被删除，先撤销删除。
homework-not-yours = 这要由那个群的管理员来做。
homework-own-grade = 自己的作业由别人评。
homework-comment-how = 评语要有文字，比如：清楚，简洁。
homework-score-how = { $score } 不是分数：0 到 100，比如：87 清楚，简洁。
homework-again = 请再交一次：回复那条作业，或发 /homework。
homework-graded-here = 📝 “{ $title }”评好了，发 /homework 看成绩。

homework-ask-title = 新作业。叫什么？写一行。
homework-title-how = 标题是一行，最多 { $most } 个字符，比如：第一周：自我介绍
homework-ask-text = 要做什么？写清楚；没有别的就发 -
homework-text-how = 要写 1 到 { $most } 个字符，比如：写 100 字介绍自己。
homework-ask-due = 什么时候截止？写一个时刻，如 { $example }，或从现在起多久，如 3天。
homework-due-how = 没看懂，或者不在今后一年之内。写一个时刻，如 { $example }，或从现在起多久，如 3天。
homework-ask-group = 发到哪个群？
homework-press = 请点上面的按钮，或者取消。
homework-look = 这会发到“{ $group }”：
homework-posted = “{ $title }”发好了，{ $due } 截止。编号是 <code>{ $id }</code>，交上来的会发到管理群。
homework-cancelled = 取消了。
homework-withdrawn = 收回了，不再有人能交。
homework-nobody-yet = 还没有人交。
homework-results-how = 写 /homework results 和编号。交过的有：{ $names }
source-homework = 作业
homework-result = { $handed_in } { $name }（{ $member }）：{ $grade }，迟交：{ $late }，{ $points } 分
