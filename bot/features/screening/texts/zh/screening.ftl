captcha-note = 👋 { $members }{ $more ->
    [0] {""}
   *[other] {" "}等 { $more } 位新成员
}，欢迎！{ $question }限时 { $time }，在此之前可以看、暂时不能发言。
captcha-note-too = 欢迎！{ $question }限时 { $time }，在此之前可以看、暂时不能发言。
captcha-button = 请点一下按钮。
captcha-press = 我是真人
captcha-sum = { $left } + { $right } 等于几？
captcha-word = { $picture } 是哪个词？
captcha-passed = 谢谢！正在为你开放发言……
captcha-wrong = 不太对，还可以试 { $tries } 次。
captcha-failed = 还是不对。可以请管理员放行。
captcha-not-yours = 这是给刚进群的新成员的。
captcha-failed-reason = 入群验证答错
captcha-expired-reason = 入群验证超时

request-step = <b>{ $chat }</b> · 第 { $number } 步，共 { $count } 步 · 总共限时 { $time }

    { $text }
request-rules = 请先读一下群规：

    { $rules }
request-accept = 我同意
request-refuse = 算了
request-hello = 点一下按钮就能进群。
request-question = { $ask }

    请直接在这里写下回答。
request-in = ✅ 谢谢！正在放你进「{ $chat }」。
request-waiting = 🙏 谢谢！「{ $chat }」的管理员会尽快看你的申请。
request-failed = 回答不对，加入「{ $chat }」的申请没有通过，过一会儿可以再试。
request-declined = 加入「{ $chat }」的申请没有通过。
request-expired = 时间到了，加入「{ $chat }」的申请没有通过，可以重新申请。
request-again = 你刚刚申请过加入「{ $chat }」，请在 { $time } 后再试。
request-forgiven = 不太对，不过我们继续。
request-failed-reason = 入群问题答错
request-declined-reason = 没有同意群规
request-decide =
    🚪 { $member } 申请加入「{ $chat }」。
    { $answers }
request-bio = 简介：{ $bio }
request-by-rule = 规则 { $rule } 请你们决定。
request-answer =
    <b>{ $ask }</b>
    <blockquote>{ $said }</blockquote>
request-no-answers = 问题都用按钮答完了。
request-yes = ✅ 同意
request-no = ✖️ 拒绝
request-letting-in = 正在放行……
request-declining = 正在拒绝……
request-gone = { $member } 加入「{ $chat }」的申请已不在：对方撤回了，或别人已经处理。
request-refused = ⚠️ 「{ $chat }」{ $member }：未能执行：{ $what }（{ $why }）。申请仍在等待。
admission-refused = ⚠️ { $member } 的套餐可以进「{ $chat }」，但我放不了人：{ $why } 这段时间的申请会等着，一恢复就自动放行。
admission-waits = 你可以进<b>{ $chat }</b>，但群门暂时打不开。已通知管理员，你的申请之后会自动通过。
request-decided-before = 这个申请已经处理过了。
request-approved-by =
    ✅ { $by } 同意 { $member } 加入「{ $chat }」。
    { $answers }
request-declined-by =
    ✖️ { $by } 拒绝了 { $member } 加入「{ $chat }」的申请。
    { $answers }

raid-began = 🛡 「{ $chat }」短时间内有超过 { $joins } 人进群，已暂停进群 { $time }。在群里发 /raid off 可以提前恢复。
raid-over = 🛡 「{ $chat }」恢复进群，期间挡住了 { $count } 人。
raid-reason = 短时间内进群人数过多
raid-is-on = 🛡 还会暂停进群 { $time }，/raid off 可以提前恢复。
raid-is-off = 现在可以正常进群。/raid on 暂停进群，/raid 1h 暂停一小时。
raid-on = 🛡 暂停进群 { $time }。
raid-off = 已恢复进群。
raid-how = 请写 /raid on、/raid off 或时长，例如 /raid 1h。

shared-ban-reason = 在共享封禁名单上
door-name-reason = 名字里有不允许的词
door-bio-reason = 简介里有不允许的词

night-on = 🌙 夜间禁言开启：{ $kinds }。
night-off = ☀️ 夜间禁言关闭。
night-is-on = 🌙 夜间禁言开启中：{ $kinds }。/night off 结束。
night-is-off = ☀️ 夜间禁言未开启。/night on 开启。
night-how = 请写 /night on 或 /night off。
night-hours = 每天 { $start } 到 { $end } 自动开启。

lock-done = 🔒 已锁定：{ $kinds }{ $time ->
    [0] 。
   *[other] ，{ $time }。
}
lock-how = 请写要锁定什么，例如 /lock links 或 /lock media 2h：{ $kinds }。
lock-unknown = 不认识「{ $word }」。可以写：{ $kinds }。
unlock-done = 🔓 已解锁：{ $kinds }。
unlock-nothing = 这些都没有锁定。
locks-refused = ⚠️ 「{ $chat }」未能执行：{ $what }（{ $why }）。设置已恢复原样。
locks-none = 没有锁定任何内容。
locks-list = 🔒 已锁定：{ $kinds }。
locks-slow = 慢速模式：每 { $time }一条。
slow-done = 🐢 每人每 { $time }可发一条。
slow-off = 慢速模式已关闭。
slow-was-off = 慢速模式没有开启。/slow 30s 开启。
slow-is-on = 🐢 慢速模式：每人每 { $time }可发一条。/slow off 关闭。
slow-how = 请写时长，例如 /slow 30s，最长一天；或 /slow off。
slow-note = { $member }，这里每 { $time }发一条就好。
slow-began = 🐢 消息有点多，接下来 { $time }内每人每 { $every }发一条，谢谢大家。

locked-all = 全部消息
locked-channels = 频道身份发言
locked-contacts = 联系人
locked-files = 文件
locked-forwards = 转发
locked-inline = 内联机器人
locked-invites = 拉人
locked-links = 链接
locked-media = 媒体
locked-mentions = 提及
locked-music = 音乐
locked-photos = 图片
locked-polls = 投票
locked-previews = 链接预览
locked-stickers = 贴纸和动图
locked-videos = 视频
locked-voice = 语音

approved = ✅ { $member } 可以进来了。
approved-nobody = { $member } 没有在等待。
trusted = 🤝 已信任 { $member }：规则和锁定都不影响。
trusted-already = { $member } 已经是受信任成员。
untrusted = 已取消对 { $member } 的信任。
untrusted-nobody = { $member } 本来就不是受信任成员。

report-how = 请用 /report 回复要举报的消息，可以附上原因。
report-done = 谢谢，管理员会来看。
report-yours = 这是你自己的消息。
report-protected = 管理员的消息不能这样举报，请直接联系其他管理员。
report-head = 🚩 { $chat } 有 { $count } 人举报
report-author = 发送者 { $member }：
report-without-text = （没有文字，或已不再保存）
report-line = — { $reporter }{ $mark }：{ $reason }
report-line-wordless = — { $reporter }{ $mark }
report-by-new = （新成员）
report-by-few = （还没怎么参与）
report-more = … 还有 { $count } 人
report-reason = 成员举报
report-delete = 🗑 删除
report-warn = ⚠️ 删除并警告
report-mute = 🔇 删除并禁言 1 小时
report-ban = 🚫 删除并封禁
report-dismiss = 👌 没有问题
report-decided-delete = ✅ 决定：删除 · { $by }
report-decided-warn = ✅ 决定：删除并警告 · { $by }
report-decided-mute = ✅ 决定：删除并禁言 1 小时 · { $by }
report-decided-ban = ✅ 决定：删除并封禁 · { $by }
report-decided-dismiss = 👌 没有问题 · { $by }
report-decided-before = 已有人处理过了。
report-pressed-delete = 已提交 Telegram，结果见处理记录。
report-pressed-warn = 已警告。删除结果见处理记录。
report-pressed-mute = 已提交 Telegram，结果见处理记录。
report-pressed-ban = 已提交 Telegram，结果见处理记录。
report-pressed-dismiss = 已记录：没有问题。
press-sure = 封禁会一直有效，直到有人解除。确定吗？
press-sure-ban = 🚫 确定封禁
press-back = ↩️ 返回
report-link = <a href="{ $url }">查看消息</a>
report-here = 🚩 { $moderators }：请看一下被回复的消息。

note-how = 请写 /note 加名字。/notes 查看全部。
note-none = 没有叫「{ $name }」的笔记。/notes 查看全部。
note-saved = 已保存，/note { $name } 可以显示。
note-save-how = 请写 /save 名字 内容，或用 /save 名字 回复一条消息。
note-name = 名字最多 32 个字，不能有空格。
note-removed = 笔记「{ $name }」已删除。
notes-none = 还没有笔记。
notes-list = 📒 笔记：{ $names }。/note 加名字显示。

pin-how = 请用 /pin 回复要置顶的消息；/pin loud 会通知所有人。
pin-done = 📌 已置顶。
unpin-done = 已取消置顶。

settings-none = 你没有管理我所在的群。成为管理员后再发 /settings。
settings-choose = 哪个群？
settings-head = ⚙️ <b>{ $chat }</b>
    这里的改动只对这个群有效，优先于文件。点按钮切换。
settings-line = { $name }：<b>{ $value }</b> · { $where }
settings-here = { $by } 在这里设置
settings-file = 来自 screening.yaml
settings-unset = screening.yaml 没有填写
settings-reset = ↩︎ { $name }：恢复为文件
settings-turn = { $name }：{ $value }
settings-back = ‹ 群列表
settings-not-yours = 你不是这个群的管理员。
settings-name-captcha = 入群验证
settings-name-requests = 加群申请
settings-name-raids = 按人数防突袭
settings-name-nights = 定时夜间禁言
settings-name-names = 名字里的词
settings-name-bans = 共享封禁名单
settings-value-off = 关闭
settings-value-on = 开启
settings-value-screen = 由我提问
settings-value-button = 点按钮
settings-value-arithmetic = 算术
settings-value-word = 选词

command-approve = 放行等待中的人
command-delnote = 删除笔记
command-lock = 锁定链接、媒体等
command-locks = 查看锁定
command-night = 夜间禁言
command-note = 显示笔记
command-notes = 全部笔记
command-pin = 置顶消息
command-raid = 暂停进群
command-report = 举报消息
command-save = 保存笔记
command-settings = 群设置
command-slow = 慢速模式
command-trust = 免受规则和锁定限制
command-unlock = 解锁
command-unpin = 取消置顶
command-untrust = 取消信任

help-approve = 放行在门口等待的人：没通过验证的，或申请加群的。写 @用户名 或 ID。
help-delnote = 按名字删除一条笔记。
help-lock = 锁定几类消息，可写时长：all、media、photos、videos、files、music、voice、stickers、polls、previews、invites、links、forwards、mentions、inline、contacts、channels。管理员不受影响。时长后面可写原因。
help-locks = 显示当前锁定的内容。
help-night = on 或 off。screening.yaml 里有时间就按时开关，手动设置到下一次切换为止。后面可写原因。
help-note = 显示保存的笔记；回复某人时会显示给对方。
help-notes = 列出保存的笔记。
help-pin = 回复要置顶的消息，默认不打扰；写 loud 会通知所有人。
help-raid = on、off 或时长，例如 1h。期间进群的人会被挡住，到时自动恢复。后面可写原因。
help-report = 回复要举报的消息，只有管理员知道。
help-save = 写名字和内容，或用名字回复要保存的消息。
help-settings = 在私聊中选择你管理的群，切换验证、申请、防突袭、夜间禁言、语言、警告上限等。在群里发送则设置该群。
help-slow = 每人在这段时间内只能发一条，例如 30s 或 2m；off 关闭。后面可写原因。
help-trust = 回复对方的消息，或写 @用户名 或 ID。规则、锁定、慢速和验证在所有群都不再限制对方。
help-unlock = 解锁指定种类；不写则全部解锁。
help-unpin = 回复被置顶的消息；否则取消最新的置顶。
help-untrust = 回复对方的消息，或写 @用户名 或 ID。
