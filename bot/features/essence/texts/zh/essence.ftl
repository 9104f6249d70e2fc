command-essence = 群里的精华
help-essence = 看最近的精华消息。管理员回复一条消息发 /essence 就加精，再发一次取消。
essence-nobody = 请回复成员自己写的一条消息。
essence-own = 自己写的要由别人来加精。
essence-picked = 💯 { $name } 的这条消息成了精华。
essence-undone = { $name } 的这条消息不再是精华，积分也收回了。
essence-none = 还没有精华。
essence-head = <b>精华</b>
essence-line = • { $day } <a href="{ $url }">{ $name }</a>
source-essence = 精华
source-report = 举报属实
source-course = 学完课程
