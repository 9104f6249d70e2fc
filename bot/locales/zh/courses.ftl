command-courses = 课程目录
command-suggest = 给我推荐一门课
help-courses = 列出课程；后面写词语来搜索，#标签、免费、<100、难度:入门 来筛选。也可以点按钮。
help-suggest = 根据你学过的、聊过的和大家常学的推荐一门课。

courses-head = 📚 <b>共 { $count } 门课</b>（第 { $page }/{ $pages } 页）
courses-line = { $course } · { $kind } · { $price }{ $more }
    { $text }
courses-none = 没有找到和「{ $query }」有关的课程。发送 /courses 看全部。
tags-guessed = ≈ { $tags }（推测）
level-beginner = 入门
level-intermediate = 进阶
level-advanced = 高级
button-everything = 看全部
kind-course = 课程
kind-live = 直播
kind-camp = 训练营
kind-book = 图书
kind-article = 文章
price-free = 免费
price = ¥{ $amount }
button-back = ‹ 上一页
button-more = 下一页 ›

suggest-head = 🎯 <b>今天为大家挑的课</b>
suggest-line = { $mark } { $member }：{ $body }
suggest-one = 🎯 为你挑的：{ $body }
suggest-none = 暂时没有新的推荐。多聊聊你想学什么，或发送 /courses 看全部课程。
suggestion-body = { $course }（{ $price }）
    💡 { $why }
button-like = 感兴趣
button-taken = 已学过
button-no = 不感兴趣
button-stop = 停止推荐
pressed-like = 好的，记下了：你对它感兴趣。
pressed-taken = 好的，之后会推荐适合接着学的课。
pressed-no = 好的，不再推荐这门课。
pressed-stop = 好的，不再给你推荐课程。发送 /optin 推荐 可以恢复。

reason-next = 学过《{ $course }》的人里有 { $count } 位接着学了它
reason-next-few = 适合在《{ $course }》之后学
reason-talk = 你最近聊到 { $words }
reason-popular = 最近 30 天有 { $count } 人在学
reason-popular-few = 最近不少人在学
reason-liked = 你说过对它感兴趣
reason-new = 适合从这里开始
why-suggestion = 最近推荐给你的《{ $course }》：{ $why }
