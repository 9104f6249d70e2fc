command-ask = 提一个问题
help-ask = 提问：/ask 加问题；或者用 /ask 回复自己的消息（管理员可以回复任何人的）。回复问题就是回答。有用的话，按问题下面的按钮，或用 /solved 回复那条消息。
command-solved = 说明哪个回答有用
help-solved = 回复有用的那条消息：提问者采纳它，回答的人得积分。可以采纳几个。管理员也可以操作。问题下面的卡片可以撤销。
command-answers = 查找解决过的问题
help-answers = /answers 加几个词：列出解决过的相关问题，附上有用的回答的链接。

qa-ask-how = 请写 /ask 加问题，或者用 /ask 回复自己的提问。
qa-asked-before = 这个问题已经提过了。
qa-solved-how = 请用 /solved 回复有用的那条消息。
qa-no-question = 这是哪个问题的回答？请先用 /ask 提问。
qa-not-yours = 哪个回答有用，由提问者说了算；管理员也可以。
qa-own = 这是提问者自己的回答，不能采纳。
qa-already = 这个回答已经采纳了。
qa-accepted = ✅ 已采纳 { $name } 的回答。
qa-not-accepted = 这个回答没有被采纳。
qa-undone = 不再采纳 { $name } 的回答，积分已撤销。
qa-no-answers = 还没有回答可选：回答要回复这个问题。
qa-is-closed = 这个问题已经关闭。
qa-card-open = ❓ 问题 { $number }：回复它就是回答，有用没用由提问者说。
qa-card-solved = ✅ 问题 { $number } 已解决，有用的回答来自 { $by }。
qa-card-closed = 问题 { $number } 很久没有动静，已关闭。可以用 /ask 重新提出。
qa-linked = <a href="{ $url }">{ $name }</a>
qa-named = { $name }
qa-and = 、
qa-solved = ✅ 解决了
qa-more = ＋ 还有有用的
qa-undo = ↩ 撤销采纳
qa-thank = 🙏 谢谢
qa-thanked = 已替你道谢。
qa-thanked-before = 你已经谢过了。
qa-own-thanks = 这是你自己的回答。
qa-do-you-know = ❓ 有个提问还没人回答，看着像你懂的：<a href="{ $url }">{ $about }</a>
qa-no-questions = 不用再发
qa-questions-off = 好的，不再发提问给你。想恢复就发 /optin 提问。
qa-back = ← 返回
qa-again = 💡 以前有人问过，也解决了：<a href="{ $url }">{ $name } 的回答</a>
qa-helps = 👍 有用
qa-helped = 太好了！
qa-answers-how = 请写 /answers 加几个词，例如 /answers 数据清洗。
qa-none-found = 还没有解决过相关的问题。可以用 /ask 提问。
qa-found-head = <b>解决过的问题</b>
qa-found = • { $about } — <a href="{ $url }">{ $name } 的回答</a>
source-accepted = 回答被采纳
source-asked = 提问并说明了有用的回答
