claim-needed = 大家好！请社群负责人在本群发送 /claim 和运营后台给出的一次性代码，我就开始工作。
claim-refused = 这个代码无效或已过期，请向运营者要一个新的。
claimed-members = ✅ 本群已加入「{ $community }」。发送 /help 看我能做什么。
claimed-moderators = ✅ 本群现在是「{ $community }」的管理室，提醒会发到这里。
button-unknown = 这个按钮已经失效了。
button-another = 这个按钮是给另一位成员的，请自己发一次命令。
button-old = 这个按钮已经过期，请再点一下新的，或重新发送命令。

too-quick = 请慢一点，稍后我再回答。
command-anonymous = 匿名管理员请先以本人身份发送，这样我才知道是谁在操作。
command-only-group = 这个命令请在群里使用。
command-only-private = 这个命令请私聊我使用：点我的名字，再点「发消息」。
command-moderators-only = 这个命令只有管理员可以使用。

start = 你好，{ $name }！我是「{ $community }」的助手。以后我可以私下给你推荐适合的课程；发送 /optout 推荐 可以随时停止。发送 /help 看看我能做什么。
help-head = <b>我能做的事</b>
help-line = /{ $name } · { $does }
help-foot = 想看某个命令的用法，发送 /help 加命令名。
rules-none = 本群还没有写下规则。友善交流就好。
opt-how = 请写明对象：/{ $command } 推荐 或 /{ $command } 排行。
opt-suggestions-on = 好的，以后会继续给你推荐课程。
opt-suggestions-off = 好的，不再给你推荐课程。改变主意时发送 /optin 推荐。
opt-leaderboard-on = 好的，你会出现在排行榜上。
opt-leaderboard-off = 好的，你不再出现在排行榜上，积分照常累计。

me =
    <b>{ $name }</b> · 第 { $rank } 名
    积分 { $xp }（今天 { $today }）
    连续打卡 { $streak } 天 · 已学 { $courses } 门课 · 警告分 { $warnings }
top-how = 请写 /top、/top month 或 /top all。
top-empty = 还没有人得分，第一个就是你？
board-week = 🏆 <b>本周排行</b>
board-month = 🏆 <b>本月排行</b>
board-all = 🏆 <b>总排行</b>
board-line = { $rank } { $name } · { $xp }
why-points-head = <b>最近的积分</b>
why-points-none = 你还没有积分记录。
why-points-line = { $day } { $granted } { $source } { $limit }
why-limited = （原 { $raw }，已达上限）
why-cases-head = <b>最近的处理</b>
why-case = { $day } { $done }。规则「{ $rule }」：{ $reason }（命中：{ $matched }）
source-message = 发言
source-reaction = 收到表情
source-thanks = 收到感谢
source-checkin = 打卡
source-violation = 违规
source-rule = 群规奖励
source-reversal = 撤回
checkin = ✅ 打卡成功，连续 { $streak } 天，+{ $today } 分。
checkin-off = 本群没有开启打卡。

command-checkin = 每日打卡
command-help = 查看命令
command-me = 我的积分和名次
command-optin = 重新接收推荐或回到排行榜
command-optout = 停止推荐或退出排行榜
command-rules = 本群规则
command-start = 开始私聊
command-top = 排行榜
command-why = 积分、处理和推荐的原因
command-ban = 移出并禁止加入
command-kick = 移出，可再加入
command-mute = 禁言
command-purge = 批量删除消息
command-unban = 解除封禁
command-unmute = 解除禁言
command-unwarn = 撤销最近一次警告
command-warn = 警告
command-warns = 查看警告

help-checkin = 每天一次，连续打卡有额外积分。发送「打卡」二字也可以。
help-help = 不带参数列出命令，带命令名说明用法。
help-me = 显示你的积分、名次、打卡和警告。
help-optin = /optin 推荐 恢复课程推荐，/optin 排行 回到排行榜。
help-optout = /optout 推荐 停止课程推荐，/optout 排行 退出排行榜。
help-rules = 显示本群规则。
help-start = 在私聊中发送，之后我可以私下联系你。
help-top = 默认本周；month 本月，all 全部。
help-why = 说明最近的积分变化、处理措施和课程推荐的原因；后面写上课程，就说明它为什么适合你。
help-ban = 回复对方的消息，或写 @用户名 或 ID，之后可写时长和原因。
help-kick = 回复对方的消息，或写 @用户名 或 ID。
help-mute = 回复对方的消息，或写 @用户名 或 ID，之后可写时长（默认 1 小时）和原因。
help-purge = 回复一条消息，从它起全部删除；或写条数。最多 100 条。
help-unban = 写 @用户名 或 ID。
help-unmute = 回复对方的消息，或写 @用户名 或 ID。
help-unwarn = 回复对方的消息，或写 @用户名 或 ID。
help-warn = 回复对方的消息（该消息会被删除），或写 @用户名 或 ID，之后可写原因。
help-warns = 回复对方的消息，或写 @用户名 或 ID。
