command-gap = 大家在问、课程没讲的内容
help-gap = 列出成员近来在问而课程目录没有覆盖的话题：多少人问、多少没人答。后面可写天数。请私聊或在管理群使用。

gap-away = 这次没能算出来，请再试一次 /gap。
gap-how = 请写 /gap，或 /gap 加天数（最多 { $most }）。
gap-none = 最近 { $days } 天有 { $questions } 个提问，没有哪个话题被两人以上问到。
gap-head =
    🧭 <b>大家在问什么</b>（最近 { $days } 天）
    { $askers } 人提了 { $questions } 个问题，{ $unanswered } 个没人回答{ $earlier ->
        [-1] {""}
       *[other] （上一期共 { $earlier } 个）
    }
gap-line = { $few }<b>{ $words }</b>：{ $askers } 人问了 { $questions } 次，{ $unanswered } 次没人回答{ $trend }
gap-trend-up = ，↗（上期 { $count } 人）
gap-trend-down = ，↘（上期 { $count } 人）
gap-trend-same = ，→（上期 { $count } 人）
gap-nearest = 最接近的课：{ $course }，约覆盖 { $percent }%
gap-far = 几乎没有覆盖；最接近的课：{ $course }（{ $percent }%）
gap-nothing = 目前没有课程讲到。
gap-example = <i>「{ $text }」</i>
gap-covered-one = { $words }（{ $askers } 人，{ $course }）
gap-covered = ✅ 问到且已有课程：{ $topics }
gap-all-covered = ✅ 被多人问到的内容都已有课程。
gap-few-note = △ 不到 { $fewest } 人问，可能只是偶然。
