# 条件量到了什么、与什么相比。成立与否都读得通；展示时前面加 check-hit 或 check-miss。
check-hit = ✓
check-miss = ✗
check-all = 各项全部成立
check-any = 至少一项成立
check-not = 该项不成立
check-weigh = 迹象合计 { $points } 分，阈值 { $limit } 分
check-sign = { $points } 分：

check-action = 管理员操作 { $action }，规则要求 { $limit }
check-buttons = 消息下的按钮 { $count } 个，阈值 { $limit }
check-clock = 时间 { $time }，时段 { $limit }
check-contact = 联系方式：{ $way }，规则要求 { $limit }
check-disguise = 隐藏文字的手法：{ $way }，规则要求 { $limit }
check-domains = 链接指向 { $domain }，对照 { $limit }
check-duplicates = { $within }内相同内容 { $count } 次，上限 { $limit }
check-edited = { $given ->
    [true] { $age }后编辑
   *[false] 未编辑
}，阈值 { $limit }
check-emoji = 表情 { $count } 个，阈值 { $limit }
check-files = 文件名 { $name }，规则要求 { $limit }
check-forgotten = 本处理记录的文字已过保存期，不再保留
check-forward = 转发自 { $kind }，规则要求 { $limit }
check-hashtags = 话题标签 { $count } 个，阈值 { $limit }
check-joined = 进群 { $age }，阈值 { $limit }
check-length = 文字 { $count } { $of ->
    [lines] 行
    [own] 字（不算链接）
   *[characters] 字
}，阈值 { $limit }
check-links = { $kind ->
    [hidden] 隐藏链接
    [invite] 邀请链接
    [telegram] Telegram 链接
   *[any] 链接
} { $count } 个，阈值 { $limit }
check-media = 带有 { $kind }，规则要求 { $limit }
check-mentions = 提到 { $count } 人，阈值 { $limit }
check-messages = 已发言 { $count } 条，阈值 { $limit }
check-pattern = 匹配正则 { $pattern }
check-points = 积分 { $count }，阈值 { $limit }
check-profile = 账号 { $profile }，规则要求 { $limit }
check-qr = 图中二维码：{ $codes }，规则要求 { $limit }
check-quote = { $kind ->
    [outside] 回复了别的聊天里的消息
    [any] 引用了本群消息
   *[none] 没有引用
}，规则要求 { $limit ->
    [outside] 外部引用
   *[any] 任何引用
}
check-rate = { $within }内 { $count } 次，上限 { $limit }
check-reply = 回复对象 { $given }，规则要求 { $limit }
check-reports = { $within }内被举报 { $count } 次，阈值 { $limit }
check-role = 身份 { $role }，规则要求 { $limit }
check-script = { $limit }：{ $count } 个字，阈值 { $least }
check-sender = 发言名义 { $sender }，规则要求 { $limit }
check-shouting = 大写占 { $percent }%，阈值 { $limit }%；句末叹号 { $marks } 个，阈值 { $most }
check-spam = { $copy ->
    [spam] 与已确认的垃圾信息几乎相同
    [ham] 与管理员认定正常的内容几乎相同
    [unscored] 像垃圾信息：没有评分，阈值 { $limit }
   *[none] 像垃圾信息 { $percent }%（普通消息中占 { $tail }，阈值 { $limit }）：{ $words }
}
check-sticker = 贴纸包 { $name }，规则要求 { $limit }
check-text = { $field }：{ $word }，规则要求 { $limit }
check-trust = 信任等级 { $level }/{ $of }，阈值 { $limit }
check-via = 经由 { $bot } 发送，规则要求 { $limit }
check-warnings = 有效警告 { $count } 分，阈值 { $limit }
check-weekday = 当天是{ $day }，规则要求 { $limit }
check-words = 词表中的词：{ $word }
check-more = ……另有 { $count } 行

# 只说测到了什么：卡片和 /why 用，成立的才说。
brief-contact = 联系方式：{ $way }
brief-disguise = 隐藏文字的手法：{ $way }
brief-files = 文件名：{ $name }
brief-forward = 转发自{ $kind }
brief-media = 带有{ $kind }
brief-pattern = 符合的写法：{ $matched }
brief-qr = 图中二维码：{ $codes }
brief-reply = 回复对象：{ $given }
brief-role = 身份：{ $role }
brief-sender = 发言名义：{ $sender }
brief-sticker = 贴纸包：{ $name }
brief-text = { $field }：{ $word }
brief-via = 经由 { $bot } 发送
brief-weekday = { $day }

# 规则文件里的词，读给人听。
value-account = 账号
value-add = 拉人进群
value-administrator = 管理员
value-always = 时间早于记录
value-animation = 动图
value-anonymous_admin = 匿名管理员
value-any = 任意
value-arabic = 阿拉伯文
value-audio = 音频
value-ban = 封禁
value-banned = 已封禁
value-bio = 个人简介
value-bot = 机器人
value-buttons = 按钮
value-call = 邀请加好友
value-caption = 图片说明
value-channel = 频道
value-chat = 群
value-contact = 名片
value-copy = 与已确认的垃圾信息相同
value-creator = 群主
value-cyrillic = 西里尔文
value-delete = 删除消息
value-devanagari = 天城文
value-dice = 骰子
value-document = 文件
value-domains = 域名
value-file = 文件名
value-forward = 转发来源
value-fri = 星期五
value-game = 游戏
value-giveaway = 抽奖
value-given = { $name }：{ $given }
value-greek = 希腊文
value-group = 群号
value-han = 汉字
value-hangul = 韩文
value-hashtags = 话题标签
value-hebrew = 希伯来文
value-hidden_user = 隐藏身份的用户
value-invisible = 看不见的字符
value-invite = 邀请链接
value-invoice = 账单
value-kana = 假名
value-kick = 移出
value-language = 语言
value-latin = 拉丁字母
value-left = 已离开
value-linked_channel = 关联频道
value-links = 链接
value-location = 位置
value-member = 成员
value-mentions = 提到的人
value-mime = 文件类型
value-mixed = 混用形近字
value-mon = 星期一
value-mute = 禁言
value-name = 名字
value-none = 没有人
value-old_name = 旧名字
value-phone = 电话号码
value-photo = 图片
value-poll = 投票
value-premium-false = 没有 Premium
value-premium-true = 有 Premium
value-quote = 引用
value-restrict = 限制发言
value-restricted = 受限的成员
value-sat = 星期六
value-self = 自己
value-service = 服务消息
value-spaced = 字间夹空格
value-sticker = 贴纸
value-story = 动态
value-sun = 星期日
value-telegram = Telegram
value-text = 文字
value-thai = 泰文
value-thu = 星期四
value-trusted = 受信任的成员
value-tue = 星期二
value-unban = 解除封禁
value-unknown = 未知类型
value-unmute = 解除禁言
value-unrestrict = 解除限制
value-user = 用户
value-username = 用户名
value-username-false = 没有用户名
value-username-true = 有用户名
value-via = 内联机器人
value-video = 视频
value-video_note = 视频留言
value-voice = 语音
value-warn = 警告
value-wechat = 微信
value-wed = 星期三
