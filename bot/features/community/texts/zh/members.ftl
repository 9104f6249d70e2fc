claim-needed = 大家好！请运营在本群发送 /claim 和一次性绑定码（部署时由 zhiqun claim 生成），我就开始工作。
claim-refused = 这个代码无效或已过期，请向运营要一个新的。
claim-code-seen = 🔑 绑定码在「{ $chat }」里出现，别人也看得到，现已作废。请用 <code>zhiqun claim</code> 重新生成，再发到要绑定的群里。
claimed-members = ✅ 本群已加入「{ $community }」。发送 /help 看我能做什么。
claimed-moderators = ✅ 本群现在是「{ $community }」的管理群，提醒会发到这里。
button-unknown = 这个按钮已经失效了。
button-another = 这个按钮是给另一位成员的，请自己发一次命令。
button-old = 这个按钮已经过期，请再点一下新的，或重新发送命令。

too-quick = 请慢一点，稍后我再回答。
command-ham = 这条不是垃圾信息
command-only-group = 这个命令请在群里使用。
command-only-private = 这个命令请私聊我使用：点我的名字，再点「发消息」。
command-moderators-only = 这个命令只有管理员可以使用。
moderators-unknown = Telegram 没有告诉我这个群的管理员名单，所以无法确认你是否是管理员。请稍后再试；也请确认我还在群里。
not-shared-notes = 笔记归整个社群，本群管理员不能改动。运营可以开放（community.yaml 的 groups_share）。
not-shared-spam = 垃圾信息的判断全社群共用，不从本群学习。运营可以开放（community.yaml 的 groups_share）。
not-shared-trust = 信任在所有群里都有效，本群管理员不能给予或收回。运营可以开放（community.yaml 的 groups_share）。

start = 你好，{ $name }！我是「{ $community }」的助手：可以提醒你上课、查积分、按进度帮你选课。不想收推荐，发 /optout 推荐。发送 /help 看看我能做什么。
invitation = 你好！我是「{ $community }」的助手，只为群内成员服务。已经在群里的话，请稍等片刻再试一次。
invitation-plans = 想加入的话，请看 /plans。
help-ham = 回复一条被误认的消息：机器人记住这类内容是正常的。不会对任何人做处理。
help-head = <b>我能做的事</b>
help-line = /{ $name } · { $does }
help-foot = 想看某个命令的用法，发送 /help 加命令名。
help-foot-group = 私聊发送 /help 可以看每个命令的说明。
help-topic = <b>{ $topic }</b> { $commands }
help-back = ‹ 目录
topic-learning = 📚 学习
topic-points = ⭐ 积分
topic-group = 👥 本群
topic-me = 🙂 个人
topic-more = ➕ 其他
topic-sanctions = 🔨 处理成员
topic-messages = 🧹 消息
topic-people = 👤 成员与处理记录
topic-door = 🔒 锁与进群
topic-words = ✍️ 文字
rules-none = 本群还没有写下规则。友善交流就好。
opt-how = 请写明对象：/{ $command } 推荐、/{ $command } 提醒、/{ $command } 问候、/{ $command } 排行、/{ $command } 预测、/{ $command } 提问 或 /{ $command } 周年。
opt-suggestions-on = 好的，以后会继续给你推荐课程。
opt-suggestions-off = 好的，不再给你推荐课程。改变主意时发送 /optin 推荐。
opt-reminders-on = 好的，以后会继续提醒你上课。
opt-reminders-off = 好的，不再提醒上课。改变主意时发送 /optin 提醒。
opt-leaderboard-on = 好的，你会出现在排行榜上。
opt-leaderboard-off = 好的，你不再出现在排行榜上，积分照常累计。
opt-questions-on = 好的：有你懂的提问没人回答时，我私信给你看，每天最多一条。
opt-questions-off = 好的，不再发提问给你。想恢复就发 /optin 提问。
opt-anniversaries-on = 好的，你的入群周年会在群里说一声。
opt-anniversaries-off = 好的，不再提你的入群周年。想恢复就发 /optin 周年。
opt-greetings-on = 好的，你很久没来时，我会再私信问候。
opt-greetings-off = 好的，你很久没来时，我不再私信打扰。改变主意时发送 /optin 问候。
opt-scoring-on = 好的，如果看起来你快要不来了，机器人会再告诉管理员。
opt-scoring-off = 好的，机器人不再推算你会不会沉默，已经算出的也已删除。改变主意时发送 /optin 预测。

me-level =
    { $level ->
        [0] {""}
       *[other] { " " }· { $level }
    }{ $further ->
        [0] {""}
       *[other] { " " }· 再得 { $further } 分升级
    }
me-coins = { " " }· 金币 { $coins }
me =
    <b>{ $name }</b>{ $rank ->
        [0] {""}
       *[other] { " " }· 总积分第 { $rank } 名
    }
    积分 { $xp }（今天 { $today }）{ $coins }{ $level }
    连续打卡 { $streak } 天 · 已学 { $courses } 门课 · 警告分 { $warnings }{ $badges }
top-how = 请写 /top、/top day、/top month、/top season、/top all 或 /top staff。
top-empty = 还没有人得分，第一个就是你？
board-day = 🏆 <b>今日排行</b>
board-season = 🏆 <b>本赛季排行</b>
board-season-over = 🏁 <b>赛季结束</b> · { $season }
board-staff = <b>本月管理员</b>
board-week = 🏆 <b>本周排行</b>
board-month = 🏆 <b>本月排行</b>
board-all = 🏆 <b>总排行</b>
board-line = { $rank } { $name } · { $xp }
board-you = 你：第 { $rank } 名 · { $xp }
board-without-you = 这段时间你还没有得分，或者没有参加排行。
why-points-head = <b>最近的积分</b>
why-points-none = 你还没有积分记录。
why-points-line = { $day } { $granted } { $source }{ $limit }
why-coins-line = { $day } 🪙 { $granted } { $source }
why-limited = （原 { $raw }，已达上限）
why-cases-head = <b>最近的处理</b>
why-case = { $day } · 处理记录 #{ $case }{ $state }：{ $done }。{ $reason }{ $matched }
why-reason = 原因：{ $reason }
why-matched = （命中：{ $matched }）
why-taken-back = 扣回：{ $source }（消息被删除或撤回）
why-returned = 退还：{ $source }
why-points-pending = { $day } … { $source }（过一会儿还在就 +{ $points }）
why-limit-counted = { $source }：当天上限重新计算
why-void = 未入账就撤回：{ $source }
source-message = 发言
source-reaction = 收到表情
source-reply = 收到回复
source-thanks = 收到感谢
source-checkin = 打卡
source-violation = 违规
source-rule = 规则奖励
source-coins = 积分带来
source-expired = 过期
source-shop = 商店
source-gift = 赠送
source-reversal = 撤回
checkin = ✅ 打卡成功，连续 { $streak } 天，+{ $today } 积分。
checkin-done = 今天已经打过卡了，连续 { $streak } 天，明天见！
checkin-off = 本群没有开启打卡。

command-checkin = 每日打卡
command-help = 查看命令
command-me = 我的积分和名次
command-optin = 重新接收推荐或提醒，回到排行榜
command-optout = 停止推荐、提醒或预测，退出排行榜
command-rules = 本群规则
command-spam = 这条是垃圾信息
command-start = 开始私聊
command-top = 排行榜
command-why = 积分、处理和推荐的原因
command-ban = 封禁
command-del = 删除一条消息
command-dwarn = 删除消息并警告
command-dmute = 删除消息并禁言
command-dban = 删除消息并封禁
command-resetwarns = 清除全部警告
command-kick = 移出，可再加入
command-mute = 禁言
command-purge = 批量删除消息
command-unban = 解除封禁
command-unmute = 解除禁言
command-unwarn = 撤销最近一次警告
command-warn = 警告
command-warns = 查看警告

help-checkin = 每天一次，连续打卡有额外积分。发送「打卡」「签到」也可以。
help-help = 不带参数列出命令，带命令名说明用法。
help-me = 显示你的积分、名次、打卡和警告。
help-optin = /optin 推荐 恢复课程推荐，/optin 提醒 恢复上课提醒，/optin 排行 回到排行榜，/optin 预测 恢复沉默预测，/optin 提问 收到你可能懂的提问。
help-optout = /optout 推荐 停止课程推荐，/optout 提醒 停止上课提醒，/optout 问候 久未出现时不再私信，/optout 排行 退出排行榜，/optout 预测 不再推算你会不会沉默，/optout 提问 不再收到提问，/optout 周年 不再提入群周年。
help-rules = 显示本群规则。
help-spam = 回复一条广告：删除它，封禁作者（可写时长，例如 7d），并让机器人记住这类内容。
help-start = 在私聊中发送，之后我可以私下联系你。
help-top = 默认本周；day 今天，month 本月，season 本赛季，all 全部，staff 管理员。自己的名次总在下面。
help-why = 说明积分变化、处理措施和推荐或不推荐的原因；后面写上课程，就说明它为什么适合你；写上 access（或“会员”），就说明你的会员从何而来、到何时为止。
help-ban = 回复对方的消息，或写 @用户名 或 ID，之后可写时长和原因。
help-del = 回复一条消息：删除它，不作声明，记录为处理记录。
help-dwarn = 回复一条消息：删除它并警告作者，之后可写原因。
help-dmute = 回复一条消息：删除它并禁言作者，之后可写时长（默认 1 小时）和原因。
help-dban = 回复一条消息：删除它并封禁作者，之后可写时长和原因。
help-resetwarns = 清除一位成员的全部有效警告。回复对方的消息，或写 @用户名 或 ID。
help-kick = 回复对方的消息，或写 @用户名 或 ID。
help-mute = 回复对方的消息，或写 @用户名 或 ID，之后可写时长（默认 1 小时）和原因。
help-purge = 回复一条消息，从它起全部删除；或写条数。最多 100 条。后面可写原因。
help-unban = 写 @用户名 或 ID。
help-unmute = 回复对方的消息，或写 @用户名 或 ID。
help-unwarn = 回复对方的消息，或写 @用户名 或 ID。
help-warn = 回复对方的消息（该消息会被删除），或写 @用户名 或 ID，之后可写原因。
help-warns = 回复对方的消息，或写 @用户名 或 ID。

ring-card = 🔗 互评圈 { $number }：{ $members } 在 { $days } 天里互相给了 { $points } 分，其中 { $mutual }% 是有来有往的，他们得到的分有 { $inside }% 来自彼此。互相帮忙的朋友也会像这样，你们怎么看？
ring-voided = 🔗 互评圈 { $number }：{ $members }。{ $moderator } 作废了 { $points } 分。
ring-given-back = 🔗 互评圈 { $number }：{ $members }。{ $moderator } 退还了 { $points } 分。
ring-is-fine = 🔗 互评圈 { $number }：{ $members }。{ $moderator } 认为没问题。
ring-not-yours = 只有不在其中的管理员可以决定。
button-ring-void = 作废
button-ring-fine = 没问题
button-ring-back = 退还
