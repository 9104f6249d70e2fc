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
check-duplicates = { $within } 内相同内容 { $count } 次，上限 { $limit }
check-edited = { $given ->
    [true] { $age } 后编辑
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
check-rate = { $within } 内 { $count } 次，上限 { $limit }
check-reply = 回复对象 { $given }，规则要求 { $limit }
check-reports = { $within } 内被举报 { $count } 次，阈值 { $limit }
check-role = 身份 { $role }，规则要求 { $limit }
check-script = { $limit } 文字 { $count } 个，阈值 { $least }
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
check-weekday = 星期 { $day }，规则要求 { $limit }
check-words = 词表中的词：{ $word }
