doctor-rules-good = 规则：{ $folder } 中 { $count } 条规则，没有问题。
doctor-rules-refused = 规则：有 { $count } 处问题，第一处：{ $first }。运行 zhiqun check 查看全部。
doctor-database-good = 数据库：可以写入，已是最新。
doctor-database-behind = 数据库：还没有建立，或版本较旧。启动时会自动处理，也可运行 zhiqun db upgrade。
trouble-database-damaged = 数据库已损坏，或不是数据库：停下机器人，用 `zhiqun db restore 文件` 恢复备份，或检查 ZHIQUN_DATABASE
trouble-database-locked = 别的程序锁住了数据库：结束它，或稍后再试
trouble-database-read-only = 数据库不能写入：检查文件和文件夹的权限
trouble-database-full = 数据库没有空间了：请腾出磁盘
trouble-database-behind = 数据库比程序旧，或属于别的程序：运行 `zhiqun db upgrade`，或检查 ZHIQUN_DATABASE
trouble-database-unopenable = 数据库打不开：检查 ZHIQUN_DATABASE，文件夹是否存在、能否写入
trouble-database-password = 数据库服务器不让进：检查 ZHIQUN_DATABASE 里的用户名和密码
trouble-database-unnamed = 数据库服务器上没有这个库：请新建，或检查 ZHIQUN_DATABASE
trouble-database-away = 数据库服务器没有回应：它在运行吗？ZHIQUN_DATABASE 的地址对吗？
trouble-database-other = 数据库没有完成操作（{ $reason }）：用 `zhiqun doctor` 细看
trouble-network-name = 找不到它的域名（DNS）
trouble-network-certificate = 它的证书不被接受
trouble-network-down = 网络不通
trouble-network-refused = 它拒绝连接
trouble-network-slow = 没有及时回应（超时）
trouble-network-broken = 回应之前连接就断了
trouble-network-other = { $reason }
doctor-database-newer = 数据库：较新版本的程序用过它（版本 { $revision }），这个版本打不开。请重新安装那个版本，或用 `zhiqun db restore 文件` 恢复升级前的备份。
doctor-database-trouble = 数据库：{ $trouble }。
doctor-database-refused = 数据库：打不开（{ $reason }）。检查 ZHIQUN_DATABASE 和文件夹权限。
doctor-chats-good = 群：已绑定 { $count } 个。
doctor-chats-none = 群：还没有绑定。运行 zhiqun claim 取得一次性代码，在群里发送 /claim 代码。
doctor-token-good = 令牌：有效，机器人是 @{ $username }。
doctor-token-absent = 令牌：没有设置。向 @BotFather 申请，写入 .env 的 ZHIQUN_TOKEN。
doctor-token-wrong = 令牌：Telegram 不认识它。检查 ZHIQUN_TOKEN，或向 @BotFather 重新申请。
doctor-telegram-away = Telegram：连不上 { $url }（{ $reason }）。检查网络、代理或 ZHIQUN_API_URL。
doctor-privacy-good = 隐私模式：已关闭，机器人看得到群里的消息。
doctor-privacy-on = 隐私模式：开启中。要么让机器人当管理员，要么在 @BotFather 用 /setprivacy 关闭后重新拉入群。
doctor-webhook-other = Webhook：Telegram 上登记的是 { $url }，与设置不同；启动时会改过来。
doctor-webhook-failing = Webhook：Telegram 最近一次投递失败：{ $reason }。
doctor-updates-good = 更新：没有缺少的种类。
doctor-updates-few = 更新：Telegram 目前不发送 { $kinds }；启动后会请求它们。
doctor-clock-good = 时钟：与 Telegram 相差 { $seconds } 秒。
doctor-clock-wrong = 时钟：与 Telegram 相差 { $seconds } 秒，禁言时长会出错。请校准时间（NTP）。
doctor-rights-good = 「{ $chat }」：权限齐全。
doctor-rights-few = 「{ $chat }」：缺少权限（括号里是需要它的规则或功能）：{ $rights }。请在群的管理员设置里补上。
doctor-group-basic = 「{ $chat }」是普通群，Telegram 在这里不支持禁言和限制：{ $whats }。请升级为超级群（让新成员可见历史消息）。
doctor-rights-outside = 「{ $chat }」：机器人进不去（{ $reason }）。
doctor-disk-good = 磁盘：剩余 { $free } MB。
doctor-disk-scarce = 磁盘：数据库所在磁盘只剩 { $free } MB；备份需要和数据库一样大的空间。请腾出空间。
doctor-disk-full = 磁盘：数据库所在磁盘只剩 { $free } MB，可能很快无法写入。请马上腾出空间。
doctor-wal-large = 数据库：预写日志已有 { $size } MB，有程序一直开着数据库在读。请结束它，或重启机器人。
doctor-files-good = 文件：其他账户读不到 { $files }。
doctor-files-none = 文件：这里还没有 .env，也没有数据库文件，没有要关闭的。
doctor-files-open = 文件：本机所有账户都能读取 { $files }。请用 chmod o-rwx 关闭。
doctor-integrity-good = 数据库：文件完好。
doctor-integrity-damaged = 数据库：文件已损坏（{ $reason }）。请停下机器人并恢复备份：zhiqun db restore 文件。
doctor-letters-none = 死信：没有。
doctor-letters-open = 死信：有 { $count } 条更新无法读取或处理，见 zhiqun dead list。
doctor-spool-some = 更新：有 { $count } 条已取来、还没轮到处理，最早的等了 { $minutes } 分钟。进来的比处理的快，或者机器人没有运行。
doctor-calls-good = 待发请求：没有存疑或延误的。
doctor-calls-late = 待发请求：有 { $count } 个一小时前就该发出。机器人在运行吗？Telegram 连得上吗？
doctor-calls-doubtful = 待发请求：有 { $count } 个存疑，不知是否已执行。运行 zhiqun db check 查看。
doctor-backup-good = 备份：最近一次在 { $days ->
    [0] 今天
   *[other] { $days } 天前
}。
doctor-backup-old = 备份：最近一次在 { $days } 天前。运行 zhiqun db backup 再做一次。
doctor-backup-none = 备份：还没有。运行 zhiqun db backup，机器人不必停。
doctor-webhook-good = Webhook：Telegram 投递正常，有 { $count } 条更新在等待。
doctor-running-here = 机器人：正在使用这个数据库运行。
doctor-poller-none = 轮询：没有别的程序在取这个机器人的更新。
doctor-poller-other = 轮询：另一个程序也在取这个机器人的更新（409 Conflict），双方都会丢消息。请结束它，或向 @BotFather 换一个令牌。
doctor-membership-channels = 会员：套餐写了机器人不是管理员的频道：{ $channels }。请在那里加上机器人，或改正 membership.yaml。
doctor-membership-groups = 会员：套餐写了没有绑定的群：{ $groups }。用 `zhiqun claim` 绑定，或改正 membership.yaml。
doctor-membership-gone = 会员：有成员持有 membership.yaml 里没有的套餐：{ $plans }。请写回去，不卖就写 sold: false。
doctor-membership-stars = 会员：Telegram 可以代收款；机器人有 ⭐ { $stars }。
doctor-membership-refused = 会员：Telegram 不告知机器人的 Stars（{ $reason }），所以卖不了。
doctor-providers-unready = 支付：{ $reason }
doctor-providers-ready = 支付：{ $provider } 可以收款；它的通知要发到 { $address }。
doctor-providers-ends = 支付：{ $provider } 的证书还有 { $days } 天到期。请换新证书，并在 .env 里写上文件。
doctor-providers-rule = 支付：按 Telegram 的规定，在 Telegram 内卖数字内容只能用 Stars。用别的方式收款由你自己负责，Telegram 可能停用机器人。
doctor-providers-unreachable = 支付：支付平台访问不到机器人。ZHIQUN_PUBLIC_URL 要写公网 https 网址，ZHIQUN_HTTP 不能为空。
doctor-all-good = 没有妨碍运行的问题。
doctor-some-bad = 有 { $count } 件事需要处理。
rules-problems = { $folder }：{ $count } 个问题
rules-good = { $folder }：{ $rules } 条规则，{ $tests } 个测试，{ $jobs } 个任务，{ $courses } 门课程：没有问题。
rules-untested = 没有运行规则的测试：先解决这些问题，再运行一次
explain-left-out-kind = 不看这类事件
explain-left-out-scope = 不在范围内，或属于豁免
explain-left-out-stopped = 也成立，但前面的规则已叫停
explain-exempt = 结果：不作评判（{ $who ->
    [creator] 群主
    [administrator] 管理员
    [trusted] 受信任的成员
    [anonymous_admin] 匿名管理员
    [linked_channel] 关联频道
    [channel] 频道
    [bot] 机器人
   *[service] 服务消息
}）。
explain-done = 结果：{ $actions }
explain-more = 加 `--all` 显示每条规则的每个条件，`--rule 规则ID` 只看一条。
explain-spam = 像垃圾信息的可能：{ $chance }；普通消息里有 { $tail } 同样像。依据{ $model ->
    [shipped] 自带的模型
   *[own] 当前的模型
}：
explain-spam-limit = { $rule } 的阈值：{ $limit ->
    [copy] 与管理员确认过的垃圾信息几乎相同
   *[other] { $limit }
}
explain-spam-copy = 与管理员标记过的{ $label ->
    [spam] 垃圾信息
   *[ham] 正常消息
}几乎相同
explain-spam-late = 没有打垃圾信息分数：只看每位成员最初的 { $first } 条消息，这是第 { $number } 条。
explain-nothing = 结果：不处理。
explain-escalated = 警告累积到了这一级：{ $step }
backtest-head = { $since } 至 { $until } 共 { $events } 件事，每秒 { $speed } 件。
backtest-scored = 给 { $count } 条最初的消息算了垃圾信息分数，用的是{ $model ->
    [shipped] 自带的模型
   *[own] 当前的模型（它可能正是从这段历史学来的）
}；连同打分，每秒 { $speed } 个事件。
backtest-limits-past = 历史没有记下的，按成员今天的名字和身份算。
backtest-limits-file = 文件里只有消息、入群和退群：针对编辑、表情回应、改名、举报和管理员操作的规则在里面找不到什么。
backtest-unknown = 有 { $count } 个事件已经不知道改成了什么名字，或管理员做了什么。
backtest-silent = { $all ->
    [true] { $count } 条规则都没有命中。加 `--all` 列出。
   *[false] 另有 { $count } 条规则没有命中。加 `--all` 列出。
}
backtest-without-text = 其中 { $count } 条的文字已过保留期：无法再查其中的词语、链接和文件。
backtest-rule = 规则
backtest-mode = 模式
backtest-mode-enforce = 执行
backtest-mode-shadow = 试运行
backtest-mode-review = 待复核
backtest-mode-off = 关闭
backtest-mode-gone = 已去掉
backtest-hits = 命中
backtest-members = 成员
backtest-delete = 删除
backtest-warn = 警告
backtest-mute = 禁言
backtest-kick = 移出
backtest-ban = 封禁
backtest-undone = 被撤销
backtest-new = 新增
backtest-gone = 减少
backtest-escalated = 其中由警告累积
backtest-counted = 表中是实际会做的处理，包括警告累积引起的（算在给出最后一次警告的规则上）；试运行的规则按执行计算。示例显示所有规则合起来的结果。
backtest-withheld = 规则要求的处理有 { $count } 项没有计入：成员当时已被禁言，或已有更重的处理。
backtest-nothing = 没有可以回放的内容。
backtest-before = { $where ->
    [file] 文件
   *[database] 数据库
}里最后一条消息的时间是 { $at }，而 --since 是从现在往回算的：请写得更长，或不写。
backtest-absent = --admins：文件里没有人叫“{ $name }”
backtest-nearest = （是不是“{ $near }”？）
history-too-old = too old：互动只保留 { $days } 天（ZHIQUN_KEEP_EVENTS_DAYS），更早的没有导入
history-without-text = without text：文字只保留 { $days } 天（ZHIQUN_KEEP_TEXTS_DAYS）
backtest-done = 会处理 { $count } 次，涉及 { $members } 名成员。
backtest-changed-book = 与现行规则相比，{ $count } 个决定不同。
backtest-changed-past = 与机器人当时的处理相比，{ $count } 个决定不同。
backtest-examples-hit = { $rule } 命中：
backtest-examples-new = { $rule } 新命中：
backtest-examples-gone = { $rule } 不再命中：

advice-none = 现在没有可推荐的课程。
advice-chance = （下一门学它的可能性：{ $chance }%）
advice-refused = 现在不推荐：{ $reason }
advice-refused-hidden = 已隐藏
advice-refused-taken = 已学过
advice-refused-dismissed = 成员说过不感兴趣
advice-refused-shown-lately = 最近刚推荐过
advice-refused-began-already = 已经开始
advice-refused-ended = 已经结束
advice-refused-full = 名额已满
advice-refused-own = 成员自己的课
advice-refused-prerequisites = 要先学完前置课程
advice-term-popular = 热度
advice-term-next = 接着学
advice-term-together = 一起学
advice-term-alike = 内容相近
advice-term-beyond = 聊到的课之后
advice-term-talk = 聊到
advice-term-rated = 评分
advice-term-liked = 感兴趣
advice-term-language = 语言
missing-lost = 数据缺失：数据库少了最后 { $commits } 次提交，从 { $since } 到 { $until }{ $updates }。它的预写日志（以 -wal 结尾的文件）被截断、改动或删除，或被换成了更早的文件。如果有比 { $since } 更新的备份，请停下机器人，运行 `zhiqun db restore 文件`。否则无法找回：请核对最近的处理记录和积分，然后运行 `zhiqun db check --accept`。
missing-everything = 数据缺失：数据库是空的，但到 { $until } 为止这里有过 { $commits } 次提交{ $updates }。数据库文件或它的预写日志（以 -wal 结尾的文件）被删除了。请停下机器人，恢复最新的备份：`zhiqun db restore 文件`。如果本来就想重新开始，运行 `zhiqun db check --accept`。
missing-updates-none = { "" }
missing-updates-span = ，其中包括更新 { $first } 到 { $last }，Telegram 不会再发
missing-updates-upto = ，其中包括直到 { $last } 的更新，Telegram 不会再发
missing-other = 数据库被换成了另一个。原来的有 { $commits } 次提交，最近一次在 { $until }。如果是你换的，运行 `zhiqun db check --accept`；如果不是，请找回原来的文件。
missing-uncounted = 数据库旁边以 -commits 结尾的文件不见了，因此无法判断 { $since } 之后的提交是否缺失。文件已重新生成。请把它和数据库一起复制和保存；确认知道后运行 `zhiqun db check --accept`。
missing-unreadable = 数据库旁边以 -commits 结尾的文件已损坏，因此无法判断是否缺少提交。文件已重新生成。请检查磁盘；确认知道后运行 `zhiqun db check --accept`。
missing-gap = Telegram 的更新编号有空缺：{ $since } 之后有 { $commits } 条更新（{ $updates }）没有进入这个数据库。可能是机器人停了超过 24 小时（Telegram 只保留这么久），或别的程序取走了它们，或数据库是更早的一份。如果有更新的数据库或备份，请停下机器人并恢复；确认知道后运行 `zhiqun db check --accept`。
missing-updates-between = { $first } 到 { $last }
doctor-missing-some = { $told }
doctor-missing-none = 提交：计过数的都在。

# 命令完成后说的话。
unit-bytes = 字节
unit-checks = 项检查
unit-entries = 条记录
unit-events = 件事
unit-rows = 行
unit-steps = 步
claim-send = 请在 { $hours } 小时内把它原样发到群里。只能用一次。
claim-link = 也可以用这个链接把机器人加进群，加入时即完成绑定：
bans-preview = { $count } 个 id：新增 { $new } 个，现用名单中有 { $gone } 个会去掉
bans-loaded = { $count } 个 id：新增 { $new } 个，去掉 { $gone } 个
bans-strange = 有 { $count } 行没有 id，第一处是第 { $first }
bans-nobody = 你的群里没有人在名单上。名单用于以后进群的人。
bans-members = 名单上有 { $count } 人次在你的群里。已在群里的不会被移出；名单用于以后进群的人：
bans-member = { $name }，在「{ $chat }」
bans-more = ……还有 { $count } 人次
courses-imported = 新增 { $new } 条学习记录，已有 { $known } 条{ $left_out ->
    [0] { "" }
   *[other] ，{ $left_out } 行没有用上
}
courses-checked = { $folder }：{ $courses } 门课程，{ $problems } 个问题，{ $advice } 处建议看一看。
courses-rows-more = ……还有 { $count } 行不能用
courses-elsewhere = 就是“{ $name }”
courses-merged = 新增 { $new }，改动 { $changed }，去掉 { $gone }，别处已有 { $elsewhere }，不变 { $same }{ $left_out ->
    [0] { "" }
   *[other] ，{ $left_out } 行没有用上
}
courses-unwritten = ；没有写入
courses-tags = { $of } 门没有标签的课程中，有 { $count } 门可以推测出标签。
db-revision = 数据库版本 { $revision }
db-backed-up = { $file }：{ $told }：完好。
db-manifest = { $tables } 个表共 { $rows } 行，版本 { $revision }，时间 { $at }
db-no-manifest = { $file } 旁边没有备份清单：只能检查文件本身。
db-restored = { $file }：{ $told }，现在的版本是 { $revision }。
db-aside = 原来的数据库保留为 { $file }
db-rebuilt = 按账本重算了 { $count } 个余额。
db-accepted = { $count } 处已记为知道。
db-problems = { $count } 个问题
points-good = 每个余额都等于账本之和：{ $balances } 个余额，{ $rows } 条账。
db-good = 一切都对得上。
db-rest-good = 其余都对得上。
db-oldest = 最早的已有 { $count } 天
db-file-bytes = 文件字节数
dead-update = 更新 { $id }
dead-none = 没有死信。
dead-none-open = 没有未处理的死信。
dead-decided = { $number }：已处理。
dead-failed = { $number }：还是处理不了：{ $reason }
dead-unknown = { $number }：没有这条未处理的死信。
dead-waiting = { $numbers }：已标记；现在没有机器人在运行，下次启动时处理。
dead-waiting-running = { $numbers }：已标记；运行中的机器人很快会处理。
dead-dropped = { $number }：已放弃。
gap-table-head = { $askers } 名成员提了 { $questions } 个问题，其中 { $unanswered } 个没有人回答（前一段时间：{ $earlier }）
gap-table-unknown = 未知
gap-table-none = 没有出现两次的话题。
gap-table-topic = 话题
gap-table-askers = 提问人数
gap-table-before = 之前
gap-table-questions = 问题
gap-table-unanswered = 没人回答
gap-table-covered = 覆盖
gap-table-course = 最近的课程
gap-table-few = △ 少于 { $count } 名成员：可能是偶然。
history-count-messages = 消息
history-count-moves = 进群或退群
history-count-known = 已有
history-count-too-old = 太早
history-count-without-text = 没有文字
history-count-others = 其他
history-count-unreadable = 读不了
spam-at-target = 误报 { $share } 时
spam-at-even = 更像垃圾信息时
spam-texts = { $count } 条文字，其中垃圾信息 { $spam } 条，近似的副本 { $groups } 组
spam-intervals = 该误报率下的 95% 区间：召回率 { $recall }，F1 { $f1 }，误报率 { $fpr }
spam-learned = 学习了 { $spam } 条垃圾信息和 { $ham } 条正常文字{ $new }：模型 { $model }。
spam-new = ，其中新的 { $count } 条
spam-score = 是垃圾信息的可能为 { $chance }；普通消息里有 { $tail } 同样像
backtest-unreadable = { $file } 中读不了的有 { $count } 处
demo-starts = 正在启动机器人。日志在 { $log }，演示结束后删除；用 --keep 文件夹 可以保留。
demo-starts-kept = 正在启动机器人。日志在 { $log }。
demo-open = 请用浏览器打开 { $url }。按 Ctrl-C 结束。
demo-plays = 将运行 { $time }。

report-model = 推荐模型
report-popularity = 热门课程
report-days = 最近 { $days } 天：
report-people = { $count ->
   *[other] { $shown } 人
}
report-arm = { $people }  展示 { $shown }  接受 { $accepted }  不感兴趣 { $dismissed }（{ $rate }）
report-accepted = 展示后被接受的比例：
report-axis = 展示后被接受的比例（Beta 后验，横线为 95%）
report-title = 课程推荐：推荐模型与热门课程，截至 { $day } 的 { $days } 天
report-drawn = 已画入 { $file }。
report-undrawn = 没有写 { $file }：没有可画的内容。
report-drawn-arm = { $name }：{ $rate }，展示 { $shown } 次，接受 { $accepted } 次
report-nothing = 这段时间没有给任何人推荐过课程：还没有可比较的。
report-uneven = 这次比较不可信：{ $people } 人里有 { $held } 人在对照组，本应是十分之一，而这不像偶然（p = { $chance }）。
report-why = 有什么让其中一组成员收不到推荐，或被重复计算。
report-few = 数据太少：{ $by }只有 { $count } 次推荐，至少需要 { $needed } 次。
report-better = 推荐模型更好的可能为 { $better }：接受率高 { $apart } 个百分点 { $interval }。
report-worse = 热门课程被接受得更多：推荐模型更好的可能只有 { $better }，相差 { $apart } 个百分点 { $interval }。
report-train = 请重新训练（`zhiqun recommend train`），或检查课程目录里的文字。
report-undecided = 还没有定论：推荐模型更好的可能为 { $better }，相差 { $apart } 个百分点 { $interval }{ $more }。
report-needed = ，再给对照组成员推荐约 { $count } 次就能看出来
evaluate-method = 方法
evaluate-part = 部分
evaluate-people = 人数
evaluate-held-out = 留出
evaluate-all = k = { $k } 时所有课程都会推荐给每个人：只有 NDCG 和 MRR 能区分各种方法。
evaluate-talk = { $people } 人，只知道他们课程里的 { $sentences } 句话：HR@{ $k } 是热门课程的 { $times } 倍。对全部课程排序。
evaluate-from = 留出的是 { $at } 以后的部分，对每个人都一样。
evaluate-against = 与 { $other } 相比：{ $ahead }。{ $people } 人共留出 { $held-out } 门课程，在 { $courses } 门课程里排序，不含学过的；用于学习的记录 { $training-events } 条，文字 { $texts } 篇。设置只在这些数据内选定。
evaluate-part-cold = 无记录
evaluate-part-warm = 有记录
evaluate-part-history-1 = 学过 1 门
evaluate-part-history-2-3 = 学过 2-3 门
evaluate-part-history-4-9 = 学过 4-9 门
evaluate-part-history-10 = 学过 10 门以上
evaluate-part-popular-courses = 热门课程
evaluate-part-middling-courses = 一般课程
evaluate-part-rare-courses = 冷门课程

economy-head = { $days } 天里，各种人得到的积分是老实帮忙的成员的多少倍
economy-title = 刷分划算吗：是老实帮忙的成员的多少倍（{ $days } 天）
economy-scale = 1× 就是老实帮忙所得；在它左边，刷分不划算
economy-limit = 上限
economy-honest = 老实帮忙的成员（积分）
economy-ours = 这份文件
economy-mee6 = MEE6
economy-discourse = Discourse
economy-skool = Skool
economy-stack-exchange = Stack Exchange
economy-spammer = 每天刷 600 条
economy-ring5 = 五个号互刷
economy-ring20 = 二十个老号互刷
economy-swapper = 两人互相道谢
economy-alt-referrer = 拉自己的小号
economy-sleeper = 只打卡
economy-filler = 发生成的文章
economy-simplified = 别家的规则是简化过的；每种人怎么过日子，写在 bot/simulation/economy/living.py。
economy-drawn = 已画好：{ $file }
economy-moved = { $events } 个事件，{ $people } 位成员有积分，其中 { $moves } 位会有变化
economy-moved-who = 成员
economy-moved-before = 现行
economy-moved-after = 试行
economy-moved-place = 名次
