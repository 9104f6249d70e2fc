# What the bot did, as clauses of one sentence.
did-delete = 删除了消息
did-ban = 移出并禁止再次加入（{ $time }）
did-kick = 移出了本群
did-mute = 禁言（{ $time }）
did-warn = 记 { $points } 个警告分
did-restrict = 限制发送{ $kinds }（{ $time }）
did-tag = 标记为「{ $tag }」
did-review = 交管理员复核
did-grant = 奖励 { $points } 分
did-unmute = 解除了禁言
did-unban = 解除了封禁
did-nothing = 未采取措施
kind-files = 文件
kind-links = 链接预览
kind-media = 媒体
kind-music = 音乐
kind-photos = 图片
kind-polls = 投票
kind-stickers = 贴纸
kind-videos = 视频
kind-voice = 语音
list-separator = 、

notice-by-rule = { $member }：{ $done }。原因：{ $reason }
notice-by-moderator = { $member }：管理员{ $done }。原因：{ $reason }
alert =
    🔔 <b>{ $rule }</b> · { $chat }
    { $member }：{ $done }
    原因：{ $reason }
    <blockquote>{ $quote }</blockquote>
    { $trace }
verbatim = { $text }

duration-forever = 永久
duration-d = { $count } 天
duration-h = { $count } 小时
duration-m = { $count } 分钟
duration-s = { $count } 秒

target-unknown = 我还没见过这个人。请回复对方的消息，或使用数字 ID。
target-ambiguous = 这个用户名不止一个人用过，请回复对方的消息，或写数字 ID。
target-missing = 请回复对方的一条消息，或在命令后写 @用户名 或数字 ID。
target-protected = 管理员、频道和机器人不受此命令影响。
duration-out-of-range = 时长需在 30 秒到 366 天之间，例如 30m、2h、1d。
reason-none = 管理员决定
unwarned = 已撤销 { $member } 最近一次警告。
unwarned-none = { $member } 没有有效的警告。
warns-none = { $member } 没有任何警告。
warns-head = { $member } 当前警告分 { $points }/{ $limit }：
warns-line = { $day } · { $points } 分 · { $reason }（{ $state }）
warning-counts = 有效
warning-revoked = 已撤销
warning-expired = 已过期
purge-how = 请回复要删除的第一条消息，或写明条数（1 到 { $most }），例如 /purge 20。
purged = 已删除 { $count } 条消息。
spam-how = 请回复那条消息再发送 /{ $name }。
spam-no-text = 这条消息没有可以学习的文字。
ham-learned = 记住了：这类内容是正常的。
