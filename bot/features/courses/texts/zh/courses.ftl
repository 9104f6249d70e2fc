command-done = 我学完了一门课
help-done = 记下你学完的课，写课程编号或标题里的词；会在私聊里请你打星。不写课名就列出你在学的课。
command-courses = 课程目录
command-suggest = 给我推荐一门课
help-courses = 列出课程；后面写词语来搜索，#标签、免费、<100、难度:入门 来筛选。也可以点按钮。
help-suggest = 根据你学过的、聊过的和大家常学的推荐一门课。

courses-head = 📚 <b>共 { $count } 门课</b>{ $pages ->
    [1] {""}
   *[other] （第 { $page }/{ $pages } 页）
}
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
suggestion-told = { $course }（{ $price }）
    { $text }
    💡 { $why }
button-open = 打开课程
button-open-short = 打开
button-members = 🔑 会员专享
button-like = 感兴趣
button-taken = 已学过
button-no = 不感兴趣
button-stop = 停止推荐
pressed-open = 按钮现在直接通向课程，请再点一次。
open-gone = 这门课已经不在了。发送 /courses 看现有课程。
pressed-like = 好的，记下了：你对它感兴趣。
pressed-taken = 好的，之后会推荐适合接着学的课。
pressed-no = 好的，不再推荐这门课。
pressed-stop = 好的，不再给你推荐课程。发送 /optin 推荐 可以恢复。

reason-next = 学过《{ $course }》的人里有 { $count } 位接着学了它
reason-next-few = 适合在《{ $course }》之后学
reason-next-of = 学过《{ $course }》的 { $all } 人里有 { $count } 位接着学了它
reason-together = 有 { $count } 人既学了《{ $course }》也学了它
reason-together-few = 常和《{ $course }》一起学
reason-alike = 内容和你学过的《{ $course }》相近
reason-explore = 看过的人还不多，先给你看看
reason-beyond = 你关注「{ $words }」，学了《{ $course }》的人常接着学它
reason-talk = 你关注「{ $words }」
reason-asked = 你聊到了「{ $words }」
reason-asked-alike = 和你说想学的内容很接近
reason-towards = 合你想学的是《{ $course }》，学它之前要先学这一门
reason-towards-of = 你聊到了「{ $words }」，学《{ $course }》之前要先学这一门
reason-popular = 最近 30 天有 { $count } 人在学
reason-popular-few = 最近不少人在学
reason-liked = 你说过对它感兴趣
reason-new = 适合从这里开始
reason-later = 打好基础后可以接着学
why-suggestion = 最近推荐给你《{ $course }》的原因：{ $why }
why-course = 《{ $course }》：{ $why }
why-which = 你问的是哪一门？
why-line = <code>/why { $id }</code> { $course }
refused-hidden = 它现在不公开。
refused-taken = 你已经学过它，所以不会再推荐。
refused-dismissed = 你说过不感兴趣，所以不会推荐。
refused-shown-lately = 最近刚推荐过，两周内不再重复。
refused-began-already = 它已经开始了。
refused-ended = 它已经结束了。
refused-full = 名额已满。
refused-native = 它教的是你的母语，所以不会推荐。
refused-own = 这是你自己的课。
course-title = 《{ $course }》
refused-prerequisites = 要先学完{ $courses }。

button-stars = { $count }★
button-rate = 打个分
done = 🎓 恭喜学完《{ $course }》！
done-how = 请写明学完了哪门课：/done 加课名，例如 /done python。
done-which = 你学完了哪一门？
done-line = <code>/done { $id }</code> { $course }
rate-ask = 🎓 你学完了《{ $course }》，觉得怎么样？你的评分能帮大家选课。
rate-thanks = 《{ $course }》{ $stars }，谢谢你的评分！还可以改。
rate-none = 现在没有要评分的课。学完了哪门课，发送 /done 加课名告诉我。
pressed-rated = 谢谢，记下了。
pressed-rated-new = 谢谢！等你在群里待一阵、说过几句话后，再点一次，评分才会计入。
reason-rated = 学员给它 { $stars } 星（{ $count } 人评分）
reason-rated-few = 评分比多数课程高
