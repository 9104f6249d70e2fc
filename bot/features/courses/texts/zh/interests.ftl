command-interests = 查看和修改我的兴趣
help-interests = 私聊使用：列出我认为你感兴趣的内容，据此推荐课程。后面写词语来添加，-词语 来去掉，清空 来全部删除。

interests-head = 🔎 <b>我认为你对这些感兴趣</b>（来自你在群里的发言和你自己写的）
interests-line = { $bar } { $word }{ $own }
interests-more = ……还有 { $count } 个
interests-left = 一次最多 { $most } 个词，这些没有记下：{ $words }
interests-own = （你写的）
interests-none = 我还不了解你的兴趣。发送 /interests 加上想学的内容，例如 /interests python 理财。
interests-foot = 点按钮去掉一项，以后也不再计入；发送 /interests 加词语来添加。只保存词语，不保存你的原话。
interests-off = 你已停止推荐，我不看你的发言，也不更新兴趣。发送 /optin 推荐 可以恢复。
button-clear = 🗑 全部清空
pressed-interests = 已更新。
