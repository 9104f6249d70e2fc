command-camp = 打卡营：进度、排行和你的天数
help-camp = 这个群的打卡营、排行和你自己的进度：/camp，或 /camp 加打卡营的标签。点按钮加入；发一条带标签的消息就是打卡。漏掉的一天，发一条带标签和“补签”的消息来补。
button-camp-join = ✋ 加入
button-camp-quiet = 🔕 不再提醒打卡

camp-none = 这里现在没有打卡营。
camp-head = 🔥 <b>{ $title }</b>：第 { $day } 天，共 { $days } 天，今天截止 { $until }
camp-today = 今天已打卡：{ $came } / { $people }
camp-soon = 🔥 <b>{ $title }</b>：{ $day } 开始，共 { $days } 天；{ $people } 人参加
camp-ended = 🏁 <b>{ $title }</b>：{ $days } 天结束了；{ $people } 人参加
camp-line = { $rank }. { $name } — { $done } 天，连续 { $streak } 天
camp-how = { $asked ->
    [0] 打卡：发 { $tag }。
   *[other] 打卡：发 { $tag }，并带上{ $what }。
}
camp-own = 你：已打 { $done } 天（证书要 { $needed } 天），连续 { $streak } 天；免打 { $frozen } 天，漏 { $missed } 天，还能免打 { $left } 天。
camp-mendable = 还能补签：第 { $days } 天。发 { $tag } 补签，写上你做了什么。
camp-announced = 📣 <b>{ $title }</b>：{ $day } 开始的 { $days } 天打卡营。{ $about }
    打满 { $needed } 天有证书；漏掉的前 { $freezes } 天自动免打。
camp-joined = 你加入了「{ $title }」，{ $day } 开始；/camp 查看进度。
camp-joined-already = 你已经在「{ $title }」里了。
camp-over = 这个打卡营现在不能加入。
camp-in-group = 请在打卡营的群里加入。
camp-quiet = 不再提醒打卡；/camp 随时可看。
camp-join-first = 在「{ $title }」打卡之前，先加入：
camp-no-day = 现在没有哪一天可以打卡。
camp-nothing-to-mend = 没有还能补签的日子。
camp-lacks = 还不算打卡：要有{ $what }，请重新发一条。
camp-copied = 这份内容已经交过了，请用今天自己的内容打卡。
camp-form-text = 至少 { $count } 个字
camp-form-photo = 照片
camp-form-video = 视频
camp-form-voice = 语音
camp-form-video_note = 视频消息
camp-form-audio = 录音
camp-form-document = 文件
camp-form-link = 链接
camp-and = 、
camp-remind = 🔥 今天还没打卡：
camp-remind-line = • { $title }（{ $tag }）
camp-frozen = 🧊「{ $title }」第 { $day } 天没打卡，已自动免打，还剩 { $left } 次。{ $hours } 小时内补签（{ $tag } 补签）就算打卡，这次免打也会还给你。
camp-missed = 「{ $title }」第 { $day } 天没打卡。{ $hours } 小时内可以补签：{ $tag } 补签，写上你做了什么。
source-camp = 打卡营：一天
source-camp_comment = 打卡营：被点评
source-camp_finish = 打卡营：证书
certificate-head = 结营证书
certificate-text = { $days } 天里打卡 { $done } 天
certificate-caption = 🎓 <b>{ $name }</b> 获得「{ $title }」的结营证书：{ $days } 天里打卡 { $done } 天。恭喜！
