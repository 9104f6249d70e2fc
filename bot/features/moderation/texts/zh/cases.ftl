# 处理记录：管理员看到和点到的，成员问到和听到的。
case-head = 🔔 <b>处理记录 #{ $case }</b> · { $rule } · { $chat }
case-deed = { $member }：{ $done }
case-deed-by = 👮 { $member }：{ $done } · { $by }
case-deed-group = 👮 { $done } · { $by }，{ $when }
case-ladder = 警告累积：{ $step }
case-times = 同一事件共 { $times } 次{ $people ->
    [1] {""}
   *[other] ，涉及 { $people } 人
}
case-crowd = 同一分钟内，这条规则还命中了 { $people } 人：/cases { $rule }
case-reason = 原因：{ $reason }
case-matched = 命中：{ $matched }
case-quote = <blockquote>{ $quote }</blockquote>
case-without-text = （没有保存文字，消息类型：{ $media }）
case-more = ……另有 { $count } 条消息
case-refused = ⚠️ 未能执行：{ $what }（{ $why }）
why-basic-group = 普通群里 Telegram 不支持禁言、限制和有时限的封禁：请把群升级为超级群（让新成员可见历史消息），之后就能执行
why-channel = 频道不是成员：Telegram 只能让它不能发言（禁言或封禁）
case-label-spam = 🚫 管理员判定：垃圾信息
case-label-ham = 👌 管理员判定：不是垃圾信息
case-undone = ↩️ <b>已撤销</b>，{ $by }，{ $when }：{ $what }
case-appeal-open = ✋ <b>成员申诉：</b>{ $words }
case-appeal-upheld = ✋ 申诉通过（{ $by }）：{ $words }
case-appeal-refused = ✋ 申诉未通过（{ $by }）：{ $words }
case-appeal-wordless = （没有写理由）
case-when = { $when } · 规则版本 { $book }
case-receipts = 已执行 { $done }/{ $of } 个操作{ $waiting ->
    [0] {""}
   *[other] ，{ $waiting } 个进行中
}
case-note = 📝 { $when } { $by }：{ $text }
case-unknown = 你管理的群里没有处理记录 #{ $case }。
case-how = 请写记录编号，例如 /case 12；编号后的文字会记为备注。
undo-how = 请写记录编号，例如 /undo 12，或回复那条处理记录。
undo-nothing = 处理记录 #{ $case } 已没有可以撤销的处理。
undo-purge = 处理记录 #{ $case } 是批量删除，消息无法恢复，不能撤销。
case-not-yours = 只有那个群的管理员可以这样做。
case-own = 这条处理记录与你本人有关，请由其他管理员决定。
cases-head = <b>处理记录（从新到旧）：第 { $first }–{ $last } 条，共 { $total } 条</b>
cases-none = 没有这样的处理记录。
cases-line = <b>{ $case }</b> · { $when } · { $member } · { $rule }：{ $done } { $mark }
cases-undone = ↩️

act-delete = 删除消息
act-ban = 封禁
act-kick = 移出本群
act-mute = 禁言
act-unmute = 解除禁言
act-unban = 解除封禁
act-restore = 恢复消息
act-restrict = 限制发送
act-review = 复制到管理群
act-pin = 置顶
act-tag = 头衔
act-warn = 警告
act-decline = 拒绝入群申请
act-slow = 慢速模式
act-raid = 暂停进群
act-lock = 锁定
act-night = 夜间禁言
act-unlock = 解锁
act-unslow = 关闭慢速模式
act-reopen = 恢复进群
act-purge = 删除消息
act-unpin = 取消置顶

back-warnings = 撤销警告 { $count } 分
back-mutes = 可以发言了
back-bans = 可以回来了
back-points = 退回 { $count } 积分
back-texts = 恢复 { $count } 条消息
back-slow = 慢速模式恢复原状
back-locks = 锁定恢复原状
back-night = 夜间禁言恢复原状
back-reopen = 重新暂停进群
back-trust = 不再是受信任成员
back-untrust = 恢复信任
back-raid = 恢复进群
back-requests = 可以再次申请入群（已拒绝的申请无法恢复）
back-tags = 头衔恢复原状
back-pins = 取消置顶
back-granted = 收回 { $count } 积分
back-unpaid = 当时没有发的积分不会补发
back-lost = { $count } 条消息无法完整恢复
back-captchas = 不再需要入群验证
restored-head = ↩️ 管理员恢复了以下内容，此前是误删：
restored-message =
    <b>{ $member }</b>
    <blockquote>{ $quote }</blockquote>
notice-undone = { $member }：管理员已撤销之前的处理，抱歉打扰。

press-undo = ↩️ 撤销
press-approve = ✅ 信任该成员
press-approve-undo = ✅ 撤销并信任
press-ban = 🔨 封禁
press-spam = 🚫 垃圾信息
press-ham = 👌 不是垃圾
press-uphold = ↩️ 通过，撤销处理
press-refuse = ✖️ 不通过
press-undone = 已撤销：{ $what }。
press-undone-before = { $by } 已经撤销过了。
press-approved = 从现在起信任该成员。
press-approved-undone = 已信任该成员，并撤销：{ $what }。
press-banned = 已提交 Telegram，结果见处理记录。
press-banned-before = 对方已被封禁。
press-labelled-spam = 已记为垃圾信息。
press-labelled-ham = 已记为不是垃圾信息。

appeal-how = 要申诉，请发送 /appeal、记录编号和想让管理员知道的话，例如 /appeal 12 那只是引用。
appeal-button = ✋ 申诉处理记录 #{ $case }
appeal-private-button = 私聊查看详情或申诉
appeal-unknown = 没有关于你的处理记录 #{ $case }。
appeal-nothing = 处理记录 #{ $case } 已没有可以撤销的处理。
appeal-filed = ✋ 处理记录 #{ $case } 的申诉已交给管理员，有结果我会告诉你。想补充？发送 /appeal { $case } 加上你的话。
appeal-reason = 关于处理记录 #{ $case }，想让管理员知道什么？直接在这里发一条消息就行，不写也可以。
appeal-filed-without-room = ✋ 处理记录 #{ $case } 的申诉已记录。这里没有管理群，请同时把编号告诉一位管理员。
appeal-added = 已补充到你的申诉里。
appeal-waits = 处理记录 #{ $case } 的申诉正等待管理员处理。发送 /appeal { $case } 加上几句话可以补充。
appeal-decided = 处理记录 #{ $case } 的申诉已有结果；每条处理记录只能申诉一次。
appeal-decided-before = 这个申诉已经有人处理了。
appeal-now-upheld = 申诉通过：全部撤销，并会通知成员。
appeal-now-refused = 申诉未通过，会通知成员。
told-undone = ↩️ 好消息：「{ $chat }」的处理记录 #{ $case } 已撤销（{ $what }）。给你添麻烦了，抱歉。
told-refused = 「{ $chat }」的管理员重新看过处理记录 #{ $case }，这次维持原处理。还有疑问，可以直接联系管理员。
why-case-undone = （已撤销）

confirm-ask = 有匿名管理员发了 /{ $command }。发送的人请点按钮，会显示你的名字。
confirm-button = 是我发的
confirm-done = ✅ { $member } 确认了 /{ $command }。
done-in = 已向 Telegram 提交（{ $count } 个群）；如被拒绝，会在这里告诉你。
duration-missing = /{ $command } 需要写时长，例如 /{ $command } @ann 2h。
target-hidden = 对方隐藏了转发来源。请使用 @用户名 或数字 ID。
target-basic-group-mute = 普通群里 Telegram 无法禁言。请先把群升级为超级群（让新成员可见历史消息）；在那之前可以用 /warn、/kick 和 /ban。
target-basic-group = 普通群不支持时限，执行后会变成永久。请先把群升级为超级群（让新成员可见历史消息），或使用不带时长的 /ban。
target-channel-kick = 频道不是成员，没有移出这一说。可以用 /mute 暂时不让它发言，或用 /ban 永久封禁。

command-appeal = 对处理记录申诉
command-case = 查看一条处理记录
command-cases = 处理记录列表
command-sban = 静默封禁
command-skick = 静默移出
command-smute = 静默禁言
command-swarn = 静默警告
command-tban = 限时封禁
command-undo = 撤销一条处理记录
command-tmute = 限时禁言
help-appeal = 私聊使用：先写记录编号，再写想让管理员知道的话。/why 会列出你的处理记录。
help-case = 显示处理记录的证据、判断过程、执行结果和按钮；编号后的文字会记为备注。
help-cases = 最近的处理记录；写 @用户名、ID 或回复消息看某个成员的，写规则名看该规则的。
help-sban = 同 /ban，但不在群里通知，命令也会删除。
help-skick = 同 /kick，但不在群里通知，命令也会删除。
help-smute = 同 /mute，但不在群里通知，命令也会删除。
help-swarn = 同 /warn，但不在群里通知，命令也会删除。
help-tban = 回复对方的消息，或写 @用户名 或 ID；之后必须写时长（30s 到 366d）。
help-undo = 撤销一条处理记录，和它的按钮一样：写编号，或回复那条记录。
help-tmute = 回复对方的消息，或写 @用户名 或 ID；之后必须写时长（30s 到 366d）。
