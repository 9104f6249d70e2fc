# 条件量到了什么、与什么相比。成立与否都读得通；展示时前面加 check-hit 或 check-miss。
check-hit = ✓
check-miss = ✗
check-all = 各项全部成立
check-any = 至少一项成立
check-not = 该项不成立

check-action = 管理员操作 { $action }，要找 { $limit }
check-buttons = 消息下的按钮 { $count } 个，界限 { $limit }
check-clock = 时间 { $time }，时段 { $limit }
check-contact = 联系方式：{ $way }，要找 { $limit }
check-disguise = 隐藏文字的手法：{ $way }，要找 { $limit }
check-domains = 链接指向 { $domain }，对照 { $limit }
check-duplicates = { $within } 内相同内容 { $count } 次，上限 { $limit }
check-edited = { $given ->
    [true] { $age } 后编辑
   *[false] 未编辑
}，界限 { $limit }
check-emoji = 表情 { $count } 个，界限 { $limit }
check-files = 文件名 { $name }，要找 { $limit }
check-forgotten = 本案件的文字已过保存期，不再保留
check-forward = 转发自 { $kind }，要找 { $limit }
check-hashtags = 话题标签 { $count } 个，界限 { $limit }
check-joined = 进群 { $age }，界限 { $limit }
check-length = 文字 { $count } { $of ->
    [lines] 行
    [own] 字（不算链接）
   *[characters] 字
}，界限 { $limit }
check-links = { $kind ->
    [hidden] 隐藏链接
    [invite] 邀请链接
    [telegram] Telegram 链接
   *[any] 链接
} { $count } 个，界限 { $limit }
check-media = 带有 { $kind }，要找 { $limit }
check-mentions = 提到 { $count } 人，界限 { $limit }
check-messages = 已发言 { $count } 条，界限 { $limit }
check-pattern = 对照式样 { $pattern }
check-points = 积分 { $count }，界限 { $limit }
check-profile = 账号 { $profile }，要找 { $limit }
check-quote = { $kind ->
    [outside] 回复了别的聊天里的消息
    [any] 引用了本群消息
   *[none] 没有引用
}，要找 { $limit ->
    [outside] 外部引用
   *[any] 任何引用
}
check-rate = { $within } 内 { $count } 次，上限 { $limit }
check-reply = 回复对象 { $given }，要找 { $limit }
check-reports = { $within } 内被举报 { $count } 次，界限 { $limit }
check-role = 身份 { $role }，要找 { $limit }
check-script = { $limit } 文字 { $count } 个，界限 { $least }
check-sender = 发言名义 { $sender }，要找 { $limit }
check-shouting = 大写占 { $percent }%，界限 { $limit }%；句末叹号 { $marks } 个，界限 { $most }
check-spam = { $copy ->
    [spam] 与已确认的垃圾信息几乎相同
    [ham] 与管理员认定正常的内容几乎相同
    [unscored] 像垃圾信息：没有评分，界限 { $limit }
   *[none] 像垃圾信息 { $percent }%（普通消息中占 { $tail }，界限 { $limit }）：{ $words }
}
check-sticker = 贴纸包 { $name }，要找 { $limit }
check-text = { $field }：{ $word }，要找 { $limit }
check-trust = 信任等级 { $level }/{ $of }，界限 { $limit }
check-via = 经由 { $bot } 发送，要找 { $limit }
check-warnings = 有效警告 { $count } 分，界限 { $limit }
check-weekday = 星期 { $day }，要找 { $limit }
check-words = 词表中的词：{ $word }
