command-info = 成员资料
command-id = 查看数字 ID
command-admins = 本群管理员
help-info = 管理员查看成员资料（私聊发送）：进群时间、消息数、信任等级、警告、处理记录和备注。回复对方的消息，或写 @用户名 或 ID。
help-id = 显示你的数字 ID、本群的 ID，以及所回复的人的 ID。
help-admins = 列出本群管理员，不会打扰他们；匿名管理员不列出。

talk-hello = 你好，{ $name }！我是「{ $community }」的助手。告诉我你想学什么，或者试试：
talk-unclear = 没太看懂。用几个词告诉我想学什么，或者试试：
talk-thanks = 不客气！
talk-checkin = 打卡请在群里发「打卡」，在这里不计积分。
talk-optout = 停止课程推荐：/optout 推荐。停止上课提醒：/optout 提醒。改主意了用 /optin。
talk-forget = 管理员可以处理删除数据的请求：在群里写 @admin。只想停止推荐和提醒，发送 /optout。
talk-appeal = 对你的处理和原因：/why。要申诉：/appeal 加处理记录编号和你想说的话，管理员会看到。
talk-bye = 👋 回头见！
talk-nothing = 目录里没有找到合适的课程。换几个词试试，或者看看 /courses，/suggest 为你挑一门。
talk-staff = 这件事要请管理员处理：在群里写 @admin，或者用 /report 回复那条消息；对处理不服，发送 /why 申诉。
talk-more = 想看更多：发送 /courses 加一两个词；/suggest 为你挑一门。
talk-meant = 没有 /{ $command } 这个命令，是想用 { $meant } 吗？发送 /help 查看全部。
talk-unknown = 没有 /{ $command } 这个命令，发送 /help 看我能做什么。

whispered = 已私聊发给你。
whisper-first = 这个回答只给你看：请先打开我们的私聊，再发一次。
whisper-open = 打开私聊

info-name = <b>{ $member }</b> · <code>{ $id }</code>
info-username = { $name }
info-group = <b>{ $chat }</b>：{ $role }，{ $since } 起
info-figures = 消息 { $messages } 条 · 积分 { $xp } · 信任等级 { $level }/{ $highest } · 警告分 { $warnings }/{ $limit }
info-muted = 🔇 禁言至 { $until }
info-for-good = 管理员解除为止
info-before = 机器人来之前
info-unseen = 没在你管理的群里见过这个人。
info-cases = 处理记录 { $cases } 件（/cases 加用户名可以查看）· 被举报 { $reports } 次
info-note = 📝 { $day } 处理记录 #{ $case }：{ $text }
role-creator = 群主
role-administrator = 管理员
role-member = 成员
role-trusted = 受信任的成员
role-restricted = 受限
role-left = 已离开
role-banned = 已封禁
role-unknown = 未知

id-you = 你的 ID：{ $id }
id-them = 所回复的人：{ $id }
id-forward = 这条消息的来源：{ $id }
id-group = 本群：{ $id }
id-topic = 本话题：{ $id }

admins-head = <b>{ $chat } 的管理员</b>
admins-line = · { $name }
admins-none = 本群管理员都是匿名的，有事请用 /report。

command-language = 选择我对你说的语言
help-language = 写 zh 或 en：之后我对你说的话都用这种语言。auto：跟随 Telegram 的设置。
language-strange = 我只会中文和英文。
language-how = 我现在对你说中文。/language en 换成英文，/language zh 中文，/language auto 跟随 Telegram。
language-now = 以后我对你说中文。
